/** What each importer makes of its format, beyond the samples. */
import { deflateRawSync } from "node:zlib";
import { resolveStudy, type Study } from "@seiza/model";
import { describe, expect, test } from "vitest";
import { importModel, MESSAGES, wordsOf } from "../src/index.ts";
import { bytesOf, catalog } from "./samples.ts";

const read = (text: string | Uint8Array, name: string) => {
  const result = importModel(typeof text === "string" ? bytesOf(text) : text, name, { catalog });
  if (!result.study) throw new Error(JSON.stringify(result.notes));
  expect(resolveStudy(result.study, catalog).index).toBeDefined();
  return {
    ...result,
    study: result.study,
    cfg: result.study.configurations[0] as Study["configurations"][number],
  };
};
const refusal = (text: string | Uint8Array, name: string) => {
  const { study, notes } = importModel(typeof text === "string" ? bytesOf(text) : text, name, { catalog });
  expect(study).toBeUndefined();
  return notes[0]?.code;
};
const cell = (id: string, shape: string, x: number, y: number, more: object = {}, data: object = {}) => ({
  id,
  shape,
  zIndex: 1,
  position: { x, y },
  size: { width: 100, height: 60 },
  data: { type: "tm.X", name: id, hasOpenThreats: false, ...data },
  ...more,
});
const dragon = (cells: object[]) =>
  JSON.stringify({
    version: "2.0",
    summary: { title: "工場のIoT" },
    detail: {
      contributors: [],
      reviewer: "",
      diagramTop: 1,
      threatTop: 0,
      diagrams: [{ id: 0, title: "図1", diagramType: "STRIDE", version: "2.0", thumbnail: "", cells }],
    },
  });

describe("Threat Dragon", () => {
  test("the smallest box around the middle is the zone; the misspelt curve is a curve; loose flows are kept", () => {
    const { cfg, notes, study } = read(
      dragon([
        cell("外", "trust-boundary-box", 0, 0, { size: { width: 900, height: 900 } }, { name: "工場" }),
        cell(
          "内",
          "trust-boundary-box",
          10,
          10,
          { size: { width: 300, height: 300 } },
          { name: "制御ネットワーク" },
        ),
        cell("plc", "process", 50, 50, {}, { name: "1号ライン\nPLC" }),
        cell("srv", "process", 600, 600, {}, { name: "サーバ" }),
        {
          id: "k",
          shape: "trust-broundary-curve",
          source: { x: 350, y: 0 },
          target: { x: 350, y: 800 },
          data: { name: "壁" },
        },
        {
          id: "f1",
          shape: "flow",
          source: { cell: "plc" },
          target: { cell: "srv", port: "p" },
          data: { name: "実績", protocol: "OPC UA", isEncrypted: true },
        },
        {
          id: "f2",
          shape: "flow",
          source: { cell: "plc" },
          target: { x: 5, y: 5 },
          data: { name: "どこへ" },
        },
      ]),
      "図.json",
    );
    expect(study.system).toMatchObject({ name: "工場のIoT", domain: "factory-fa" });
    expect(cfg.zones.map((z) => [z.name, z.kind])).toEqual([
      ["工場", "control"],
      ["制御ネットワーク", "control"],
    ]);
    const plc = cfg.components.find((c) => c.id === "plc");
    expect(plc).toMatchObject({ name: "1号ライン PLC", type: "plc", zone: cfg.zones[1]?.id });
    expect(cfg.components.find((c) => c.id === "srv")?.zone).toBe(cfg.zones[0]?.id);
    expect(plc?.interfaces?.[0]).toMatchObject({ protocol: "OPC UA", encryption: "transport" });
    expect(notes.map((n) => n.code)).toEqual(expect.arrayContaining(["boundary-curve", "flow-without-end"]));
    expect(cfg.flows?.[0]?.extensions?.["threat-dragon"]?.["crosses"]).toEqual(["壁"]);
    expect(cfg.extensions?.["threat-dragon"]?.["unplaced"]).toHaveLength(2);
  });

  test("a person's flow is what the person uses; a service outside stays a component", () => {
    const { cfg } = read(
      dragon([
        cell("u", "actor", 0, 0, {}, { name: "保守員" }),
        cell("s", "actor", 300, 0, {}, { name: "クラウドサービス" }),
        cell("g", "process", 600, 0, {}, { name: "ゲートウェイ" }),
        { id: "f", shape: "flow", source: { cell: "u" }, target: { cell: "g" }, data: { protocol: "SSH" } },
        {
          id: "h",
          shape: "flow",
          source: { cell: "s" },
          target: { cell: "g" },
          data: { protocol: "MQTT/TLS" },
        },
      ]),
      "x.json",
    );
    expect(cfg.people?.map((p) => [p.name, p.role, p.uses])).toEqual([["保守員", "maintainer", ["g.ssh"]]]);
    expect(cfg.components.map((c) => c.name)).toEqual(["クラウドサービス", "ゲートウェイ"]);
    expect(cfg.flows).toHaveLength(1);
  });

  test("nothing in it still gives a study, with a note", () => {
    const { notes, counts } = read(dragon([]), "x.json");
    expect(notes.map((n) => n.code)).toEqual(expect.arrayContaining(["empty-diagram", "no-component"]));
    expect(counts.components).toBe(1);
  });
});

