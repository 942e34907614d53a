/**
 * Hostile files for every importer: `node bench/fuzz.mjs [--minutes 10 | --seconds 20] [--seed N] [--only N]`.
 * Valid files are edited at random; bombs, deep nesting and inputs of 100 MB are made. Each file is read in a child
 * process. A find is a crash, more than 10 s of processor time (or a minute on the clock), more than 1 GB, or a touch
 * of the network or of files. Processor time, because a busy machine must not look like a slow parser.
 * The same seed gives the same files; a find is written to out/fuzz/ with its number.
 */
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : fallback;
};
const seconds = argument("seconds", argument("minutes", 10) * 60);
const seed = argument("seed", Date.now() % 1_000_000_000);
const only = argument("only", -1);
const LIMIT_MS = 10_000;
const CLOCK_MS = 60_000;
const LIMIT_MB = 1000;

/** mulberry32 */
function randomOf(start) {
  let a = start >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const samples = process.env.SEIZA_SAMPLES ?? join(root, "../shared/samples");
function corpus() {
  const out = [];
  const folder = join(samples, "models");
  if (existsSync(folder))
    for (const sub of readdirSync(folder))
      for (const file of readdirSync(join(folder, sub)))
        if (statSync(join(folder, sub, file)).size < 600_000)
          out.push({ name: file, bytes: readFileSync(join(folder, sub, file)) });
  const text = (name, content) => out.push({ name, bytes: Buffer.from(content) });
  text(
    "list.csv",
    '管理番号,資産名,種別,設置場所,台数,通信方式,接続先,重要度,保有情報\nE-1,PLC,シーケンサ,工場,4,EtherNet/IP,サーバ,高,レシピ\nE-2,サーバ,サーバ,事務所,1,HTTPS,,中,"生産,実績"\n',
  );
  text(
    "plain.drawio",
    '<mxfile><diagram id="d" name="p"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="z" value="LAN" style="swimlane" vertex="1" parent="1"><mxGeometry x="0" y="0" width="400" height="300" as="geometry"/></mxCell><object id="a" label="PLC %no%" placeholders="1" no="7"><mxCell style="ellipse" vertex="1" parent="z"><mxGeometry x="10" y="40" width="80" height="40" as="geometry"/></mxCell></object><mxCell id="b" value="&lt;b&gt;HMI&lt;/b&gt;" style="rounded=0" vertex="1" parent="z"><mxGeometry x="200" y="40" width="80" height="40" as="geometry"/></mxCell><mxCell id="e" value="Modbus" edge="1" source="a" target="b" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell></root></mxGraphModel></diagram></mxfile>',
  );
  text(
    "small.otm",
    '{"otmVersion":"0.2.0","project":{"name":"p","id":"p"},"trustZones":[{"id":"z","name":"工場","risk":{"trustRating":50}}],"components":[{"id":"c","name":"PLC","type":"plc","parent":{"trustZone":"z"}},{"id":"d","name":"HMI","type":"hmi","parent":{"component":"c"}}],"dataflows":[{"id":"f","name":"x","source":"c","destination":"d"}]}',
  );
  text(
    "small.tb7",
    `<KnowledgeBase><Manifest name="t" id="i" version="1" author="a"/><GenericElements><ElementType><Name>P</Name><ID>GE.P</ID><ParentElement>ROOT</ParentElement></ElementType></GenericElements><ThreatTypes><ThreatType><GenerationFilters><Include>source is 'GE.P' and not (flow crosses 'GE.TB.L' or target.a is 'Yes')</Include></GenerationFilters><Id>T1</Id><ShortTitle>{source.Name}</ShortTitle><Category>S</Category></ThreatType></ThreatTypes></KnowledgeBase>`,
  );
  return out;
}

const TOKENS = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
  '<!ENTITY x SYSTEM "file:///etc/passwd">',
  "&lol9;",
  "&#0;",
  "&#x110000;",
  "<![CDATA[",
  "]]>",
  "<?xml-stylesheet href='http://127.0.0.1/'?>",
  '{"__proto__":{"x":1}}',
  '"constructor":{"prototype":1}',
  "[[[[[[[[[[",
  "{{{{{{{{",
  "null",
  "1e999",
  "-0",
  "\u0000",
  "\ufeff",
  "\ud800",
  "<<: *a",
  "&a [*a, *a]",
  "!!js/function 'x'",
  "? - ? - ?",
  "'",
  '"',
  "%41%",
  "source is 'ROOT' and (not (not (",
  "=cmd|' /C calc'!A0",
  "日本語",
  "🏭",
  "\t",
  "\r\n",
  ";",
];
const WEIRD = [
  null,
  true,
  -1,
  1e308,
  "",
  "x".repeat(5000),
  [],
  {},
  [[]],
  { id: { id: 1 } },
  ["a", null, 3],
  "__proto__",
  "constructor",
  "toString",
];

