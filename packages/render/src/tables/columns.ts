/** The columns in which the group enters its decisions. */
import type { DecisionRow, Dossier } from "@seiza/dossier";
import type { Words } from "../messages.ts";
import { D } from "../words.ts";
import { type Cell, type ColumnOf, column, type Titled } from "./model.ts";

const CHOICES = [
  { id: "accept", name: D.accept },
  { id: "drop", name: D.drop },
];
export const LEVELS = { type: "whole", min: 1, max: 3 } as const;

/** Decisions by target, each field from the latest that sets it. */
export class Decided {
  readonly #by = new Map<string, DecisionRow[]>();
  constructor(dossier: Dossier) {
    for (const d of [...dossier.decisions].sort((a, b) =>
      a.date < b.date ? -1 : a.date > b.date ? 1 : a.id < b.id ? -1 : 1,
    )) {
      if (d.state === "superseded" || d.action === "add") continue;
      const list = this.#by.get(d.target);
      if (list) list.push(d);
      else this.#by.set(d.target, [d]);
    }
  }
  judgement(target: string): string | undefined {
    return this.#by.get(target)?.findLast((d) => d.action !== "change")?.action;
  }
  field(target: string, field: string): unknown {
    return this.#by.get(target)?.findLast((d) => d.set?.[field] !== undefined)?.set?.[field];
  }
  reason(target: string): Words | undefined {
    return this.#by.get(target)?.at(-1)?.reason;
  }

  /** The columns in which a decision on the row is entered. */
  columns<R>(
    target: (item: R) => string,
    fields: {
      field: "importance" | "threatLevel" | "countermeasureLevel" | "priority" | "statement";
      title: Titled;
    }[],
    judged = true,
  ): ColumnOf<R>[] {
    return [
      ...(judged
        ? [
            column<R>(
              "decision.action",
              "decide",
              "text",
              6,
              (r) => CHOICES.find((c) => c.id === this.judgement(target(r)))?.name,
              { print: false, entry: { type: "choice", choices: CHOICES } },
            ),
          ]
        : []),
      ...fields.map(({ field, title }) =>
        column<R>(
          `decision.${field}`,
          title,
          field === "statement" ? "long" : field === "priority" ? "text" : "number",
          field === "statement" ? 26 : 6,
          (r) => {
            const value = this.field(target(r), field);
            return field === "statement" ? asWords(value) : (value as Cell);
          },
          {
            print: false,
            entry:
              field === "statement"
                ? { type: "text", max: 2000 }
                : field === "priority"
                  ? {
                      type: "choice",
                      choices: ["P1", "P2", "P3"].map((id) => ({ id, name: { ja: id, en: id } })),
                    }
                  : LEVELS,
          },
        ),
      ),
      column<R>("decision.reason", "changeReason", "long", 18, (r) => this.reason(target(r)), {
        print: false,
        entry: { type: "text", max: 2000 },
      }),
    ];
  }
}
/** A statement may be a plain string in a study. */
export const asWords = (text: unknown): Words | undefined =>
  typeof text === "string"
    ? { ja: text, en: text }
    : text && typeof text === "object"
      ? {
          ja: String((text as Words).ja ?? (text as Words).en),
          en: String((text as Words).en ?? (text as Words).ja),
        }
      : undefined;
