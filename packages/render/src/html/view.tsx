/** Pieces that all sections use: bilingual words, links along the trace, reasons. */
import type { Because, Dossier, Term } from "@seiza/dossier";
import type { ComponentChildren, VNode } from "preact";
import { BASIS, M, type MessageKey, STATUS, VALUE_NAMES, type Words } from "../messages.ts";

/** Rows of one table before it is cut; the JSON holds every row. */
export const ROWS = 500;

/** Words in both languages; the page shows one of them. */
export function W({ t }: { t: Words }): VNode {
  return t.ja === t.en ? (
    <>{t.ja}</>
  ) : (
    <>
      <span class="w" lang="ja">
        {t.ja}
      </span>
      <span class="w" lang="en">
        {t.en}
      </span>
    </>
  );
}
export const T = ({ k }: { k: MessageKey }) => <W t={M[k]} />;

/** What the sections know of the dossier: names by id, links, terms. */
export class View {
  readonly names = new Map<string, Words>();
  readonly usedBy = new Map<string, string[]>();
  /** Ids that the page has a place for. */
  readonly anchors = new Set<string>();
  /** Components that can carry no label. */
  readonly unlabelled = new Set<string>();

  constructor(readonly dossier: Dossier) {
    const { step1, step2, step3, step4, step5, step6 } = dossier;
    for (const t of step1.productTypes) this.names.set(t.id, t.name);
    for (const c of step1.configurations) {
      this.names.set(c.id, c.name);
      for (const z of c.zones) this.names.set(z.id, z.name);
      for (const s of c.segments) this.names.set(s.id, s.name);
      for (const x of c.components) {
        this.names.set(x.id, x.name);
        if (!x.labelCapable) this.unlabelled.add(x.id);
      }
    }
    const use = (id: string, b: Because) => {
      for (const from of b.from) {
        const list = this.usedBy.get(from);
        if (list) list.push(id);
        else this.usedBy.set(from, [id]);
      }
    };
    for (const g of step2.threatGroups) use(g.id, g.because);
    for (const x of [...step4.choices, ...step4.requirements, ...step4.siteConditions]) use(x.id, x.because);
    const anchor = (rows: readonly { id: string }[], cut = false) => {
      for (const r of cut ? rows.slice(0, ROWS) : rows) this.anchors.add(r.id);
    };
    anchor(step1.productTypes);
    for (const c of step1.configurations) {
      anchor([c]);
      anchor(c.components, true);
      anchor(c.interfaces, true);
    }
    anchor(step2.sources);
    anchor(step2.assets);
    anchor(step2.threatGroups, step2.threatGroups.length > MANY);
    anchor(step2.priorities);
    for (const t of step3.types) anchor(t.surfaces);
    anchor(step4.choices);
    anchor(step4.requirements);
    anchor(step4.siteConditions);
    for (const r of [...step2.routes.goals, ...step2.routes.routes]) use(r.id, r.because);
    for (const n of step6.types) use(n.id, n.because);
    anchor(step2.routes.goals);
    anchor(step2.routes.chokePoints);
    anchor(step5.plans);
    anchor(step5.coverage);
    anchor(step6.types);
    for (const n of step6.types) anchor(n.candidates);
    anchor(dossier.decisions);
  }

  term(table: string, id: string): Term | undefined {
    return this.dossier.terms[table]?.[id];
  }
  termName(table: string, id: string): Words {
    return this.term(table, id)?.name ?? { ja: id, en: id };
  }
  /** Word for a value of a scale. */
  value(scale: string, id: string): Words {
    const values = this.term("scales", scale)?.more?.values as { id: string; name: Words }[] | undefined;
    return values?.find((v) => v.id === id)?.name ?? { ja: id, en: id };
  }
  typeName(id: string): Words {
    return this.names.get(id) ?? { ja: id, en: id };
  }
  /** Where a link to an item leads: its own place, or that of the component it belongs to. */
  target(id: string): string | undefined {
    if (this.anchors.has(id)) return id;
    const goal = /^ar:([^/]+\/[^/]+\/[^/]+)/.exec(id)?.[1];
    if (goal && this.anchors.has(`ag:${goal}`)) return `ag:${goal}`;
    const component = /^(?:as|if):([^/]+\/[^/.@]+)/.exec(id)?.[1];
    return component && this.anchors.has(`co:${component}`) ? `co:${component}` : undefined;
  }
}
/** Threat groups shown in full; above it the table is cut. */
export const MANY = 3000;