function edited(bytes, others, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const place = (n) => Math.floor(random() * (n + 1));
  // A third of the JSON files are edited as values: keys stay, what they hold does not.
  if (random() < 0.35 && bytes[0] === 0x7b) {
    try {
      const value = JSON.parse(bytes.toString("utf8"));
      for (let n = 1 + place(6); n > 0; n--) {
        let at = value;
        for (let depth = 0; depth < 12; depth++) {
          const keys = Object.keys(at);
          if (keys.length === 0) break;
          const key = pick(keys);
          if (typeof at[key] === "object" && at[key] !== null && random() < 0.8) at = at[key];
          else {
            const roll = random();
            if (roll < 0.6) at[key] = pick(WEIRD);
            else if (roll < 0.8) delete at[key];
            else if (Array.isArray(at)) at.push(at[key]);
            else at[key] = pick(Object.values(at));
            break;
          }
        }
      }
      return Buffer.from(JSON.stringify(value));
    } catch {
      // Not JSON after all, or a circle: edited as bytes.
    }
  }
  let out = Buffer.from(bytes);
  for (let n = 1 + place(8); n > 0; n--) {
    const at = place(out.length);
    const length = Math.min(out.length - at, 1 + Math.floor(random() ** 3 * 2000));
    const roll = random();
    // Mostly plain letters: a file that is no text any more is refused before its parser sees it.
    if (roll < 0.25 && out.length > 0)
      out[at % out.length] = random() < 0.9 ? 32 + Math.floor(random() * 95) : Math.floor(random() * 256);
    else if (roll < 0.45) out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
    else if (roll < 0.6) out = Buffer.concat([out.subarray(0, at + length), out.subarray(at)]);
    else if (roll < 0.85)
      out = Buffer.concat([out.subarray(0, at), Buffer.from(pick(TOKENS)), out.subarray(at)]);
    else {
      const other = pick(others).bytes;
      const from = place(other.length);
      out = Buffer.concat([out.subarray(0, at), other.subarray(from, from + length), out.subarray(at)]);
    }
  }
  return out;
}

