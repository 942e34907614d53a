/**
 * What changes the device, and what it is like before and after: first start, change of a credential, update, restart,
 * deletion (S1.1-02 ②, 03, 06, 08, 14, 15), and the model number (S1.1-10).
 */
import { randomInt } from "node:crypto";
import type { ActRecipe, ReadRecipe } from "../../declaration/recipe.ts";
import type { AccessOutcome, FactOf } from "../../evidence/facts.ts";
import { analyseDefaultPasswords } from "../../texts/default-passwords.ts";
import { modelNumberFact } from "../../texts/model-number.ts";
import { isLoopback } from "../net/address.ts";
import { ConnectFailed } from "../net/guard.ts";
import { tlsOver } from "../net/wire.ts";
import { accountOf, type Mechanism, signIn } from "../run/account.ts";
import { adapt, hasVerb } from "../run/adapter.ts";
import {
  type Check,
  type CheckContext,
  endpointOf,
  faceOf,
  ipInterfaces,
  type RunContext,
  Skip,
  words,
} from "../run/context.ts";
import { login } from "../run/login.ts";
import type { LoginResult } from "../run/login-result.ts";
import { ask, type HttpSession, hasOracle, holds, runSteps, stranger, taken } from "../run/recipe.ts";
import { sha256 } from "../run/redact.ts";
import { outcomeOf } from "./access.ts";
import { alterations, lookAtPackage } from "./package-file.ts";
import { sshTry } from "./ssh.ts";

type Outcome = (typeof AccessOutcome)["_output"];
type Snapshot = FactOf<"snapshot">;

/** Reads one value; logged in where the recipe says so, with the session of a log-in that may be used again. */
async function read(
  c: CheckContext,
  recipe: ReadRecipe,
  sessions: Map<string, HttpSession>,
): Promise<string | undefined> {
  const face = faceOf(c.declaration, recipe.interface);
  if (!face) return undefined;
  let session = sessions.get(recipe.interface);
  if (!session && recipe.login) {
    session = (await signIn(c, recipe.interface))?.session;
    if (session) sessions.set(recipe.interface, session);
  }
  // Some values can be read without a log-in although the recipe asks for one.
  const r = await runSteps(c, endpointOf(face), recipe.steps, session ?? stranger(), {});
  return r.kind === "answer" && r.status < 400 ? taken(recipe.value, r) : undefined;
}

type Did = { how: "yes" | "no" | "unclear"; answer: string };
async function act(
  c: CheckContext,
  recipe: ActRecipe,
  values: Record<string, string>,
  o: { session?: HttpSession; package?: { name: string; bytes: Uint8Array } } = {},
): Promise<Did> {
  const face = faceOf(c.declaration, recipe.interface);
  if (!face) return { how: "unclear", answer: "no interface" };
  const session = o.session ?? (recipe.login ? (await signIn(c, recipe.interface))?.session : stranger());
  if (!session) return { how: "unclear", answer: "no log-in" };
  const r = await runSteps(c, endpointOf(face), recipe.steps, session, values, {
    ms: 30_000,
    ...(o.package ? { package: o.package } : {}),
  });
  const answer =
    r.kind === "answer"
      ? c.redact.text(`${r.status} ${r.body.subarray(0, 200).toString("utf8")}`.trim())
      : r.kind;
  const yes = holds(recipe.success, r);
  const no = recipe.failure !== undefined && hasOracle(recipe.failure) && holds(recipe.failure, r);
  if (yes && no)
    throw new Skip(words("why.recipe-alike", { authentication: "-", interface: recipe.interface }));
  if (yes) return { how: "yes", answer };
  if (no) return { how: "no", answer };
  return { how: r.kind === "answer" && r.status >= 400 && r.status < 500 ? "no" : "unclear", answer };
}

const restartMarkers = (c: CheckContext) => c.declaration.restart?.markers ?? [];

