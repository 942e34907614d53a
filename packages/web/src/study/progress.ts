import type { StepProgress } from "../api/types.ts";
import { useStudy } from "./context.tsx";

/** How far each of the six steps is; of the last saved revision until the analysis here has an answer. */
export function useProgress(): readonly StepProgress[] {
  return useStudy((s) => s.head.summary?.progress) ?? NONE;
}
const NONE: readonly StepProgress[] = [];
