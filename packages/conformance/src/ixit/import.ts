/**
 * A vendor's IXIT tables for EN 303 645 / TS 103 701 as the beginning of a declaration (domain/conformance.md E.0). Where a
 * table is not among the files, what the test groups say of its entries is read instead. What others judged is never
 * taken over: verdicts are listed as not used, and where one stands beside a fact that ★1 looks at, that fact is shown.
 */
import type { z } from "zod";
import { Declaration } from "../declaration/schema.ts";
import { type IxitEntry, type IxitFile, type IxitRow, plain, readIxitFile } from "./markdown.ts";

type Draft = z.input<typeof Declaration>;
type Ip = Extract<NonNullable<Draft["interfaces"]>[number], { kind: "ip" }>;
type Auth = NonNullable<Draft["authentication"]>[number];
type Asset = NonNullable<Draft["assets"]>[number];
type Flow = NonNullable<Draft["flows"]>[number];

export interface IxitSource {
  file: string;
  line: number;
  entry: string;
  field: string;
}
export interface IxitUsed extends IxitSource {
  /** JSON pointer into the declaration. */
  to: string;
  /** The value was read out of prose and has to be looked at. */
  assumed: boolean;
}
export interface IxitUnused extends IxitSource {
  /** Key in `ixit/messages.ts`. */
  code: string;
  values: Record<string, string | number>;
}
export interface IxitImport {
  /** Valid except for what `missing` names. */
  declaration: Partial<Draft> & { seiza: "product/1" };
  used: IxitUsed[];
  unused: IxitUnused[];
  /** Facts that others passed over and ★1 looks at; also in `unused` or `used`. */
  watch: IxitUnused[];
  /** JSON pointers of what a declaration needs and the files do not say. */
  missing: string[];
}

const short = (text: string, most = 400): string => {
  const t = plain(text.replace(/^\s*[*-]\s+/gm, ""));
  return t.length <= most ? t : `${t.slice(0, most - 1)}…`;
};
const idOf = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+/, "")
    .slice(0, 64);
const nothing = (text: string): boolean =>
  /^\s*(N\/A|Not applicable|None)\b/i.test(plain(text)) || plain(text) === "";

/** Which list of ours a table feeds, or the reason why it has none. */
const WITHOUT_PLACE: Record<number, string> = {
  3: "for-a-person",
  4: "for-a-person",
  5: "for-a-person",
  6: "wants-sbom",
  9: "no-place",
  12: "no-place",
  14: "no-place",
  16: "no-place",
  17: "no-place",
  18: "no-place",
  19: "no-place",
  20: "no-place",
  22: "no-place",
  23: "needs-number",
  24: "no-place",
  26: "for-a-person",
  27: "no-place",
  29: "no-place",
  30: "no-place",
};

/** Everything the files say of one authentication mechanism or interface, whichever table it stands in. */
interface Thing {
  id: string;
  source: IxitSource;
  facts: { name: string; text: string; source: IxitSource }[];
}

export function importIxit(files: readonly { name: string; text: string }[]): IxitImport {
  return new Importer(files.map((f) => readIxitFile(f.name, f.text))).run();
}

class Importer {
  private readonly used: IxitUsed[] = [];
  private readonly unused: IxitUnused[] = [];
  private readonly watch: IxitUnused[] = [];
  private readonly mechanisms = new Map<string, Thing>();
  private readonly logical = new Map<string, Thing>();
  private readonly physical = new Map<string, Thing>();
  private readonly product: Partial<Draft["product"]> = {};
  private readonly d: Omit<Partial<Draft>, "product"> & { seiza: "product/1" } = { seiza: "product/1" };
  private readonly interfaces: NonNullable<Draft["interfaces"]> = [];
  private readonly authentication: Auth[] = [];
  private readonly assets: Asset[] = [];
  private readonly flows: Flow[] = [];
  private readonly deletion: NonNullable<Draft["deletion"]> = [];
  private readonly documents: NonNullable<Draft["documents"]> = [];
  private changeAt: { text: string; source: IxitSource } | undefined;

