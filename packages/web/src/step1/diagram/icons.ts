/**
 * Icons of component classes and common product types: outlines on a field of 24, for canvas and SVG alike.
 * Outlines from Tabler Icons (MIT licence, © Paweł Kuna); shutter and valve are drawn for Seiza.
 */
import type { Catalog } from "@seiza/catalog";
import type { ProductType } from "@seiza/model";

const OUTLINES: Record<string, string> = {
  agv: "M3 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0M12 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 17l5 0M3 17v-6h13v6M5 11v-4h4M9 11v-6h4l3 6M22 15h-3v-10M16 13l3 0",
  aircon:
    "M8 16a3 3 0 0 1-3 3M16 16a3 3 0 0 0 3 3M12 16v4M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2l0-4M7 13v-3a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v3",
  alarm:
    "M10 5a2 2 0 0 1 4 0a7 7 0 0 1 4 6v3a4 4 0 0 0 2 3h-16a4 4 0 0 0 2-3v-3a7 7 0 0 1 4-6M9 17v1a3 3 0 0 0 6 0v-1M21 6.727a11.05 11.05 0 0 0-2.794-3.727M3 6.727a11.05 11.05 0 0 1 2.792-3.727",
  ap: "M12 12l0 .01M14.828 9.172a4 4 0 0 1 0 5.656M17.657 6.343a8 8 0 0 1 0 11.314M9.168 14.828a4 4 0 0 1 0-5.656M6.337 17.657a8 8 0 0 1 0-11.314",
  app: "M6 5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-14M11 4h2M12 17v.01",
  appliance:
    "M5 5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2l0-14M8 14a4 4 0 1 0 8 0a4 4 0 1 0-8 0M8 6h.01M11 6h.01M14 6h2M8 14c1.333-.667 2.667-.667 4 0c1.333 .667 2.667 .667 4 0",
  battery:
    "M16 7h1a2 2 0 0 1 2 2v.5a.5 .5 0 0 0 .5 .5a.5 .5 0 0 1 .5 .5v3a.5 .5 0 0 1-.5 .5a.5 .5 0 0 0-.5 .5v.5a2 2 0 0 1-2 2h-2M8 7h-2a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h1M12 8l-2 4h3l-2 4",
  camera:
    "M3 4a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-16a1 1 0 0 1-1-1l0-2M8 14a4 4 0 1 0 8 0a4 4 0 1 0-8 0M19 7v7a7 7 0 0 1-14 0v-7M12 14l.01 0",
  cloud:
    "M6.657 18c-2.572 0-4.657-2.007-4.657-4.483c0-2.475 2.085-4.482 4.657-4.482c.393-1.762 1.794-3.2 3.675-3.773c1.88-.572 3.956-.193 5.444 1c1.488 1.19 2.162 3.007 1.77 4.769h.99c1.913 0 3.464 1.56 3.464 3.486c0 1.927-1.551 3.487-3.465 3.487h-11.878",
  cnc: "M7 10h3v-3l-3.5-3.5a6 6 0 0 1 8 8l6 6a2 2 0 0 1-3 3l-6-6a6 6 0 0 1-8-8l3.5 3.5",
  device:
    "M21 16.008v-8.018a1.98 1.98 0 0 0-1-1.717l-7-4.008a2.016 2.016 0 0 0-2 0l-7 4.008c-.619 .355-1 1.01-1 1.718v8.018c0 .709 .381 1.363 1 1.717l7 4.008a2.016 2.016 0 0 0 2 0l7-4.008c.619-.355 1-1.01 1-1.718M12 22v-10M12 12l8.73-5.04M3.27 6.96l8.73 5.04",
  doorphone:
    "M10 5a2 2 0 1 1 4 0a7 7 0 0 1 4 6v3a4 4 0 0 0 2 3h-16a4 4 0 0 0 2-3v-3a7 7 0 0 1 4-6M9 17v1a3 3 0 0 0 6 0v-1",
  drive:
    "M3 10v6M12 5v3M10 5h4M5 13h-2M6 10h2l2-2h3.382a1 1 0 0 1 .894 .553l1.448 2.894a1 1 0 0 0 .894 .553h1.382v-2h2a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2v-2h-3v2a1 1 0 0 1-1 1h-3.465a1 1 0 0 1-.832-.445l-1.703-2.555h-2v-6",
  ev: "M18 7l-1 1M14 11h1a2 2 0 0 1 2 2v3a1.5 1.5 0 0 0 3 0v-7l-3-3M4 20v-14a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v14M9 11.5l-1.5 2.5h3l-1.5 2.5M3 20l12 0M4 8l10 0",
  firewall:
    "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-12a2 2 0 0 1-2-2l0-12M4 8h16M20 12h-16M4 16h16M9 4v4M14 8v4M8 12v4M16 12v4M11 16v4",
  gate: "M4 8a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-14a1 1 0 0 1-1-1l0-7M7 16v4M7.5 16l9-9M13.5 16l6.5-6.5M4 13.5l6.5-6.5M17 16v4M5 20h4M15 20h4M17 7v-2M7 7v-2",
  gateway:
    "M3 17a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2a2 2 0 0 1-2 2h-2a2 2 0 0 1-2-2l0-2M15 17a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2a2 2 0 0 1-2 2h-2a2 2 0 0 1-2-2l0-2M9 5a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2a2 2 0 0 1-2 2h-2a2 2 0 0 1-2-2l0-2M6 15v-1a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v1M12 9l0 3",
  health:
    "M19.5 13.572l-7.5 7.428l-2.896-2.868m-6.117-8.104a5 5 0 0 1 9.013-3.022a5 5 0 1 1 7.5 6.572M3 13h2l2 3l2-6l1 3h3",
  heat: "M12 10.941c2.333-3.308 .167-7.823-1-8.941c0 3.395-2.235 5.299-3.667 6.706c-1.43 1.408-2.333 3.294-2.333 5.588c0 3.704 3.134 6.706 7 6.706c3.866 0 7-3.002 7-6.706c0-1.712-1.232-4.403-2.333-5.588c-2.084 3.353-3.257 3.353-4.667 2.235",
  heater: "M10 13.5a4 4 0 1 0 4 0v-8.5a2 2 0 0 0-4 0v8.5M10 9l4 0",
  hub: "M4 18v-5l4-2l4 2v5l-4 2l-4-2M8 11v-5l4-2l4 2v5M12 13l4-2l4 2v5l-4 2l-4-2",
  io: "M2 12h2M20 12h2M4 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M16 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7.5 10.5l7.5-5.5",
  lift: "M5 5a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-12a1 1 0 0 1-1-1l0-14M10 10l2-2l2 2M10 14l2 2l2-2",
  light:
    "M3 12h1m8-9v1m8 8h1m-15.4-6.4l.7 .7m12.1-.7l-.7 .7M9 16a5 5 0 1 1 6 0a3.5 3.5 0 0 0-1 3a2 2 0 0 1-4 0a3.5 3.5 0 0 0-1-3M9.7 17l4.6 0",
  lock: "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2v-6M11 16a1 1 0 1 0 2 0a1 1 0 0 0-2 0M8 11v-4a4 4 0 1 1 8 0v4",
  meter:
    "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M13.41 10.59l2.59-2.59M7 12a5 5 0 0 1 5-5",
  network:
    "M3 15a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2l0-4M17 17l0 .01M13 17l0 .01M15 13l0-2M11.75 8.75a4 4 0 0 1 6.5 0M8.5 6.5a8 8 0 0 1 13 0",
  panel:
    "M5 4a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1h-12a1 1 0 0 1-1-1v-16M11 17a1 1 0 1 0 2 0a1 1 0 0 0-2 0",
  pc: "M3 5a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-16a1 1 0 0 1-1-1v-10M7 20h10M9 16v4M15 16v4",
  plc: "M5 6a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-12a1 1 0 0 1-1-1l0-12M9 9h6v6h-6l0-6M3 10h2M3 14h2M10 3v2M14 3v2M21 10h-2M21 14h-2M14 21v-2M10 21v-2",
  plug: "M9.785 6l8.215 8.215l-2.054 2.054a5.81 5.81 0 1 1-8.215-8.215l2.054-2.054M4 20l3.5-3.5M15 4l-3.5 3.5M20 9l-3.5 3.5",
  power: "M13 3l0 7l6 0l-8 11l0-7l-6 0l8-11",
  reader:
    "M3 8a3 3 0 0 1 3-3h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-12a3 3 0 0 1-3-3l0-8M3 10l18 0M7 15l.01 0M11 15l2 0",
  robot:
    "M6 6a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2l0-4M12 2v2M9 12v9M15 12v9M5 16l4-2M15 14l4 2M9 18h6M10 8v.01M14 8v.01",
  router:
    "M3 15a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2l0-4M17 17l0 .01M13 17l0 .01M15 13l0-2M11.75 8.75a4 4 0 0 1 6.5 0M8.5 6.5a8 8 0 0 1 13 0",
  sensor:
    "M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M15.51 15.56a5 5 0 1 0-3.51 1.44M18.832 17.86a9 9 0 1 0-6.832 3.14M12 12v9",
  server:
    "M3 7a3 3 0 0 1 3-3h12a3 3 0 0 1 3 3v2a3 3 0 0 1-3 3h-12a3 3 0 0 1-3-3v-2M3 15a3 3 0 0 1 3-3h12a3 3 0 0 1 3 3v2a3 3 0 0 1-3 3h-12a3 3 0 0 1-3-3l0-2M7 8l0 .01M7 16l0 .01",
  service:
    "M6.657 18c-2.572 0-4.657-2.007-4.657-4.483c0-2.475 2.085-4.482 4.657-4.482c.393-1.762 1.794-3.2 3.675-3.773c1.88-.572 3.956-.193 5.444 1c1.488 1.19 2.162 3.007 1.77 4.769h.99c1.913 0 3.464 1.56 3.464 3.486c0 1.927-1.551 3.487-3.465 3.487h-11.878",
  shutter: "M4 4h16v16h-16zM4 8h16M4 12h16M4 16h16",
  solar:
    "M4.28 14h15.44a1 1 0 0 0 .97-1.243l-1.5-6a1 1 0 0 0-.97-.757h-12.44a1 1 0 0 0-.97 .757l-1.5 6a1 1 0 0 0 .97 1.243M4 10h16M10 6l-1 8M14 6l1 8M12 14v4M7 18h10",
  speaker:
    "M5 5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2l0-14M9 14a3 3 0 1 0 6 0a3 3 0 1 0-6 0M12 7l0 .01",
  switch: "M16 3l4 4l-4 4M10 7l10 0M8 13l-4 4l4 4M4 17l9 0",
  terminal: "M3 19l18 0M5 7a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-12a1 1 0 0 1-1-1l0-8",
  tv: "M3 9a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2l0-9M16 3l-4 4l-4-4",
  valve: "M4 8v8l8-4zM20 8v8l-8-4zM12 12v-6M9 6h6",
};
const byName = new Map(Object.entries(OUTLINES));

/** SVG path data of an icon. */
export const outlineOf = (icon: string): string => byName.get(icon) ?? (OUTLINES["device"] as string);

const paths = new Map<string, Path2D>();
/** The same for the canvas. */
export function pathOf(icon: string): Path2D {
  let path = paths.get(icon);
  if (!path) {
    path = new Path2D(outlineOf(icon));
    paths.set(icon, path);
  }
  return path;
}

/** Icon of a product type: the catalogue's for what it is based on or named like, else that of its class. */
export function iconOf(type: ProductType | undefined, catalog: Catalog): string {
  if (!type) return "device";
  const known =
    (type.based === undefined ? undefined : catalog["product-types"].get(type.based)) ??
    catalog["product-types"].get(type.id);
  if (known) return byName.has(known.icon) ? known.icon : type.class;
  const words = type.id.toLowerCase().split(/[-_]/);
  // The last word says what the thing is: "power-meter" is a meter.
  for (const word of words.reverse()) if (byName.has(word)) return word;
  return byName.has(type.class) ? type.class : "device";
}
