/** Lock-out after wrong passwords (ログイン試行の制限): by account, over all doors, in volatile memory. */
import type { WeaknessId } from "./weaknesses.ts";

export type Door = "web" | "ssh" | "mqtt";

/** Wrong passwords until the account is locked. Declared as such. */
export const LOCK_AFTER = 3;
/**
 * How long the lock lasts unless another time is asked for. A lock that keeps giving the same answer is only known to hold
 * after one attempt more than declared: 4 in 35 s are 9 875 a day, under the 10 000 of the usual policy.
 */
export const LOCK_SECONDS = 35;

interface Count {
  wrong: number;
  until: number;
}

export class Lock {
  readonly #counts = new Map<string, Count>();
  constructor(
    private readonly lockMs: number,
    private readonly now: () => number,
    private readonly has: (weakness: WeaknessId) => boolean,
  ) {}

  #ignores(door: Door): boolean {
    return (
      this.has("no-lockout") || this.has("delay-only") || (door === "mqtt" && this.has("lock-not-on-mqtt"))
    );
  }

  /** Milliseconds that the account stays locked; 0 when it is not. */
  remainingMs(account: string, door: Door): number {
    if (this.#ignores(door)) return 0;
    return Math.max(0, (this.#counts.get(account)?.until ?? 0) - this.now());
  }

  wrong(account: string, door: Door): void {
    if (this.#ignores(door)) return;
    const count = this.#counts.get(account) ?? { wrong: 0, until: 0 };
    count.wrong += 1;
    if (count.wrong >= LOCK_AFTER) {
      count.until = this.now() + this.lockMs;
      count.wrong = 0;
    }
    // Unknown names count too; their number is bounded.
    if (this.#counts.size > 1000 && !this.#counts.has(account)) this.#counts.clear();
    this.#counts.set(account, count);
  }

  right(account: string): void {
    if (this.has("other-log-in-resets")) this.#counts.clear();
    else this.#counts.delete(account);
  }

  clear(): void {
    this.#counts.clear();
  }
}
