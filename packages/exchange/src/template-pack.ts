/**
 * A Microsoft threat template as a catalogue pack: its threat types become threat rules, their filters conditions on what
 * a study states. The component that a rule is asked of is the target of the template's interaction, its interface the
 * flow's end there. What a filter asks beyond that cannot be expressed; such a threat is left out and named, or, where
 * the filter still holds something of its own, taken with what was dropped named.
 */
import type { Catalog, Condition, Entry, TableName, Text } from "@seiza/catalog";
import { oneLine } from "./bag.ts";
import type { Filter, Who } from "./filter.ts";
import { MESSAGES } from "./messages.ts";
import type { TemplateThreat, ThreatTemplate } from "./tb7.ts";

export interface PackTable {
  table: TableName;
  entries: Record<string, unknown>[];
}
/** A threat of the template that is not in the pack, or not as it was. */
export interface PackNote {
  /** Id in the template. */
  id: string;
  title: string;
  kind: "left-out" | "widened";
  reason: Text;
}
export interface TemplatePack {
  tables: PackTable[];
  /** Threats taken over. */
  taken: number;
  notes: PackNote[];
}

type Truth =
  | { is: "condition"; when: Condition }
  | { is: "always" }
  | { is: "never"; reason: Text }
  | { is: "unsaid"; reason: Text };
const ALWAYS: Truth = { is: "always" };
const asked = (when: Condition): Truth => ({ is: "condition", when });

function words(code: string, values: Record<string, string>): Text {
  const text = MESSAGES[code] as Text;
  const fill = (s: string) => s.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  return { ja: fill(text.ja), en: fill(text.en) };
}

/** Top kinds that every template has; templates with kinds of their own say by their drawing what they are. */
const FIGURES = {
  process: ["GE.P", "Ellipse"],
  store: ["GE.DS", "ParallelLines"],
  external: ["GE.EI", "Rectangle"],
  flow: ["GE.DF", "Line"],
  boundary: ["GE.TB.L", "GE.TB.B", "GE.TB", "LineBoundary", "BorderBoundary"],
} as const;
type Figure = keyof typeof FIGURES;

/** Attributes of Microsoft's own templates that a study states of an interface: `No` has these values, else `Yes`. */
const ATTRIBUTES: Record<string, { fact: "authentication" | "encryption" | "integrity"; no: string[] }> = {
  authenticatesSource: { fact: "authentication", no: ["none"] },
  authenticatesDestination: {
    fact: "authentication",
    no: ["none", "default-password", "shared", "password", "unique-password", "mfa"],
  },
  implementsAuthenticationScheme: { fact: "authentication", no: ["none"] },
  providesConfidentiality: { fact: "encryption", no: ["none"] },
  providesIntegrity: { fact: "integrity", no: ["none", "crc"] },
};

class Translation {
  /** What was asked of and had to be dropped. */
  readonly dropped: Text[] = [];
  constructor(readonly template: ThreatTemplate) {}

