/** The one place that says who may do what. Every handler gets its store scope from here, so none can go round it. */
import { Refused } from "./problem.ts";
import type { Caller } from "./session.ts";

export type Action =
  | "session.read"
  | "session.write"
  | "study.list"
  | "study.read"
  | "study.write"
  | "study.remove"
  | "product.read"
  | "product.write"
  | "assessment.read"
  | "assessment.write"
  | "evidence.read"
  | "evidence.write"
  | "audit.read"
  | "decision.read"
  | "template.read"
  | "event.read"
  | "export.read"
  | "export.write"
  | "archive.read"
  | "archive.write";

export interface Resource {
  workspace: string;
  kind: string;
  id?: string | undefined;
}

/** Today one person owns the workspace and may do everything in it; roles come in here. */
export function isAllowed(caller: Caller, _action: Action, resource: Resource): boolean {
  return caller.workspace.id === resource.workspace;
}

/** @throws Refused 403 */
export function authorise(caller: Caller, action: Action, resource: Resource): void {
  if (!isAllowed(caller, action, resource)) throw new Refused(403, "forbidden");
}
