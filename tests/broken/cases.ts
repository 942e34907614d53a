/**
 * A corpus of broken studies. Each is the sound study below with edits, or bytes of its own; `expect` lists every
 * error as code@line:column, in the order of the file.
 */
export const SOUND = `seiza: 1
system:
  id: demo
  name: { ja: 試験, en: Demo }
  domain: factory-fa
configurations:
  - id: main
    name: 構成
    zones:
      - { id: ctl, name: 制御, kind: control }
      - { id: sup, name: 監視, kind: supervisory }
    segments:
      - { id: air, name: 無線, zone: ctl, medium: wifi, linkAuthentication: shared, linkEncryption: link }
    components:
      - id: plc
        type: plc
        zone: ctl
        interfaces:
          - { id: mod, use: normal, medium: ethernet, authentication: none, encryption: none, integrity: none, privilege: operate }
          - { id: com, use: maintenance, medium: serial, authentication: none, encryption: none, integrity: none, privilege: admin }
      - id: scada
        type: server
        zone: sup
        interfaces:
          - { id: lan, use: normal, medium: ethernet, authentication: password, encryption: none, integrity: none, privilege: operate }
          - { id: air, use: normal, medium: wifi, segment: air, authentication: password, encryption: none, integrity: none, privilege: view }
    flows:
      - { id: poll, from: scada.lan, to: plc.mod, command: true, carries: [recipe] }
    people:
      - { id: op, name: 作業者, role: operator, zones: [ctl], uses: [scada.lan] }
productTypes:
  - { id: plc, name: PLC, class: device, ip: true, actuates: process, storage: config }
  - { id: server, name: サーバ, class: server, ip: true, generalPurpose: true, storage: config }
assets:
  - { id: recipe, name: レシピ, kind: A3d, on: [main/plc], importance: 2 }
threatSources:
  - { id: TS3, inScope: false }
decisions:
  - { id: d1, target: "as:main/plc/A2m", action: change, set: { importance: 3 }, reason: 合意, by: 主査, date: "2026-11-24" }
market:
  makers:
    - { name: A社, type: plc, sharePercent: 60, commits: yes }
`.replace("commits: yes", 'commits: "yes"');

export interface Broken {
  name: string;
  /** Extension of the file; it decides how it is read. */
  extension: "yaml" | "json";
  bytes: string | Uint8Array;
  expect: string[];
}

const edited = (name: string, edits: [string, string][], expect: string[]): Broken => {
  let text = SOUND;
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${name}: the sound study has no "${from}"`);
    text = text.replace(from, to);
  }
  return { name, extension: "yaml", bytes: text, expect };
};
const raw = (
  name: string,
  extension: "yaml" | "json",
  bytes: string | Uint8Array,
  expect: string[],
): Broken => ({ name, extension, bytes, expect });

/** Ten levels of ten aliases each: 10 000 000 000 nodes when followed. */
const BOMB = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${"bcdefghij"
  .split("")
  .map((c, i) => `${c}: &${c} [${Array(10).fill(`*${"abcdefghi"[i]}`).join(", ")}]`)
  .join("\n")}\nseiza: 1\n`;
const utf16 = (text: string) => {
  const out = new Uint8Array(2 + text.length * 2);
  out.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i++)
    out.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 + i * 2);
  return out;
};
/** "name: 構成" in Shift_JIS. */
const SHIFT_JIS = new Uint8Array([
  ..."seiza: 1\nsystem:\n  name: ".split("").map((c) => c.charCodeAt(0)),
  0x8d,
  0x5c,
  0x90,
  0xac,
  0x0a,
]);

