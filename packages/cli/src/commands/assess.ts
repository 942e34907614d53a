/**
 * `seiza assess product.yaml`: reads the declaration, runs what can be run on the confirmed device, keeps the evidence, and
 * says for each criterion what was observed and what to do next.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import {
  type Assessment,
  assess,
  CheckClass,
  CheckRecord,
  DEFAULT_POLICY,
  evidenceWords,
  OUTCOME_WORDS,
  Policy,
  readDeclaration,
  recordsFromFiles,
  Statement,
  say,
} from "@seiza/conformance";
import {
  BundleExists,
  bundleFiles,
  type Credentials,
  configFolder,
  confirmTarget,
  evidenceFile,
  KeyUnusable,
  keyFingerprint,
  NO_CREDENTIALS,
  plan,
  Redactor,
  type RunOptions,
  readBundle,
  readCredentials,
  runChecks,
  sha256,
  signingKey,
  type TargetRecord,
  TargetRefused,
  verifyBundle,
  withEnvironment,
  writeBundle,
} from "@seiza/conformance/node";
import type { PaperFormat } from "@seiza/render/node";
import { z } from "zod";
import { type CatalogueOptions, loadCatalogue } from "../catalogue.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readBytes, UserError } from "../files.ts";
import { studyOf } from "../linked-study.ts";
import { type Lang, Progress } from "../terminal.ts";
import { VERSION } from "../version.ts";
import { BUNDLE, EVIDENCE, makePapers, papersOf, recordsOf } from "./papers.ts";

/**
 * 0 nothing fails, nothing is open · 1 something fails · 2 cannot tell, or a person has to judge · 64 wrong usage or input ·
 * 130 stopped by the operator (Ctrl-C), whatever was seen until then.
 */
export const ASSESS_EXIT = { ok: 0, fails: 1, open: 2, usage: 64, stopped: 130 } as const;

export interface AssessOptions extends CatalogueOptions {
  target?: string;
  confirm?: string;
  allowPublic?: boolean;
  acceptIdentity?: boolean;
  allow?: string[];
  only?: string[];
  state: string;
  rate?: string;
  ports?: string;
  tools?: string[];
  lockWait: string;
  snmpCommon?: boolean;
  credentials?: string;
  evidence?: string[];
  statements?: string;
  policy?: string;
  out?: string;
  key?: string;
  dryRun?: boolean;
  json?: boolean;
  format: string;
}

const list = (given: string[] | undefined): string[] | undefined =>
  given
    ?.flatMap((g) => g.split(","))
    .map((g) => g.trim())
    .filter((g) => g !== "");

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  if ((known as readonly string[]).includes(value)) return value as T;
  throw new UserError(
    { ja: `${name} に「${value}」はありません`, en: `${name} cannot be "${value}"` },
    { ja: known.join("、"), en: known.join(", ") },
  );
}
function number(name: string, value: string, least: number, most: number): number {
  const n = Number(value);
  if (Number.isFinite(n) && n >= least && n <= most) return n;
  throw new UserError({
    ja: `${name} は ${least}〜${most} の数です: ${value}`,
    en: `${name} is a number from ${least} to ${most}: ${value}`,
  });
}
export function parsed<T>(schema: z.ZodType<T>, path: string): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(readBytes(path)).toString("utf8"));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({ ja: `${path} は JSON ではありません`, en: `${path} is not JSON` });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const at = `/${issue?.path.join("/") ?? ""}`;
  throw new UserError(
    { ja: `${path} の ${at} が正しくありません`, en: `${path}: ${at} is not right` },
    { ja: issue?.message ?? "", en: issue?.message ?? "" },
  );
}