  constructor(private readonly files: readonly IxitFile[]) {}

  run(): IxitImport {
    for (const f of this.files) {
      if (f.kind === "other") this.leave({ file: f.file, line: 1, entry: "", field: "" }, "not-an-ixit");
      else if (f.kind === "tests") this.tests(f);
      else this.table(f);
    }
    for (const t of this.physical.values()) this.physicalInterface(t);
    for (const t of this.logical.values()) this.logicalInterface(t);
    for (const t of this.mechanisms.values()) this.mechanism(t);
    this.carry();
    const lists = {
      ...(this.interfaces.length > 0 ? { interfaces: this.interfaces } : {}),
      ...(this.authentication.length > 0 ? { authentication: this.authentication } : {}),
      ...(this.assets.length > 0 ? { assets: this.assets } : {}),
      ...(this.flows.length > 0 ? { flows: this.flows } : {}),
      ...(this.deletion.length > 0 ? { deletion: this.deletion } : {}),
      ...(this.documents.length > 0 ? { documents: this.documents } : {}),
    };
    const { seiza, ...rest } = this.d;
    const declaration = {
      seiza,
      ...(Object.keys(this.product).length > 0 ? { product: this.product as Draft["product"] } : {}),
      ...rest,
      ...lists,
    };
    const checked = Declaration.safeParse(declaration);
    const missing = checked.success
      ? []
      : checked.error.issues.map((i) => `/${i.path.map(String).join("/")}`);
    return { declaration, used: this.used, unused: this.unused, watch: this.watch, missing };
  }

  private take(source: IxitSource, to: string, assumed: boolean): void {
    this.used.push({ ...source, to, assumed });
  }
  private leave(source: IxitSource, code: string, values: Record<string, string | number> = {}): void {
    this.unused.push({ ...source, code, values });
  }
  private look(source: IxitSource, code: string, values: Record<string, string | number> = {}): void {
    this.watch.push({ ...source, code, values });
  }

  private thing(map: Map<string, Thing>, id: string, source: IxitSource): Thing {
    let t = map.get(id);
    if (!t) {
      t = { id, source, facts: [] };
      map.set(id, t);
    }
    return t;
  }
  private mapOf(id: string): Map<string, Thing> | undefined {
    if (/^AuthMech\b/i.test(id)) return this.mechanisms;
    if (/^LogIntf\b/i.test(id)) return this.logical;
    if (/^PhyIntf\b/i.test(id)) return this.physical;
    return undefined;
  }

  /** Rows of test groups: what they tell of an entry is kept, what they judge is not. */
  private tests(f: IxitFile): void {
    for (const row of f.rows) {
      const [first] = row.cells;
      const id = /^((?:AuthMech|LogIntf|PhyIntf)-[A-Za-z0-9_-]+)$/.exec(first?.[1] ?? "")?.[1];
      const source = { file: f.file, line: row.line, entry: id ?? first?.[1] ?? "", field: "" };
      const map = id === undefined ? undefined : this.mapOf(id);
      if (id !== undefined && map) {
        const t = this.thing(map, id, source);
        for (const [name, text] of row.cells.slice(1))
          if (!/verdict/i.test(name)) t.facts.push({ name, text, source: { ...source, field: name } });
      }
      this.portOf(row, source);
      const verdict = row.cells.find(([name]) => /verdict/i.test(name));
      if (verdict) this.leave({ ...source, field: verdict[0] }, "judged-by-others", { verdict: verdict[1] });
      else if (!map) this.leave(source, "no-place");
    }
  }

  /** A row that names a mechanism and a port: "Wireless AP (Hotspot) | HTTP (Port 80) | … | `AuthMech-…`". */
  private portOf(row: IxitRow, source: IxitSource): void {
    const port = row.cells.map(([, text]) => /\b([A-Z]{2,8})\s*\(Port (\d{1,5})\)/.exec(text)).find((m) => m);
    const id = row.cells.map(([, text]) => /\b(AuthMech-[A-Za-z0-9_-]+)/.exec(text)?.[1]).find((m) => m);
    if (!port || !id) return;
    const t = this.thing(this.mechanisms, id, source);
    t.facts.push({
      name: "port",
      text: `${port[1]} ${port[2]} ${row.cells[0]?.[1] ?? ""}`,
      source: { ...source, field: row.cells[0]?.[0] ?? "" },
    });
  }

