/** Parts of the form in the order in which a vendor's person can answer them, and the criteria that each feeds. */
export interface Section {
  id: SectionId;
  /** Top-level keys of the declaration. */
  keys: readonly string[];
  criteria: readonly string[];
}
export type SectionId =
  | "product"
  | "standing"
  | "companions"
  | "assets"
  | "interfaces"
  | "authentication"
  | "flows"
  | "update"
  | "identity"
  | "deletion"
  | "disclosure"
  | "documents"
  | "vulnerability"
  | "notApplicable"
  | "study"
  | "adapter";

const s11 = (...numbers: number[]) => numbers.map((n) => `S1.1-${String(n).padStart(2, "0")}`);

export const SECTIONS: readonly Section[] = [
  { id: "product", keys: ["product"], criteria: s11(6, 10, 13) },
  {
    id: "standing",
    keys: ["technicalConformity", "constrained", "support"],
    criteria: s11(1, 4, 6, 14, 16),
  },
  { id: "companions", keys: ["companions"], criteria: [] },
  { id: "assets", keys: ["assets"], criteria: s11(1, 11, 12, 15) },
  { id: "interfaces", keys: ["interfaces"], criteria: s11(1, 12, 13) },
  { id: "authentication", keys: ["authentication"], criteria: s11(1, 2, 3, 4, 14) },
  { id: "flows", keys: ["flows"], criteria: s11(12) },
  { id: "update", keys: ["update", "updatePolicy"], criteria: s11(6, 7, 8, 9) },
  { id: "identity", keys: ["modelNumber", "restart"], criteria: s11(10, 14) },
  { id: "deletion", keys: ["deletion"], criteria: s11(15) },
  { id: "disclosure", keys: ["disclosure"], criteria: s11(5) },
  { id: "documents", keys: ["documents"], criteria: s11(16) },
  { id: "vulnerability", keys: ["vulnerability"], criteria: s11(13) },
  { id: "notApplicable", keys: ["notApplicable"], criteria: s11(2, 3, 4, 8) },
  { id: "study", keys: ["study"], criteria: [] },
  { id: "adapter", keys: ["adapter"], criteria: s11(4, 6, 14, 15) },
];

/** The part in which a place of the declaration is written. */
export const sectionOf = (path: readonly (string | number)[]): Section =>
  SECTIONS.find((s) => s.keys.includes(String(path[0]))) ?? (SECTIONS[0] as Section);

/** Columns of a list's table: fields of an entry; several keys stand in one cell. */
export const COLUMNS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  companions: [["name", "id"], ["kind"], ["needed"]],
  interfaces: [["name", "id"], ["kind"], ["transport", "port"], ["protocol"], ["access"], ["needed"]],
  authentication: [["name", "id"], ["kind"], ["of"], ["default/rule"], ["bruteForce/mechanism"]],
  assets: [["name", "id"], ["kind"], ["stored"]],
  flows: [["from"], ["to"], ["protocol"], ["assets"], ["protection"]],
  deletion: [["name", "id"], ["clears"]],
  documents: [["name", "id"], ["at"], ["covers"]],
  notApplicable: [["criterion"], ["reason"], ["why"]],
};
/** What a new entry's id begins with. */
export const STEMS: Readonly<Record<string, string>> = {
  companions: "service",
  interfaces: "interface",
  authentication: "auth",
  assets: "asset",
  flows: "flow",
  deletion: "deletion",
  documents: "document",
  "interfaces/protects": "item",
};
