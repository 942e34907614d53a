/**
 * S1.1-04: brute force against user authentication over a network is made difficult (総当たり攻撃への耐性).
 * Source: METI guide 1.0 P.22, which gives no numbers; rule in domain/conformance.md E, S1.1-04. Attempts a day and years
 * come from the policy and are ours; so are the bounds below.
 */
import type { Declaration } from "../declaration/schema.ts";
import type { FactOf } from "../evidence/facts.ts";
import { gate, isNetworkUser, loginsSeen } from "./gate.ts";
import {
  also,
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
  reason,
  run,
  seenOf,
  unseen,
  type Values,
} from "./ruling.ts";
import type { Criterion, JudgeInput } from "./verdict.ts";

const PART = "S1.1-04";
const SECONDS_PER_DAY = 86_400;
/** An answer this slow in the middle of the series counts as a delay; stock servers were measured at 0.3–0.45 s. */
const DELAY_MS = 800;
/** Parallel over serial rate from which a delay counts as no limit of the whole. */
const GROWTH = 1.5;
/** Never more wrong attempts than this a run (E.0, rule 4). */
const MOST_ATTEMPTS = 12;
/** Share of a declared time that must be met, for clocks and round trips. */
const NEARLY = 0.8;
const ALPHABET = { digits: 10, hex: 16, lower: 26, alphanumeric: 62, printable: 94 } as const;

type Authentication = Declaration["authentication"][number];
type Series = FactOf<"brute-force">;

/** How many values the weakest accepted one is among; undefined when the declaration does not say. */
export function keySpace(a: Authentication): number | undefined {
  const { minLength, alphabet } = a.values ?? {};
  return minLength === undefined || alphabet === undefined ? undefined : ALPHABET[alphabet] ** minLength;
}

export interface AttemptRate {
  /** Attempts a day that the device lets through. */
  perDay: number;
  /** The true rate is at most this: no release was seen within the wait. */
  isBound: boolean;
  blocked: boolean;
  /** Every answer is slow. */
  delayed: boolean;
  /** The delay is by connection: more connections, more attempts. */
  growsInParallel: boolean;
}

/**
 * Effective attempts a day. Blocked: size of the block ÷ (its time + release). No release seen: ÷ (its time + wait), an
 * upper bound. Not blocked: the larger of serial and parallel rate. Undefined when the series says too little.
 */
export function attemptRate(f: Series): AttemptRate | undefined {
  const times = f.attempts.map((t) => t.ms).sort((x, y) => x - y);
  const middle = times[Math.floor(times.length / 2)] ?? 0;
  const delayed = middle >= DELAY_MS;
  const growsInParallel =
    f.parallelPerSecond !== undefined && f.parallelPerSecond > f.serialPerSecond * GROWTH;
  if (f.blockedAfter !== undefined || f.goodAfter === false) {
    const block = Math.max(1, f.blockedAfter ?? f.attempts.length);
    const blockSeconds = f.attempts.slice(0, block).reduce((sum, t) => sum + t.ms, 0) / 1000;
    const isBound = f.releasedAfterSeconds === undefined;
    const pause = f.releasedAfterSeconds ?? Math.max(f.waitedSeconds ?? 0, f.retryAfterSeconds ?? 0);
    if (pause + blockSeconds <= 0) return undefined;
    return {
      perDay: (SECONDS_PER_DAY * block) / (blockSeconds + pause),
      isBound,
      blocked: true,
      delayed,
      growsInParallel,
    };
  }
  const rate = Math.max(f.serialPerSecond, f.parallelPerSecond ?? 0);
  return { perDay: rate * SECONDS_PER_DAY, isBound: false, blocked: false, delayed, growsInParallel };
}