export const BROKEN: Broken[] = [
  // Text and encoding
  raw("empty file", "yaml", "", ["empty-file@1:1"]),
  raw("only a comment", "yaml", "# 何もない\n", ["empty-file@1:1"]),
  raw("UTF-16", "yaml", utf16("seiza: 1\n"), ["not-utf8@1:1"]),
  raw("Shift_JIS", "yaml", SHIFT_JIS, ["not-utf8@3:9"]),
  raw(
    "a zip archive (such as an Excel book)",
    "yaml",
    new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0]),
    ["binary-file@1:1"],
  ),
  raw("a list instead of a study", "yaml", "- a\n- b\n", ["not-a-study@1:1"]),
  raw("a plain sentence", "yaml", "これは検討ファイルではありません\n", ["not-a-study@1:1"]),
  // YAML syntax
  edited("a tab as indentation", [["  id: demo", "\tid: demo"]], ["yaml-tab@3:1", "yaml-bad-indent@5:1"]),
  edited("a bracket that does not close", [["[ctl]", "[ctl"]], ["yaml-unclosed-bracket@30:77"]),
  edited(
    "wrong indentation",
    [["    name: 構成", "   name: 構成"]],
    [
      "yaml-missing-dash@8:1",
      "yaml-bad-indent@12:1",
      "yaml-bad-indent@14:1",
      "yaml-bad-indent@27:1",
      "yaml-bad-indent@29:1",
    ],
  ),
  edited(
    "a key twice",
    [["  domain: factory-fa", "  domain: factory-fa\n  domain: building"]],
    ["duplicate-key@6:3"],
  ),
  edited("an unknown anchor", [["name: PLC", "name: *nobody"]], ["yaml-unknown-alias@32:22"]),
  raw("anchors that explode", "yaml", BOMB, ["alias-bomb@2:8"]),
  raw("an anchor inside itself", "yaml", "seiza: 1\nsystem: &s\n  id: x\n  self: *s\n", [
    "yaml-alias-loop@4:9",
  ]),
  raw("two documents in one file", "yaml", `${SOUND}---\n${SOUND}`, ["several-documents@43:1"]),
  edited("a tag of a programming language", [["id: demo", "id: !!js/function demo"]], ["unknown-tag@3:7"]),
  raw("a thousand levels deep", "yaml", `seiza: 1\nsystem: ${"[".repeat(1000)}${"]".repeat(1000)}\n`, [
    "too-deep@2:108",
  ]),
  raw(
    "ten thousand levels deep in JSON",
    "json",
    `{"seiza":1,"system":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    ["too-deep@1:120"],
  ),
  // JSON syntax
  raw(
    "JSON with a comma too many and a comment",
    "json",
    '{\n  "seiza": 1,\n  // note\n  "system": { "id": "x", },\n}\n',
    ["json-comment@3:3", "json-trailing-comma@4:24", "json-trailing-comma@4:27"],
  ),
  raw("JSON cut off in the middle", "json", '{"seiza": 1, "system": {"id": "x"', ["json-unclosed@1:34"]),
  raw("JSON with a key twice", "json", '{\n "seiza": 1,\n "seiza": 1\n}\n', [
    "missing-key@1:1",
    "missing-key@1:1",
    "missing-key@1:1",
    "duplicate-key@3:2",
  ]),
  // Structure
  raw("nothing but the version", "yaml", "seiza: 1\n", [
    "missing-key@1:1",
    "missing-key@1:1",
    "missing-key@1:1",
  ]),
  edited("a version of the future", [["seiza: 1", "seiza: 2"]], ["wrong-version@1:8"]),
  edited(
    "misspelt keys in three places",
    [
      ["  domain:", "  domian:"],
      ["    zones:", "    zone:"],
      ["actuates: process", "actuate: process"],
    ],
    ["missing-key@3:3", "unknown-key@5:3", "missing-key@7:5", "unknown-key@9:5", "unknown-key@32:52"],
  ),
  edited("a text where a number belongs", [["importance: 2", 'importance: "2"']], ["not-in-list@35:69"]),
  edited(
    "values that are in no list",
    [
      ["domain: factory-fa", "domain: factory"],
      ["use: maintenance", "use: maintenence"],
      ["action: change", "action: modify"],
    ],
    ["not-in-list@5:11", "not-in-list@20:29", "not-in-list@39:50"],
  ),
  edited("an id with spaces and Japanese", [["id: plc\n", "id: PLC 一号\n"]], ["bad-id@15:13"]),
  edited(
    "an empty list of zones",
    [["    zones:\n", "    zones: []\n    was:\n"]],
    ["too-few@9:12", "unknown-key@10:5"],
  ),
  edited("yes as a YAML boolean of old", [["command: true", "command: yes"]], ["wrong-type@28:60"]),
  edited("a date that is none", [['date: "2026-11-24"', 'date: "24.11.2026"']], ["bad-date@39:108"]),
  edited(
    "quantities that are none",
    [
      ["        type: plc\n", "        type: plc\n        quantity: -3\n"],
      ["        type: server\n", "        type: server\n        quantity: 1.5\n"],
    ],
    ["out-of-range@17:19", "wrong-type@24:19"],
  ),
  edited("null where a name belongs", [["name: サーバ", "name: "]], ["wrong-type@33:19"]),
  edited(
    "a name with neither Japanese nor English",
    [["name: { ja: 試験, en: Demo }", "name: {}"]],
    ["empty-text@4:9"],
  ),
  raw(
    "a prototype as a key",
    "json",
    '{"seiza":1,"__proto__":{"x":1},"constructor":2,"system":{"id":"x","name":"x","domain":"other"},"configurations":[],"productTypes":[]}',
    ["unknown-key@1:12", "unknown-key@1:32", "too-few@1:113", "too-few@1:131"],
  ),
  edited(
    "a name of three thousand characters",
    [["name: PLC", `name: ${"長".repeat(3000)}`]],
    ["too-long@32:22"],
  ),
  // Names
  edited(
    "component ids twice",
    [["      - id: scada", "      - id: plc"]],
    [
      "duplicate-id@21:13",
      "unknown-endpoint-component@28:27",
      "unknown-endpoint-interface@28:42",
      "unknown-person-interface@30:67",
    ],
  ),
  edited(
    "interface, zone, type and decision ids twice",
    [
      ["id: com,", "id: mod,"],
      ["id: sup,", "id: ctl,"],
      ["{ id: server,", "{ id: plc,"],
    ],
    [
      "duplicate-id@11:15",
      "duplicate-id@20:19",
      "unknown-type@22:15",
      "unknown-zone@23:15",
      "duplicate-id@33:11",
    ],
  ),
  edited(
    "a product type that does not exist",
    [["        type: plc\n", "        type: plcc\n"]],
    ["unknown-type@16:15"],
  ),
  edited(
    "a zone and a zone kind that do not exist",
    [
      ["        zone: sup", "        zone: supp"],
      ["kind: control }", "kind: contrl }"],
    ],
    ["unknown-zone-kind@10:36", "unknown-zone@23:15"],
  ),
  edited(
    "flow ends that do not exist",
    [
      ["to: plc.mod", "to: plc.modd"],
      ["from: scada.lan", "from: scda.lan"],
    ],
    ["unknown-endpoint-component@28:27", "unknown-endpoint-interface@28:41"],
  ),
  edited("a flow end that is no interface", [["to: plc.mod", "to: plc"]], ["bad-endpoint@28:42"]),
  edited(
    "a flow between media that do not meet",
    [["to: plc.mod", "to: plc.com"]],
    ["flow-no-shared-medium@28:9"],
  ),
  edited("a flow from a component to itself", [["from: scada.lan", "from: plc.com"]], ["flow-self@28:9"]),
  edited(
    "a medium and a segment that do not exist",
    [
      ["medium: serial", "medium: cereal"],
      ["segment: air", "segment: ether"],
    ],
    ["unknown-medium@20:50", "unknown-segment@26:60"],
  ),
  edited(
    "a segment of another medium",
    [["zone: ctl, medium: wifi", "zone: ctl, medium: ble"]],
    ["segment-medium-differs@26:60"],
  ),
  edited(
    "zones inside each other in a circle",
    [
      ["kind: control }", "kind: control, parent: sup }"],
      ["kind: supervisory }", "kind: supervisory, parent: ctl }"],
    ],
    ["zone-cycle@10:53", "zone-cycle@11:57"],
  ),
  edited(
    "an asset of an unknown kind, in an unknown place, carried by name",
    [
      ["kind: A3d", "kind: A9"],
      ["on: [main/plc]", "on: [main/plk]"],
      ["carries: [recipe]", "carries: [recepi]"],
    ],
    ["unknown-asset@28:76", "unknown-asset-kind@35:36", "unknown-place@35:45"],
  ),
  edited(
    "a person who uses what is not there",
    [
      ["uses: [scada.lan]", "uses: [scada.tty]"],
      ["zones: [ctl]", "zones: [roof]"],
    ],
    ["unknown-person-zone@30:54", "unknown-person-interface@30:68"],
  ),
  edited(
    "threat source, control and market type unknown",
    [
      ["id: TS3", "id: TS33"],
      ["type: plc, sharePercent", "type: plcs, sharePercent"],
      [
        "storage: config }\n  - { id: server",
        "storage: config, controls: [{ id: CM99, state: full }] }\n  - { id: server",
      ],
    ],
    ["unknown-control@32:105", "unknown-threat-source@37:11", "unknown-market-type@42:25"],
  ),
  edited("a change without a value", [["set: { importance: 3 }, ", ""]], ["decision-needs-set@39:5"]),
];
