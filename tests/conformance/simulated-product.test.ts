/** The simulator knows no product code: here its declaration meets the schema it must fit. */
import { readFileSync } from "node:fs";
import { Declaration } from "@seiza/conformance";
import { declarationOf, FILES, LOCK_SECONDS, OFFSETS, type Ports, startDevice } from "@seiza/simulator";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support.ts";

test("the simulated device's declaration is a sound product.yaml", async () => {
  const device = await startDevice({ address: "127.79.0.1" });
  try {
    const read = Declaration.safeParse(device.declarationValues());
    expect(read.error?.issues).toBeUndefined();
    const ips = read.data?.interfaces.filter((i) => i.kind === "ip") ?? [];
    expect(ips.map((i) => i.port).sort()).toEqual(
      [device.ports.https, device.ports.http, device.ports.mqtts, device.ports.ssh, device.ports.ssdp].sort(),
    );
  } finally {
    await device.stop();
  }
});

test("the example product is what the device at the default ports declares, packages and key included", async () => {
  const folder = `${ROOT}examples/products/camera`;
  const ports = Object.fromEntries(Object.entries(OFFSETS).map(([name, n]) => [name, 18_000 + n])) as Ports;
  expect(parse(readFileSync(`${folder}/product.yaml`, "utf8"))).toEqual(
    declarationOf({ ports, benchAddress: "127.0.0.1", lockSeconds: LOCK_SECONDS }),
  );
  const device = await startDevice({ address: "127.79.0.2" });
  await device.stop();
  for (const name of [FILES.current, FILES.previous, FILES.otherModel, FILES.publicKey, FILES.adapter])
    expect(readFileSync(`${folder}/${name}`).equals(device.files().get(name) as Buffer), name).toBe(true);
});
