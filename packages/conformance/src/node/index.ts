export * from "./evidence-files.ts";
export * from "./net/address.ts";
export { Guard, type Limits, type LogLine, Scope, Stopped } from "./net/guard.ts";
export { WebGuard } from "./net/web-guard.ts";
export * from "./packages/verify.ts";
export { plainText } from "./probes/documents.ts";
export { parseNmap } from "./probes/nmap.ts";
export * from "./run/bundle.ts";
export { type Check, type RunOptions, type Words, words } from "./run/context.ts";
export * from "./run/credentials.ts";
export { Redactor, sha256 } from "./run/redact.ts";
export {
  type PlannedCheck,
  plan,
  type RunEvent,
  type RunInput,
  type RunOutput,
  runChecks,
} from "./run/run.ts";