const lines = (n, of) => Array.from({ length: n }, (_, i) => of(i)).join("");
const page = (deflated) => `<mxfile><diagram name="p">${deflated.toString("base64")}</diagram></mxfile>`;
/** Files made to hurt, each with its name. */
const BOMBS = [
  [
    "entities.tm7",
    () =>
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${lines(9, (i) => `<!ENTITY a${i} "${`&a${i - 1 < 0 ? "" : i - 1};`.repeat(10)}">`)}]><ThreatModel>&a8;</ThreatModel>`,
  ],
  ["external.drawio", () => '<!DOCTYPE mxfile SYSTEM "http://127.0.0.1:9/x.dtd"><mxfile/>'],
  ["bomb.drawio", () => page(deflateRawSync(Buffer.alloc(1_000_000_000), { level: 9 }))],
  [
    "bombs.drawio",
    () => {
      const d = deflateRawSync(Buffer.alloc(30_000_000, "<a/>"), { level: 9 }).toString("base64");
      return `<mxfile>${lines(100, () => `<diagram name="p">${d}</diagram>`)}</mxfile>`;
    },
  ],
  [
    "random.drawio",
    () =>
      page(
        Buffer.from(
          lines(200_000, (i) => String.fromCharCode((i * 7919) % 256)),
          "latin1",
        ),
      ),
  ],
  ["deep.tm7", () => `${"<ThreatModel>".repeat(500_000)}`],
  [
    "deep.drawio",
    () => `<mxGraphModel><root>${"<mxCell>".repeat(150)}${"</mxCell>".repeat(150)}</root></mxGraphModel>`,
  ],
  ["deep.json", () => `{"otmVersion":"0.2.0","project":${"[".repeat(5_000_000)}`],
  [
    "deep2.json",
    () =>
      `{"otmVersion":"0.2.0","project":{"name":"a","id":"a","attributes":${'{"a":'.repeat(85)}1${"}".repeat(85)}}}`,
  ],
  ["deep.yaml", () => `threagile_version: 1\ntechnical_assets:\n  a: ${"[".repeat(1_000_000)}`],
  ["deeper.yaml", () => `otmVersion: 1\nproject:\n${lines(3000, (i) => `${" ".repeat(i + 1)}a:\n`)}`],
  [
    "alias.yaml",
    () =>
      `otmVersion: 1\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${lines(12, (i) => `a${i + 1}: &a${i + 1} [${lines(9, () => `*a${i},`)}]\n`)}`,
  ],
  [
    "merge.yaml",
    () =>
      `threagile_version: 1\na0: &a0 {x: 1}\n${lines(2000, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}\n`)}technical_assets:\n  t: {<<: *a2000}\n`,
  ],
  ["large.json", () => `{"otmVersion":"0.2.0","x":"${"a".repeat(100_000_000)}"}`],
  ["large.yaml", () => `threagile_version: ${"a".repeat(100_000_000)}`],
  ["large.drawio", () => `<mxfile>${" ".repeat(100_000_000)}</mxfile>`],
  ["large.csv", () => `name,type\n${"a,b\n".repeat(25_000_000)}`],
  ["edge.json", () => `{"otmVersion":"0.2.0","project":{"name":"${"あ".repeat(10_000_000)}","id":"x"}}`],
  [
    "edge.drawio",
    () =>
      `<mxfile><diagram name="p"><mxGraphModel><root><mxCell id="1" vertex="1" value="${"&lt;".repeat(6_000_000)}"/></root></mxGraphModel></diagram></mxfile>`,
  ],
  ["attributes.drawio", () => `<mxfile><diagram ${lines(500_000, (i) => `a${i}="x" `)}/></mxfile>`],
  ["elements.drawio", () => `<mxfile>${"<a/>".repeat(8_000_000)}</mxfile>`],
  ["quotes.csv", () => `name,"${'""'.repeat(10_000_000)}`],
  ["open.csv", () => `name,type\n"${"a\n".repeat(10_000_000)}`],
  ["wide.csv", () => `name,${"x,".repeat(5_000_000)}`],
  [
    "rows.csv",
    () =>
      `name,type,zone,connected to\n${lines(49_000, (i) => `n${i},plc,z${i % 100},n${(i * 31) % 49_000}\n`)}`,
  ],
  ["quoted.yaml", () => `otmVersion: 1\nx: '${"a\n".repeat(5_000_000)}`],
  [
    "cells.drawio",
    () =>
      `<mxGraphModel><root><mxCell id="0"/>${lines(24_000, (i) => `<mxCell id="v${i}" parent="0" vertex="1" style="dashed=1;rounded=0" value="n${i}"><mxGeometry x="${(i % 200) * 100}" y="${Math.floor(i / 200) * 80}" width="90" height="60"/></mxCell>`)}${lines(20_000, (i) => `<mxCell id="e${i}" edge="1"><mxGeometry><mxPoint x="${i}" y="${i}" as="sourcePoint"/><mxPoint x="${i * 2}" y="9" as="targetPoint"/></mxGeometry></mxCell>`)}</root></mxGraphModel>`,
  ],
  [
    "parents.drawio",
    () =>
      `<mxGraphModel><root>${lines(20_000, (i) => `<mxCell id="v${i}" parent="v${(i + 1) % 20_000}" vertex="1" style="group"><mxGeometry x="1" y="1" width="9" height="9"/></mxCell>`)}</root></mxGraphModel>`,
  ],
  [
    "zones.json",
    () =>
      JSON.stringify({
        otmVersion: "0.2.0",
        project: { name: "a", id: "a" },
        trustZones: Array.from({ length: 20_000 }, (_, i) => ({
          id: `z${i}`,
          name: `z${i}`,
          risk: { trustRating: 1 },
          parent: { trustZone: `z${(i + 1) % 20_000}` },
        })),
        components: [],
        dataflows: [],
      }),
  ],
  [
    "boxes.json",
    () =>
      JSON.stringify({
        version: "2.0",
        summary: { title: "a" },
        detail: {
          contributors: [],
          diagrams: [
            {
              id: 0,
              title: "d",
              cells: Array.from({ length: 20_000 }, (_, i) => ({
                id: `c${i}`,
                shape: i % 2 ? "trust-boundary-box" : "process",
                position: { x: i, y: i },
                size: { width: 20_000 - i + 10, height: 20_000 - i + 10 },
                data: { type: "x", name: `n${i}` },
              })),
            },
          ],
          diagramTop: 1,
          reviewer: "",
          threatTop: 0,
        },
      }),
  ],
  [
    "curves.json",
    () =>
      JSON.stringify({
        version: "2.0",
        summary: { title: "a" },
        detail: {
          diagrams: [
            {
              id: 0,
              title: "d",
              cells: [
                ...Array.from({ length: 10_000 }, (_, i) => ({
                  id: `c${i}`,
                  shape: "trust-boundary-curve",
                  source: { x: i, y: 0 },
                  target: { x: 9, y: i },
                  vertices: [{ x: 5, y: 5 }],
                })),
                ...Array.from({ length: 10_000 }, (_, i) => ({
                  id: `f${i}`,
                  shape: "flow",
                  source: { cell: `x` },
                  target: { cell: `y` },
                })),
              ],
            },
          ],
        },
      }),
  ],
  [
    "filter.tb7",
    () =>
      `<KnowledgeBase><ThreatTypes><ThreatType><Id>a</Id><GenerationFilters><Include>${"(".repeat(90_000)}</Include></GenerationFilters></ThreatType><ThreatType><Id>b</Id><GenerationFilters><Include>${"not ".repeat(20_000)}source is 'x'</Include></GenerationFilters></ThreatType></ThreatTypes></KnowledgeBase>`,
  ],
  [
    "utf16.csv",
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("name,type\nPLC,plc\n", "utf16le")]),
  ],
  ["zip.tm7", () => Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(1000)])],
  ["empty.otm", () => ""],
];

