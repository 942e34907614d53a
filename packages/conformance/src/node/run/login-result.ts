import type { HttpSession } from "./recipe.ts";

/** How one log-in ended. */
export interface LoginResult {
  /** `blocked`: turned away for the number of attempts, by its own words (429, Retry-After, 423, 503). `alike`: both oracles hold. */
  outcome: "in" | "out" | "blocked" | "alike" | "unclear" | "no-answer";
  /** Short form of what came back: a status, a reason code. Never a value. */
  answer: string;
  ms: number;
  retryAfterSeconds?: number;
  session?: HttpSession;
}
