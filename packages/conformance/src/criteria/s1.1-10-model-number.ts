/**
 * S1.1-10: the model number is shown to users, on the product ① or on a screen ② (型式番号の提示).
 * Source: METI guide 1.0 P.23; rule in domain/conformance.md E, S1.1-10.
 */
import type { FactOf } from "../evidence/facts.ts";
import { compareModelNumber, sameModelNumber } from "../texts/model-number.ts";
import {
  ask,
  current,
  declare,
  declared,
  fails,
  open,
  Parts,
  passes,
  person,
  type Ruling,
  run,
  seenOf,
  unseen,
} from "./ruling.ts";
import type { Criterion } from "./verdict.ts";

function ofScreen(model: string, f: FactOf<"model-number">, cite: string): Ruling {
  const values = { model, seen: f.seen.map((s) => s.text).join(", ") || "-" };
  if (!sameModelNumber(f.declared, model))
    return open("model.other-declared", { ...values, declared: f.declared }, [cite], [run("model-number")]);
  if (f.seen.length === 0) return open("model.not-read", values, [cite], [run("model-number")]);
  const found = f.seen.map((s) => (s.matches ? compareModelNumber(model, s.text) : "other"));
  const family = f.seen.some((s) => compareModelNumber(model, s.text) === "family");
  if (found.includes("same")) return passes("model.shown", values, [cite]);
  return family || found.includes("family")
    ? person("model.family-only", values, [cite], [ask("S1.1-10-2", "model-family", { model })])
    : fails("model.other", values, [cite]);
}

export const modelNumber: Criterion = {
  id: "S1.1-10",
  checks: ["model-number"],
  judge(input) {
    const parts = new Parts();
    const { modelNumber: way, product } = input.declaration;
    if (!way) {
      parts.add("S1.1-10", undefined, [
        open("model.not-declared", {}, [declared("/modelNumber")], [declare("/modelNumber", "model-number")]),
      ]);
      return parts.done();
    }
    if (way.shown === "label") {
      parts.add("S1.1-10-1", undefined, [
        person(
          "model.label",
          { model: product.model },
          [declared("/modelNumber")],
          [ask("S1.1-10-1", "label-photo", { model: product.model })],
        ),
      ]);
      return parts.done();
    }
    const seen = seenOf(input, "model-number");
    parts.add(
      "S1.1-10-2",
      undefined,
      seen.length > 0
        ? current(
            seen,
            () => "",
            (f, r) => ofScreen(product.model, f, r.id),
          ).map((c) => c.ruling)
        : way.read !== undefined || input.declaration.adapter?.verbs.includes("model")
          ? [unseen(input, "model-number", "model.unseen", {})]
          : [
              person(
                "model.screen-by-hand",
                { model: product.model },
                [declared("/modelNumber")],
                [ask("S1.1-10-2", "model-screenshot", { model: product.model })],
              ),
            ],
    );
    return parts.done();
  },
};