describe("OTM", () => {
  test("nulls anywhere, nested components, IriusRisk's fixed zones, ids that are machine-made", () => {
    const { cfg } = read(
      JSON.stringify({
        otmVersion: "0.2.0",
        project: { name: "p", id: "p", description: null, tags: null, attributes: null },
        representations: null,
        assets: null,
        trustZones: [
          {
            id: "f0ba7722-39b6-4c81-8290-a30a248bb8d9",
            name: "外",
            risk: { trustRating: 0 },
            attributes: null,
          },
        ],
        components: [
          {
            id: "3b837730-e300-11eb-ba80-0242ac130004",
            name: "サーバ室ラック",
            type: "rack",
            parent: { trustZone: "f0ba7722-39b6-4c81-8290-a30a248bb8d9" },
            threats: null,
          },
          {
            id: "4b837730-e300-11eb-ba80-0242ac130004",
            name: "Edge box",
            type: "iot-gateway",
            parent: { component: "3b837730-e300-11eb-ba80-0242ac130004" },
            assets: null,
          },
          { name: "名無し", type: "plc", parent: null },
        ],
        dataflows: [
          {
            id: "f",
            name: "x",
            source: "3b837730-e300-11eb-ba80-0242ac130004",
            destination: "3b837730-e300-11eb-ba80-0242ac130004",
          },
        ],
      }),
      "x.otm",
    );
    expect(cfg.zones[0]).toMatchObject({ kind: "internet", trust: 0 });
    expect(cfg.components.map((c) => c.id)).toEqual([
      expect.stringMatching(/^component-/),
      "edge-box",
      "component-3",
    ]);
    expect(cfg.components[1]).toMatchObject({ zone: cfg.zones[0]?.id, type: "iot-gateway" });
    expect(cfg.extensions?.["otm"]?.["unplaced"]).toHaveLength(1);
  });
  test("ids are the same at the next import", () => {
    const text = dragon([
      cell("7f0c2a44-1111-4222-8333-000000000001", "process", 0, 0, {}, { name: "制御盤" }),
    ]);
    expect(read(text, "a.json").cfg.components[0]?.id).toBe(read(text, "b.json").cfg.components[0]?.id);
  });
});

describe("Threagile", () => {
  test("merge keys, a key that stands twice, references into nothing", () => {
    const { cfg, notes } = read(
      `threagile_version: 1.0.0
title: ビル管理
base: &base {type: process, machine: physical}
technical_assets:
  中央監視: {<<: *base, id: bas, technology: monitoring, communication_links: {点検: {target: ddc, protocol: bacnet}}}
  DDC: {<<: *base, id: ddc, technology: iot-device, internet: true}
  DDC: {<<: *base, id: ddc, technology: gateway, internet: true}
trust_boundaries:
  室: {id: room, type: network-on-prem, technical_assets_inside: [bas, nobody], trust_boundaries_nested: [nowhere]}
`,
      "t.yaml",
    );
    expect(notes.map((n) => n.code)).toEqual(
      expect.arrayContaining(["overwritten-key", "dangling-reference"]),
    );
    expect(cfg.components.map((c) => [c.id, c.type])).toEqual([
      ["bas", "monitoring"],
      ["ddc", "gateway"],
    ]);
    expect(cfg.flows?.[0]).toMatchObject({ from: "bas.bacnet", to: "ddc.bacnet" });
    expect(cfg.zones.map((z) => z.kind)).toEqual(["office-it", "internet"]);
  });
});

