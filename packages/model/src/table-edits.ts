/**
 * Edits that a working group made in a table outside, such as a workbook: what they are, and their effect on a study.
 * Reading and checking the cells is the business of whoever reads the table; here each edit is already a value.
 */
import { marketIds } from "./market-ids.ts";
import type { Component, Decision, Market, Study, StudyText } from "./schema.ts";

type Set_ = NonNullable<Decision["set"]>;
export type MarketPart = "makers" | "integrators" | "guidelines";
export type TableEdit =
  | { kind: "decide"; target: string; action: "accept" | "drop" | "change"; set?: Set_; reason: StudyText }
  /** Takes back the decisions on a target: the judgement, or those that set a field. */
  | { kind: "withdraw"; target: string; field?: keyof Set_ }
  | { kind: "component"; id: string; field: "name" | "quantity"; value: string | number }
  | {
      kind: "activity";
      id: string;
      /** What it is called where the study does not name it yet. */
      name: StudyText;
      field: "owner" | "date" | "state";
      value: string | undefined;
    }
  | { kind: "market"; part: MarketPart; id: string; field: string; value: string | number | undefined }
  | { kind: "market-add"; part: MarketPart; row: Record<string, unknown> };

export interface Signature {
  by: string;
  /** YYYY-MM-DD. */
  date: string;
  lang: "ja" | "en";
}

/** New words in one language; the other language keeps what it has. */
export function withWords(old: StudyText | undefined, lang: "ja" | "en", text: string): StudyText {
  return old === undefined || typeof old === "string" ? text : ({ ...old, [lang]: text } as StudyText);
}

function withName<T extends { name?: StudyText | undefined }>(row: T, lang: "ja" | "en", text: string): T {
  return { ...row, name: withWords(row.name, lang, text) };
}

/** Sets a field, or takes it away where there is no value. */
function withField<T extends object>(row: T, field: string, value: unknown): T {
  const { [field]: _, ...rest } = row as Record<string, unknown>;
  return (value === undefined ? rest : { ...rest, [field]: value }) as T;
}

const judges = (d: Decision) => d.action === "accept" || d.action === "drop";

class Applying {
  decisions: Decision[];
  constructor(
    readonly signature: Signature,
    public study: Study,
  ) {
    this.decisions = [...(study.decisions ?? [])];
  }

  freshId(): string {
    const taken = new Set(this.decisions.map((d) => d.id));
    const base = `x${this.signature.date.replaceAll("-", "")}`;
    for (let n = 1; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
  }

  withdraw(target: string, field?: keyof Set_): void {
    this.decisions = this.decisions.flatMap((d) => {
      if (d.target !== target || d.action === "add") return [d];
      if (field === undefined) return judges(d) ? [] : [d];
      if (d.set?.[field] === undefined) return [d];
      const { [field]: _, ...set } = d.set;
      return Object.keys(set).length === 0 ? [] : [{ ...d, set }];
    });
  }

  decide(e: Extract<TableEdit, { kind: "decide" }>): void {
    if (e.action === "change")
      for (const f of Object.keys(e.set ?? {})) this.withdraw(e.target, f as keyof Set_);
    else this.withdraw(e.target);
    this.decisions.push({
      id: this.freshId(),
      target: e.target,
      action: e.action,
      ...(e.set ? { set: e.set } : {}),
      reason: e.reason,
      by: this.signature.by,
      date: this.signature.date,
    });
  }

  component(e: Extract<TableEdit, { kind: "component" }>): void {
    const [cfg, id] = e.id.slice(3).split("/");
    const change = (c: Component): Component =>
      e.field === "quantity"
        ? { ...c, quantity: Number(e.value) }
        : withName(c, this.signature.lang, String(e.value));
    this.study = {
      ...this.study,
      configurations: this.study.configurations.map((c) =>
        c.id === cfg ? { ...c, components: c.components.map((x) => (x.id === id ? change(x) : x)) } : c,
      ),
    };
  }

  /** A proposed activity becomes a planned one of the study as soon as somebody fills it. */
  activity(e: Extract<TableEdit, { kind: "activity" }>): void {
    const [activity = "", task = ""] = e.id.slice(3).split("/");
    const list = this.study.promotion ?? [];
    const known = list.find((p) => p.activity === activity && (p.id === task || p.id === `p-${activity}`));
    const state = e.field === "state" && e.value === "proposed" ? undefined : e.value;
    const promotion = known
      ? list.map((p) => (p === known ? withField(p, e.field, state) : p))
      : [
          ...list,
          withField({ id: `p-${activity}`, activity, name: e.name } as (typeof list)[number], e.field, state),
        ];
    this.study = { ...this.study, promotion };
  }

  market(e: Extract<TableEdit, { kind: "market" }>, places: ReadonlyMap<string, number>): void {
    const at = places.get(e.id);
    const rows = [...((this.study.market?.[e.part] ?? []) as { name: StudyText }[])];
    const row = at === undefined ? undefined : rows[at];
    if (at === undefined || row === undefined) return;
    rows[at] =
      e.field === "name"
        ? withName(row, this.signature.lang, String(e.value))
        : withField(row, e.field, e.value);
    this.study = { ...this.study, market: { ...this.study.market, [e.part]: rows } as Market };
  }
}

/** The study with the edits in it. Pure; the edits are taken in their order. */
export function applyTableEdits(study: Study, edits: readonly TableEdit[], signature: Signature): Study {
  const ids = marketIds(study);
  const places = new Map(
    [...ids.makers, ...ids.integrators, ...ids.guidelines].map((x) => [x.id, x.at] as const),
  );
  const a = new Applying(signature, study);
  for (const e of edits) {
    if (e.kind === "decide") a.decide(e);
    else if (e.kind === "withdraw") a.withdraw(e.target, e.field);
    else if (e.kind === "component") a.component(e);
    else if (e.kind === "activity") a.activity(e);
    else if (e.kind === "market") a.market(e, places);
    else
      a.study = {
        ...a.study,
        market: { ...a.study.market, [e.part]: [...(a.study.market?.[e.part] ?? []), e.row] } as Market,
      };
  }
  const had = study.decisions !== undefined || a.decisions.length > 0;
  return had ? { ...a.study, decisions: a.decisions } : a.study;
}