/** What the device is like now. `extra`: credentials to try beside the account, by name. */
async function snapshot(
  c: CheckContext,
  moment: Snapshot["moment"],
  o: {
    password?: (m: Mechanism) => string | undefined;
    extra?: { name: string; of: (m: Mechanism) => string | undefined }[];
    keys?: boolean;
  } = {},
): Promise<Snapshot> {
  const fact: Snapshot = { kind: "snapshot", moment, markers: {}, credentials: [], keys: {}, missing: [] };
  const sessions = new Map<string, HttpSession>();
  const currentOf = (m: Mechanism) => o.password?.(m) ?? accountOf(c, m)?.password;
  for (const m of c.declaration.authentication) {
    const account = accountOf(c, m);
    if (!account) continue;
    for (const { interface: face, recipe } of m.login) {
      const at = faceOf(c.declaration, face);
      if (!at) continue;
      const test = async (name: string, password: string | undefined, keep: boolean) => {
        if (password === undefined) return;
        const r = await login(c, at, recipe, account.user, password);
        if (r.outcome === "no-answer") {
          fact.missing.push(`${name} (${face})`);
          return;
        }
        fact.credentials.push({ name, interface: face, works: r.outcome === "in" });
        if (keep && r.session) sessions.set(face, r.session);
      };
      await test("test-account", currentOf(m), true);
      for (const e of o.extra ?? []) await test(e.name, e.of(m), false);
    }
  }
  const take = async (name: string, value: Promise<string | undefined>, put: (v: string) => void) => {
    const v = await value;
    if (v === undefined) fact.missing.push(name);
    else put(v);
  };
  const { update, modelNumber, deletion } = c.declaration;
  if (update?.readVersion)
    await take("version", read(c, update.readVersion, sessions), (v) => {
      fact.version = v.trim();
    });
  else if (hasVerb(c, "version")) {
    const v = (await adapt(c, "version"))?.["version"];
    if (typeof v === "string") fact.version = v;
    else fact.missing.push("version");
  }
  if (modelNumber?.read)
    await take("model", read(c, modelNumber.read, sessions), (v) => {
      fact.model = v.trim();
    });
  for (const [i, marker] of restartMarkers(c).entries())
    await take(`setting-${i + 1}`, read(c, marker, sessions), (v) => {
      fact.markers[`setting-${i + 1}`] = v;
    });
  for (const d of deletion)
    for (const v of d.visibleAt) {
      const name = `${d.id}/${v.asset}`;
      await take(name, read(c, v.read, sessions), (text) => {
        fact.markers[name] = text;
      });
    }
  if (hasVerb(c, "read-state")) {
    const state = (await adapt(c, "read-state"))?.["markers"];
    for (const [name, v] of Object.entries((state ?? {}) as Record<string, unknown>))
      fact.markers[`adapter-${name}`] = String(v);
  }
  if (o.keys !== false) Object.assign(fact.keys, await keysOf(c));
  // Markers may hold what users entered: kept as they are only when they are no secret.
  for (const [name, v] of Object.entries(fact.markers)) {
    const shown = c.redact.text(v);
    fact.markers[name] = shown === v && v.length <= 200 ? v : `sha256:${sha256(v)}`;
  }
  return fact;
}

/** Public keys that the device shows: certificate of each TLS port, SSH host key. */
export async function keysOf(c: CheckContext): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const face of ipInterfaces(c.declaration)) {
    if (face.transport !== "tcp") continue;
    if (face.protocol === "ssh") {
      const look = await sshTry(c, endpointOf(face), "seiza-check", [], 6000);
      if (look.hostKey) keys[`ssh:${face.id}`] = look.hostKey;
    } else if (endpointOf(face).tls) {
      try {
        const s = await tlsOver(await c.net.tcp(face.port, "TLS certificate"), c.net.host, 4000);
        const x = s?.getPeerX509Certificate();
        if (x) keys[`tls:${face.id}`] = sha256(x.publicKey.export({ type: "spki", format: "der" }));
        s?.destroy();
      } catch (error) {
        if (!(error instanceof ConnectFailed)) throw error;
      }
    }
  }
  return keys;
}