  private table(f: IxitFile): void {
    const entries = [...f.entries, ...f.rows.flatMap((r) => entryOfRow(r))];
    for (const e of entries) {
      const source: IxitSource = { file: f.file, line: e.line, entry: e.id, field: "" };
      const map = f.number === 1 || f.number === 15 || f.number === 28 ? this.mapOf(e.id) : undefined;
      if (map) {
        const t = this.thing(map, e.id, source);
        for (const field of e.fields)
          t.facts.push({
            name: field.name,
            text: field.text,
            source: { ...source, line: field.line, field: field.name },
          });
      } else if (f.number === 2) this.userInformation(f, e);
      else if (f.number === 7) this.update(f, e);
      else if (f.number === 8) this.updateProcedure(f, e);
      else if (f.number === 10) this.secret(f, e);
      else if (f.number === 11) this.protections.push({ f, e });
      else if (f.number === 13) {
        const t = this.thing(this.logical, e.id, source);
        for (const field of e.fields)
          t.facts.push({
            name: field.name,
            text: field.text,
            source: { ...source, line: field.line, field: field.name },
          });
      } else if (f.number === 21) this.personalData(f, e);
      else if (f.number === 25) this.deletionFunction(f, e);
      else this.fieldsLeft(f, e, WITHOUT_PLACE[f.number] ?? "no-place");
    }
  }
  private readonly protections: { f: IxitFile; e: IxitEntry }[] = [];

  private fieldsLeft(f: IxitFile, e: IxitEntry, code: string, but: readonly string[] = []): void {
    const left = e.fields.filter((x) => !but.includes(x.name));
    if (e.fields.length === 0) this.leave({ file: f.file, line: e.line, entry: e.id, field: "" }, code);
    for (const x of left) this.leave({ file: f.file, line: x.line, entry: e.id, field: x.name }, code);
  }

  private userInformation(f: IxitFile, e: IxitEntry): void {
    for (const field of e.fields) {
      const source: IxitSource = { file: f.file, line: field.line, entry: e.id, field: field.name };
      const name = field.name.toLowerCase();
      const urls = [...new Set(field.text.match(/(?<!`)https?:\/\/[^\s)>\]`*]+/g) ?? [])].map((u) =>
        u.replace(/[.,;]+$/, ""),
      );
      if (nothing(field.text)) this.leave(source, "said-not-applicable");
      else if (name.includes("model designation")) {
        const model = /Model Designation String:?\W*(.+)$/im.exec(plainLines(field.text))?.[1]?.trim();
        if (model === undefined) {
          this.leave(source, "no-place");
          continue;
        }
        this.product.model = model;
        this.product.name = { en: model };
        this.take(source, "/product/model", false);
        this.take(source, "/product/name", true);
        if (/label|sticker|printed/i.test(field.text)) {
          this.d.modelNumber = { shown: "label", where: { en: short(field.text) } };
          this.take(source, "/modelNumber", true);
        }
      } else if (name === "support period") {
        const until = /\b(20\d\d-\d\d-\d\d)\b/.exec(field.text)?.[1];
        if (/\*\*\?|\?\s*years|gap|to be (resolved|defined)/i.test(field.text))
          this.leave(source, "left-open");
        else {
          this.d.support = { ...(until ? { until } : {}), policy: { en: short(field.text) } };
          this.take(source, "/support", until === undefined);
        }
      } else if (name.includes("vulnerability disclosure") && urls[0]) {
        this.d.disclosure = { policy: urls[0] };
        this.take(source, "/disclosure/policy", false);
      } else if (urls.length > 0) {
        const covers: NonNullable<Draft["documents"]>[number]["covers"] = name.includes("secure setup")
          ? ["safe-use"]
          : name.includes("maintenance")
            ? ["updates"]
            : name.includes("deletion")
              ? ["disposal"]
              : name.includes("support period")
                ? ["support-end"]
                : [];
        for (const [n, at] of urls.entries()) {
          const id = idOf(
            `${field.name.replace(/^(Documentation|Publication) of /i, "")}${n === 0 ? "" : `-${n + 1}`}`,
          );
          this.documents.push({ id, name: { en: field.name }, at, language: "en", covers });
          this.take(source, `/documents/${this.documents.length - 1}`, true);
        }
        if (name.includes("change mechanism")) this.changeAt = { text: urls[0] ?? "", source };
      } else this.leave(source, "no-place");
    }
  }

