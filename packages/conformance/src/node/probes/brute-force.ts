/**
 * Wrong passwords, few and visibly wrong, and what follows (S1.1-04). The known-good log-in before, right after and at the
 * end is what proves anything: a lock that keeps giving the same answer is seen only by it (domain/conformance.md D.3).
 */
import type { FactOf } from "../../evidence/facts.ts";
import { isLoopback } from "../net/address.ts";
import { accountAt, type Mechanism } from "../run/account.ts";
import { adapt } from "../run/adapter.ts";
import {
  type Check,
  type CheckContext,
  endpointOf,
  faceOf,
  type LockWait,
  type RunContext,
  Skip,
  words,
} from "../run/context.ts";
import { alikeByDesign, login, withoutCredentials } from "../run/login.ts";
import type { LoginResult } from "../run/login-result.ts";
import { sshLogin } from "./ssh.ts";

type Series = FactOf<"brute-force">;
/** Never more wrong values in one row (E.0, rule 4). */
export const MOST_WRONG = 12;
const PARALLEL = 4;
const EACH = 2;

export const wrongInARow = (m: Mechanism, policy: { bruteForce: { wrongAttempts: number } }): number =>
  Math.min(
    MOST_WRONG,
    m.bruteForce.after === undefined ? policy.bruteForce.wrongAttempts : m.bruteForce.after + 1,
  );

