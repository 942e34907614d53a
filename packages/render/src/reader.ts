/** What every document asks of a dossier: names by id, words of the catalogue, values of scales, rows by id. */
import type { Dossier, Term, ThreatGroup } from "@seiza/dossier";
import { LOSSES, type Words } from "./messages.ts";

type Goal = Dossier["step2"]["routes"]["goals"][number];
export type Route = Dossier["step2"]["routes"]["routes"][number];

export class Reader {
  readonly names = new Map<string, Words>();
  #groups: Map<string, ThreatGroup> | undefined;
  #routes: Map<string, Route> | undefined;
  #goals: Map<string, Goal> | undefined;

  constructor(readonly dossier: Dossier) {
    const { step1 } = dossier;
    for (const t of step1.productTypes) this.names.set(t.id, t.name);
    for (const c of step1.configurations) {
      this.names.set(c.id, c.name);
      for (const z of c.zones) this.names.set(z.id, z.name);
      for (const s of c.segments) this.names.set(s.id, s.name);
      for (const x of c.components) this.names.set(x.id, x.name);
    }
  }

  term(table: string, id: string): Term | undefined {
    return this.dossier.terms[table]?.[id];
  }
  termName(table: string, id: string): Words {
    return this.term(table, id)?.name ?? { ja: id, en: id };
  }
  #carried: Map<string, Words> | undefined;
  /** Name of what a flow carries: an asset that the study names, or a kind of asset. */
  carriedName(id: string): Words {
    this.#carried ??= new Map(this.dossier.step2.assets.flatMap((a) => a.named.map((n) => [n.id, n.name])));
    return this.#carried.get(id) ?? this.termName("asset-kinds", id);
  }
  /** Word for a value of a scale. */
  value(scale: string, id: string): Words {
    const values = this.term("scales", scale)?.more?.values as { id: string; name: Words }[] | undefined;
    return values?.find((v) => v.id === id)?.name ?? { ja: id, en: id };
  }
  /** Values of a scale in its order. */
  values(scale: string): { id: string; name: Words }[] {
    return (this.term("scales", scale)?.more?.values ?? []) as { id: string; name: Words }[];
  }
  name(id: string): Words {
    return this.names.get(id) ?? { ja: id, en: id };
  }
  typeName(id: string): Words {
    return this.name(id);
  }
  group(id: string): ThreatGroup | undefined {
    this.#groups ??= new Map(this.dossier.step2.threatGroups.map((g) => [g.id, g]));
    return this.#groups.get(id);
  }
  route(id: string): Route | undefined {
    this.#routes ??= new Map(this.dossier.step2.routes.routes.map((r) => [r.id, r]));
    return this.#routes.get(id);
  }
  goal(id: string): Goal | undefined {
    this.#goals ??= new Map(this.dossier.step2.routes.goals.map((g) => [g.id, g]));
    return this.#goals.get(id);
  }
  goalName(goal: Pick<Goal, "component" | "loss">): Words {
    const name = this.name(goal.component);
    const loss = LOSSES[goal.loss] as Words;
    return { ja: `${name.ja}(${loss.ja})`, en: `${name.en} (${loss.en})` };
  }
  /** Risk value of an importance and a product of threat and vulnerability level. */
  bandOf(importance: number, product: number): string {
    const matrix = (this.term("risk-method", "default")?.more?.matrix ?? []) as {
      importance: number;
      byProduct: Record<string, string>;
    }[];
    return matrix.find((r) => r.importance === importance)?.byProduct[String(product)] ?? "E";
  }
  /** Rows that carry a type, in the order of the types' priority. */
  inPriorityOrder<T extends { type: string }>(rows: readonly T[]): T[] {
    const place = new Map(this.dossier.step2.priorities.map((p, i) => [p.type, i]));
    return [...rows].sort((a, b) => (place.get(a.type) ?? 1e9) - (place.get(b.type) ?? 1e9));
  }
}