/** The mechanism that was seen is the one declared, with its numbers. Key of the difference, or undefined. */
function disagreement(a: Authentication, f: Series, rate: AttemptRate): string | undefined {
  const { mechanism, after, seconds } = a.bruteForce;
  if (mechanism === "none") return "brute-force.seen-but-declared-none";
  if (mechanism === "lock" && !rate.blocked) return "brute-force.declared-lock-not-seen";
  if (mechanism === "delay" && !rate.delayed && !rate.blocked) return "brute-force.declared-delay-not-seen";
  if (rate.blocked && after !== undefined && (f.blockedAfter ?? f.attempts.length) > after + 1)
    return "brute-force.blocks-later-than-declared";
  if (
    rate.blocked &&
    seconds !== undefined &&
    f.releasedAfterSeconds !== undefined &&
    // The lock began between the last wrong value and its answer.
    f.releasedAfterSeconds + (f.attempts.at(-1)?.ms ?? 0) / 1000 < seconds * NEARLY
  )
    return "brute-force.releases-sooner-than-declared";
  return undefined;
}

/**
 * The lock came sooner or lasted longer than declared while another log-in got wrong passwords too: they may have been
 * counted together, and the rate is then higher than it looks.
 */
function disturbed(a: Authentication, f: Series): boolean {
  const stated = f.retryAfterSeconds ?? a.bruteForce.seconds;
  const { after } = a.bruteForce;
  if (after !== undefined && (f.blockedAfter ?? f.attempts.length) < after) return true;
  return (
    stated === undefined || f.releasedAfterSeconds === undefined || f.releasedAfterSeconds > stated * 1.5 + 5
  );
}

function ofSeries(input: JudgeInput, a: Authentication, f: Series, cite: string): Ruling {
  const { attemptsPerDay, yearsForFactoryValues, wrongAttempts } = input.policy.bruteForce;
  const base: Values = { interface: f.interface, authentication: a.id };
  const again = [run("brute-force")];
  if (f.wrongAccepted) return fails("brute-force.wrong-accepted", base, [cite]);
  if (!f.baseline) return open("brute-force.no-baseline", base, [cite], again);
  if (f.goodAfter === undefined) return open("brute-force.no-good-login-after", base, [cite], again);
  const rate = attemptRate(f);
  const wanted = Math.min(
    MOST_ATTEMPTS,
    a.bruteForce.after === undefined ? wrongAttempts : a.bruteForce.after + 1,
  );
  if (rate === undefined) return open("brute-force.release-not-measured", base, [cite], again);
  if (!rate.blocked && f.attempts.length < wanted)
    return open("brute-force.too-few", { ...base, attempts: f.attempts.length, wanted }, [cite], again);
  if (rate.blocked && f.overlapped && disturbed(a, f))
    return open("brute-force.overlapped", base, [cite], [run(`brute-force.${f.interface}`)]);
  if (f.restored !== true) return open("brute-force.not-restored", base, [cite], again);

  const values: Values = {
    ...base,
    perDay: Math.ceil(rate.perDay),
    limit: attemptsPerDay,
    attempts: f.attempts.length,
    serial: round(f.serialPerSecond),
    parallel: f.parallelPerSecond === undefined ? "-" : round(f.parallelPerSecond),
  };
  const remarks = [
    ...(f.otherAccountAlsoBlocked ? [reason("brute-force.other-account-blocked", base, [cite])] : []),
    ...(rate.blocked && f.blockVisible === false ? [reason("brute-force.hidden-lock", base, [cite])] : []),
    ...(rate.blocked && rate.isBound
      ? [reason("brute-force.bound-only", { ...base, perDay: Math.ceil(rate.perDay) }, [cite])]
      : []),
  ];
  const question = ask(`${PART}:${a.id}`, "brute-force-mechanism", base);
  const byPerson = (key: string, more: Values = {}) =>
    person(key, { ...values, ...more }, [cite], [question]);

  const judged = (): Ruling => {
    if (!rate.blocked && rate.perDay <= attemptsPerDay && f.parallelPerSecond === undefined)
      return open("brute-force.parallel-not-measured", values, [cite], again);
    const observed = rate.blocked || rate.delayed;
    const space = keySpace(a);
    const years = space === undefined ? undefined : space / 2 / rate.perDay / 365.25;
    const isFactory = a.values?.chosenBy === "factory";
    const enough = isFactory
      ? years !== undefined && years >= yearsForFactoryValues
      : rate.perDay <= attemptsPerDay;
    const inYears: Values = {
      years: years === undefined ? "-" : round(years),
      needYears: yearsForFactoryValues,
    };
    if (!observed) {
      const compensating = ["multi-factor", "key-only", "long-random"].includes(a.bruteForce.mechanism);
      if (compensating)
        return byPerson("brute-force.compensating", { mechanism: a.bruteForce.mechanism, ...inYears });
      if (isFactory && enough) return byPerson("brute-force.no-mechanism-but-space", inYears);
      return rate.perDay > attemptsPerDay
        ? fails("brute-force.no-limit", values, [cite])
        : byPerson("brute-force.slow-without-mechanism");
    }
    const differs = disagreement(a, f, rate);
    if (differs)
      return byPerson(differs, {
        after: a.bruteForce.after ?? "-",
        seconds: a.bruteForce.seconds ?? "-",
        blockedAfter: f.blockedAfter ?? "-",
        released: f.releasedAfterSeconds ?? "-",
      });
    if (!rate.blocked && rate.growsInParallel) return byPerson("brute-force.delay-grows");
    if (isFactory && space === undefined)
      return also(byPerson("brute-force.space-unknown"), {
        needs: [declare("/authentication", "key-space", { authentication: a.id })],
      });
    if (!enough) return byPerson("brute-force.above-limit", inYears);
    if (isFactory) return passes("brute-force.years", { ...values, ...inYears }, [cite]);
    // A four-digit PIN is through in a day even at the limit.
    if (years !== undefined && years < 1) return byPerson("brute-force.space-small", inYears);
    return passes("brute-force.slowed", values, [cite], [question]);
  };
  return also(judged(), { remarks });
}

