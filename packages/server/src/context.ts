/** What handlers share: the parts of the server, the call's language and caller, and the way to a store scope. */
import type { Scope, Store } from "@seiza/store";
import type { Context } from "hono";
import type { Analyst } from "./analyst/analyst.ts";
import type { Summaries } from "./analyst/summaries.ts";
import { type Action, authorise } from "./authorise.ts";
import type { Exports } from "./documents/exports.ts";
import type { EventHub } from "./events.ts";
import type { Logger } from "./log.ts";
import type { Lang } from "./messages.ts";
import type { Metrics } from "./metrics.ts";
import { Refused } from "./problem.ts";
import type { Caller, Callers, Invitations } from "./session.ts";
import type { Template } from "./templates.ts";

export interface Parts {
  store: Store;
  analyst: Analyst;
  summaries: Summaries;
  exports: Exports;
  events: EventHub;
  metrics: Metrics;
  log: Logger;
  callers: Callers;
  invitations: Invitations;
  templates: readonly Template[];
  clock: () => Date;
  newId: () => string;
  /** A new unguessable string. */
  secret: () => string;
  version: string;
  database: "pglite" | "postgresql";
  language: Lang;
  cookie: string;
  local: { person: string; workspace: string };
}

export interface Env {
  Variables: { requestId: string; lang: Lang; caller: Caller | undefined };
}
export type Call = Context<Env>;

/** @throws Refused 401 */
export function callerOf(c: Call): Caller {
  const caller = c.get("caller");
  if (!caller) throw new Refused(401, "session-missing");
  return caller;
}

/**
 * The scope to do this in, if the caller may.
 * @throws Refused 401, 403
 */
export function allowed(c: Call, parts: Parts, action: Action, id?: string): Scope {
  const caller = callerOf(c);
  authorise(caller, action, { workspace: caller.workspace.id, kind: action.split(".")[0] as string, id });
  return {
    workspace: caller.workspace.id,
    actor: { person: caller.person.id, name: caller.person.name },
    at: parts.clock(),
    newId: parts.newId,
  };
}

/** @throws Refused 428 where it is missing or no revision. */
export function expectedRevision(c: Call): number {
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(c.req.header("if-match")?.trim() ?? "");
  if (!match) throw new Refused(428, "if-match-missing");
  return Number(match[1]);
}

export const etagOf = (revision: number) => ({ ETag: `"${revision}"` });
