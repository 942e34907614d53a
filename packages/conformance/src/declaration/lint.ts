/** What a schema cannot see in a declaration: names that lead nowhere (errors) and what will be asked for later (warnings). */
import type { Catalog } from "@seiza/catalog";
import { nearest, type Problem } from "@seiza/model";
import { daysBetween } from "../criteria/days.ts";
import { conformityNumberLooksRight } from "../criteria/gate.ts";
import { SESSION_FIRST } from "../criteria/s1.1-01-access-control.ts";
import { CLEAR_PROTOCOLS } from "../criteria/s1.1-12-eavesdropping.ts";
import type { Declaration } from "./schema.ts";

type Path = (string | number)[];
type Values = Record<string, string | number>;

class Lint {
  readonly problems: Problem[] = [];
  error(code: string, path: Path, values: Values = {}): void {
    this.problems.push({ code, severity: "error", path, values });
  }
  warn(code: string, path: Path, values: Values = {}, severity: Problem["severity"] = "warning"): void {
    this.problems.push({ code, severity, path, values });
  }
  /** A name that must be one of `names`. */
  known(code: string, name: string, names: readonly string[], path: Path): boolean {
    if (names.includes(name)) return true;
    const has = names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
    this.error(code, path, { where: whereOf(path), name, has, suggestion: nearest(name, names) ?? "" });
    return false;
  }
}
const whereOf = (path: Path): string =>
  path
    .map((p) => (typeof p === "number" ? `[${p}]` : p))
    .join(".")
    .replaceAll(".[", "[");

function duplicates(lint: Lint, d: Declaration): void {
  for (const list of [
    "interfaces",
    "authentication",
    "assets",
    "flows",
    "companions",
    "deletion",
    "documents",
  ] as const) {
    const seen = new Set<string>();
    d[list].forEach(({ id }, at) => {
      if (seen.has(id)) lint.error("duplicate-product-id", [list, at, "id"], { where: list, id });
      seen.add(id);
    });
  }
}

