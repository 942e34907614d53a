/** The last slides: proposal, open questions, next steps. */
import { ACTIVITY_STATES, M, RESULTS, type Words } from "../messages.ts";
import { D } from "../words.ts";
import { type Deck, SOFT, shortened } from "./deck.ts";
import { C, N } from "./words.ts";

export function proposal(d: Deck): void {
  const s = d.slide(d.t(C.proposal), N.proposal);
  d.text(s, d.t(M.operatorDecides), { y: 1.08, h: 0.5, size: 12, color: SOFT });
  const needs = d.reader.inPriorityOrder(d.dossier.step6.types).filter((n) => n.need);
  if (needs.length === 0) {
    d.text(s, d.t(M.notNeededNote), { y: 1.7, h: 0.6 });
    return;
  }
  d.table(
    s,
    [
      [d.t(M.type), 18],
      [d.t(M.result), 18],
      [d.t(M.residual), 8, "center"],
      [d.t(D.candidatesTable), 12, "center"],
      [d.t(M.missing), 44],
    ],
    needs.slice(0, 7).map((n) => [
      { strong: d.name(n.type) },
      d.t(RESULTS[n.result]),
      n.groups.length,
      n.candidates.length,
      n.missing.length === 0
        ? "–"
        : n.missing
            .slice(0, needs.length > 4 ? 2 : 3)
            .map((m) => shortened(m[d.lang], d.lang === "ja" ? 46 : 80))
            .join("\n"),
    ]),
    { y: 1.65, size: 11, more: Math.max(0, needs.length - 7) },
  );
}

export function open(d: Deck): void {
  const { step1, step2, step4, step5, step6, warnings } = d.dossier;
  const s = d.slide(d.t(C.open), N.open);
  const plan = step5.plans.find((p) => p.by === "types");
  const n = {
    thin: step4.thin.length,
    assumed: step1.assumptions.reduce((sum, a) => sum + a.places, 0),
    uncut: plan?.goals.uncuttable ?? 0,
    undecided: step4.requirements.filter((r) => r.status === "proposed").length,
    warnings: warnings.length,
  };
  const say = (count: number, w: Words) => (count > 0 ? [d.t(w, { n: count })] : []);
  /** What is missing, with the product types that miss it. */
  const lacking = new Map<string, string[]>();
  for (const t of step6.types)
    if (t.need)
      for (const m of t.missing) lacking.set(m[d.lang], [...(lacking.get(m[d.lang]) ?? []), d.name(t.type)]);
  const missing = [...lacking].map(([text, types]) => d.t(C.lacking, { text, types: d.join(types) }));
  d.bullets(
    s,
    [
      ...say(n.uncut, C.uncutOpen),
      ...say(n.undecided, C.undecidedOpen),
      ...say(n.thin, C.thinOpen),
      ...say(n.assumed, C.assumedOpen),
      ...say(n.warnings, C.warningsOpen),
      ...step2.routes.notes.map((x) => x[d.lang]),
      ...missing.slice(0, 6),
      ...(missing.length > 6 ? [d.t(C.more, { n: missing.length - 6 })] : []),
    ],
    { y: 1.2, h: 5.5, size: 16 },
  );
}

export function next(d: Deck): void {
  const s = d.slide(d.t(C.next), N.next);
  const { activities } = d.dossier.step5;
  const most = (activities.length > 7 ? 1 : 1.8) * (d.lang === "ja" ? 60 : 110);
  d.table(
    s,
    [
      [d.t(M.activity), 24],
      [d.t(M.task), 38],
      [d.t(M.owner), 14],
      [d.t(M.date), 10],
      [d.t(M.progress), 10],
    ],
    activities
      .slice(0, 10)
      .map((a) => [
        { strong: d.t(d.reader.termName("promotion-activities", a.activity)) },
        a.state === "proposed"
          ? shortened(d.t(d.reader.term("promotion-activities", a.activity)?.text ?? a.name), most)
          : d.t(a.name),
        a.owner ?? "–",
        a.date ?? "–",
        d.t(ACTIVITY_STATES[a.state]),
      ]),
    { y: 1.15, size: 12, more: Math.max(0, activities.length - 10) },
  );
}
