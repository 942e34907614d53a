/** A dossier by id: rows, names, reasons. Each table is built when it is first asked for. */
import type { Text } from "@seiza/catalog";
import type { Because, Dossier, Term } from "@seiza/dossier";
import { LOSS, Trace } from "@seiza/dossier";

export interface WhyItem {
  id: string;
  name: Text;
  because?: Because;
}
type Step1Configuration = Dossier["step1"]["configurations"][number];
type Row<K extends keyof Step1Configuration> = Step1Configuration[K] extends (infer R)[] ? R : never;

const byId = <T extends { id: string }>(rows: Iterable<T>): ReadonlyMap<string, T> =>
  new Map([...rows].map((row) => [row.id, row]));

export class DossierIndex {
  constructor(readonly dossier: Dossier) {}
  readonly #tables = new Map<string, ReadonlyMap<string, unknown>>();
  #trace: Trace | undefined;

  #table<T extends { id: string }>(name: string, rows: () => Iterable<T>): ReadonlyMap<string, T> {
    let table = this.#tables.get(name) as ReadonlyMap<string, T> | undefined;
    if (!table) {
      table = byId(rows());
      this.#tables.set(name, table);
    }
    return table;
  }
  #inConfigurations<K extends keyof Step1Configuration>(key: K): ReadonlyMap<string, Row<K>> {
    return this.#table(`cf/${key}`, () =>
      this.dossier.step1.configurations.flatMap((c) => c[key] as unknown as (Row<K> & { id: string })[]),
    ) as ReadonlyMap<string, Row<K>>;
  }

  get trace(): Trace {
    this.#trace ??= new Trace(this.dossier);
    return this.#trace;
  }
  get components() {
    return this.#inConfigurations("components");
  }
  get interfaces() {
    return this.#inConfigurations("interfaces");
  }
  get flows() {
    return this.#inConfigurations("flows");
  }
  get zones() {
    return this.#inConfigurations("zones");
  }
  get types() {
    return this.#table("types", () => this.dossier.step1.productTypes);
  }
  get assets() {
    return this.#table("assets", () => this.dossier.step2.assets);
  }
  get groups() {
    return this.#table("groups", () => this.dossier.step2.threatGroups);
  }
  get goals() {
    return this.#table("goals", () => this.dossier.step2.routes.goals);
  }
  get routes() {
    return this.#table("routes", () => this.dossier.step2.routes.routes);
  }
  get priorities() {
    return this.#table("priorities", () => this.dossier.step2.priorities);
  }
  get choices() {
    return this.#table("choices", () => this.dossier.step4.choices);
  }
  get requirements() {
    return this.#table("requirements", () => this.dossier.step4.requirements);
  }
  get siteConditions() {
    return this.#table("site", () => this.dossier.step4.siteConditions);
  }
  get decisions() {
    return this.#table("decisions", () => this.dossier.decisions);
  }

  /** Word of the catalogue that the dossier cites. */
  term(table: string, id: string | undefined): Term | undefined {
    return id === undefined ? undefined : this.dossier.terms[table]?.[id];
  }
  /** Name of a word of the catalogue; the id itself where it is not cited. */
  word(table: string, id: string): Text {
    return this.term(table, id)?.name ?? { ja: id, en: id };
  }

  /** What an item is called, never empty while the dossier has the item or its parts. */
  name(id: string): Text {
    const plain = this.#plainName(id);
    if (plain && plain.ja !== "") return plain;
    const item = this.trace.get(id);
    if (item && item.name.ja !== "") return item.name;
    const [prefix, rest = ""] = split(id);
    if (prefix === "fl") return this.#flowName(id);
    if (prefix === "ag") {
      const [configuration = "", component = "", kind = ""] = rest.split("/");
      return join(
        this.components.get(`co:${configuration}/${component}`)?.name,
        LOSS[kind as keyof typeof LOSS],
      );
    }
    if (prefix === "cv") {
      const [type = "", control = ""] = rest.replace(/^rq:/, "").split("/");
      return join(this.types.get(`pt:${type}`)?.name, this.term("countermeasures", control)?.name);
    }
    if (prefix === "lp")
      return rest === "types"
        ? { ja: "ラベル計画(製品類型)", en: "Label plan (product types)" }
        : { ja: "ラベル計画(適合基準)", en: "Label plan (criteria)" };
    if (prefix === "th") {
      const [configuration = "", component = "", , , threat = ""] = rest.split("/");
      return join(
        this.components.get(`co:${configuration}/${component}`)?.name,
        this.term("threats", threat)?.name,
      );
    }
    const term = this.#termOfId(id);
    if (term) return term.name;
    return item?.name.ja === "" || !item ? { ja: id, en: id } : item.name;
  }
  /** Names that need no trace of the whole dossier, which takes long to make; the same as there. */
  #plainName(id: string): Text | undefined {
    switch (split(id)[0]) {
      case "co":
        return this.components.get(id)?.name;
      case "zn":
        return this.zones.get(id)?.name;
      case "pt":
        return this.types.get(id)?.name;
      case "if": {
        const face = this.interfaces.get(id);
        if (!face || face.name) return face?.name;
        const plain = face.protocol ?? face.medium;
        return { ja: plain, en: plain };
      }
      case "at": {
        const asset = this.assets.get(id);
        return asset && join(this.types.get(asset.type)?.name, this.term("asset-kinds", asset.kind)?.name);
      }
      case "tg": {
        const group = this.groups.get(id);
        return (
          group &&
          join(this.term("threats", group.threat)?.name, this.term("attack-surfaces", group.surface)?.name)
        );
      }
      case "pr": {
        const row = this.priorities.get(id);
        return row && join(this.types.get(row.type)?.name, { ja: row.class, en: row.class });
      }
      case "rq":
        return this.requirements.get(id)?.statement;
      case "sc":
        return this.siteConditions.get(id)?.statement;
      default:
        return undefined;
    }
  }
  /** Ids of the catalogue's tables stand in reasons without a prefix (S1.1-04, CM12, S1R-07 …). */
  #termOfId(id: string): Term | undefined {
    for (const table of Object.values(this.dossier.terms)) {
      const term = table[id];
      if (term) return term;
    }
    return undefined;
  }
  #flowName(id: string): Text {
    const flow = this.flows.get(id);
    if (!flow) return { ja: id, en: id };
    if (flow.name) return flow.name;
    const end = (face: string) =>
      this.components.get(this.interfaces.get(face)?.component ?? "")?.name ?? { ja: face, en: face };
    return join(end(flow.from), end(flow.to), " → ");
  }

  /** Why an item is here. */
  why(id: string): WhyItem | undefined {
    const item = this.trace.get(id);
    return item && { ...item, name: this.name(id) };
  }
  /** Ids of what was made from an item. */
  usedBy(id: string): string[] {
    return this.trace.usedBy(id);
  }
}

function split(id: string): [string, string] {
  const at = id.indexOf(":");
  return at < 0 ? ["", id] : [id.slice(0, at), id.slice(at + 1)];
}
const join = (a: Text | undefined, b: Text | undefined, glue = " — "): Text =>
  a && b ? { ja: a.ja + glue + b.ja, en: a.en + glue + b.en } : (a ?? b ?? { ja: "", en: "" });

/** Step of the way (1–6) on whose page an item is shown, by its id. */
export function stepOf(id: string): 1 | 2 | 3 | 4 | 5 | 6 | undefined {
  const prefix = split(id)[0];
  if (["cf", "zn", "sg", "co", "if", "fl", "pe", "pt"].includes(prefix)) return 1;
  if (["ts", "as", "at", "pr", "ag", "ar", "cp"].includes(prefix)) return 2;
  if (["sf", "tg", "th"].includes(prefix)) return 3;
  if (["ch", "rq", "sc"].includes(prefix)) return 4;
  if (["lp", "lw", "cv", "pa"].includes(prefix)) return 5;
  if (["nd", "cr"].includes(prefix)) return 6;
  return undefined;
}
