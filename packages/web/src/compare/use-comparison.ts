/** Both studies, both analyses, and what differs. A worker of its own: the open study's goes on undisturbed. */
import { compareDossiers, type Dossier, type DossierComparison } from "@seiza/dossier";
import { diffStudies, type Study, type StudyDiff } from "@seiza/model";
import { useEffect, useState } from "react";
import { api } from "../api/client.ts";
import { useStudy } from "../study/context.tsx";
import { configurationOf, cut, revisionOf } from "./sides.ts";

export interface Side {
  study: Study;
  /** Absent: this side has errors. */
  dossier?: Dossier;
}
export type Comparison =
  | { state: "busy" }
  | { state: "failed"; error: unknown }
  /** A configuration that one side does not have. */
  | { state: "missing" }
  | {
      state: "done";
      before: Side;
      after: Side;
      diff: StudyDiff;
      /** Absent while a side has errors. */
      result?: DossierComparison;
      /** Whether an item's id is that of the present, so that it can be gone to. */
      isNow: boolean;
    };

export function useComparison(from: string, to: string): Comparison {
  const id = useStudy((s) => s.id);
  const study = useStudy((s) => s.study);
  const analysis = useStudy((s) => s.whole);
  const [answer, setAnswer] = useState<Comparison>({ state: "busy" });
  useEffect(() => {
    let isGone = false;
    let stop = () => {};
    const run = async () => {
      const studyOf = async (side: string): Promise<Study> => {
        const revision = revisionOf(side);
        return revision === undefined ? study : (await api.revision(id, revision)).study;
      };
      const [a, b] = await Promise.all([studyOf(from), studyOf(to)]);
      const sides = cut(a, from, b, to);
      if (isGone) return;
      if (!sides) {
        setAnswer({ state: "missing" });
        return;
      }
      const { startAnalysis } = await import("../study/analysis.ts");
      if (isGone) return;
      const worker = startAnalysis();
      stop = () => worker.close();
      const analyse = async (of: Study): Promise<Side> => {
        if (analysis && of === analysis.of) return { study: of, dossier: analysis.dossier };
        const done = await worker.analyse(of);
        return { study: of, ...(done?.dossier ? { dossier: done.dossier } : {}) };
      };
      const before = await analyse(sides.before);
      const after = await analyse(sides.after);
      worker.close();
      if (isGone) return;
      setAnswer({
        state: "done",
        before,
        after,
        diff: diffStudies(sides.before, sides.after),
        isNow: to === "now" || configurationOf(to) !== undefined,
        ...(before.dossier && after.dossier
          ? { result: compareDossiers(before.dossier, after.dossier) }
          : {}),
      });
    };
    setAnswer((last) => (last.state === "done" ? last : { state: "busy" }));
    run().catch((error: unknown) => {
      if (!isGone) setAnswer({ state: "failed", error });
    });
    return () => {
      isGone = true;
      stop();
    };
    // The analysis is only a shortcut: it is for the study that is compared.
  }, [id, study, from, to]);
  return answer;
}
