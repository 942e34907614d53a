/** Word documents: a requirements specification for each product type, and the proposal for ★2 or above. */
import type { Dossier, ThreatGroup } from "@seiza/dossier";
import {
  CONSIDERED,
  GROUND_STATES,
  type Lang,
  M,
  RESULTS,
  STATUS,
  VERDICTS,
  type Words,
} from "../messages.ts";
import { byBand, needsByResult, planVerdict, routeExplanation, routeTitle } from "../narrative.ts";
import { Reader } from "../reader.ts";
import { COMMITS, D, DEMANDS } from "../words.ts";
import {
  type Block,
  bullet,
  callout,
  contents,
  documentBytes,
  facts,
  grid,
  heading,
  note,
  paragraph,
  subtitle,
  title,
} from "./kit.ts";
import { fill, S } from "./words.ts";

export interface WordDocument {
  /** Part of the file's name after the study's. */
  name: string;
  bytes: Uint8Array;
}
/** Threats shown in the text; the annex holds all of them. */
const MAIN = 10;
const ROUTES = 3;

class Writer {
  readonly reader: Reader;
  readonly blocks: Block[] = [];
  readonly contents: { level: 1 | 2; text: string; to: string }[] = [];
  #n = 0;
  constructor(
    readonly dossier: Dossier,
    readonly lang: Lang,
  ) {
    this.reader = new Reader(dossier);
  }
  get mark(): string {
    return this.lang === "ja" ? "、" : ", ";
  }
  t(w: Words | undefined): string {
    return w?.[this.lang] ?? "";
  }
  name(id: string): string {
    return this.t(this.reader.name(id));
  }
  term(table: string, id: string): string {
    return this.t(this.reader.termName(table, id));
  }
  terms(table: string, ids: readonly string[]): string {
    return ids.map((id) => this.term(table, id)).join(this.mark);
  }
  /** A numbered chapter. */
  chapter(text: Words | string): void {
    this.#n++;
    const full = `${this.#n}. ${typeof text === "string" ? text : this.t(text)}`;
    const to = `chapter/${this.#n}`;
    this.contents.push({ level: 1, text: full, to });
    this.blocks.push(heading(1, full, to));
  }
  /** @param text what references show; `rest` follows in the heading */
  section(text: string, mark: string, rest = ""): void {
    this.contents.push({ level: 2, text: `${text}${rest}`, to: mark });
    this.blocks.push(heading(2, text, mark, rest));
  }
  put(...blocks: Block[]): void {
    this.blocks.push(...blocks);
  }
  /** The front: title, what this paper is, contents that lead to the chapters. */
  front(name: string, under: string): Block[] {
    return [
      title(name),
      subtitle(under),
      callout(this.t(M.notice)),
      heading(2, this.t(M.contents)),
      contents(this.t(M.contents), this.contents),
    ];
  }
  bytes(name: string, under: string): Uint8Array {
    return documentBytes({
      title: `${name} — ${this.t(this.dossier.study.name)}`,
      lang: this.lang,
      head: `${this.t(this.dossier.study.name)} — ${name}`,
      foot: this.t(D.preparation),
      version: this.dossier.generator.version,
      blocks: [...this.front(name, under), ...this.blocks],
    });
  }
}

const gravest = (a: ThreatGroup, b: ThreatGroup) =>
  a.band < b.band
    ? -1
    : a.band > b.band
      ? 1
      : b.worst.importance * b.worst.product - a.worst.importance * a.worst.product || (a.id < b.id ? -1 : 1);

function threatGrid(w: Writer, groups: readonly ThreatGroup[], marked: boolean): Block {
  return grid(
    [
      { title: w.t(M.band), width: 6, band: true },
      { title: w.t(M.threat), width: 16 },
      { title: w.t(M.surface), width: 12 },
      { title: w.t(M.asset), width: 15 },
      { title: w.t(D.afterStar1), width: 7, band: true },
      { title: w.t(M.star1), width: 8.5, middle: true },
    ],
    groups.map((g) => [
      g.band,
      w.term("threats", g.threat),
      w.term("attack-surfaces", g.surface),
      w.terms("asset-kinds", g.assetKinds),
      g.afterStar1,
      w.t(CONSIDERED[g.star1.considered]),
    ]),
    marked ? { column: 1, ids: groups.map((g) => g.id) } : undefined,
    marked,
  );
}