  private update(f: IxitFile, e: IxitEntry): void {
    const all = `${e.title}\n${e.fields.map((x) => x.text).join("\n")}`;
    const update: NonNullable<Draft["update"]> = this.d.update ?? { possible: true, overNetwork: false };
    this.d.update = update;
    const ways = new Set(update.ways ?? []);
    const network = !/non-network|physical, non/i.test(all) && /network|server|https?:/i.test(all);
    if (network) update.overNetwork = true;
    if (/automatic/i.test(e.title)) update.automatic = true;
    if (/usb|serial/i.test(`${e.id} ${e.title}`)) ways.add("usb");
    else if (network) ways.add("server");
    if (ways.size > 0) update.ways = [...ways];
    if (/signature|signed|RSA|ECDSA|Ed25519/i.test(all)) update.integrity = "signature";
    else if (/checksum|hash/i.test(all)) update.integrity ??= "checksum";
    for (const field of e.fields) {
      const source = { file: f.file, line: field.line, entry: e.id, field: field.name };
      if (
        /^description|security guarantees|cryptographic|initiation/i.test(field.name) &&
        !nothing(field.text)
      )
        this.take(source, "/update", true);
      else if (/update checking/i.test(field.name) && network) this.take(source, "/update/automatic", true);
      else this.leave(source, nothing(field.text) ? "said-not-applicable" : "no-place");
      if (/older\s+signed|downgrade prevention[\s\S]{0,80}not/i.test(field.text))
        this.look(source, "watch-downgrade");
    }
  }

  private updateProcedure(f: IxitFile, e: IxitEntry): void {
    const source = { file: f.file, line: e.line, entry: e.id, field: "" };
    if (this.d.updatePolicy) this.leave(source, "one-only");
    else {
      this.d.updatePolicy = { document: f.file };
      this.take(source, "/updatePolicy/document", true);
    }
    this.fieldsLeft(f, e, "for-a-person");
  }

  private secret(f: IxitFile, e: IxitEntry): void {
    const of = (name: string) => e.fields.find((x) => x.name.toLowerCase().startsWith(name));
    const scheme = of("protection");
    const source = { file: f.file, line: e.line, entry: e.id, field: "" };
    const type = of("type")?.text ?? "";
    // One entry may hold both: a password and the certificate beside it.
    if (/public/i.test(type) && !/critical|secret|private/i.test(type)) {
      this.leave(source, "public-parameter");
      this.fieldsLeft(f, e, "public-parameter");
      return;
    }
    const text = scheme?.text ?? "";
    const where = /removable|SD card/i.test(text) ? "removable" : "internal";
    const protection = protectionsIn(text);
    this.assets.push({
      id: idOf(e.id),
      name: { en: e.id },
      kind: "credential",
      ...(protection.length > 0 ? { stored: [{ where, protection, note: { en: short(text) } }] } : {}),
    });
    const to = `/assets/${this.assets.length - 1}`;
    this.take(source, to, false);
    const kept: string[] = [];
    if (scheme && protection.length > 0) {
      kept.push(scheme.name);
      this.take({ ...source, line: scheme.line, field: scheme.name }, `${to}/stored/0`, true);
      if (/\bMD5\b|\bSHA-?1\b/i.test(text))
        this.look({ ...source, line: scheme.line, field: scheme.name }, "watch-weak-hash");
      if (/clear\s?text|plain\s?text|unencrypted/i.test(text))
        this.look({ ...source, line: scheme.line, field: scheme.name }, "watch-stored-in-clear");
    }
    const sent = of("secure communication");
    if (sent && !nothing(sent.text)) {
      kept.push(sent.name);
      this.sentBy.push({
        asset: idOf(e.id),
        mechanisms: [...new Set(sent.text.match(/SecComMech-[A-Za-z0-9_-]+/g) ?? [])],
        source: { ...source, line: sent.line, field: sent.name },
      });
    }
    this.fieldsLeft(f, e, "no-place", [...kept, of("type")?.name ?? ""]);
  }
  private readonly sentBy: { asset: string; mechanisms: string[]; source: IxitSource }[] = [];

