/**
 * The checks by family (the part of a check's id before its first dot, but for ports, documents and imports, which are
 * families of their own), with the class that orders them on one unit: domain/conformance.md E.17.
 */
import type { CheckClass } from "../evidence/facts.ts";

export const CHECK_FAMILIES = {
  "default-passwords": "O",
  package: "O",
  canary: "O",
  import: "O",
  sbom: "O",
  document: "R",
  identity: "R",
  access: "R",
  tls: "R",
  ports: "R",
  "model-number": "R",
  "brute-force": "L",
  setup: "W",
  "credential-change": "W",
  update: "U",
  restart: "P",
  deletion: "D",
} as const satisfies Record<string, CheckClass>;
export type CheckFamily = keyof typeof CHECK_FAMILIES;

/** Files first, then what reads, tries log-ins, changes, installs, cuts power, deletes. */
export const CLASS_ORDER: readonly CheckClass[] = ["O", "R", "L", "W", "U", "P", "D"];

/** `access.http` → `access`. */
export const familyOf = (check: string): string => check.split(".", 1)[0] as string;

/** `X` for a check that is not known here: it comes last. */
export const classOf = (check: string): CheckClass | "X" =>
  (CHECK_FAMILIES as Record<string, CheckClass>)[familyOf(check)] ?? "X";