export function specification(dossier: Dossier, type: string, lang: Lang): Uint8Array {
  const w = new Writer(dossier, lang);
  const { study, step1, step2, step3, step4, step5 } = dossier;
  const row = step1.productTypes.find((t) => t.id === type);
  const name = w.name(type);
  const groups = step2.threatGroups
    .filter((g) => g.type === type && g.status !== "not-applicable")
    .sort(gravest);
  const requirements = step4.requirements.filter((r) => r.type === type).sort((a, b) => a.no - b.no);
  const kept = requirements.filter((r) => r.status !== "dropped");
  const dropped = requirements.filter((r) => r.status === "dropped");
  const conditions = step4.siteConditions
    .filter((r) => r.type === type && r.status !== "dropped")
    .sort((a, b) => a.no - b.no);
  const priority = step2.priorities.find((p) => p.type === type);

  w.chapter(S.purpose);
  w.put(paragraph(fill(S.purposeText, { study: study.name[lang], type: name }, lang)));
  w.chapter(S.scope);
  const components = step1.configurations.flatMap((c) => c.components.filter((x) => x.type === type));
  w.put(
    facts(
      w.t(S.system),
      [study.scope ? `${study.name[lang]} — ${study.scope[lang]}` : study.name[lang]],
      w.mark,
    ),
    facts(w.t(S.product), [name], w.mark),
    facts(
      w.t(S.units),
      components.slice(0, 30).map((c) => `${c.name[lang]} ×${c.quantity}`),
      w.mark,
    ),
    facts(
      w.t(S.labelScope),
      [
        row
          ? `${w.t(M[row.label.capable])}${lang === "ja" ? "(" : " ("}${w.term("reasons", row.label.reason)})`
          : "",
      ],
      w.mark,
    ),
    ...(priority ? [facts(w.t(S.priority), [priority.class], w.mark)] : []),
  );
  w.chapter(S.assets);
  w.put(
    grid(
      [
        { title: w.t(D.assetClass), width: 12 },
        { title: w.t(M.asset), width: 20 },
        { title: w.t(M.importance), width: 7, middle: true },
        { title: w.t(M.star1), width: 8.5, middle: true },
      ],
      step2.assets
        .filter((a) => a.type === type)
        .sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1))
        .map((a) => [
          w.term("asset-classes", a.class),
          [w.term("asset-kinds", a.kind), ...a.named.map((n) => n.name[lang])].join(" / "),
          a.importance,
          a.inStar1 ? "★" : "",
        ]),
    ),
  );
  w.chapter(S.threats);
  const surfaces = step3.types.find((t) => t.type === type)?.surfaces ?? [];
  w.put(
    facts(
      w.t(S.surfaces),
      surfaces.map((s) => w.term("attack-surfaces", s.surface)),
      w.mark,
    ),
    note(w.t(S.threatsNote)),
    threatGrid(w, groups.slice(0, MAIN), false),
  );
  w.chapter(S.requirements);
  if (kept.length === 0) w.put(paragraph(w.t(M.noRequirements)));
  for (const r of kept) {
    const what = r.countermeasure ? ` ${w.term("countermeasures", r.countermeasure)}` : "";
    w.section(fill(S.requirement, { no: r.no }, lang), r.id, what);
    const against = new Map<string, string>();
    for (const id of r.groups) {
      const g = w.reader.group(id);
      if (g && !against.has(g.threat)) against.set(g.threat, id);
    }
    w.put(
      paragraph(r.statement[lang], true),
      facts(
        w.t(S.relation),
        [
          [w.t(M[r.star1.relation]), r.star1.requirements.join(", "), r.star1.criteria.join(", ")]
            .filter((x) => x !== "")
            .join(" — "),
        ],
        w.mark,
        true,
      ),
      ...verified(w, r.verification),
      ...(against.size > 0
        ? [
            facts(
              w.t(S.against),
              [...against].map(([threat, to]) => ({ text: w.term("threats", threat), to })),
              w.mark,
              true,
            ),
          ]
        : []),
      facts(w.t(S.risk), [r.level], w.mark, true),
      facts(w.t(S.status), [w.t(STATUS[r.status])], w.mark),
    );
  }
  if (dropped.length > 0) {
    w.put(heading(3, w.t(S.dropped)));
    for (const r of dropped)
      w.put(bullet(`${fill(S.requirement, { no: r.no }, lang)}: ${r.statement[lang]}`));
  }
  w.chapter(S.conditions);
  w.put(note(w.t(S.conditionsNote)));
  if (conditions.length === 0) w.put(paragraph(w.t(M.empty)));
  for (const c of conditions)
    w.put(
      heading(
        3,
        `${fill(S.condition, { no: c.no }, lang)} ${w.term("countermeasures", c.countermeasure)}`,
        c.id,
      ),
      paragraph(c.statement[lang]),
    );
  const coverage = step5.coverage.filter((c) => c.type === type);
  if (coverage.length > 0) {
    w.chapter(S.coverage);
    w.put(
      grid(
        [
          { title: w.t(M.no_), width: 11 },
          { title: w.t(D.countermeasure), width: 12 },
          { title: w.t(M.verdict), width: 7, middle: true },
          { title: w.t(M.covered), width: 12 },
          { title: w.t(M.reason), width: 18 },
        ],
        coverage
          .map((c) => ({ c, r: requirements.find((r) => r.id === c.requirement) }))
          .sort((a, b) => (a.r?.no ?? 0) - (b.r?.no ?? 0))
          .map(({ c, r }) => [
            r && r.status !== "dropped"
              ? { text: fill(S.requirement, { no: r.no }, lang), to: r.id }
              : r
                ? fill(S.requirement, { no: r.no }, lang)
                : "",
            r?.countermeasure ? w.term("countermeasures", r.countermeasure) : "",
            w.t(VERDICTS[c.verdict]),
            c.criteria.join(", "),
            c.reasons.map((x) => w.term("reasons", x)).join("\n"),
          ]),
      ),
    );
  }
  const own = dossier.decisions.filter((d) => d.target.split("/")[0]?.slice(3) === type.slice(3));
  if (own.length > 0) {
    w.chapter(S.decisions);
    w.put(decisionGrid(w, own));
  }
  w.chapter(S.annexThreats);
  w.put(
    groups.length > 0 ? threatGrid(w, groups, true) : paragraph(w.t(M.empty)),
    note(fill(S.end, { n: groups.length }, lang)),
  );
  return w.bytes(fill(S.specification, { type: name }, lang), study.name[lang]);
}

