/**
 * The threats that a Microsoft threat template generates on a study: each rule asked once about each flow, and about
 * each interface that a person uses. What the template asks and a study does not know counts as not selected.
 */
import {
  flowName,
  INTERFACE_FACT_AT,
  INTERFACE_FACT_COUNT,
  type InterfaceFact,
  type StudyIndex,
} from "@seiza/model";
import { isObject, type JsonObject, stringsOf, textOf } from "./bag.ts";
import { holds, type Interaction, type Who } from "./filter.ts";
import { bagOf, inLanguage } from "./own.ts";
import type { TemplateElement, ThreatTemplate } from "./tb7.ts";

export interface TemplateFinding {
  /** Id of the template's threat type. */
  rule: string;
  title: string;
  category: string;
  description: string;
  priority: string;
  /** fl:… or pe:… of the study, as the dossier names it. */
  flow: string;
  source: string;
  target: string;
}

/** An end of an interaction, or the flow itself, in the template's terms. */
interface Party {
  name: string;
  kind: string;
  attributes: Record<string, string>;
}

type Figure = "process" | "store" | "external" | "flow" | "boundary";
/** Kinds that every template of the tool has, and how templates with kinds of their own draw them. */
const TOP: Record<Figure, { ids: string[]; drawn: string[] }> = {
  process: { ids: ["GE.P"], drawn: ["Ellipse"] },
  store: { ids: ["GE.DS"], drawn: ["ParallelLines"] },
  external: { ids: ["GE.EI"], drawn: ["Rectangle"] },
  flow: { ids: ["GE.DF"], drawn: ["Line"] },
  // A study knows one kind of boundary; a template asks for lines and for boxes.
  boundary: { ids: ["GE.TB.L", "GE.TB.B"], drawn: ["LineBoundary", "BorderBoundary"] },
};

