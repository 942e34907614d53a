/** Every importer reads the real files of its tool. */
import { lintStudy, resolveStudy, type Study } from "@seiza/model";
import { describe, expect, test } from "vitest";
import { importModel, type ModelFormat, recogniseModel, templateThreats } from "../src/index.ts";
import { readTemplate } from "../src/tb7.ts";
import { catalog, hasSamples, sample, samplesOf } from "./samples.ts";

const FOLDERS: [string, ModelFormat][] = [
  ["otm", "otm"],
  ["threat-dragon", "threat-dragon"],
  ["threagile", "threagile"],
  ["tm7", "tm7"],
  ["drawio", "drawio"],
];
const real = FOLDERS.flatMap(([folder, format]) =>
  samplesOf(folder)
    .filter((s) => !/NEGATIVE|expected/.test(s.path))
    .map((s) => [s.path, format, s.bytes] as const),
);
const read = (path: string) => {
  const result = importModel(sample(path), path, { catalog });
  if (!result.study) throw new Error(JSON.stringify(result.notes));
  return { ...result, study: result.study };
};
const names = (s: Study) => s.configurations.flatMap((c) => c.components.map((x) => x.name));

describe.skipIf(!hasSamples)("samples of other tools (skipped where the folder is missing)", () => {
  test.each(real)("%s is recognised and becomes a study that check accepts", (path, format, bytes) => {
    expect(recogniseModel(bytes, path)).toBe(format);
    const { study, notes } = importModel(bytes, path, { catalog });
    expect(notes.filter((n) => n.kind === "refused")).toEqual([]);
    if (!study) throw new Error("no study");
    const { index, problems } = resolveStudy(study, catalog);
    expect(problems.filter((p) => p.severity === "error")).toEqual([]);
    if (!index) throw new Error("no index");
    expect(lintStudy(index).filter((p) => p.severity === "error")).toEqual([]);
  });

  test("a ZIP named .tm7 and a draw.io file without cells are refused with a reason", () => {
    for (const [path, code] of [
      ["tm7/NEGATIVE-is-a-zip.tm7", "is-a-zip"],
      ["drawio/NEGATIVE-wrong_mxcell.drawio", "no-cells"],
    ] as const) {
      const result = importModel(sample(path), path, { catalog });
      expect(result.study).toBeUndefined();
      expect(result.notes.map((n) => n.code)).toEqual([code]);
    }
  });

  test("Threat Dragon: boxes become zones by geometry, flows keep their protocols, threats ride along", () => {
    const { study, counts } = read("threat-dragon/payment-online.json");
    expect(counts).toMatchObject({ zones: 3, components: 4, flows: 7, people: 1 });
    const [cfg] = study.configurations;
    const client = cfg?.components.find((c) => c.name === "Customer Client");
    expect(cfg?.zones.find((z) => z.id === client?.zone)?.name).toBe("Customer / Internet");
    expect(client?.interfaces?.some((i) => i.protocol === "HTTPS")).toBe(true);
    expect(cfg?.people?.[0]?.name).toBe("Customer");
    expect(cfg?.people?.[0]?.uses?.length).toBeGreaterThan(0);
    const { notes } = read("threat-dragon/v2-threat-model.json");
    expect(notes.find((n) => n.code === "threats-ride-along")?.values["count"]).toBeGreaterThan(10);
    expect(JSON.stringify(client?.extensions?.["threat-dragon"])).toContain(
      "313655e5-4832-4424-b13c-7a3618543737",
    );
  });

  test("Threat Dragon 1: cells of the old kind are read, curves are kept and the flows over them marked", () => {
    const { study, counts, notes } = read("threat-dragon/v1-demo-threat-model.json");
    expect(counts).toMatchObject({ components: 7, flows: 10 });
    expect(names(study)).toContain("Background Worker Process");
    const curves = notes.filter((n) => n.code === "boundary-curve");
    expect(curves).toHaveLength(4);
    expect(curves.some((n) => Number(n.values["count"]) > 0)).toBe(true);
    const marked = study.configurations[0]?.flows?.filter(
      (f) => f.extensions?.["threat-dragon"]?.["crosses"],
    );
    expect(marked?.length).toBeGreaterThan(0);
  });

  test("OTM: positions are summed up, assets keep place and importance, threats ride along", () => {
    const { study } = read("otm/visio_nested_tzs.otm");
    const [cfg] = study.configurations;
    expect(cfg?.layout?.["custom-machine"]).toMatchObject({ x: 328 + 90 + 95, y: 328 + 96 + 66 });
    const parent = cfg?.zones.find((z) => z.name === "Internet")?.parent;
    expect(cfg?.zones.find((z) => z.id === parent)?.name).toBe("Public Cloud");
    const example = read("otm/EXAMPLE.yaml").study;
    const card = example.assets?.find((a) => a.id === "cc-data");
    expect(card).toMatchObject({ importance: 3, kind: "A3p" });
    expect(card?.on).toEqual(["main/customer-database", "main/web-service"]);
    expect(example.extensions?.["otm"]?.["threats"]).toHaveLength(1);
  });

  test("Threagile: nested boundaries, authentication, carried data, and what else it says", () => {
    const { study, counts } = read("threagile/example.yaml");
    expect(counts).toMatchObject({ zones: 6, components: 14, flows: 20, assets: 12 });
    const [cfg] = study.configurations;
    expect(cfg?.zones.find((z) => z.id === "erp-dmz")?.parent).toBe("application-network");
    const flow = cfg?.flows?.find((f) => f.name === "Customer Traffic");
    expect(flow?.carries).toContain("customer-accounts");
    const face = cfg?.components
      .find((c) => c.id === "load-balancer")
      ?.interfaces?.find((i) => `load-balancer.${i.id}` === flow?.to);
    expect(face).toMatchObject({ protocol: "https", authentication: "password", encryption: "transport" });
    expect(study.assets?.find((a) => a.id === "customer-accounts")?.importance).toBe(3);
    expect(study.extensions?.["threagile"]).toHaveProperty("risk_tracking");
  });

  test("draw.io: deflated pages are unfolded, HTML goes from names, groups become zones", () => {
    expect(names(read("drawio/shape_names_with_html.drawio").study)).toEqual(
      expect.arrayContaining(["Bold EC2", "Strikethrough EC2", "Non HTML EC2"]),
    );
    const basic = read("drawio/drawio-basic-example.drawio");
    expect(basic.counts).toMatchObject({ zones: 3, components: 4, flows: 3 });
    expect(read("drawio/drawio-multi-page.drawio").counts.configurations).toBe(2);
    expect(read("drawio/bookface.drawio").counts.flows).toBe(16);
  });

  test("tm7: nested boundaries, kinds from the knowledge base, loose ends joined with a note", () => {
    const { study, notes } = read("tm7/MTMT_nested_tz.tm7");
    const [cfg] = study.configurations;
    const inner = cfg?.zones.find((z) => z.name === "Sandbox environment");
    expect(cfg?.zones.find((z) => z.id === inner?.parent)?.name).toBe("Generic Trust Border Boundary");
    expect(notes.some((n) => n.code === "snapped-to-nearest")).toBe(true);
    expect(study.productTypes.map((t) => t.name)).toContain("Browser Client");
  });

  test("a threat template generates on its own model what the tool itself generated", () => {
    const bytes = sample("tm7/MTMT_nested_tz.tm7");
    const template = readTemplate(bytes);
    expect(template.broken).toEqual([]);
    expect(template.threats.length).toBeGreaterThan(30);
    const { index } = resolveStudy(read("tm7/MTMT_nested_tz.tm7").study, catalog);
    if (!index) throw new Error("no index");
    const instances = read("tm7/MTMT_nested_tz.tm7").study.extensions?.["tm7"]?.["threats"] as {
      TypeId: string;
      FlowGuid: string;
    }[];
    const guidOf = new Map(
      index.flows.map((f, n) => [`fl:${index.flowIds[n]}`, f.extensions?.["tm7"]?.["guid"] as string]),
    );
    // The tool asks nothing about the flow whose end is loose.
    const asked = new Set(instances.map((i) => i.FlowGuid));
    const ours = [...templateThreats(index, template)]
      .map((f) => `${guidOf.get(f.flow)} ${f.rule}`)
      .filter((k) => asked.has(k.split(" ")[0] as string));
    expect(ours.sort()).toEqual(instances.map((i) => `${i.FlowGuid} ${i.TypeId}`).sort());
  });
});
