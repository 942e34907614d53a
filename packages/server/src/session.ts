/** Who is calling. A one-time token of the start URL becomes a session; the store keeps only the hash of its secret. */
import type { Session, Store } from "@seiza/store";
import type { Lang } from "./messages.ts";

export const TOKEN_MINUTES = 10;
export const SESSION_DAYS = 30;

/** Start tokens: each works once, for ten minutes. They live in memory: a restart makes new ones. */
export class Invitations {
  readonly #tokens = new Map<string, { until: number; used: boolean }>();
  constructor(
    readonly clock: () => Date,
    /** A new unguessable string. */
    readonly secret: () => string,
  ) {}

  issue(): string {
    const now = this.clock().getTime();
    // Spent ones are kept an hour, to tell "used" from "unknown".
    for (const [token, { until }] of this.#tokens) if (until < now - 3_600_000) this.#tokens.delete(token);
    const token = this.secret();
    this.#tokens.set(token, { until: now + TOKEN_MINUTES * 60_000, used: false });
    return token;
  }

  state(token: string): "good" | "used" | "expired" {
    const known = this.#tokens.get(token);
    if (known?.used) return "used";
    return known && known.until >= this.clock().getTime() ? "good" : "expired";
  }

  redeem(token: string): "good" | "used" | "expired" {
    const state = this.state(token);
    const known = this.#tokens.get(token);
    if (state === "good" && known) known.used = true;
    return state;
  }
}

export interface Caller extends Session {
  language: Lang;
  secret: string;
}

/** Sessions of the store, remembered for a few seconds so that not every call asks the database. */
export class Callers {
  readonly #known = new Map<string, { caller: Caller; until: number }>();
  constructor(
    readonly store: Store,
    readonly clock: () => Date,
    readonly fallback: Lang,
    readonly keepMs = 5_000,
  ) {}

  async find(secret: string): Promise<Caller | undefined> {
    const at = this.clock();
    const known = this.#known.get(secret);
    if (known && known.until > at.getTime()) return known.caller;
    this.#known.delete(secret);
    const session = await this.store.sessions.find(secret, at);
    if (!session) return undefined;
    const language = await this.store.settings.get(
      {
        workspace: session.workspace.id,
        actor: { person: session.person.id, name: session.person.name },
      },
      "language",
      "person",
    );
    const caller: Caller = {
      ...session,
      language: language === "ja" || language === "en" ? language : this.fallback,
      secret,
    };
    if (this.#known.size > 1_000) this.#known.clear();
    this.#known.set(secret, { caller, until: at.getTime() + this.keepMs });
    return caller;
  }

  forget(secret?: string): void {
    if (secret === undefined) this.#known.clear();
    else this.#known.delete(secret);
  }
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