const verified = (w: Writer, ways: readonly string[]): Block[] =>
  ways.length === 0
    ? []
    : [
        facts(
          w.t(S.verification),
          ways.map((v) => w.term("verifications", v)),
          w.mark,
          true,
        ),
      ];

const decisionGrid = (w: Writer, rows: Dossier["decisions"], noted = false) =>
  grid(
    [
      { title: w.t(M.target), width: 14 },
      { title: w.t(M.action), width: 7 },
      { title: w.t(M.reason), width: 22 },
      { title: w.t(M.by), width: 9 },
      { title: w.t(M.date), width: 8 },
    ],
    rows.map((d) => [d.target, w.t(w.reader.value("decisionAction", d.action)), w.t(d.reason), d.by, d.date]),
    undefined,
    noted,
  );

export function proposal(dossier: Dossier, lang: Lang): Uint8Array {
  const w = new Writer(dossier, lang);
  const { study, step2, step5, step6, market } = dossier;
  const needs = w.reader.inPriorityOrder(step6.types).filter((n) => n.need);
  const byResult = needsByResult(w.reader);
  const types = (result: string) => byResult.find((n) => n.result === result)?.types ?? [];

  w.chapter(S.gist);
  w.put(callout(w.t(M.operatorDecides)));
  if (types("needed").length > 0)
    w.put(paragraph(w.t(S.gistNeeded)), ...types("needed").map((t) => bullet(w.t(t))));
  if (types("not-yet-arguable").length > 0)
    w.put(paragraph(w.t(S.gistOpen)), ...types("not-yet-arguable").map((t) => bullet(w.t(t))));
  if (needs.length === 0) w.put(paragraph(w.t(S.gistNone)));
  w.chapter(S.course);
  w.put(
    paragraph(
      fill(
        S.courseText,
        {
          study: study.name[lang],
          components: study.counts.components,
          types: study.counts.productTypes,
          groups: step2.summary.groups,
        },
        lang,
      ),
    ),
  );
  w.chapter(S.plan);
  for (const p of step5.plans)
    w.put(
      facts(w.t(p.by === "types" ? M.planTypes : M.planCriteria), [w.t(planVerdict(w.reader, p))], w.mark),
    );
  for (const n of needs) {
    const name = w.name(n.type);
    w.chapter(name);
    w.put(facts(w.t(S.verdict), [w.t(RESULTS[n.result])], w.mark, true));
    w.put(
      facts(
        w.t(S.atStake),
        n.assets.map((a) => {
          const kind = w.term("asset-kinds", a.id.slice(a.id.lastIndexOf("/") + 1));
          return a.inStar1 ? kind : `${kind}${w.lang === "ja" ? "(" : " ("}${w.t(M.beyond)})`;
        }),
        w.mark,
        true,
      ),
    );
    const left = n.groups
      .map((id) => w.reader.group(id))
      .filter((g) => g !== undefined)
      .sort((a, b) => (a.afterStar1 < b.afterStar1 ? -1 : a.afterStar1 > b.afterStar1 ? 1 : gravest(a, b)));
    if (left.length > 0) {
      w.put(
        heading(
          3,
          `${w.t(S.left)} ${fill(S.total, { n: left.length, shown: Math.min(MAIN, left.length) }, lang)}`,
        ),
      );
      w.put(threatGrid(w, left.slice(0, MAIN), false));
    }
    const routes = n.routes
      .map((id) => w.reader.route(id))
      .filter((r) => r !== undefined)
      .sort(byBand)
      .slice(0, ROUTES);
    if (routes.length > 0) w.put(heading(3, w.t(S.routes)));
    for (const r of routes)
      w.put(
        facts(r.band, [w.t(routeTitle(w.reader, r))], w.mark),
        ...r.steps.map((s, i) => bullet(`(${i + 1}) ${s.text[lang]}`)),
        note(w.t(routeExplanation(w.reader, r))),
      );
    if (n.candidates.length > 0) w.put(heading(3, w.t(S.candidates)));
    n.candidates
      .filter((c) => c.status !== "dropped")
      .forEach((c, i) => {
        const measure = dossier.step4.requirements.find((r) => r.id === c.requirement)?.countermeasure;
        const what = measure ? ` ${w.term("countermeasures", measure)}` : "";
        w.section(`${name} — ${fill(S.candidate, { no: i + 1 }, lang)}`, c.id, what);
        w.put(
          paragraph(c.statement[lang], true),
          ...verified(w, c.verification),
          facts(w.t(S.status), [w.t(STATUS[c.status])], w.mark),
        );
      });
    w.put(
      heading(3, w.t(S.grounds)),
      grid(
        [
          { title: w.t(M.ground), width: 14 },
          { title: w.t(M.progress), width: 8 },
          { title: w.t(D.text), width: 16 },
          { title: w.t(M.evidence), width: 24 },
        ],
        n.grounds.map((g) => [
          w.term("star2-grounds", g.ground),
          w.t(GROUND_STATES[g.state]),
          w.t(g.text),
          g.evidence
            .map(
              (e) =>
                `${e.counts ? "✓" : "–"} ${w.t(e.name)}${e.evidence ? `: ${e.evidence}` : ""}${e.date ? ` (${e.date})` : ""}`,
            )
            .join("\n"),
        ]),
      ),
    );
    if (n.missing.length > 0) w.put(heading(3, w.t(S.missing)), ...n.missing.map((m) => bullet(w.t(m))));
  }
  if (market.makers.length + market.integrators.length + market.guidelines.length > 0) {
    w.chapter(S.market);
    const tail = (m: { evidence?: string | undefined; date?: string | undefined }) =>
      [m.evidence, m.date].filter((x) => x).join(" / ");
    w.put(
      grid(
        [
          { title: w.t(M.name), width: 18 },
          { title: w.t(D.text), width: 18 },
          { title: w.t(M.state), width: 12 },
          { title: w.t(M.evidence), width: 16 },
        ],
        [
          ...market.makers.map((m) => [
            w.t(m.name),
            `${w.t(D.makers)} — ${w.name(m.type)}${m.sharePercent === undefined ? "" : ` ${m.sharePercent} %`}`,
            w.t(COMMITS[m.commits]),
            tail(m),
          ]),
          ...market.integrators.map((m) => [
            w.t(m.name),
            `${w.t(D.integrators)} — ${m.rank}`,
            w.t(COMMITS[m.commits]),
            tail(m),
          ]),
          ...market.guidelines.map((m) => [w.t(m.name), w.t(D.guidelines), w.t(DEMANDS[m.demand]), tail(m)]),
        ],
      ),
    );
  }
  const own = dossier.decisions.filter((d) => /^(cr|nd|rq):/.test(d.target));
  if (own.length > 0) {
    w.chapter(S.decisions);
    w.put(decisionGrid(w, own, true), note(fill(S.end, { n: own.length }, lang)));
  }
  return w.bytes(w.t(S.proposal), study.name[lang]);
}

/** Every Word document of a dossier: types that have requirements, in the order of their priority, then the proposal. */
export function* wordDocuments(dossier: Dossier, lang: Lang): Generator<WordDocument> {
  const reader = new Reader(dossier);
  const with_ = new Set(dossier.step4.requirements.map((r) => r.type));
  for (const t of reader.inPriorityOrder(dossier.step3.types))
    if (with_.has(t.type))
      yield { name: `requirements.${t.type.slice(3)}`, bytes: specification(dossier, t.type, lang) };
  yield { name: "star2-proposal", bytes: proposal(dossier, lang) };
}