function start() {
  const child = fork(join(root, "bench/dist/fuzz-target.js"), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [
      "--max-old-space-size=900",
      "--no-warnings",
      "--experimental-permission",
      `--allow-fs-read=${join(root, "bench/dist")}`,
      `--allow-fs-read=${join(root, "package.json")}`,
    ],
  });
  let complaint = "";
  child.stderr.on("data", (d) => {
    complaint = (complaint + d).slice(-2000);
  });
  const waiting = new Map();
  child.on("message", (m) => {
    waiting.get(m.id)?.(m);
    waiting.delete(m.id);
  });
  child.on("exit", (code, signal) => {
    for (const done of waiting.values())
      done({
        ok: false,
        text: `the process ended (${code ?? signal}) ${complaint}`,
        touched: "",
        maxRssMB: 0,
        dead: true,
      });
    waiting.clear();
  });
  const answer = (id, ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        child.kill("SIGKILL");
        resolve({ ok: false, text: `more than ${ms} ms`, touched: "", maxRssMB: 0, dead: true });
      }, ms);
      waiting.set(id, (m) => {
        clearTimeout(timer);
        resolve(m);
      });
    });
  const ready = answer(-1, 60_000);
  return {
    ready,
    run(job) {
      const result = answer(job.id, CLOCK_MS);
      child.send(job);
      return result;
    },
    stop: () => child.kill("SIGKILL"),
  };
}