  #nameOf(kind: string): string {
    return this.template.elements.get(kind)?.name || kind;
  }
  /** Top figure of a kind, where the kind is that figure itself and no special one. */
  #figure(kind: string): Figure | undefined {
    const element = this.template.elements.get(kind);
    for (const figure of Object.keys(FIGURES) as Figure[]) {
      const names: readonly string[] = FIGURES[figure];
      if (names.includes(kind)) return figure;
      if (element?.parent === "ROOT" && names.includes(element.representation)) return figure;
    }
    return undefined;
  }

  of(filter: Filter): Truth {
    switch (filter.op) {
      case "and":
        return this.#all(filter.parts.map((p) => this.of(p)));
      case "or":
        return this.#any(filter.parts.map((p) => this.of(p)));
      case "not":
        return this.#not(this.of(filter.part));
      case "kind":
        return this.#kind(filter.who, filter.kind);
      case "attribute":
        return this.#attribute(filter.who, filter.attribute, filter.value);
      case "crosses":
        // A study knows one kind of boundary: what is crossed is reached from outside of the zone.
        if (filter.kind === "ROOT" || this.#figure(filter.kind) === "boundary")
          return asked({ fact: "reach", atLeast: "network" });
        if (/internet|インターネット/i.test(this.#nameOf(filter.kind)))
          return asked({ fact: "reach", atLeast: "internet" });
        return { is: "unsaid", reason: words("pack-boundary", { kind: this.#nameOf(filter.kind) }) };
    }
  }

  #kind(who: Who, kind: string): Truth {
    if (kind === "ROOT") return ALWAYS;
    const figure = this.#figure(kind);
    if (who === "flow")
      return figure === "flow"
        ? ALWAYS
        : { is: "unsaid", reason: words("pack-flow-kind", { kind: this.#nameOf(kind) }) };
    if (who === "source") {
      if (figure === undefined)
        return { is: "unsaid", reason: words("pack-source-kind", { kind: this.#nameOf(kind) }) };
      this.dropped.push(words("pack-source-any", { kind: this.#nameOf(kind) }));
      return ALWAYS;
    }
    if (figure === "process") return asked({ fact: "class", notIn: ["service"] });
    if (figure === "external") return asked({ fact: "class", in: ["service"] });
    return { is: "unsaid", reason: words("pack-target-kind", { kind: this.#nameOf(kind) }) };
  }

  #attribute(who: Who, attribute: string, value: string): Truth {
    const known = ATTRIBUTES[attribute];
    const wanted = value.toLowerCase();
    if (known && who !== "source") {
      if (wanted === "no") return asked({ fact: known.fact, in: known.no });
      if (wanted === "yes") return asked({ fact: known.fact, notIn: [...known.no, "unknown"] });
      if (wanted === "not selected") return asked({ fact: known.fact, in: ["unknown"] });
    }
    if (attribute === "storesCredentials" && who === "target") {
      if (wanted === "yes") return asked({ fact: "storage", in: ["confidential"] });
      if (wanted === "no") return asked({ fact: "storage", in: ["none", "config"] });
      if (wanted === "not selected") return asked({ fact: "storage", in: ["unknown"] });
    }
    // As when the template is asked of a study: what nobody states counts as not selected.
    if (wanted === "not selected") return ALWAYS;
    return { is: "never", reason: words("pack-attribute", { attribute, value }) };
  }

  #all(parts: Truth[]): Truth {
    const no = parts.find((p) => p.is === "never") ?? parts.find((p) => p.is === "unsaid");
    if (no) return no;
    const all = parts.flatMap((p) => (p.is === "condition" ? [p.when] : []));
    return all.length === 0 ? ALWAYS : all.length === 1 ? asked(all[0] as Condition) : asked({ all });
  }
  #any(parts: Truth[]): Truth {
    if (parts.some((p) => p.is === "always")) return ALWAYS;
    const any = parts.flatMap((p) => (p.is === "condition" ? [p.when] : []));
    const lost = parts.filter((p) => p.is === "unsaid" || p.is === "never");
    if (any.length === 0) return lost.find((p) => p.is === "unsaid") ?? (lost[0] as Truth);
    for (const p of lost) if (p.is === "unsaid") this.dropped.push(p.reason);
    return any.length === 1 ? asked(any[0] as Condition) : asked({ any });
  }
  #not(part: Truth): Truth {
    if (part.is === "condition") return asked({ not: part.when });
    if (part.is === "never") return ALWAYS;
    if (part.is === "always") return { is: "never", reason: words("pack-never", {}) };
    return part;
  }

  /** Include and not Exclude. An exclusion that cannot be expressed widens the threat. */
  ofThreat({ include, exclude }: TemplateThreat): Truth {
    const yes = this.of(include);
    if (!exclude || yes.is === "never" || yes.is === "unsaid") return yes;
    const before = this.dropped.length;
    const no = this.of(exclude);
    if (no.is === "unsaid" || this.dropped.length > before) {
      const reason = no.is === "unsaid" ? no.reason : (this.dropped[before] as Text);
      this.dropped.length = before;
      this.dropped.push(words("pack-exclude", { reason: "" }), reason);
      return yes;
    }
    return this.#all([yes, this.#not(no)]);
  }
}

/** Letter of STRIDE of a category: by its id, else by its name in either language. */
function strideOf(threat: TemplateThreat, template: ThreatTemplate): string | undefined {
  const name = template.categories.get(threat.category) ?? "";
  if (/^[STRIDE]$/.test(threat.category)) return threat.category;
  const found = (
    [
      [/spoof|なりすまし/i, "S"],
      [/tamper|改ざん/i, "T"],
      [/repudiat|否認/i, "R"],
      [/disclos|privacy|漏えい|漏洩/i, "I"],
      [/denial|サービス拒否|妨害|停止/i, "D"],
      [/elevat|escalat|権限昇格/i, "E"],
    ] as const
  ).find(([words]) => words.test(`${threat.category} ${name}`));
  return found?.[1];
}

/** Rule of the built-in catalogue whose points, assets and candidate countermeasures a threat of a category takes over. */
const LIKE: Record<string, string> = { S: "TH01", T: "TH05", R: "TH19", I: "TH04", D: "TH08", E: "TH02" };

const isJapanese = (text: string) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text);
/** The template's own words; its placeholders become ours, or words where there is no such place. */
function said(text: string, inScenario: boolean): string {
  const ja = isJapanese(text);
  const names: Record<string, string> = {
    target: inScenario ? "{type}" : ja ? "対象" : "the target",
    flow: inScenario ? "{surface}" : ja ? "通信" : "the flow",
    source: ja ? "接続元" : "the source",
  };
  return oneLine(
    text
      .replace(/\{(source|target|flow)\.Name\}/gi, (_, who: string) => `⟦${who.toLowerCase()}⟧`)
      .replace(/[{}]/g, "")
      .replace(/⟦(\w+)⟧/g, (_, who: string) => names[who] ?? ""),
  );
}
const slug = (text: string, fallback: string) =>
  text
    .normalize("NFKC")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40) || fallback;

/**
 * @param catalog that the pack is to lie over: new threats join the countermeasures of the rule that they resemble
 * @param file name of the template's file, where the template has no name
 */
export function packOfTemplate(template: ThreatTemplate, catalog: Catalog, file: string): TemplatePack {
  const name = oneLine(template.name) || file;
  const doc = `tb7-${slug(template.name, slug(file, "template"))}`;
  const notes: PackNote[] = template.broken.map((b) => ({
    id: b.id,
    title: b.title,
    kind: "left-out",
    reason: words("pack-broken", { at: String(b.at + 1) }),
  }));
  const threats: Record<string, unknown>[] = [];
  const joined = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const threat of template.threats) {
    const title = said(threat.title, false) || threat.id;
    const leave = (reason: Text) => notes.push({ id: threat.id, title, kind: "left-out", reason });
    const stride = strideOf(threat, template);
    const base = stride === undefined ? undefined : catalog.threats.get(LIKE[stride] ?? "");
    if (!base) {
      leave(
        words("pack-category", { category: template.categories.get(threat.category) ?? threat.category }),
      );
      continue;
    }
    const translation = new Translation(template);
    const truth = translation.ofThreat(threat);
    if (truth.is === "never" || truth.is === "unsaid") {
      leave(truth.reason);
      continue;
    }
    for (const reason of translation.dropped) notes.push({ id: threat.id, title, kind: "widened", reason });
    let id = `${doc}-${slug(threat.id, "threat")}`;
    for (let n = 2; taken.has(id); n++) id = `${doc}-${slug(threat.id, "threat")}-${n}`;
    taken.add(id);
    joined.set(base.id, [...(joined.get(base.id) ?? []), id]);
    const description = said(threat.description, true);
    threats.push({
      id,
      name: { ja: title, en: title },
      text: { ja: said(threat.description, false) || title, en: said(threat.description, false) || title },
      basis: "public",
      source: [{ doc, note: `${threat.id}, ${template.categories.get(threat.category) ?? threat.category}` }],
      stride: [stride],
      surfaces: base.surfaces.filter((s) => ["AS1", "AS2", "AS3"].includes(s)),
      ...(truth.is === "condition" ? { when: truth.when } : {}),
      assets: base.assets,
      points: { skill: base.points.skill, equipment: base.points.equipment },
      needsKnowledge: base.needsKnowledge,
      // Nobody has compared it with ★1: nothing is claimed for it.
      star1: { start: "none", criteria: [], leavesOpen: words("pack-star1", {}) },
      scenario: { ja: description || title, en: description || title },
      verification: base.verification,
    });
  }
  const countermeasures: Record<string, unknown>[] = [];
  for (const cm of catalog.countermeasures.values()) {
    const more = (of: Entry<"countermeasures">["prevents"]) => of.flatMap((t) => joined.get(t) ?? []);
    const [prevents, detects] = [more(cm.prevents), more(cm.detects)];
    if (prevents.length + detects.length === 0) continue;
    countermeasures.push({
      id: cm.id,
      override: true,
      ...(prevents.length === 0 ? {} : { prevents: [...cm.prevents, ...prevents] }),
      ...(detects.length === 0 ? {} : { detects: [...cm.detects, ...detects] }),
    });
  }
  const shown = [name, template.version].filter((s) => s !== "").join(" ");
  return {
    tables: [
      {
        table: "documents",
        entries: [
          {
            id: doc,
            name: { ja: shown, en: shown },
            basis: "public",
            ...(template.author === ""
              ? {}
              : { publisher: { ja: oneLine(template.author), en: oneLine(template.author) } }),
          },
        ],
      },
      { table: "threats", entries: threats },
      { table: "countermeasures", entries: countermeasures },
    ],
    taken: threats.length,
    notes,
  };
}
