/** "Why is this here?": the chain of reasons of an item, back to the system and on to what follows from it. */
import type { Text } from "@seiza/catalog";
import type { Because, Dossier } from "./schema.ts";

export interface TraceItem {
  id: string;
  /** What it is called; empty where the id says it all. */
  name: Text;
  because?: Because;
}

const quiet: Text = { ja: "", en: "" };
const joined = (a: Text | undefined, b: Text | undefined, glue = " — "): Text =>
  a && b ? { ja: `${a.ja}${glue}${b.ja}`, en: `${a.en}${glue}${b.en}` } : (a ?? b ?? quiet);

/** What an attack goal loses (動作・情報), the last part of its id. */
export const LOSS = {
  operation: { ja: "動作", en: "operation" },
  information: { ja: "情報", en: "information" },
} as const;
const standings = (g: Dossier["step2"]["routes"]["goals"][number]) => ({
  now: g.now.band ?? "-",
  star1: g.star1.band ?? "-",
  plan: g.plan.band ?? "-",
});

/** Every item of a dossier by id, with what it was made from. */
export class Trace {
  readonly items = new Map<string, TraceItem>();
  #usedBy: Map<string, string[]> | undefined;

  constructor(readonly dossier: Dossier) {
    const { step1, step2, step3, step4, step5, step6, terms } = dossier;
    const term = (table: string, id: string) => terms[table]?.[id]?.name;
    const typeName = new Map(step1.productTypes.map((t) => [t.id, t.name]));
    const put = (id: string, name: Text, because?: Because) =>
      this.items.set(id, { id, name, ...(because ? { because } : {}) });
    const stated: Because = { rule: "input", from: [] };
    for (const t of step1.productTypes) put(t.id, t.name, t.label.because);
    for (const c of step1.configurations) {
      put(c.id, c.name, stated);
      for (const z of c.zones) put(z.id, z.name, { rule: "input", from: [z.parent ?? c.id] });
      for (const s of c.segments) put(s.id, s.name, { rule: "input", from: [s.zone] });
      for (const x of c.components) {
        put(x.id, x.name, {
          rule: "structure",
          from: [x.type, x.zone],
          values: { importance: x.importance, quantity: x.quantity },
        });
        put(`if:${x.id.slice(3)}.@body`, joined(x.name, { ja: "筐体", en: "casing" }), {
          rule: "structure",
          from: [x.id],
        });
      }
      for (const i of c.interfaces)
        put(i.id, i.name ?? { ja: i.protocol ?? i.medium, en: i.protocol ?? i.medium }, {
          rule: "structure",
          from: [i.component],
          values: {
            use: i.use,
            medium: i.medium,
            authentication: i.authentication,
            encryption: i.encryption,
            integrity: i.integrity,
            reach: i.reach,
          },
        });
      for (const f of c.flows) put(f.id, f.name ?? quiet, { rule: "structure", from: [f.from, f.to] });
      for (const p of c.people) put(p.id, p.name, { rule: "input", from: p.uses });
    }
    for (const s of step2.sources) put(s.id, term("threat-sources", s.id.slice(3)) ?? quiet, s.because);
    for (const p of step2.profiles) {
      put(p.id, quiet, { rule: "group", from: [p.type] });
      for (const component of p.components)
        for (const [kind, importance] of Object.entries(p.assets))
          put(`as:${component.slice(3)}/${kind}`, term("asset-kinds", kind) ?? quiet, {
            rule: "R3",
            from: [component],
            values: { importance },
          });
    }
    for (const a of step2.assets)
      put(a.id, joined(typeName.get(a.type), term("asset-kinds", a.kind)), a.because);
    for (const g of step2.threatGroups)
      put(g.id, joined(term("threats", g.threat), term("attack-surfaces", g.surface)), {
        ...g.because,
        values: { ...g.because.values, band: g.band },
      });
    for (const p of step2.priorities)
      put(p.id, joined(typeName.get(p.type), { ja: p.class, en: p.class }), p.because);
    for (const t of step3.types)
      for (const s of t.surfaces)
        put(s.id, joined(typeName.get(t.type), term("attack-surfaces", s.surface)), {
          ...s.because,
          from: [...s.because.from, ...s.interfaces],
        });
    for (const c of step4.choices)
      put(c.id, joined(typeName.get(c.type), term("countermeasures", c.countermeasure)), c.because);
    for (const r of [...step4.requirements, ...step4.siteConditions]) put(r.id, r.statement, r.because);
    const componentName = new Map(
      step1.configurations.flatMap((c) => c.components.map((x) => [x.id, x.name] as const)),
    );
    const goalName = new Map<string, Text>();
    for (const g of step2.routes.goals) {
      const name = joined(componentName.get(g.component), LOSS[g.loss]);
      goalName.set(g.id, name);
      put(g.id, name, { ...g.because, values: { ...g.because.values, ...standings(g) } });
    }
    for (const r of step2.routes.routes)
      put(r.id, joined(term("threat-sources", r.source.slice(3)), goalName.get(r.goal), " → "), {
        ...r.because,
        values: { ...r.because.values, band: r.band, star1: r.star1 },
      });
    for (const c of step2.routes.chokePoints) put(c.id, componentName.get(c.component) ?? quiet, c.because);
    for (const p of step5.plans) put(p.id, quiet, p.because);
    for (const w of step5.worth) put(w.id, typeName.get(w.type) ?? quiet, w.because);
    for (const c of step5.coverage)
      put(c.id, quiet, { ...c.because, values: { ...c.because.values, verdict: c.verdict } });
    for (const a of step5.activities) put(a.id, a.name, a.because);
    for (const n of step6.types) {
      put(n.id, typeName.get(n.type) ?? quiet, n.because);
      for (const c of n.candidates)
        put(c.id, c.statement, { rule: "R13", from: [n.id, c.requirement, ...(c.decided ?? [])] });
    }
    for (const d of dossier.decisions)
      put(d.id, d.reason, {
        rule: "input",
        from: [],
        values: { action: d.action, by: d.by, date: d.date, state: d.state, target: d.target },
      });
  }

  /** Items by what they were made from; made when it is first asked for. */
  #users(): Map<string, string[]> {
    if (this.#usedBy) return this.#usedBy;
    const users = new Map<string, string[]>();
    for (const item of this.items.values())
      for (const from of item.because?.from ?? []) {
        const list = users.get(from);
        if (list) list.push(item.id);
        else users.set(from, [item.id]);
      }
    this.#usedBy = users;
    return users;
  }

  get(id: string): TraceItem | undefined {
    return this.items.get(id);
  }

  /** Ids of items made from this one, sorted. */
  usedBy(id: string): string[] {
    return [...(this.#users().get(id) ?? [])].sort();
  }

  /** Every id reachable from an item towards its causes, the item itself left out. */
  causesOf(id: string): Set<string> {
    const seen = new Set<string>();
    const open = [id];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const from of this.items.get(at)?.because?.from ?? [])
        if (!seen.has(from)) {
          seen.add(from);
          open.push(from);
        }
    return seen;
  }
}