  private personalData(f: IxitFile, e: IxitEntry): void {
    const source = { file: f.file, line: e.line, entry: e.id, field: "" };
    this.assets.push({ id: idOf(e.id), name: { en: e.id }, kind: "acquired" });
    this.take(source, `/assets/${this.assets.length - 1}`, true);
    const sent = e.fields.find((x) => /secure communication/i.test(x.name));
    if (sent && !nothing(sent.text))
      this.sentBy.push({
        asset: idOf(e.id),
        mechanisms: [...new Set(sent.text.match(/SecComMech-[A-Za-z0-9_-]+/g) ?? [])],
        source: { ...source, line: sent.line, field: sent.name },
      });
    this.fieldsLeft(f, e, "no-place", [sent && !nothing(sent.text) ? sent.name : ""]);
  }

  private deletionFunction(f: IxitFile, e: IxitEntry): void {
    const source = { file: f.file, line: e.line, entry: e.id, field: "" };
    const text = e.fields.map((x) => x.text).join("\n");
    const clears: ("acquired" | "setting" | "credential")[] = [];
    if (/personal|telemetry|history|sensor|profile|log/i.test(text)) clears.push("acquired");
    if (/configuration|settings|parameters/i.test(text)) clears.push("setting");
    if (/credential|password|key|token/i.test(text)) clears.push("credential");
    this.deletion.push({ id: idOf(e.id), name: { en: e.title || e.id }, clears });
    const to = `/deletion/${this.deletion.length - 1}`;
    this.take(source, to, false);
    for (const field of e.fields) {
      const at = { ...source, line: field.line, field: field.name };
      if (/^description|target type/i.test(field.name)) this.take(at, `${to}/clears`, true);
      else this.leave(at, "for-a-person");
    }
  }

  private physicalInterface(t: Thing): void {
    const status = factOf(t, /status/);
    const off = /disabled/i.test(status);
    const purpose = short(
      factOf(t, /justification|description|purpose/).replace(
        /^.*?(Valid Justification|Minimized Attack Surface)\.\s*/,
        "",
      ),
    );
    const all = t.facts.map((x) => x.text).join(" ");
    const common = {
      id: idOf(t.id),
      name: { en: t.id },
      ...(purpose ? { purpose: { en: purpose } } : {}),
      needed: !off,
    };
    if (/swd|jtag|debug/i.test(t.id) || /debug pins|SWD/.test(all))
      this.interfaces.push({ ...common, kind: "debug", needed: false, enabled: !off });
    else if (off) {
      this.leave(t.source, "disabled-interface");
      return;
    } else if (/ble|bluetooth/i.test(t.id)) this.interfaces.push({ ...common, kind: "bluetooth" });
    else if (/usb/i.test(t.id)) {
      const functions: ("power-only" | "serial" | "storage" | "network" | "update")[] = [];
      if (/storage/i.test(all)) functions.push("storage");
      if (/serial|console|log/i.test(all)) functions.push("serial");
      if (/reflash|update/i.test(all)) functions.push("update");
      if (functions.length === 0 && /power/i.test(all)) functions.push("power-only");
      this.interfaces.push({ ...common, kind: "usb", functions });
    } else this.interfaces.push({ ...common, kind: "other" });
    this.takeAll(t, `/interfaces/${this.interfaces.length - 1}`);
  }