const plain = (text: string): string =>
  ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, " ")
    .trim()} `;

class Kinds {
  readonly #top = new Map<Figure, string[]>();
  readonly #byFigure = new Map<Figure, { id: string; words: string }[]>();
  readonly #named = new Map<string, string | undefined>();

  constructor(readonly elements: ReadonlyMap<string, TemplateElement>) {
    for (const figure of Object.keys(TOP) as Figure[]) {
      const { ids, drawn } = TOP[figure];
      const known = ids.filter((id) => elements.has(id));
      const own = [...elements.values()].filter(
        (e) => e.parent === "ROOT" && drawn.includes(e.representation),
      );
      this.#top.set(figure, known.length > 0 ? known : own.length > 0 ? own.map((e) => e.id) : ids);
      this.#byFigure.set(figure, []);
    }
    for (const e of elements.values()) {
      const chain = this.chain(e.id);
      for (const [figure, tops] of this.#top)
        if (!tops.includes(e.id) && tops.some((t) => chain.includes(t)) && plain(e.name).trim().length > 1)
          this.#byFigure.get(figure)?.push({ id: e.id, words: plain(e.name) });
    }
    for (const list of this.#byFigure.values()) list.sort((a, b) => b.words.length - a.words.length);
  }

  /** A kind and everything that it descends from. */
  chain(kind: string): string[] {
    const out: string[] = [];
    for (
      let at: string | undefined = kind;
      at && at !== "ROOT" && out.length < 50;
      at = this.elements.get(at)?.parent
    ) {
      if (out.includes(at)) break;
      out.push(at);
    }
    return out;
  }
  tops(figure: Figure): string[] {
    return this.#top.get(figure) ?? [];
  }
  /** Kind of the template whose name stands in these words, the longest name first. */
  named(figure: Figure, words: string): string | undefined {
    const key = `${figure}:${words}`;
    if (!this.#named.has(key)) {
      const text = plain(words);
      this.#named.set(key, this.#byFigure.get(figure)?.find((k) => text.includes(k.words))?.id);
    }
    return this.#named.get(key);
  }
}

const yesNo = (yes: boolean) => (yes ? "Yes" : "No");
const attributesIn = (bag: JsonObject | undefined): Record<string, string> => {
  const stated = bag?.["attributes"];
  return isObject(stated) ? Object.fromEntries(Object.entries(stated).map(([k, v]) => [k, textOf(v)])) : {};
};

/** Every threat that the template generates, in the order of its rules within the order of flows. */
export function* templateThreats(
  index: StudyIndex,
  template: ThreatTemplate,
  lang: "ja" | "en" = "ja",
): Generator<TemplateFinding> {
  const kinds = new Kinds(template.elements);
  const fact = (face: number, name: InterfaceFact): string =>
    index.codec.values(name)[
      index.interfaceFacts[face * INTERFACE_FACT_COUNT + (INTERFACE_FACT_AT.get(name) as number)] as number
    ] as string;

  /** What the attributes of Microsoft's own templates mean in a study's terms. */
  const ofFlow = (face: number): Record<string, string> => {
    const authentication = fact(face, "authentication");
    const encryption = fact(face, "encryption");
    const integrity = fact(face, "integrity");
    return {
      ...(authentication === "unknown" ? {} : { authenticatesSource: yesNo(authentication !== "none") }),
      ...(authentication === "unknown"
        ? {}
        : { authenticatesDestination: yesNo(authentication.startsWith("cert-")) }),
      ...(encryption === "unknown" ? {} : { providesConfidentiality: yesNo(encryption !== "none") }),
      ...(integrity === "unknown"
        ? {}
        : { providesIntegrity: yesNo(integrity === "mac" || integrity === "signature") }),
    };
  };
  const component = index.components.map((c, n): Party => {
    const bag = bagOf(c, "tm7");
    const type = index.types[index.componentType[n] as number];
    const cls = c.class ?? type?.class;
    const based = type?.based ?? "";
    const words = [inLanguage(type?.name, "en"), inLanguage(c.name, "en"), type?.id ?? "", based].join(" / ");
    const figure: Figure =
      cls === "service"
        ? "external"
        : /database|storage|データベース|保管/i.test(words)
          ? "store"
          : "process";
    const typeId = textOf(bag?.["typeId"]);
    const start = index.interfaceStart[n] as number;
    const end = index.interfaceStart[n + 1] as number;
    let authenticates: boolean | undefined;
    for (let i = start; i < end; i++) {
      const a = fact(i, "authentication");
      if (a !== "unknown") authenticates = (authenticates ?? false) || a !== "none";
    }
    const storage = c.storage ?? type?.storage;
    return {
      name: inLanguage(c.name, lang) || c.id,
      kind: template.elements.has(typeId)
        ? typeId
        : (kinds.named(figure, words) ?? kinds.tops(figure)[0] ?? "ROOT"),
      attributes: {
        ...(authenticates === undefined ? {} : { implementsAuthenticationScheme: yesNo(authenticates) }),
        ...(storage === undefined || storage === "unknown"
          ? {}
          : { storesCredentials: yesNo(storage === "confidential") }),
        ...attributesIn(bag),
      },
    };
  });
  /** Boundaries around a component, from the inside out, by index of zone. */
  const around = (c: number): number[] => {
    const out: number[] = [];
    for (
      let z = index.componentZone[c] as number;
      z >= 0 && out.length < 100;
      z = index.zones[z]?.parent ?? -1
    )
      out.push(z);
    return out;
  };
  const zoneKinds = index.zones.map((row): string[] => {
    const typeId = textOf(bagOf(row.zone, "tm7")?.["typeId"]);
    const own = template.elements.has(typeId)
      ? typeId
      : kinds.named("boundary", `${inLanguage(row.zone.name, "en")} ${row.zone.kind}`);
    return [...(own === undefined ? [] : kinds.chain(own)), ...kinds.tops("boundary")];
  });
  const flowParty = (name: string, protocol: string, face: number, bag: JsonObject | undefined): Party => {
    const typeId = textOf(bag?.["typeId"]);
    return {
      name,
      kind: template.elements.has(typeId)
        ? typeId
        : (kinds.named("flow", protocol) ?? kinds.tops("flow")[0] ?? "ROOT"),
      attributes: { ...ofFlow(face), ...attributesIn(bag) },
    };
  };

  function* ask(
    parties: Record<Who, Party>,
    crossed: ReadonlySet<string>,
    flow: string,
  ): Generator<TemplateFinding> {
    const chains = {
      source: kinds.chain(parties.source.kind),
      target: kinds.chain(parties.target.kind),
      flow: kinds.chain(parties.flow.kind),
    };
    const interaction: Interaction = {
      is: (who, kind) => chains[who].includes(kind),
      attribute: (who, attribute) =>
        Object.hasOwn(parties[who].attributes, attribute) ? parties[who].attributes[attribute] : undefined,
      crosses: (kind) => crossed.has(kind) || (kind === "ROOT" && crossed.size > 0),
    };
    const filled = (text: string) =>
      text.replace(
        /\{(source|target|flow)\.Name\}/gi,
        (_, who: string) => parties[who.toLowerCase() as Who].name,
      );
    for (const t of template.threats) {
      if (!holds(t.include, interaction) || (t.exclude && holds(t.exclude, interaction))) continue;
      yield {
        rule: t.id,
        title: filled(t.title),
        category: template.categories.get(t.category) ?? t.category,
        description: filled(t.description),
        priority: t.priority ?? "",
        flow,
        source: parties.source.name,
        target: parties.target.name,
      };
    }
  }

  for (let f = 0; f < index.flows.length; f++) {
    const flow = index.flows[f];
    if (!flow) continue;
    const to = index.flowTo[f] as number;
    const [a, b] = [
      index.interfaceComponent[index.flowFrom[f] as number] as number,
      index.interfaceComponent[to] as number,
    ];
    const [inA, inB] = [around(a), around(b)];
    const crossed = new Set<string>();
    for (const z of [...inA.filter((x) => !inB.includes(x)), ...inB.filter((x) => !inA.includes(x))])
      for (const kind of zoneKinds[z] ?? []) crossed.add(kind);
    const bag = bagOf(flow, "tm7");
    for (const kind of stringsOf(bag?.["crossedTypes"])) for (const k of kinds.chain(kind)) crossed.add(k);
    const name = inLanguage(flow.name, lang) || flowName(flow);
    const protocol = flow.protocol ?? index.interfaces[to]?.protocol ?? "";
    yield* ask(
      {
        source: component[a] as Party,
        target: component[b] as Party,
        flow: flowParty(name, protocol, to, bag),
      },
      crossed,
      `fl:${index.flowIds[f]}`,
    );
  }
  // People stand outside every boundary: what they use, they reach across those around the component.
  const faceAt = new Map(index.interfaceRefs.map((ref, i) => [ref, i]));
  for (const row of index.configurations)
    for (const person of row.configuration.people ?? []) {
      const bag = bagOf(person, "tm7");
      const typeId = textOf(bag?.["typeId"]);
      const source: Party = {
        name: inLanguage(person.name, lang),
        kind: template.elements.has(typeId) ? typeId : (kinds.tops("external")[0] ?? "ROOT"),
        attributes: attributesIn(bag),
      };
      for (const use of person.uses ?? []) {
        const face = faceAt.get(`${row.id}/${use}`);
        if (face === undefined) continue;
        const c = index.interfaceComponent[face] as number;
        const crossed = new Set(around(c).flatMap((z) => zoneKinds[z] ?? []));
        yield* ask(
          {
            source,
            target: component[c] as Party,
            flow: flowParty(use, index.interfaces[face]?.protocol ?? "", face, undefined),
          },
          crossed,
          `pe:${row.id}/${person.id}`,
        );
      }
    }
}