/** Address and serial are typed by the operator, or asked for at the terminal; else nothing runs. */
async function confirmed(
  options: AssessOptions,
  classes: CheckClass[],
  lang: Lang,
): Promise<TargetRecord | undefined> {
  if (options.target === undefined) {
    if (options.confirm !== undefined)
      throw new UserError({ ja: "--confirm には --target が必要です", en: "--confirm needs --target" });
    return undefined;
  }
  let serial = options.confirm;
  if (serial === undefined && !options.dryRun) {
    if (!process.stdin.isTTY)
      throw new UserError(
        { ja: "機器の製造番号が確認されていません", en: "the unit's serial number was not confirmed" },
        { ja: "--confirm 製造番号 を付けてください", en: "add --confirm SERIAL" },
      );
    const ask = createInterface({ input: process.stdin, output: process.stderr });
    serial = await ask.question(
      lang === "ja"
        ? `${options.target} に検査を送ります。その機器の製造番号を入力してください: `
        : `Checks will be sent to ${options.target}. Type that unit's serial number: `,
    );
    ask.close();
  }
  try {
    return await confirmTarget({
      typed: options.target,
      serial: serial ?? "-",
      operator: userInfo().username,
      at: new Date(),
      classes,
      allowPublic: options.allowPublic ?? false,
    });
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    const why = say({ key: `target.refused.${error.code}`, values: {} });
    throw new UserError(
      { ja: `対象にできません: ${error.typed}`, en: `cannot be the target: ${error.typed}` },
      why,
    );
  }
}

async function credentialsOf(options: AssessOptions, ids: string[]): Promise<Credentials> {
  let c = NO_CREDENTIALS;
  const path = options.credentials ?? process.env.SEIZA_CREDENTIALS;
  if (path !== undefined) {
    try {
      c = readCredentials(Buffer.from(readBytes(path)).toString("utf8"));
    } catch (error) {
      if (error instanceof UserError) throw error;
      const detail = (error as Error).message;
      throw new UserError({ ja: `${path} を読めません: ${detail}`, en: `cannot read ${path}: ${detail}` });
    }
  }
  return withEnvironment(c, ids, process.env);
}

/** An earlier run as it is kept in a new bundle: the files of its bundle, or its `records.json` alone. */
type Earlier = ReadonlyMap<string, Uint8Array>;

/** Records of earlier runs: a bundle (folder or zip, verified first) or a `records.json`. */
async function earlier(path: string): Promise<{ records: CheckRecord[]; files: Earlier }> {
  if (!existsSync(path)) readBytes(path);
  if (!statSync(path).isDirectory() && /\.json$/i.test(path))
    return {
      records: parsed(z.array(CheckRecord), path),
      files: new Map([[BUNDLE.records, readBytes(path)]]),
    };
  const bundle = await readBundle(path);
  const first = bundle.problems[0];
  if (first) {
    const why = say({ key: `bundle.${first.code}`, values: {} });
    throw new UserError({ ja: `${path}: ${first.file}: ${why.ja}`, en: `${path}: ${first.file}: ${why.en}` });
  }
  return { records: recordsOf(bundle.contents), files: bundle.contents };
}