async function series(c: CheckContext, m: Mechanism, face: string): Promise<LockWait | undefined> {
  const at = faceOf(c.declaration, face);
  const recipe = m.login.find((l) => l.interface === face)?.recipe;
  const account = accountAt(c, m, face);
  if (!at || !recipe) throw new Skip(words("why.no-recipe", { authentication: m.id }));
  if (!account) throw new Skip(words("why.no-credentials", { authentication: m.id }));
  if (alikeByDesign(recipe))
    throw new Skip(words("why.recipe-alike", { authentication: m.id, interface: face }));
  const { user, password } = account;
  const good = () => login(c, at, recipe, user, password);
  let n = 0;
  const wrongValue = () => `jcstar-probe-${c.runId.slice(0, 8)}-${++n}`;
  const fact: Series = {
    kind: "brute-force",
    interface: face,
    authentication: m.id,
    protocol: at.protocol,
    baseline: false,
    attempts: [],
    serialPerSecond: 0,
    wrongAccepted: false,
  };
  const wrong = async (as = user): Promise<LoginResult> => {
    const r = await login(c, at, recipe, as, wrongValue());
    if (r.outcome === "in") fact.wrongAccepted = true;
    return r;
  };

  let first = await good();
  if (c.locks.waiting() && first.outcome !== "in" && first.outcome !== "alike") {
    // One lock over several accounts: this log-in is locked by another one's series, and begins when that is over.
    c.note("the known-good log-in is refused while another log-in's lock lasts: one lock for both");
    c.progress(words("progress.shared-lock", { interface: face }));
    await c.locks.lifted();
    fact.lockShared = true;
    first = await good();
  }
  if (first.outcome === "alike")
    throw new Skip(words("why.recipe-alike", { authentication: m.id, interface: face }));
  fact.baseline = first.outcome === "in";
  if (!fact.baseline) {
    c.note(`the known-good log-in was not taken: ${first.outcome} ${first.answer}`);
    c.facts.push(fact);
    return undefined;
  }
  const nobody = await withoutCredentials(c, at, recipe);
  if (nobody?.outcome === "in")
    throw new Skip(words("why.recipe-alike", { authentication: m.id, interface: face }));

  if (c.locks.overlap()) fact.overlapped = true;
  // In a row, with no good log-in between them: one would set the count back and hide a lock.
  const wanted = wrongInARow(m, c.policy);
  const inOne = recipe.kind === "ssh" && wanted >= 4 ? Math.min(3, Math.floor(wanted / 2)) : 0;
  const started = performance.now();
  let usual: string | undefined;
  let retryAfter: number | undefined;
  const took = (r: LoginResult, sameConnection: boolean): boolean => {
    fact.attempts.push({ ms: r.ms, answer: r.answer, sameConnection });
    if (fact.wrongAccepted) return false;
    if (r.outcome === "alike")
      throw new Skip(words("why.recipe-alike", { authentication: m.id, interface: face }));
    usual ??= r.answer;
    const changed =
      r.outcome === "blocked" || (fact.attempts.length > 1 && r.outcome !== "out" && r.answer !== usual);
    if (r.retryAfterSeconds !== undefined) retryAfter = r.retryAfterSeconds;
    if (changed) {
      fact.blockedAfter = fact.attempts.length - 1;
      fact.blockVisible = true;
    }
    return !changed;
  };
  for (let i = 0; i < wanted - inOne; i++) {
    c.net.attempt(`${face}/${user}/serial`, MOST_WRONG);
    c.progress(words("progress.attempt", { n: i + 1, of: wanted }));
    if (!took(await wrong(), false)) break;
  }
  if (inOne > 0 && fact.blockedAfter === undefined && !fact.wrongAccepted) {
    for (let i = 0; i < inOne; i++) c.net.attempt(`${face}/${user}/serial`, MOST_WRONG);
    const values = Array.from({ length: inOne }, wrongValue);
    for (const r of await sshLogin(c, endpointOf(at), user, values)) {
      if (r.outcome === "in") fact.wrongAccepted = true;
      if (!took(r, true)) break;
    }
  }
  const lastWrong = performance.now();
  fact.serialPerSecond = fact.attempts.length / Math.max(0.001, (lastWrong - started) / 1000);
  c.facts.push(fact);
  if (fact.wrongAccepted) return undefined;

  const after = await good();
  fact.goodAfter = after.outcome === "in";
  if (after.retryAfterSeconds !== undefined) retryAfter = after.retryAfterSeconds;
  if (fact.goodAfter) {
    // The answers changed and the right value is taken all the same: a limit on wrong ones only.
    await parallel(c, fact, wrong, `${face}/${user}/parallel`);
    if (fact.wrongAccepted) return undefined;
    fact.restored = (await good()).outcome === "in";
    return fact.restored ? undefined : waitFor(performance.now());
  }
  if (fact.blockedAfter === undefined) {
    fact.blockedAfter = fact.attempts.length;
    fact.blockVisible = after.outcome === "blocked";
  }
  if (retryAfter !== undefined) fact.retryAfterSeconds = retryAfter;
  c.net.attempt(`${face}/unknown/other`, MOST_WRONG);
  const other = await login(c, at, recipe, "seiza-unknown", wrongValue());
  if (other.outcome === "in") {
    fact.wrongAccepted = true;
    return undefined;
  }
  fact.otherAccountAlsoBlocked = other.outcome === "blocked";
  return waitFor(lastWrong);

  function waitFor(since: number): LockWait {
    return {
      account: lockOf(m, user),
      stated: (retryAfter ?? m.bruteForce.seconds) !== undefined,
      port: endpointOf(at as NonNullable<typeof at>).port,
      overlapped: () => {
        fact.overlapped = true;
      },
      finish: () => release(c, m, fact, good, retryAfter, since),
    };
  }
}

const lockOf = (m: Mechanism, user: string): string => `${m.id}/${user}`;

/** Two wrong values on each of four connections at once: a delay that vanishes under this is no limit. */
async function parallel(
  c: CheckContext,
  fact: Series,
  wrong: () => Promise<LoginResult>,
  ledger: string,
): Promise<void> {
  for (let i = 0; i < PARALLEL * EACH; i++) c.net.attempt(ledger, MOST_WRONG);
  const started = performance.now();
  const results = await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      const list: LoginResult[] = [];
      for (let i = 0; i < EACH && !fact.wrongAccepted; i++) list.push(await wrong());
      return list;
    }),
  );
  const answered = results.flat().filter((r) => r.outcome === "out" || r.outcome === "unclear").length;
  if (answered > 0) fact.parallelPerSecond = answered / Math.max(0.001, (performance.now() - started) / 1000);
}

