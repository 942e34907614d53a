import type { Assessment, StoredAssessment } from "@seiza/conformance";
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { KeptHead } from "../api/products.ts";
import type { Linked, ReadText } from "./judge.ts";
import type { ProductSession, RunningProduct } from "./session.ts";

export const ProductContext = createContext<RunningProduct | undefined>(undefined);

export function useRunningProduct(): RunningProduct {
  const running = useContext(ProductContext);
  if (!running) throw new Error("useProduct belongs below a product's page");
  return running;
}
export const useProduct = <T,>(pick: (session: ProductSession) => T): T =>
  useStore(useRunningProduct().store, pick);

/** What is known of the open product at this moment. */
export interface Judging {
  read: ReadText;
  /** Of the last declaration that could be read; `stale` when the present one cannot. */
  assessment?: Assessment;
  stale: boolean;
  today: string;
  /** Kept assessments, newest first. */
  kept: KeptHead[];
  /** What the newest kept assessment rests on: records and bundles. */
  newest?: StoredAssessment;
  /** The study whose requirements join the sixteen. */
  linked: Linked;
  isLoading: boolean;
}
export const JudgingContext = createContext<Judging | undefined>(undefined);
export function useJudging(): Judging {
  const judging = useContext(JudgingContext);
  if (!judging) throw new Error("useJudging belongs below a product's page");
  return judging;
}
