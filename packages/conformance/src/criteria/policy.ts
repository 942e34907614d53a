/**
 * Thresholds that ★1 does not state and that are ours (domain/conformance.md E): shown with every verdict that uses them,
 * and replaceable by an operator's own file. Versioned with the result.
 */
import { z } from "zod";

export const Policy = z.strictObject({
  version: z.string(),
  bruteForce: z.strictObject({
    /** Most attempts a day for values that users choose. */
    attemptsPerDay: z.number().positive(),
    /** Least years to go through half of the key space of values made by the factory. */
    yearsForFactoryValues: z.number().positive(),
    wrongAttempts: z.number().int().min(1).max(12),
  }),
  defaultPasswords: z.strictObject({ consecutive: z.number().int(), other: z.number().int() }),
  tls: z.strictObject({ oldVersionsFail: z.boolean() }),
  scan: z.strictObject({
    maxAgeDays: z.number().int(),
    failFromCvss: z.number(),
    personFromCvss: z.number(),
    personFromEpss: z.number(),
  }),
  policyPage: z.strictObject({ maxAgeDays: z.number().int() }),
});
export type Policy = z.infer<typeof Policy>;

export const DEFAULT_POLICY: Policy = {
  version: "seiza-1",
  bruteForce: { attemptsPerDay: 10_000, yearsForFactoryValues: 10, wrongAttempts: 10 },
  defaultPasswords: { consecutive: 20, other: 20 },
  tls: { oldVersionsFail: true },
  scan: { maxAgeDays: 90, failFromCvss: 7, personFromCvss: 4, personFromEpss: 0.1 },
  policyPage: { maxAgeDays: 90 },
};