  private takeAll(t: Thing, to: string): void {
    const lines = new Set<string>();
    for (const { source } of t.facts) {
      const key = `${source.file}:${source.line}:${source.field}`;
      if (!lines.has(key)) this.take(source, to, true);
      lines.add(key);
    }
  }

  private logicalInterface(t: Thing): void {
    const vector = factOf(t, /vector|port|interface|description/);
    const status = factOf(t, /status|state/);
    const words = factOf(t, /justification|purpose|description/);
    const purpose = short(words.replace(/^.*?(Valid Justification|Minimized Attack Surface)\.\s*/, ""));
    if (/^disabled/i.test(status)) {
      this.leave(t.source, "disabled-interface");
      return;
    }
    const protocol = protocolIn(`${t.id} ${vector}`);
    const outbound = /\bWAN\b|outbound/i.test(vector) || /-client\b/i.test(t.id);
    if (outbound) {
      const tls = /HTTPS|MQTTS|TLS|WSS/i.test(t.id) || /\b(via|over)\b[^.]*\bTLS\b/i.test(words);
      this.flows.push({
        id: idOf(t.id),
        from: "product",
        to: /\bWAN\b/i.test(vector) ? "internet" : "local-network",
        protocol: protocol === "other" ? vector.slice(0, 60) : protocol,
        assets: [],
        protection: tls ? "own" : "none",
        ...(purpose ? { note: { en: purpose } } : {}),
      });
      this.takeAll(t, `/flows/${this.flows.length - 1}`);
      return;
    }
    const ports = [...vector.matchAll(/\bPorts?\s+([\d,\s]+)/gi)].flatMap((m) =>
      (m[1] ?? "").split(",").map((p) => Number(p.trim())),
    );
    const numbers = ports.filter((p) => Number.isInteger(p) && p > 0 && p < 65536);
    if (numbers.length === 0) {
      this.leave(t.source, "needs-port");
      return;
    }
    const transport = /\bUDP\b/i.test(vector) ? "udp" : "tcp";
    const setup = /transient|on-demand|hotspot|setup/i.test(`${status} ${t.id}`);
    for (const [n, port] of numbers.entries()) {
      // A DHCP server answers on 67; 68 is where its clients listen.
      if (protocol === "dhcp" && port === 68) {
        this.leave(t.source, "client-port", { port });
        continue;
      }
      this.interfaces.push({
        id: idOf(n === 0 ? t.id : `${t.id}-${port}`),
        name: { en: t.id },
        ...(purpose ? { purpose: { en: purpose } } : {}),
        needed: true,
        ...(setup ? { states: ["setup" as const] } : {}),
        kind: "ip",
        transport,
        port,
        protocol,
        access: protocol === "dhcp" || protocol === "dns" ? "open" : "refuse",
      });
      this.takeAll(t, `/interfaces/${this.interfaces.length - 1}`);
    }
  }