/** Seiza's own records are JSON lists of records; every other file is read for what it is. */
const ownRecords = (path: string): boolean => {
  if (!existsSync(path)) readBytes(path);
  if (statSync(path).isDirectory() || basename(path) === "records.json") return true;
  if (/\.json$/i.test(path)) {
    const text = Buffer.from(readBytes(path)).toString("utf8");
    if (!text.trimStart().startsWith("[")) return false;
    try {
      return z.array(CheckRecord).safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }
  if (!/\.zip$/i.test(path)) return false;
  // Vulnerability data comes as an archive too: a bundle has its manifest.
  return Buffer.from(readBytes(path)).includes("manifest.json");
};

/** Bundles and records of earlier runs, and reports of other tools. A report that cannot be used is named and stops the run. */
export async function givenEvidence(
  paths: readonly string[],
  product: { model: string; firmware: { version: string } },
): Promise<{ before: CheckRecord[]; imported: CheckRecord[]; files: Map<string, Uint8Array> }> {
  const runs = await Promise.all(paths.filter(ownRecords).map(earlier));
  const names = new Map<string, number>();
  const given = paths
    .filter((p) => !ownRecords(p))
    .map((p) => {
      const n = (names.get(basename(p)) ?? 0) + 1;
      names.set(basename(p), n);
      return evidenceFile(p, `evidence/${n > 1 ? `${n}-` : ""}${basename(p)}`);
    });
  const { records, unused } = recordsFromFiles(
    given,
    { model: product.model, firmware: product.firmware.version },
    new Date().toISOString(),
  );
  for (const { file, refused } of unused) {
    if (!refused) continue;
    const why = evidenceWords(refused);
    throw new UserError({ ja: `${file}: ${why.ja}`, en: `${file}: ${why.en}` });
  }
  const files = new Map<string, Uint8Array>(given.map((f) => [f.name, f.bytes]));
  runs.forEach((run, i) => {
    for (const [name, bytes] of run.files) files.set(`${BUNDLE.earlier}${i + 1}/${name}`, bytes);
  });
  return { before: runs.flatMap((run) => run.records), imported: records, files };
}

/**
 * Files that named persons gave as grounds, for the bundle: `attachments/<beginning of the SHA-256>-<name>`.
 * @param from path of the statements; attachments are seen from its folder
 * @throws UserError for a file that is away or is not the one that the person saw
 */
function attachmentsOf(statements: readonly Statement[], from: string): Map<string, Uint8Array> {
  const folder = dirname(resolve(from));
  const files = new Map<string, Uint8Array>();
  for (const s of statements)
    for (const a of s.attachments) {
      const path = isAbsolute(a.path) ? a.path : join(folder, a.path);
      const said = `${from}: ${s.id}`;
      if (!existsSync(path))
        throw new UserError(
          {
            ja: `${said} の添付「${a.path}」がありません`,
            en: `${said}: the attachment "${a.path}" is not there`,
          },
          { ja: `${path} に置いてください`, en: `put it at ${path}` },
        );
      const bytes = readBytes(path);
      const digest = sha256(bytes);
      if (digest !== a.sha256)
        throw new UserError(
          {
            ja: `${said} の添付「${a.path}」は、判断したときのファイルではありません(SHA-256 が ${a.sha256} でなく ${digest})`,
            en: `${said}: the attachment "${a.path}" is not the file that was judged (SHA-256 ${digest}, not ${a.sha256})`,
          },
          {
            ja: "そのときのファイルに戻すか、判断をやり直してください",
            en: "put back the file of that time, or judge anew",
          },
        );
      files.set(`${BUNDLE.attachments}${digest.slice(0, 16)}-${basename(a.path)}`, bytes);
    }
  return files;
}

function printRows(
  a: Assessment,
  names: ReadonlyMap<string, { name: { ja: string; en: string } }>,
  lang: Lang,
): string {
  const lines: string[] = [];
  for (const j of a.judgements) {
    lines.push(
      `${j.criterion}  ${OUTCOME_WORDS[j.outcome][lang]}  ${names.get(j.criterion)?.name[lang] ?? ""}`,
    );
    const deciding = j.parts.filter((p) => p.outcome === j.outcome);
    for (const r of deciding.flatMap((p) => p.reasons).slice(0, 3)) lines.push(`    ${say(r)[lang]}`);
    for (const n of deciding.flatMap((p) => p.needs).slice(0, 2)) lines.push(`    → ${say(n)[lang]}`);
  }
  for (const r of a.requirements) {
    lines.push(`${r.requirement}  ${OUTCOME_WORDS[r.outcome][lang]}  ${r.name[lang]}`);
    for (const n of r.needs.slice(0, 2)) lines.push(`    → ${say(n)[lang]}`);
  }
  lines.push("", say({ key: a.disclaimer, values: {} })[lang]);
  return `${lines.join("\n")}\n`;
}

export async function assessCommand(file: string, options: AssessOptions, lang: Lang): Promise<number> {
  try {
    return await assessing(file, options, lang);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(
      `${lang === "ja" ? "誤り" : "error"}: ${error.text[lang]}\n${error.mend ? `    ${error.mend[lang]}\n` : ""}`,
    );
    return ASSESS_EXIT.usage;
  }
}

/** Formats of papers that are asked for; `text` and `json` alone say how the result is printed. @throws UserError */
function papersAsked(options: AssessOptions): PaperFormat[] {
  if (options.format === "text" || options.format === "json") return [];
  const formats = papersOf(options.format);
  if (options.out === undefined || /\.zip$/i.test(options.out))
    throw new UserError(
      { ja: "書類の出力先がありません", en: "there is no place for the papers" },
      {
        ja: `--out フォルダ を付けてください。書類と、証跡(${EVIDENCE}/)が入ります`,
        en: `add --out FOLDER; it gets the papers, and the evidence in ${EVIDENCE}/`,
      },
    );
  return formats;
}

async function assessing(file: string, options: AssessOptions, lang: Lang): Promise<number> {
  const papers = papersAsked(options);
  const catalog = await loadCatalogue(options, lang);
  const today = new Date().toISOString().slice(0, 10);
  const { declaration, diagnostics } = readDeclaration(Buffer.from(readBytes(file)).toString("utf8"), file, {
    catalog,
    today,
  });
  if (!declaration) {
    printDiagnostics(diagnostics, lang, process.stderr, "all");
    return ASSESS_EXIT.usage;
  }
  if (diagnostics.length > 0) printDiagnostics(diagnostics, lang, process.stderr, "summary");
  // Before anything is sent: a study that cannot be read is a mistake of the declaration.
  const study = studyOf(declaration, file, catalog);
  const folder = dirname(resolve(file));
  const allow = (list(options.allow) ?? []).map((c) => oneOf("--allow", c.toUpperCase(), CheckClass.options));
  const range = options.ports === undefined ? undefined : /^(\d+)-(\d+)$/.exec(options.ports);
  if (range === null)
    throw new UserError({ ja: "--ports は 1-65535 の形です", en: "--ports looks like 1-65535" });
  const only = list(options.only);
  const runOptions: RunOptions = {
    state: oneOf("--state", options.state, ["setup", "operation", "update", "maintenance"]),
    allow,
    ...(only ? { only } : {}),
    ...(options.rate === undefined ? {} : { rate: number("--rate", options.rate, 1, 100_000) }),
    ...(range
      ? {
          tcpRange: [
            number("--ports", range[1] as string, 1, 65535),
            number("--ports", range[2] as string, 1, 65535),
          ],
        }
      : {}),
    tools: (list(options.tools) ?? []).map((x) => oneOf("--tools", x, ["nmap", "sslscan", "testssl"])),
    scanPauseMs: 2000,
    lockWaitSeconds: number("--lock-wait", options.lockWait, 0, 3600),
    tryCommonCommunities: options.snmpCommon ?? false,
  };
  const policy = options.policy === undefined ? DEFAULT_POLICY : parsed(Policy, options.policy);
  const statements = options.statements === undefined ? [] : parsed(z.array(Statement), options.statements);
  // Before anything is sent: what the bundle cannot hold is no evidence.
  const attachments =
    options.out === undefined || options.statements === undefined
      ? new Map<string, Uint8Array>()
      : attachmentsOf(statements, options.statements);
  const credentials = await credentialsOf(
    options,
    declaration.authentication.map((a) => a.id),
  );
  const {
    before,
    imported,
    files: evidence,
  } = await givenEvidence(options.evidence ?? [], declaration.product);
  const target = await confirmed(options, allow, lang);
  const redact = new Redactor();
  const stop = new AbortController();
  const common = {
    declaration,
    policy,
    options: runOptions,
    credentials,
    redact,
    folder,
    file: async (place: string) => readFile(isAbsolute(place) ? place : join(folder, place)),
    prompt: async (what: { key: string; values: Record<string, string | number> }) => {
      if (!process.stdin.isTTY) return false;
      const ask = createInterface({ input: process.stdin, output: process.stderr });
      try {
        await ask.question(`${say(what)[lang]} `, { signal: stop.signal });
        return true;
      } catch {
        return false;
      } finally {
        ask.close();
      }
    },
  };
  const checks = plan({ ...common, runId: "plan", now: () => new Date() }, target);
  const row = (c: (typeof checks)[number]): string => {
    const what = c.skip ? `— ${say(c.skip)[lang]}` : say(c.sends)[lang];
    const { requests, seconds, parallel } = c.limits;
    const bound =
      lang === "ja"
        ? `要求 ${requests}、${Math.ceil(seconds)} 秒、並列 ${parallel}`
        : `${requests} requests, ${Math.ceil(seconds)} s, ${parallel} parallel`;
    return `${c.class}  ${c.id}  [${bound}]  ${what}`;
  };
  if (options.dryRun) {
    if (options.format === "json" || options.json)
      process.stdout.write(
        `${JSON.stringify(
          checks.map((c) => ({
            id: c.id,
            class: c.class,
            criteria: c.criteria,
            limits: c.limits,
            sends: say(c.sends),
            ...(c.skip ? { skip: say(c.skip) } : {}),
          })),
          null,
          2,
        )}\n`,
      );
    else process.stdout.write(`${checks.map(row).join("\n")}\n`);
    return ASSESS_EXIT.ok;
  }
  if (options.out !== undefined && existsSync(options.out))
    throw new UserError(
      { ja: `${options.out} は既にあります`, en: `${options.out} exists already` },
      {
        ja: "証跡は上書きしません。別の名前を指定してください",
        en: "evidence is never overwritten; name another place",
      },
    );

  const config = configFolder(process.env);
  const unitsFile = join(config, "units.json");
  const units = (existsSync(unitsFile) ? JSON.parse(readFileSync(unitsFile, "utf8")) : {}) as Record<
    string,
    Record<string, string>
  >;
  const unit = target ? `${declaration.product.model}/${target.serial}` : "";
  const known = options.acceptIdentity ? undefined : units[unit];

  if (!options.json) process.stderr.write(`${checks.map(row).join("\n")}\n`);
  const onSignal = () => stop.abort();
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const out = await runChecks({
    ...common,
    ...(target ? { target } : {}),
    ...(known ? { known } : {}),
    version: VERSION,
    signal: stop.signal,
    onEvent: (e) => {
      if (options.json) return void process.stderr.write(`${JSON.stringify(e)}\n`);
      if (e.event === "start") process.stderr.write(`[${e.n}/${e.of}] ${e.check}\n`);
      else if (e.event === "step" && process.stderr.isTTY) process.stderr.write(`    ${say(e.step)[lang]}\n`);
      else if (e.event === "end" && e.state !== "done" && e.state !== "skipped" && e.why)
        process.stderr.write(`    ${say(e.why)[lang]}\n`);
      else if (e.event === "incident")
        process.stderr.write(
          `!   ${say({ key: `incident.${e.what}`, values: { detail: e.detail } })[lang]}\n`,
        );
    },
  });
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
  if (target && Object.keys(out.identity).length > 0 && out.stopped !== "identity") {
    units[unit] = { ...units[unit], ...out.identity };
    await mkdir(config, { recursive: true, mode: 0o700 });
    await writeFile(unitsFile, `${JSON.stringify(units, null, 2)}\n`, { mode: 0o600 });
  }
  const records = [...before, ...imported, ...out.records];
  const assessment = assess({
    declaration,
    records,
    statements,
    policy,
    today,
    catalog,
    ...(study ? { study } : {}),
  });
  const made = { assessment, declaration, records, statements };
  let failed: unknown;
  if (options.out !== undefined) {
    try {
      const key = await signingKey(options.key ?? join(config, "evidence-key.pem"));
      const files = bundleFiles(
        {
          run: {
            id: out.runId,
            startedAt: out.startedAt,
            endedAt: out.endedAt,
            ...(out.stopped ? { stopped: out.stopped } : {}),
          },
          product: {
            model: declaration.product.model,
            firmware: declaration.product.firmware.version,
            ...(target ? { unit: target.serial } : {}),
          },
          ...(target
            ? {
                target: {
                  address: target.address,
                  ...(target.host ? { host: target.host } : {}),
                  operator: target.operator,
                },
              }
            : {}),
          records: [...imported, ...out.records],
          log: out.log,
          raw: out.raw,
          tools: out.tools,
          more: new Map([
            [`${BUNDLE.declaration}${basename(file)}`, readBytes(file)],
            ...evidence,
            ...attachments,
            [BUNDLE.statements, Buffer.from(`${JSON.stringify(statements, null, 2)}\n`)],
            [BUNDLE.assessment, Buffer.from(`${JSON.stringify(assessment, null, 2)}\n`)],
          ]),
        },
        key,
      );
      if (papers.length === 0) await writeBundle(options.out, files);
      else {
        const all = new Map([...files].map(([name, bytes]) => [`${EVIDENCE}/${name}`, bytes]));
        const progress = new Progress(lang, options.json ? "off" : "auto", process.stderr);
        try {
          const { outputs } = await makePapers({ ...made, catalog, files }, papers, lang, progress);
          for (const o of outputs) all.set(o.name, o.bytes);
        } catch (error) {
          // What was observed is kept, whatever happens to the papers.
          failed = error;
        }
        progress.end();
        await writeBundle(options.out, all);
      }
    } catch (error) {
      if (error instanceof KeyUnusable)
        throw new UserError({
          ja: `署名鍵を使えません: ${error.message}`,
          en: `cannot use the signing key: ${error.message}`,
        });
      if (error instanceof BundleExists)
        throw new UserError({ ja: `${options.out} は既にあります`, en: `${options.out} exists already` });
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      throw new UserError({
        ja: `書き込めません: ${options.out} (${code})`,
        en: `cannot write: ${options.out} (${code})`,
      });
    }
    process.stderr.write(`${options.out}\n`);
    if (failed !== undefined) {
      const evidence = join(options.out, EVIDENCE);
      process.stderr.write(
        lang === "ja"
          ? `書類を作れませんでした。証跡は残っています。「seiza papers ${evidence} --out フォルダ」で作り直せます。\n`
          : `The papers could not be made. The evidence is kept; \`seiza papers ${evidence} --out FOLDER\` makes them again.\n`,
      );
      throw failed;
    }
  }
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(assessment, null, 2)}\n`
      : printRows(assessment, catalog["star1-criteria"] as never, lang),
  );
  if (out.stopped === "stopped") {
    process.stderr.write(
      lang === "ja"
        ? "操作により途中で止めました。済んだ検査の結果だけを残しています（残りは「中断」と記録）。\n"
        : "Stopped by the operator. What had been seen is kept; the checks that were left are recorded as aborted.\n",
    );
    return ASSESS_EXIT.stopped;
  }
  const outcomes = [...assessment.judgements, ...assessment.requirements].map((j) => j.outcome);
  if (outcomes.includes("fail")) return ASSESS_EXIT.fails;
  return outcomes.some((o) => o === "inconclusive" || o === "person") ? ASSESS_EXIT.open : ASSESS_EXIT.ok;
}

/** `seiza verify BUNDLE`: exit code 0 nothing changed, 1 something did, 64 not to be read. */
export async function verifyCommand(
  path: string,
  options: { key?: string; format: string },
  lang: Lang,
): Promise<number> {
  let expected: string | undefined;
  if (options.key !== undefined) {
    const text = Buffer.from(readBytes(options.key)).toString("utf8").trim();
    const pem = /-----BEGIN PUBLIC KEY-----([\s\S]+?)-----END/.exec(text);
    expected = (pem?.[1] ?? text).replace(/\s+/g, "");
  }
  const v = await verifyBundle(path, expected);
  if (options.format === "json") process.stdout.write(`${JSON.stringify(v, null, 2)}\n`);
  else {
    for (const p of v.problems)
      process.stdout.write(
        `${p.file}: ${say({ key: `bundle.${p.code}`, values: {} })[lang]}${p.detail ? ` (${p.detail})` : ""}\n`,
      );
    const key = v.manifest ? keyFingerprint(v.manifest.publicKey) : "-";
    if (v.ok)
      process.stdout.write(
        lang === "ja"
          ? `${path}: 変更なし（${v.files} ファイル、鍵 ${key}）\n`
          : `${path}: unchanged (${v.files} files, key ${key})\n`,
      );
  }
  if (v.problems.some((p) => p.code === "unreadable")) return ASSESS_EXIT.usage;
  return v.ok ? ASSESS_EXIT.ok : ASSESS_EXIT.fails;
}