describe("draw.io", () => {
  const graph = (cells: string) =>
    `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>${cells}</root></mxGraphModel>`;
  const box = (
    id: string,
    value: string,
    style: string,
    x: number,
    y: number,
    w = 80,
    h = 40,
    parent = "1",
  ) =>
    `<mxCell id="${id}" value="${value}" style="${style}" vertex="1" parent="${parent}"><mxGeometry x="${x}" y="${y}" width="${w}" height="${h}" as="geometry"/></mxCell>`;
  const drawing = graph(
    `${box("lan", "制御LAN", "swimlane;startSize=20", 100, 100, 400, 300)}
     ${box("a", "PLC&lt;br&gt;&lt;b&gt;1号&lt;/b&gt;", "rounded=1", 20, 40, 80, 40, "lan")}
     ${box("b", "", "shape=mxgraph.networks.router", 200, 40, 80, 40, "lan")}
     ${box("d", "破線", "rounded=0;dashed=1", 600, 100, 200, 200)}
     ${box("c", "HMI", "ellipse", 640, 150)}
     ${box("t", "説明", "text;html=1", 0, 0)}
     ${box("x", "", "shape=xor", 900, 900)}
     <object label="%role% サーバ" role="履歴" placeholders="1" id="o"><mxCell style="shape=cylinder3" vertex="1" parent="1"><mxGeometry x="900" y="100" width="60" height="60" as="geometry"/></mxCell></object>
     <mxCell id="e1" edge="1" source="a" target="b" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell>
     <mxCell id="l1" value="Modbus TCP" style="edgeLabel" vertex="1" connectable="0" parent="e1"><mxGeometry relative="1" as="geometry"/></mxCell>
     <mxCell id="e2" value="HTTPS" edge="1" source="c" parent="1"><mxGeometry relative="1" as="geometry"><mxPoint x="890" y="130" as="targetPoint"/></mxGeometry></mxCell>
     <mxCell id="e3" value="壁" style="curved=1;dashed=1" edge="1" parent="1"><mxGeometry as="geometry"><mxPoint x="850" y="0" as="sourcePoint"/><mxPoint x="850" y="500" as="targetPoint"/></mxGeometry></mxCell>`,
  );
  const check = (text: string) => {
    const { cfg, notes } = read(text, "図.drawio");
    expect(cfg.zones.filter((z) => !z.extensions?.["drawio"]?.["spare"]).map((z) => z.name)).toEqual([
      "制御LAN",
      "破線",
    ]);
    const of = (id: string) => cfg.components.find((c) => c.extensions?.["drawio"]?.["id"] === id);
    expect(of("a")).toMatchObject({ name: "PLC 1号", type: "plc", zone: cfg.zones[0]?.id });
    expect(of("b")).toMatchObject({ type: "router", zone: cfg.zones[0]?.id });
    expect(of("c")).toMatchObject({ type: "hmi-panel", zone: cfg.zones[1]?.id });
    expect(of("o")).toMatchObject({ name: "履歴 サーバ", type: "server" });
    expect(cfg.layout?.[of("a")?.id ?? ""]).toEqual({ x: 120, y: 140, width: 80, height: 40 });
    expect(cfg.flows?.map((f) => f.name)).toEqual(["Modbus TCP", "HTTPS"]);
    expect(of("a")?.interfaces?.[0]?.protocol).toBe("modbus-tcp");
    expect(cfg.flows?.[1]?.extensions?.["drawio"]?.["crosses"]).toEqual(["壁"]);
    expect(notes.map((n) => n.code)).toEqual(
      expect.arrayContaining(["text-block", "shape-kept", "snapped-to-nearest", "boundary-curve"]),
    );
  };
  test("bare, in a file, and deflated it is the same drawing", () => {
    check(drawing);
    check(`<mxfile><diagram id="d" name="図">${drawing}</diagram></mxfile>`);
    const packed = deflateRawSync(Buffer.from(encodeURIComponent(drawing))).toString("base64");
    check(`<mxfile><diagram id="d" name="図">${packed}</diagram></mxfile>`);
  });
  test("a bomb is stopped at its bound, a broken page told as such", () => {
    const bomb = deflateRawSync(Buffer.alloc(200_000_000), { level: 9 }).toString("base64");
    expect(refusal(`<mxfile><diagram name="b">${bomb}</diagram></mxfile>`, "b.drawio")).toBe("too-large");
    expect(refusal(`<mxfile><diagram name="b">????</diagram></mxfile>`, "b.drawio")).toBe("bad-compression");
  });
});