  private mechanism(t: Thing): void {
    const category = factOf(t, /authenticator category|authentication factor|type/);
    const prevention = factOf(t, /prevention|brute/);
    const unique = factOf(t, /unique per device|pre-installed unique/);
    const userDefined = /^yes/i.test(factOf(t, /user-defined/));
    const described = factOf(t, /description/);
    const all = t.facts.map((x) => x.text).join(" ");
    const port = t.facts.find((x) => x.name === "port");
    const place = port && /^(\S+) (\d+) ?(.*)$/.exec(port.text);
    const open = /open interface|unauthenticated/i.test(category) || /-unauthenticated/i.test(t.id);
    const at = place
      ? this.interfaceAt(t, place[1] ?? "", Number(place[2]), place[3] ?? "", open)
      : undefined;
    if (port && at !== undefined) this.take(port.source, `/interfaces/${at}`, true);
    if (/^none/i.test(category)) {
      if (open) this.look(t.source, "watch-open-access", { id: t.id });
      this.leave(t.source, open ? "open-access" : "disabled-interface", { id: t.id });
      return;
    }
    const kind = /token|bearer/i.test(`${category} ${described} ${t.id}`)
      ? "token"
      : /certificate/i.test(category)
        ? "certificate"
        : /\bpin\b/i.test(category)
          ? "pin"
          : "password";
    const uniqueDefault = /^yes/i.test(unique);
    const mechanism = /^none/i.test(prevention)
      ? ("none" as const)
      : /lock/i.test(prevention)
        ? ("lock" as const)
        : /delay/i.test(prevention)
          ? ("delay" as const)
          : /rate/i.test(prevention)
            ? ("rate-limit" as const)
            : /entropy|token|\d{3}-bit/i.test(prevention)
              ? ("long-random" as const)
              : undefined;
    if (mechanism === undefined)
      this.leave({ ...t.source, field: "Brute force prevention" }, "needs-mechanism", { id: t.id });
    const seconds = Number(/(\d+(?:\.\d+)?)[\s-]second/i.exec(all)?.[1] ?? Number.NaN);
    const length = Number(/\b(\d{1,3})-char/i.exec(all)?.[1] ?? Number.NaN);
    const where = this.changeAt?.text;
    this.authentication.push({
      id: idOf(t.id),
      name: { en: described ? short(described, 120) : t.id },
      kind,
      of: "user",
      overNetwork: true,
      ...(userDefined || uniqueDefault
        ? {
            values: {
              chosenBy: uniqueDefault && !userDefined ? ("factory" as const) : ("user" as const),
              ...(uniqueDefault && Number.isFinite(length) ? { minLength: length } : {}),
              ...(uniqueDefault && /hex/i.test(all) ? { alphabet: "hex" as const } : {}),
            },
          }
        : {}),
      default: { rule: uniqueDefault ? "unique" : "none" },
      change: {
        possible: userDefined || where !== undefined,
        ...(where === undefined ? {} : { where: { en: where } }),
      },
      bruteForce: {
        mechanism: mechanism ?? "none",
        ...(mechanism === "delay" && Number.isFinite(seconds) ? { seconds } : {}),
      },
    });
    const to = `/authentication/${this.authentication.length - 1}`;
    this.takeAll(t, to);
    if (this.changeAt) this.take(this.changeAt.source, `${to}/change`, true);
    const said = t.facts.find((x) => /prevention|brute/i.test(x.name));
    if (mechanism === "none" && said)
      this.look(said.source, "watch-no-mechanism", { id: t.id, said: short(said.text, 120) });
    // The name of a delay is not a limit: connections in parallel may pass it (domain/conformance.md 0.5).
    if (mechanism === "delay" && said) this.look(said.source, "watch-delay-only", { id: t.id });
  }

  /** The listening port that a mechanism guards, made where no table has it. @returns its index */
  private interfaceAt(t: Thing, name: string, port: number, where: string, open: boolean): number {
    const hotspot = /hotspot|wireless ap|access point|provisioning/i.test(`${where} ${t.id}`);
    const known = this.interfaces.findIndex(
      (i) =>
        i.kind === "ip" &&
        i.port === port &&
        i.transport === "tcp" &&
        (i.states?.[0] === "setup") === hotspot,
    );
    if (known >= 0) {
      const i = this.interfaces[known] as Ip;
      if (open && hotspot) i.access = "open";
      else if (!open) i.authentication ??= idOf(t.id);
      return known;
    }
    this.interfaces.push({
      id: idOf(t.id.replace(/^AuthMech-/, "Interface-")),
      name: { en: where || t.id },
      needed: true,
      ...(hotspot ? { states: ["setup" as const] } : {}),
      kind: "ip",
      transport: "tcp",
      port,
      protocol: protocolIn(name),
      access: open ? "open" : "refuse",
      ...(open ? {} : { authentication: idOf(t.id) }),
    });
    return this.interfaces.length - 1;
  }