/** Waits for the lock to be lifted and notes when; each look is one good log-in. */
async function release(
  c: CheckContext,
  m: Mechanism,
  fact: Series,
  good: () => Promise<LoginResult>,
  retryAfter: number | undefined,
  since: number,
): Promise<void> {
  const cap = c.options.lockWaitSeconds;
  const stated = retryAfter ?? m.bruteForce.seconds;
  // A little before the stated end, to see a lock that is lifted too soon; right after it; then in growing steps.
  const looks =
    stated === undefined ? [2, 6, 14, 30] : [stated * 0.7, stated + Math.max(0.3, Math.min(2, stated * 0.1))];
  let next = looks.at(-1) as number;
  while (next + 30 <= Math.min(cap, 900)) {
    next += 30;
    looks.push(next);
  }
  fact.restored = false;
  for (const look of looks.filter((s) => s <= cap)) {
    const wait = look * 1000 - (performance.now() - since);
    c.progress(words("progress.lock", { seconds: Math.round(look) }));
    if (wait > 0) await c.net.sleep(wait);
    let r = await good();
    // The device may be busy with another check: silence is no word on the lock.
    for (let again = 0; again < 2 && r.outcome === "no-answer"; again++) {
      await c.net.sleep(1000);
      r = await good();
    }
    const waited = (performance.now() - since) / 1000;
    fact.waitedSeconds = waited;
    if (r.outcome === "in") {
      fact.releasedAfterSeconds = waited;
      fact.restored = true;
      return;
    }
  }
  fact.waitedSeconds ??= (performance.now() - since) / 1000;
  if (await adapt(c, "unlock")) fact.restored = (await good()).outcome === "in";
  else if (m.bruteForce.unlock && (await c.prompt(words("prompt.unlock", { authentication: m.id }))))
    fact.restored = (await good()).outcome === "in";
}

export function bruteForceChecks(c: RunContext, address: string): Check[] {
  const loop = isLoopback(address);
  return c.declaration.authentication
    .filter((m) => m.of === "user" && m.overNetwork)
    .flatMap((m) =>
      m.login.map(({ interface: face, recipe }): Check => {
        const wanted = wrongInARow(m, c.policy);
        const steps =
          recipe.kind === "http-form" || recipe.kind === "http-json" ? 1 + (recipe.before?.length ?? 0) : 2;
        const logins = wanted + PARALLEL * EACH + 1 + 9 + 3 * Math.ceil(2 + c.options.lockWaitSeconds / 30);
        const user = accountAt(c, m, face)?.user;
        const permanent =
          m.bruteForce.mechanism === "lock" &&
          m.bruteForce.seconds === undefined &&
          m.bruteForce.unlock === undefined &&
          !c.declaration.adapter?.verbs.includes("unlock");
        return {
          id: `brute-force.${face}`,
          class: "L",
          criteria: ["S1.1-04"],
          ...(faceOf(c.declaration, face) ? { port: faceOf(c.declaration, face)?.port as number } : {}),
          limits: {
            requests: logins * steps + 4,
            perSecond: loop ? Number.POSITIVE_INFINITY : 20,
            parallel: PARALLEL,
            // Its own lock, and before it the one of another log-in that turns out to be the same.
            seconds: 120 + logins * 4 + 2 * c.options.lockWaitSeconds,
          },
          sends: words("sends.brute-force", {
            interface: face,
            wrong: wanted,
            parallel: PARALLEL * EACH,
            seconds: c.options.lockWaitSeconds,
          }),
          ...(permanent
            ? { skip: words("why.no-unlock", { authentication: m.id }) }
            : c.credentials.accounts[m.id]
              ? {}
              : { skip: words("why.no-credentials", { authentication: m.id }) }),
          ...(user === undefined ? {} : { locks: lockOf(m, user) }),
          run: (x) => series(x, m, face),
        };
      }),
    );
}