/** Recipes wherever they stand: the interface they run over, and answers that can be told apart. */
function recipes(lint: Lint, value: unknown, path: Path, faces: readonly string[]): void {
  if (Array.isArray(value)) {
    value.forEach((v, i) => {
      recipes(lint, v, [...path, i], faces);
    });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const object = value as Record<string, unknown>;
  if (
    typeof object["interface"] === "string" &&
    (Array.isArray(object["steps"]) || object["recipe"] !== undefined)
  )
    lint.known("unknown-interface", object["interface"], faces, [...path, "interface"]);
  if (
    object["success"] !== undefined &&
    object["failure"] !== undefined &&
    JSON.stringify(object["success"]) === JSON.stringify(object["failure"])
  )
    lint.error("answers-alike", [...path, "failure"], { where: whereOf(path) });
  for (const [key, inner] of Object.entries(object)) recipes(lint, inner, [...path, key], faces);
}

function interfaces(lint: Lint, d: Declaration): void {
  const mechanisms = d.authentication.map((a) => a.id);
  const assets = d.assets.map((a) => a.id);
  const ports = new Map<string, string>();
  d.interfaces.forEach((f, at) => {
    const path: Path = ["interfaces", at];
    if (f.needed && f.purpose === undefined) lint.warn("needed-without-purpose", path, { id: f.id });
    if (f.kind !== "ip") return;
    const port = `${f.transport} ${f.port}`;
    const first = ports.get(port);
    if (first !== undefined)
      lint.warn("port-twice", [...path, "port"], {
        transport: f.transport.toUpperCase(),
        port: f.port,
        first,
        id: f.id,
      });
    else ports.set(port, f.id);
    if (f.authentication !== undefined)
      lint.known("unknown-authentication", f.authentication, mechanisms, [...path, "authentication"]);
    f.protects.forEach((p, i) => {
      p.assets.forEach((a, j) => {
        lint.known("unknown-asset", a, assets, [...path, "protects", i, "assets", j]);
      });
    });
    if (f.access === "open" && f.protects.length > 0)
      lint.warn("open-with-protects", [...path, "access"], { id: f.id });
    if (f.access === "refuse" && f.protects.length === 0 && !SESSION_FIRST.has(f.protocol))
      lint.warn("needed-without-items", path, { id: f.id });
  });
}

function authentication(lint: Lint, d: Declaration): void {
  const ip = d.interfaces.filter((f) => f.kind === "ip").map((f) => f.id);
  d.authentication.forEach((a, at) => {
    const path: Path = ["authentication", at];
    if (a.login.length > 0 && a.account === undefined && (a.kind === "password" || a.kind === "pin"))
      lint.warn("no-account", path, { where: a.id });
    a.login.forEach((l, i) => {
      if (d.interfaces.some((f) => f.id === l.interface) && !ip.includes(l.interface))
        lint.error("not-an-ip-interface", [...path, "login", i, "interface"], {
          where: a.id,
          name: l.interface,
        });
    });
    const { mechanism, seconds, unlock } = a.bruteForce;
    if (mechanism === "lock" && seconds === undefined && unlock === undefined && a.login.length > 0)
      lint.warn("lock-without-unlock", [...path, "bruteForce"], { id: a.id });
  });
}

function flows(lint: Lint, d: Declaration): void {
  const faces = d.interfaces.map((f) => f.id);
  const assets = d.assets.map((a) => a.id);
  d.companions.forEach((c, at) => {
    c.interfaces.forEach((f, i) => {
      lint.known("unknown-interface", f, faces, ["companions", at, "interfaces", i]);
    });
  });
  d.flows.forEach((f, at) => {
    if (f.interface !== undefined)
      lint.known("unknown-interface", f.interface, faces, ["flows", at, "interface"]);
    f.assets.forEach((a, i) => {
      lint.known("unknown-asset", a, assets, ["flows", at, "assets", i]);
    });
    const face = d.interfaces.find((x) => x.id === f.interface);
    const tls = face?.kind === "ip" && face.tls === true;
    if (f.protection === "own" && !tls && CLEAR_PROTOCOLS.has(f.protocol.trim().toLowerCase()))
      lint.warn("clear-flow", ["flows", at, "protocol"], { id: f.id, protocol: f.protocol });
  });
  d.deletion.forEach((x, at) => {
    x.visibleAt.forEach((v, i) => {
      lint.known("unknown-asset", v.asset, assets, ["deletion", at, "visibleAt", i, "asset"]);
    });
  });
}

function claims(lint: Lint, d: Declaration, catalog: Pick<Catalog, "star1-criteria">): void {
  const criteria = catalog["star1-criteria"];
  d.notApplicable.forEach((claim, at) => {
    if (
      !lint.known(
        "unknown-criterion",
        claim.criterion,
        [...criteria.keys()],
        ["notApplicable", at, "criterion"],
      )
    )
      return;
    const reasons = (criteria.get(claim.criterion)?.notApplicable ?? []).map((r) => r.id);
    if (!reasons.includes(claim.reason))
      lint.error("unknown-reason", ["notApplicable", at, "reason"], {
        criterion: claim.criterion,
        name: claim.reason,
        has: reasons.join(", "),
        suggestion: nearest(claim.reason, reasons) ?? "",
      });
  });
}

export function lintDeclaration(
  d: Declaration,
  { catalog, today }: { catalog?: Pick<Catalog, "star1-criteria">; today?: string } = {},
): Problem[] {
  const lint = new Lint();
  duplicates(lint, d);
  interfaces(lint, d);
  authentication(lint, d);
  flows(lint, d);
  recipes(
    lint,
    d,
    [],
    d.interfaces.map((f) => f.id),
  );
  if (d.study && d.study.file === undefined && d.study.workspace === undefined)
    lint.error("study-nowhere", ["study"], {});
  const { firmware } = d.product;
  if (firmware.previous !== undefined && firmware.previous === firmware.version)
    lint.warn("same-previous-version", ["product", "firmware", "previous"], { version: firmware.version });
  const mark = d.technicalConformity;
  if (mark && !conformityNumberLooksRight(mark.number))
    lint.warn("mark-number-form", ["technicalConformity", "number"], { number: mark.number });
  if (mark && !mark.securityRule)
    lint.warn("mark-without-security-rule", ["technicalConformity", "securityRule"], {}, "info");
  if (today !== undefined && d.support?.until !== undefined && daysBetween(d.support.until, today) > 0)
    lint.warn("support-over", ["support", "until"], { date: d.support.until });
  if (catalog) claims(lint, d, catalog);
  return lint.problems;
}