/** Polls until the device answers again. */
async function ready(c: CheckContext, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  const faces = ipInterfaces(c.declaration).filter(
    (i) => i.transport === "tcp" && i.states.includes("operation"),
  );
  while (performance.now() < deadline) {
    if (hasVerb(c, "ready")) {
      const answer = await adapt(c, "ready").catch(() => undefined);
      if (answer?.["ready"] === true) return true;
    } else {
      const face = faces[0];
      if (!face) return true;
      try {
        (await c.net.tcp(face.port, "ready?", 2000)).destroy();
        await c.net.sleep(300);
        return true;
      } catch (error) {
        if (!(error instanceof ConnectFailed)) throw error;
      }
    }
    await c.net.sleep(Math.min(1000, seconds * 50));
  }
  return false;
}

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/** A value of `n` characters with letters of both cases, a digit and a sign, so that only its length can be objected to. */
function madeUp(n: number): string {
  const body = Array.from({ length: Math.max(0, n - 3) }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `q7-${body}`.slice(0, n);
}

async function firstStart(c: CheckContext, m: Mechanism): Promise<void> {
  const account = accountOf(c, m);
  const setup = m.default.setup;
  if (!setup) throw new Skip(words("why.no-setup-recipe", { authentication: m.id }));
  const initial = account?.default;
  if (!account || initial === undefined)
    throw new Skip(words("why.no-default-value", { authentication: m.id }));
  const user = account.defaultUser ?? account.user;
  const face = faceOf(c.declaration, setup.interface);
  const recipe = m.login.find((l) => l.interface === setup.interface)?.recipe;
  if (!face || !recipe) throw new Skip(words("why.no-recipe", { authentication: m.id }));
  const fact: FactOf<"setup"> = { kind: "setup", authentication: m.id, interface: face.id, tries: [] };
  const into = (password: string) => login(c, face, recipe, user, password);
  const first = await into(initial);
  if (first.outcome !== "in" && setup.login)
    throw new Skip(words("why.not-factory-fresh", { authentication: m.id }));
  let session = first.session ?? stranger();
  let open = false;
  let asked = 0;
  for (const item of face.protects) {
    const r = await ask(c, endpointOf(face), session, { method: "GET", path: item.at });
    asked++;
    const outcome: Outcome = outcomeOf(r, { method: "GET", marker: item.marker });
    if (outcome === "returned") open = true;
  }
  if (asked > 0) fact.closedBeforeChange = !open;
  let current = initial;
  c.facts.push(fact);
  const eight = madeUp(8);
  for (const [what, value] of [
    ["1", madeUp(1)],
    ["7", madeUp(7)],
    ["default-again", initial],
    ["8-blanks", " ".repeat(8)],
    ["8", eight],
  ] as const) {
    c.redact.add(value, user);
    const did = await act(c, setup, { new: value, old: current, user }, { session });
    // The answer may say one thing and the device do another: what counts is the log-in after it.
    const works = did.how === "yes" || (did.how === "unclear" && (await into(value)).outcome === "in");
    fact.tries.push({ what, over: "recipe", accepted: works });
    if (!works) continue;
    current = value;
    if (what === "8") break;
    session = (await into(current)).session ?? session;
  }
  if (current === eight) {
    const short = await into(eight.slice(0, 7));
    if (short.outcome === "in" || short.outcome === "out") fact.truncates = short.outcome === "in";
  }
  if (m.change.recipe && current !== account.password && user === account.user) {
    const s = (await into(current)).session;
    await act(c, m.change.recipe, { user, old: current, new: account.password }, s ? { session: s } : {});
  }
}

const ofLogin = (r: LoginResult): Outcome =>
  (
    ({
      in: "returned",
      out: "refused",
      blocked: "refused",
      alike: "unclear",
      unclear: "unclear",
      "no-answer": "no-answer",
    }) as const
  )[r.outcome];

async function changeCredential(c: CheckContext, m: Mechanism): Promise<void> {
  const account = accountOf(c, m);
  const recipe = m.change.recipe;
  if (!recipe) throw new Skip(words("why.no-change-recipe", { authentication: m.id }));
  if (!account) throw new Skip(words("why.no-credentials", { authentication: m.id }));
  const next = account.next ?? `q7-${madeUp(13)}`;
  c.redact.add(next, account.user);
  const fact: FactOf<"credential-change"> = {
    kind: "credential-change",
    authentication: m.id,
    interfaces: [],
    changed: false,
    restored: false,
  };
  c.facts.push(fact);
  const old = await signIn(c, recipe.interface);
  const did = await act(c, recipe, { user: account.user, old: account.password, new: next });
  fact.changed = did.how === "yes";
  for (const { interface: id, recipe: way } of m.login) {
    const face = faceOf(c.declaration, id);
    if (!face) continue;
    // The new value first: a wrong one may count against the account.
    const newAfter = ofLogin(await login(c, face, way, account.user, next));
    const oldAfter = ofLogin(await login(c, face, way, account.user, account.password));
    fact.interfaces.push({ interface: id, oldAfter, newAfter });
    if (newAfter === "returned") fact.changed = true;
  }
  const item = faceOf(c.declaration, recipe.interface)?.protects[0];
  const web = faceOf(c.declaration, recipe.interface);
  if (old && item && web && /^https?$/.test(web.protocol)) {
    const r = await ask(c, endpointOf(web), old.session, { method: "GET", path: item.at });
    fact.oldSessionAlive = outcomeOf(r, { method: "GET", marker: item.marker }) === "returned";
  }
  if (!fact.changed) {
    fact.restored = (await signIn(c, recipe.interface)) !== undefined;
    return;
  }
  const mine = await signIn(c, recipe.interface, next);
  if (mine)
    await act(c, recipe, { user: account.user, old: next, new: account.password }, { session: mine.session });
  fact.restored = (await signIn(c, recipe.interface)) !== undefined;
  if (!fact.restored)
    c.facts.push({
      kind: "incident",
      what: "credential-not-restored",
      detail: `${m.id}: the test account's value could not be changed back`,
    });
}

async function readModel(c: CheckContext): Promise<void> {
  const recipe = c.declaration.modelNumber?.read;
  const seen: { from: string; text: string }[] = [];
  if (recipe) {
    const text = await read(c, recipe, new Map());
    if (text !== undefined) seen.push({ from: recipe.interface, text: text.trim().slice(0, 200) });
  }
  if (hasVerb(c, "model")) {
    const v = (await adapt(c, "model"))?.["model"];
    if (typeof v === "string") seen.push({ from: "adapter", text: v });
  }
  c.facts.push(modelNumberFact(c.declaration.product.model, seen));
}

const UPDATE_SECONDS = 120;

async function update(c: CheckContext): Promise<void> {
  const { update: way, adapter } = c.declaration;
  if (!way?.packages) throw new Skip(words("why.no-packages"));
  const byAdapter = adapter?.verbs.includes("install") ?? false;
  if (!way.install && !byAdapter) throw new Skip(words("why.no-install"));
  const valid = Buffer.from(await c.file(way.packages.current));
  const previous = way.packages.previous ? Buffer.from(await c.file(way.packages.previous)) : undefined;
  const other = way.packages.otherModel ? Buffer.from(await c.file(way.packages.otherModel)) : undefined;
  const version = async (): Promise<string | undefined> => {
    if (way.readVersion) return (await read(c, way.readVersion, new Map()))?.trim();
    const v = (await adapt(c, "version"))?.["version"];
    return typeof v === "string" ? v : undefined;
  };
  const offer = async (
    alteration: FactOf<"update">["alteration"],
    bytes: Buffer,
  ): Promise<FactOf<"update">> => {
    c.progress(words("progress.update", { alteration }));
    const before = await version();
    const mark = alteration === "none" ? "" : `seiza-altered-${alteration}-`;
    const name = `${mark}${way.packages?.current.split("/").at(-1) ?? "package"}`;
    let did: Did;
    if (way.install) did = await act(c, way.install, {}, { package: { name, bytes } });
    else {
      const { mkdtemp, rm, writeFile } = await import("node:fs/promises");
      const { tmpdir } = await import("node:os");
      const { join } = await import("node:path");
      const folder = await mkdtemp(join(tmpdir(), "seiza-"));
      try {
        await writeFile(join(folder, name), bytes);
        const a = await adapt(c, "install", { file: join(folder, name) });
        did = {
          how: a?.["accepted"] === true ? "yes" : a?.["accepted"] === false ? "no" : "unclear",
          answer: c.redact.text(String(a?.["detail"] ?? "").slice(0, 200)),
        };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    const healthy = await ready(c, c.declaration.restart?.readySeconds ?? UPDATE_SECONDS);
    const after = await version();
    const fact: FactOf<"update"> = {
      kind: "update",
      alteration,
      packageSha256: sha256(bytes),
      accepted: did.how,
      ...(before === undefined ? {} : { versionBefore: before }),
      ...(after === undefined ? {} : { versionAfter: after }),
      healthy,
      answer: did.answer.slice(0, 300),
    };
    c.facts.push(fact);
    return fact;
  };
  const list = alterations(valid, previous);
  if (other) list.push({ alteration: "other-model", bytes: other });
  if (previous) list.push({ alteration: "older", bytes: previous });
  for (const { alteration, bytes } of list) {
    const fact = await offer(alteration, bytes);
    if (!fact.healthy) {
      c.facts.push({
        kind: "incident",
        what: "device-unhealthy",
        detail: `after ${alteration}: not ready in time`,
      });
      return;
    }
    // An older version that was taken is told and no fault; anything else that was taken stops the series.
    if (fact.accepted === "yes" && alteration !== "older") break;
  }
  await offer("none", valid);
}

async function packages(c: CheckContext): Promise<void> {
  const way = c.declaration.update;
  if (!way?.packages) throw new Skip(words("why.no-packages"));
  const key = way.publicKey ? Buffer.from(await c.file(way.publicKey)) : undefined;
  for (const file of [way.packages.current, way.packages.previous])
    if (file) c.facts.push(lookAtPackage(file, Buffer.from(await c.file(file)), key));
}

/** Table of units (CSV: serial, mac, ssid, password); the values stay here, evidence keeps hashes (S1.1-02 ①). */
async function unitTable(c: CheckContext, m: Mechanism): Promise<void> {
  const text = Buffer.from(await c.file(m.default.units as string))
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  const rows = text
    .split(/\r?\n/)
    .filter((l) => l.trim() !== "")
    .map((l) =>
      [...l.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((x) =>
        (x[1] ?? x[2] ?? "").replaceAll('""', '"').trim(),
      ),
    );
  const [head = [], ...body] = rows;
  const at = (name: string) => head.findIndex((h) => h.toLowerCase() === name);
  if (at("serial") < 0 || at("password") < 0)
    throw new Skip(words("why.units-unreadable", { file: m.default.units as string }));
  const cell = (r: string[], name: string) => (at(name) < 0 ? "" : (r[at(name)] ?? ""));
  const report = analyseDefaultPasswords(
    body.map((r) => ({
      serial: cell(r, "serial"),
      password: cell(r, "password"),
      ...(cell(r, "mac") ? { mac: cell(r, "mac") } : {}),
      ...(cell(r, "ssid") ? { ssid: cell(r, "ssid") } : {}),
    })),
    { authentication: m.id, model: c.declaration.product.model },
  );
  c.facts.push(report.fact);
  c.raw("units.json", `${JSON.stringify(report.rowHashes)}\n`, "application/json");
}

/** Plants a second value, so that the one before it can be seen to stay refused. */
async function planted(
  c: CheckContext,
): Promise<{ password: (m: Mechanism) => string | undefined; undo: () => Promise<void> }> {
  const now = new Map<string, string>();
  const back: (() => Promise<void>)[] = [];
  for (const m of c.declaration.authentication) {
    const account = accountOf(c, m);
    const recipe = m.change.recipe;
    if (!account || !recipe || m.login.length === 0) continue;
    const next = account.next ?? `q7-${madeUp(13)}`;
    c.redact.add(next, account.user);
    const did = await act(c, recipe, { user: account.user, old: account.password, new: next });
    if (did.how !== "yes") continue;
    now.set(m.id, next);
    back.push(async () => {
      const mine = await signIn(c, recipe.interface, next);
      if (mine)
        await act(
          c,
          recipe,
          { user: account.user, old: next, new: account.password },
          { session: mine.session },
        );
      if (!(await signIn(c, recipe.interface)))
        c.facts.push({ kind: "incident", what: "credential-not-restored", detail: m.id });
    });
  }
  return {
    password: (m) => now.get(m.id),
    undo: async () => {
      for (const f of back) await f();
    },
  };
}

async function restart(c: CheckContext): Promise<void> {
  const plant = await planted(c);
  const o = {
    password: plant.password,
    extra: [
      {
        name: "previous-value",
        of: (m: Mechanism) => (plant.password(m) === undefined ? undefined : accountOf(c, m)?.password),
      },
    ],
  };
  try {
    c.facts.push(await snapshot(c, "before", o));
    c.progress(words("progress.restart"));
    const did = hasVerb(c, "restart")
      ? (await adapt(c, "restart")) !== undefined
      : await c.prompt(words("prompt.power-cut", { seconds: 10 }));
    if (!did) throw new Skip(words("why.not-done-by-hand"));
    if (!(await ready(c, c.declaration.restart?.readySeconds ?? 120))) {
      c.facts.push({ kind: "incident", what: "device-not-back", detail: "after the power cut" });
      return;
    }
    c.facts.push(await snapshot(c, "after-power-cut", o));
  } finally {
    if (!c.net.signal.aborted) await plant.undo();
  }
}

async function deletion(c: CheckContext): Promise<void> {
  const d = c.declaration.deletion[0];
  if (!d) throw new Skip(words("why.no-deletion"));
  c.facts.push(await snapshot(c, "before-deletion"));
  const did = d.recipe
    ? (await act(c, d.recipe, {})).how === "yes"
    : hasVerb(c, "delete")
      ? (await adapt(c, "delete", { function: d.id })) !== undefined
      : await c.prompt(words("prompt.delete", { name: d.id }));
  if (!did) throw new Skip(words("why.deletion-not-done"));
  if (!(await ready(c, c.declaration.restart?.readySeconds ?? 120))) {
    c.facts.push({ kind: "incident", what: "device-not-back", detail: "after deletion" });
    return;
  }
  const after = await snapshot(c, "after-deletion");
  // A device as shipped shows its version only after the first set-up: that is gone through once more.
  for (const m of after.version === undefined ? c.declaration.authentication : []) {
    const account = accountOf(c, m);
    const setup = m.default.setup;
    const face = setup ? faceOf(c.declaration, setup.interface) : undefined;
    const way = m.login.find((l) => l.interface === setup?.interface)?.recipe;
    if (!account?.default || !setup || !face || !way) continue;
    const user = account.defaultUser ?? account.user;
    const first = await login(c, face, way, user, account.default);
    const fresh = `q7-${madeUp(13)}`;
    c.redact.add(fresh, user);
    if (first.outcome !== "in") continue;
    const done = await act(
      c,
      setup,
      { new: fresh, old: account.default, user },
      first.session ? { session: first.session } : {},
    );
    if (done.how !== "yes") continue;
    const mine = await login(c, face, way, user, fresh);
    const sessions = new Map(mine.session ? [[face.id, mine.session]] : []);
    const version = c.declaration.update?.readVersion
      ? await read(c, c.declaration.update.readVersion, sessions)
      : undefined;
    if (version !== undefined) {
      after.version = version.trim();
      after.missing = after.missing.filter((x) => x !== "version");
    }
    break;
  }
  c.facts.push(after);
}

export function deviceChecks(c: RunContext, address: string): Check[] {
  const d = c.declaration;
  const perSecond = isLoopback(address) ? Number.POSITIVE_INFINITY : 5;
  const logins = d.authentication.reduce((n, m) => n + m.login.length, 0);
  const reads = 4 + (d.restart?.markers.length ?? 0) + d.deletion.reduce((n, x) => n + x.visibleAt.length, 0);
  const look = 6 * (3 * logins + reads) + 2 * ipInterfaces(d).length + 40;
  const readySeconds = d.restart?.readySeconds ?? 120;
  const limits = (requests: number, seconds: number) => ({
    requests,
    perSecond,
    parallel: 2,
    seconds: seconds + (Number.isFinite(perSecond) ? requests / perSecond : 0),
  });
  const checks: Check[] = [];
  if (d.update?.packages)
    checks.push({
      id: "package.files",
      class: "O",
      criteria: ["S1.1-08"],
      limits: limits(0, 60),
      sends: words("sends.nothing"),
      run: packages,
    });
  for (const m of d.authentication)
    if (m.default.rule === "unique" && m.default.units)
      checks.push({
        id: `default-passwords.${m.id}`,
        class: "O",
        criteria: ["S1.1-02"],
        limits: limits(0, 120),
        sends: words("sends.nothing"),
        run: (x) => unitTable(x, m),
      });
  if (d.modelNumber?.read || d.adapter?.verbs.includes("model"))
    checks.push({
      id: "model-number.read",
      class: "R",
      criteria: ["S1.1-10"],
      limits: limits(20, 60),
      sends: words("sends.read", { what: "model" }),
      run: readModel,
    });
  for (const m of d.authentication) {
    if (m.default.rule === "forced-change" && m.of !== "device")
      checks.push({
        id: `setup.${m.id}`,
        class: "W",
        criteria: ["S1.1-02"],
        limits: limits(80, 180),
        sends: words("sends.setup", { authentication: m.id, values: 5 }),
        ...(c.options.state === "setup"
          ? {}
          : { skip: words("why.needs-setup-state", { authentication: m.id }) }),
        run: (x) => firstStart(x, m),
      });
    if (m.of === "user" && m.overNetwork && m.change.possible)
      checks.push({
        id: `credential-change.${m.id}`,
        class: "W",
        criteria: ["S1.1-03"],
        limits: limits(30 + 20 * m.login.length, 180),
        sends: words("sends.change", { authentication: m.id, interfaces: m.login.length }),
        ...(m.change.recipe ? {} : { skip: words("why.no-change-recipe", { authentication: m.id }) }),
        run: (x) => changeCredential(x, m),
      });
  }
  if (d.update?.possible)
    checks.push({
      id: "update.packages",
      class: "U",
      criteria: ["S1.1-06", "S1.1-08"],
      limits: limits(8 * 40, 8 * (readySeconds + 60)),
      sends: words("sends.update", { packages: 8 }),
      run: update,
    });
  checks.push({
    id: "restart.power",
    class: "P",
    criteria: ["S1.1-06", "S1.1-14"],
    limits: limits(2 * look + 200, 2 * readySeconds + 900),
    sends: words("sends.restart"),
    run: restart,
  });
  if (d.deletion.length > 0)
    checks.push({
      id: "deletion.run",
      class: "D",
      criteria: ["S1.1-15"],
      limits: limits(2 * look + 200, 2 * readySeconds + 900),
      sends: words("sends.deletion"),
      run: deletion,
    });
  return checks;
}