const files = corpus();
const FORMATS = [
  undefined,
  undefined,
  undefined,
  "otm",
  "threat-dragon",
  "threagile",
  "tm7",
  "drawio",
  "asset-list",
];
console.log(`seed ${seed}, ${seconds} s, ${files.length} valid files, ${BOMBS.length} bombs`);
const finds = [];
const tally = new Map();
let worstMs = ["", 0];
let worstMB = ["", 0];
let cases = 0;
let child = start();
let first = await child.ready;
if (!first.ok) {
  console.error(first.text);
  process.exit(2);
}
const end = performance.now() + seconds * 1000;
/** Bombs first, twice: told apart by content and as any format; then edits until the time is over. */
for (let n = 0; performance.now() < end; n++) {
  if (only >= 0 && n !== only) {
    if (n > only) break;
    continue;
  }
  const random = randomOf(seed * 1_000_003 + n);
  let name;
  let bytes;
  let as;
  if (n < BOMBS.length) {
    const [bomb, make] = BOMBS[n];
    name = bomb;
    bytes = Buffer.from(make());
  } else {
    const file = files[Math.floor(random() * files.length)];
    name = file.name;
    bytes = edited(file.bytes, files, random);
    as = FORMATS[Math.floor(random() * FORMATS.length)];
  }
  const result = await child.run({ id: n, name, ...(as ? { as } : {}), bytes });
  const ms = result.cpuMs ?? CLOCK_MS;
  cases++;
  const label = `#${n} ${name}${as ? ` as ${as}` : ""}`;
  if (ms > worstMs[1]) worstMs = [label, ms];
  if (result.maxRssMB > worstMB[1]) worstMB = [label, result.maxRssMB];
  const key = result.ok ? result.text : "FIND";
  tally.set(key, (tally.get(key) ?? 0) + 1);
  const problems = [
    ...(result.ok ? [] : [result.text]),
    ...(result.ok && result.text.startsWith("unstable") ? [result.text] : []),
    ...(result.touched ? [`touched ${result.touched}`] : []),
    ...(ms > LIMIT_MS ? [`${ms.toFixed(0)} ms`] : []),
    ...(result.maxRssMB > LIMIT_MB ? [`${result.maxRssMB.toFixed(0)} MB`] : []),
  ];
  if (problems.length > 0) {
    mkdirSync(join(root, "out/fuzz"), { recursive: true });
    const kept = join(root, "out/fuzz", `${seed}-${n}-${basename(name)}`);
    if (bytes.length < 5_000_000) writeFileSync(kept, bytes);
    finds.push(label);
    console.log(`FIND ${label} (${bytes.length} bytes)\n  ${problems.join("\n  ").slice(0, 1500)}`);
  }
  // A fresh process after a death, after a large one, and now and then, so that memory is measured per file.
  if (result.dead || result.maxRssMB > 450 || n < BOMBS.length || n % 2000 === 0) {
    child.stop();
    child = start();
    first = await child.ready;
    if (!first.ok) {
      console.error(first.text);
      process.exit(2);
    }
  }
  if (n === BOMBS.length)
    console.log(
      `bombs done, slowest ${worstMs[0]} ${worstMs[1].toFixed(0)} ms, largest ${worstMB[0]} ${worstMB[1].toFixed(0)} MB`,
    );
}
child.stop();
console.log(
  `${cases} files, ${finds.length} finds; slowest ${worstMs[0]} ${worstMs[1].toFixed(0)} ms; largest ${worstMB[0]} ${worstMB[1].toFixed(0)} MB`,
);
for (const [key, count] of [...tally].sort((a, b) => b[1] - a[1]))
  console.log(`  ${String(count).padStart(7)}  ${key}`);
process.exitCode = finds.length > 0 ? 1 : 0;