describe("XML", () => {
  test.each([
    ['<!DOCTYPE mxfile [<!ENTITY a "b">]><mxfile>&a;</mxfile>', "has-dtd"],
    ['<!DOCTYPE mxfile SYSTEM "http://127.0.0.1/x"><mxfile/>', "has-dtd"],
    ["<mxfile>&a;</mxfile>", "syntax"],
    ["<mxfile><diagram></mxfile>", "syntax"],
    [`<mxfile>${"<a>".repeat(500)}${"</a>".repeat(500)}</mxfile>`, "too-deep"],
    [`<mxfile ${Array.from({ length: 2000 }, (_, i) => `a${i}="1"`).join(" ")}/>`, "too-many"],
  ])("%.40s … is refused", (text, code) => {
    expect(refusal(text, "x.drawio")).toBe(code);
  });
});

describe("asset lists", () => {
  const rows = [
    "資産台帳,,,,,,,,",
    "管理番号,資産名,種別,設置場所,台数,通信方式,接続先,重要度,担当",
    'E-01,1号ライン PLC,シーケンサ,製造現場,4,EtherNet/IP,"生産管理サーバ、温度センサ",高,製造課',
    "E-02,生産管理サーバ,サーバ,サーバ室,1台,HTTPS,,中,情報課",
    'E-03,"温度センサ",センサ,製造現場,30,Wi-Fi,いない機器,?,',
    "E-04,レシピデータ,情報,サーバ室,,,,高,",
    ",,,,,,,,",
  ];
  const list = read;
  const look = (bytes: Uint8Array, name: string) => {
    const { cfg, study, notes } = list(bytes, name);
    expect(cfg.name).toBe("資産台帳");
    expect(cfg.zones.map((z) => z.name)).toEqual(["製造現場", "サーバ室"]);
    expect(cfg.components.map((c) => [c.id, c.name, c.type, c.quantity])).toEqual([
      ["E-01", "1号ライン PLC", "plc", 4],
      ["E-02", "生産管理サーバ", "server", 1],
      ["E-03", "温度センサ", "industrial-sensor", 30],
    ]);
    expect(cfg.components[0]?.interfaces?.[0]).toMatchObject({ protocol: "EtherNet/IP", medium: "ethernet" });
    expect(cfg.flows?.map((f) => [f.from.split(".")[0], f.to.split(".")[0]])).toEqual([
      ["E-01", "E-02"],
      ["E-01", "E-03"],
    ]);
    expect(study.assets?.map((a) => [a.name, a.kind, a.importance, a.on])).toEqual([
      ["1号ライン PLC", "A2m", 3, ["main/E-01"]],
      ["生産管理サーバ", "A2m", 2, ["main/E-02"]],
      ["レシピデータ", "A3d", 3, ["main/E-02"]],
    ]);
    expect(notes.map((n) => n.code)).toEqual(
      expect.arrayContaining(["unknown-column", "importance-assumed", "dangling-reference"]),
    );
  };
  test("UTF-8 with a mark, tabs, and UTF-16", () => {
    look(bytesOf(`\ufeff${rows.join("\r\n")}`), "台帳.csv");
    look(new Uint8Array([0xff, 0xfe, ...Buffer.from(rows.join("\n"), "utf16le")]), "台帳.csv");
  });
  test("without a column of names it is refused", () => {
    expect(refusal("a,b\n1,2\n", "x.csv")).toBe("no-header");
    expect(refusal('名称,種別\n"開いたまま', "x.csv")).toBe("syntax");
  });
});

test("every note has words in both languages, with all its values put in", () => {
  for (const [code, text] of Object.entries(MESSAGES)) {
    expect(text.ja, code).not.toBe("");
    expect(text.en, code).not.toBe("");
    const holes = (t: string) => [...t.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    expect(holes(text.en), code).toEqual(holes(text.ja));
  }
  const { notes } = read(
    dragon([cell("a", "process", 0, 0), cell("t", "td-text-block", 0, 0), cell("z", "strange", 0, 0)]),
    "x.json",
  );
  for (const n of notes) {
    expect(Object.hasOwn(MESSAGES, n.code), n.code).toBe(true);
    expect(wordsOf(n).ja).not.toMatch(/\{\w+\}/);
  }
});
