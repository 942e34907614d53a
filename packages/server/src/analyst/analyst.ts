/** Who analyses studies for the server: in a thread of its own, or, in a test, at once. */
import { Thread, type Urgency } from "../thread.ts";
import type { Answer, Job } from "./jobs.ts";

export interface Analyst {
  /** @throws AnalysisFailed, AnalysisTimeout */
  ask(job: Job, urgency?: Urgency): Promise<Answer>;
  close(): Promise<void>;
}

export class ThreadAnalyst extends Thread<Job, Answer> implements Analyst {}