export function Ref({ view, id, children }: { view: View; id: string; children?: ComponentChildren }): VNode {
  const target = view.target(id);
  const body = children ?? <code class="id">{id}</code>;
  return target ? <a href={`#${encodeURIComponent(target)}`}>{body}</a> : <>{body}</>;
}

export const Band = ({ b }: { b: string }) => <span class={`b b${b}`}>{b}</span>;
export const Status = ({ s }: { s: string }) => <W t={STATUS[s] ?? { ja: s, en: s }} />;

/** The reason of an item, closed: rule, what it was made from, values, what it leads to. */
export function Why({ view, id, because }: { view: View; id: string; because: Because }): VNode {
  const leads = view.usedBy.get(id) ?? [];
  const list = (ids: readonly string[]) =>
    ids.slice(0, 8).map((x, i) => (
      <>
        {i > 0 ? ", " : ""}
        <Ref view={view} id={x} />
      </>
    ));
  const values = Object.entries(because.values ?? {});
  return (
    <details class="why-d">
      <summary>
        <T k="why" />
      </summary>
      <div class="why">
        <dl>
          <dt>
            <T k="rule" />
          </dt>
          <dd>
            <W t={view.termName("rules", because.rule)} /> <code class="id">{because.rule}</code>
          </dd>
          {because.from.length > 0 && (
            <>
              <dt>
                <T k="madeFrom" />
              </dt>
              <dd>
                {list(because.from)}
                {because.from.length > 8 && ` +${because.from.length - 8}`}
              </dd>
            </>
          )}
          {values.length > 0 && (
            <>
              <dt>
                <T k="values" />
              </dt>
              <dd>
                {values.map(([key, v], i) => (
                  <>
                    {i > 0 ? " · " : ""}
                    <W t={VALUE_NAMES[key] ?? { ja: key, en: key }} /> {String(v)}
                  </>
                ))}
              </dd>
            </>
          )}
          {leads.length > 0 && (
            <>
              <dt>
                <T k="leadsTo" />
              </dt>
              <dd>
                {list(leads)}
                {leads.length > 8 && ` +${leads.length - 8}`}
              </dd>
            </>
          )}
        </dl>
      </div>
    </details>
  );
}

/** A table with a caption and a head, cut at ROWS with a plain note. */
export function Table({
  caption,
  head,
  rows,
  total,
  tall,
  id,
  class: cls,
}: {
  caption?: MessageKey;
  head: ComponentChildren[];
  rows: ComponentChildren[];
  total?: number;
  tall?: boolean;
  id?: string;
  class?: string;
}): VNode {
  const all = total ?? rows.length;
  if (rows.length === 0)
    return (
      <p class="note">
        {caption && <T k={caption} />}
        {caption && ": "}
        <T k="empty" />
      </p>
    );
  const note = {
    ja: `${all} ${M.partial.ja.replace("{n}", String(rows.length))}`,
    en: `${all} ${M.partial.en.replace("{n}", String(rows.length))}`,
  };
  return (
    <>
      <div class={tall ? "scroll tall" : "scroll"} tabIndex={0}>
        <table id={id} class={cls}>
          {caption && (
            <caption>
              <T k={caption} />
            </caption>
          )}
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </div>
      {all > rows.length && (
        <p class="note">
          <W t={note} />
        </p>
      )}
    </>
  );
}
export const Th = ({ k, num, mid }: { k: MessageKey; num?: boolean; mid?: boolean }) => (
  <th scope="col" class={num ? "num" : mid ? "mid" : undefined}>
    <T k={k} />
  </th>
);

export const Basis = ({ view, term }: { view: View; term: Term }) => (
  <>
    <W t={BASIS[term.basis] as Words} />
    {term.source.map((s) => (
      <>
        {" "}
        <W t={view.termName("documents", s.doc)} />
        {s.page ? ` P.${s.page}` : ""}
        {s.note ? ` (${s.note})` : ""}
      </>
    ))}
  </>
);