  /** Assets on flows: a parameter names its mechanism of protection, and the mechanism its interfaces. */
  private carry(): void {
    for (const { f, e } of this.protections) {
      const source = { file: f.file, line: e.line, entry: e.id, field: "" };
      const over = e.fields.find((x) => /^interface/i.test(x.name));
      const interfaces = new Set((over?.text.match(/LogIntf-[A-Za-z0-9_-]+/g) ?? []).map(idOf));
      const flows = this.flows.filter((x) => interfaces.has(x.id));
      let used = false;
      for (const flow of flows) {
        for (const s of this.sentBy)
          if (s.mechanisms.includes(e.id) && !flow.assets.includes(s.asset)) {
            flow.assets.push(s.asset);
            this.take(s.source, `/flows/${this.flows.indexOf(flow)}/assets`, true);
            used = true;
          }
        if (/\bTLS\b|HTTPS|encrypt/i.test(`${e.id} ${e.fields.map((x) => x.text).join(" ")}`)) {
          flow.protection = "own";
          used = true;
        }
      }
      if (over && used) this.take({ ...source, line: over.line, field: over.name }, "/flows", true);
      this.fieldsLeft(f, e, flows.length === 0 ? "no-flow" : "no-place", over && used ? [over.name] : []);
    }
    const carried = new Set(this.used.map((u) => `${u.file}:${u.line}`));
    for (const s of this.sentBy)
      if (!carried.has(`${s.source.file}:${s.source.line}`)) this.leave(s.source, "no-flow");
  }
}

/** A table of the pro forma written as a Markdown table: one entry a row. */
function entryOfRow(row: IxitRow): IxitEntry[] {
  const [first, ...rest] = row.cells;
  if (!first || !/^(id|identifier|ixit entry id)\b/i.test(first[0])) return [];
  return [
    {
      id: first[1],
      title: "",
      line: row.line,
      fields: rest.map(([name, text]) => ({ name, text, line: row.line })),
    },
  ];
}

const factOf = (t: Thing, name: RegExp): string =>
  t.facts.find((f) => new RegExp(name, "i").test(f.name) && plain(f.text) !== "")?.text ?? "";

const plainLines = (text: string): string => text.replace(/\*\*|`/g, "").replace(/^\s*[*-]\s+/gm, "");

function protectionsIn(text: string): ("access-right" | "encryption" | "hash" | "secure-element" | "none")[] {
  const out: ("access-right" | "encryption" | "hash" | "secure-element" | "none")[] = [];
  if (nothing(text)) return out;
  if (/\bhash(ed|ing)?\b/i.test(text)) out.push("hash");
  if (/(?<!un)(?<!not )\bencrypted (at rest|storage|partition)/i.test(text)) out.push("encryption");
  if (/secure element|TPM\b|hardware security module/i.test(text)) out.push("secure-element");
  if (/access|restrict|filter|withheld|mask|scrub|gating/i.test(text)) out.push("access-right");
  return out.length > 0 ? out : ["none"];
}

const PROTOCOLS: [RegExp, Ip["protocol"]][] = [
  [/https/i, "https"],
  [/http|web/i, "http"],
  [/mqtts/i, "mqtts"],
  [/mqtt/i, "mqtt"],
  [/ssh/i, "ssh"],
  [/telnet/i, "telnet"],
  [/ftp/i, "ftp"],
  [/rtsp/i, "rtsp"],
  [/onvif/i, "onvif"],
  [/snmp/i, "snmp"],
  [/coap/i, "coap"],
  [/ssdp/i, "ssdp"],
  [/upnp/i, "upnp"],
  [/mdns/i, "mdns"],
  [/modbus/i, "modbus"],
  [/bacnet/i, "bacnet"],
  [/echonet/i, "echonet-lite"],
  [/dhcp/i, "dhcp"],
  [/dns/i, "dns"],
  [/ntp/i, "ntp"],
];
const protocolIn = (text: string): Ip["protocol"] => PROTOCOLS.find(([p]) => p.test(text))?.[1] ?? "other";
