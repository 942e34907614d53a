/**
 * The process that `fuzz.mjs` gives hostile files to. It reports what it did with each; the parent holds the clock.
 * File access is closed by Node's permission model, the network by the traps below.
 */
import dns from "node:dns";
import net from "node:net";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  exportModel,
  importModel,
  type ModelFormat,
  Refused,
  readTemplate,
  recogniseModel,
} from "@seiza/exchange";
import { resolveStudy } from "@seiza/model";

interface Job {
  id: number;
  name: string;
  as?: ModelFormat;
  bytes: Uint8Array;
}

let touched = "";
const trap = (what: string) => () => {
  touched = what;
  throw new Error(`touched ${what}`);
};
net.Socket.prototype.connect = trap("net") as never;
dns.lookup = trap("dns") as never;
dns.resolve = trap("dns") as never;
globalThis.fetch = trap("fetch") as never;

const catalog = builtinCatalog();
const text = new TextDecoder();

function run({ name, as, bytes }: Job): string {
  recogniseModel(bytes, name);
  if (/<(\w+:)?(KnowledgeBase|ThreatModel)\b/.test(text.decode(bytes.subarray(0, 4096))))
    try {
      readTemplate(bytes);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  const { study, notes } = importModel(bytes, name, { catalog }, as);
  if (!study) {
    const code = notes[0]?.code ?? "";
    // A study that its own builder cannot make sound is a fault of the builder.
    if (code === "cannot-build") throw new Error(`cannot-build ${JSON.stringify(notes[0]?.values)}`);
    return `refused ${code}`;
  }
  if (!resolveStudy(study, catalog).index) throw new Error("the study is not accepted by check");
  if (bytes.length < 1_000_000)
    for (const to of ["otm", "threat-dragon"] as const) {
      const once = exportModel(study, to, { catalog }).text;
      const back = importModel(new TextEncoder().encode(once), "x.json", { catalog });
      if (!back.study)
        throw new Error(`the ${to} export cannot be read again: ${JSON.stringify(back.notes[0])}`);
      if (exportModel(back.study, to, { catalog }).text !== once) return `unstable ${to}`;
    }
  return "study";
}

process.on("message", (job: Job) => {
  let result: { ok: boolean; text: string };
  const before = process.cpuUsage();
  try {
    result = { ok: true, text: run(job) };
  } catch (error) {
    result = { ok: false, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const used = process.cpuUsage(before);
  const cpuMs = (used.user + used.system) / 1000;
  process.send?.({ id: job.id, ...result, cpuMs, touched, maxRssMB: process.resourceUsage().maxRSS / 1024 });
  touched = "";
});
process.send?.({ id: -1, ok: true, text: "ready", cpuMs: 0, touched: "", maxRssMB: 0 });