const round = (n: number): number => Math.round(n * 100) / 100;

function ofMechanism(input: JudgeInput, a: Authentication, at: number): Ruling[] {
  const pointer = `/authentication/${at}`;
  const values = { authentication: a.id };
  const all = seenOf(input, "brute-force").filter((s) => s.fact.authentication === a.id);
  const rulings = current(
    all,
    (f) => f.interface,
    (f, r) => ofSeries(input, a, f, r.id),
  );
  const seen = new Set(rulings.map((r) => r.key));
  const out = rulings.map((r) => r.ruling);
  for (const { interface: face } of a.login)
    if (!seen.has(face))
      out.push(
        unseen(input, "brute-force", "brute-force.unseen", { ...values, interface: face }, [
          ...(a.bruteForce.mechanism === "lock" &&
          a.bruteForce.seconds === undefined &&
          a.bruteForce.unlock === undefined
            ? [declare(`${pointer}/bruteForce/unlock`, "unlock-way", values)]
            : []),
          run("brute-force"),
        ]),
      );
  if (out.length > 0) return out;
  // No log-in that can be tried: keys, certificates, accounts of a cloud are shown by a person; a password is not.
  return a.kind === "password" || a.kind === "pin" || a.kind === "token"
    ? [
        open(
          "brute-force.no-recipe",
          values,
          [declared(`${pointer}/login`)],
          [declare(`${pointer}/login`, "login-recipe", values)],
        ),
      ]
    : [
        person(
          "brute-force.by-design",
          { ...values, kind: a.kind },
          [declared(pointer)],
          [ask(`${PART}:${a.id}`, "brute-force-mechanism", { ...values, interface: "-" })],
        ),
      ];
}

export const bruteForce: Criterion = {
  id: "S1.1-04",
  checks: ["brute-force"],
  judge(input) {
    const parts = new Parts();
    const { constrained, authentication } = input.declaration;
    if (constrained) {
      parts.add(PART, undefined, [
        person(
          "gate.constrained",
          {},
          [declared("/constrained")],
          [ask(`${PART}/constrained`, "constrained-claim")],
        ),
      ]);
      return parts.done();
    }
    const closed = gate(input, {
      reasonId: "no-network-user-authentication",
      empty: !authentication.some(isNetworkUser),
      pointer: "/authentication",
      contradictedBy: loginsSeen(input),
    });
    if (closed) parts.add(PART, undefined, [closed]);
    authentication.forEach((a, at) => {
      if (isNetworkUser(a)) parts.add(PART, a.id, ofMechanism(input, a, at));
    });
    return parts.done();
  },
};
