import { progressOf, type StepProgress } from "@seiza/dossier";
import { useMemo } from "react";
import { useStudy } from "./context.tsx";

/** How far each of the six steps is; of the last saved revision until the analysis here has an answer. */
export function useProgress(): readonly StepProgress[] {
  const dossier = useStudy((s) => s.whole?.dossier);
  const problems = useStudy((s) => s.problems);
  const stored = useStudy((s) => s.head.summary?.progress);
  return useMemo(
    () =>
      dossier || problems.some((p) => p.severity === "error")
        ? progressOf(dossier, problems)
        : (stored ?? []),
    [dossier, problems, stored],
  );
}
