/** What the form knows of the declaration's fields: read off its schema, with a few hints that no schema holds. */
import { productSchema, type SchemaNode } from "@seiza/conformance";

export type Path = readonly (string | number)[];
export type Raw = Record<string, unknown>;

/** A node of the schema with what the published type leaves out. */
export interface Node extends SchemaNode {
  prefixItems?: Node[];
  required?: string[];
  default?: unknown;
  format?: string;
  minItems?: number;
  minimum?: number;
  maximum?: number;
}

export type Kind =
  | "words"
  | "text"
  | "date"
  | "number"
  | "yesno"
  | "choice"
  | "choices"
  | "texts"
  | "numbers"
  | "names"
  | "name"
  | "pair"
  | "json"
  | "constant"
  | "pairs"
  | "takes"
  | "group"
  | "list"
  | "forms";

/** Kinds that are one control; the others hold fields. */
export const LEAVES: ReadonlySet<Kind> = new Set<Kind>([
  "words",
  "text",
  "date",
  "number",
  "yesno",
  "choice",
  "choices",
  "texts",
  "numbers",
  "names",
  "name",
  "pair",
  "json",
  "constant",
  "pairs",
]);

const ACTS =
  /^(authentication\/default\/setup|authentication\/change\/recipe|update\/install|deletion\/recipe)(?=\/)/;
const READS = /^(update\/readVersion|modelNumber\/read|restart\/markers|deletion\/visibleAt\/read)(?=\/)/;

/** Name of a field by which words and hints are found: its path without places in lists; recipes are the same everywhere. */
export function nameOf(path: Path): string {
  return path
    .filter((step) => typeof step !== "number")
    .join("/")
    .replace(/^authentication\/login\/recipe(?=\/)/, "login")
    .replace(ACTS, "act")
    .replace(READS, "read")
    .replace(/^(login|act|read)\/(steps|before|submit)(?=\/)/, "step")
    .replace(/^read\/value(?=\/)/, "take")
    .replace(/^step\/take\/[^/]+(?=\/)/, "take")
    .replace(/^(login|act)\/(success|failure)(?=\/)/, "answer");
}

export type NamedList = "interfaces" | "assets" | "authentication";

interface Hint {
  /** The value is an id of this list. */
  of?: NamedList;
  /** Key of the words for the unit. */
  unit?: "seconds" | "times" | "characters" | "steps";
  /** Several lines of text. */
  long?: boolean;
  /** Values that are offered beside free text. */
  offers?: "productTypes" | "ends" | "protocols";
  /** A value of the catalogue. */
  catalog?: "criteria" | "reasons";
}

const HINTS: Readonly<Record<string, Hint>> = {
  "product/description": { long: true },
  "product/type": { offers: "productTypes" },
  "constrained/why": { long: true },
  "companions/interfaces": { of: "interfaces" },
  "interfaces/purpose": { long: true },
  "interfaces/protects/assets": { of: "assets" },
  "interfaces/authentication": { of: "authentication" },
  "authentication/login/interface": { of: "interfaces" },
  "authentication/values/minLength": { unit: "characters" },
  "authentication/default/how": { long: true },
  "authentication/bruteForce/after": { unit: "times" },
  "authentication/bruteForce/seconds": { unit: "seconds" },
  "flows/from": { offers: "ends" },
  "flows/to": { offers: "ends" },
  "flows/protocol": { offers: "protocols" },
  "flows/interface": { of: "interfaces" },
  "flows/assets": { of: "assets" },
  "update/userSteps": { unit: "steps" },
  "support/policy": { long: true },
  "restart/readySeconds": { unit: "seconds" },
  "deletion/visibleAt/asset": { of: "assets" },
  "act/interface": { of: "interfaces" },
  "read/interface": { of: "interfaces" },
  "adapter/seconds": { unit: "seconds" },
  "notApplicable/criterion": { catalog: "criteria" },
  "notApplicable/reason": { catalog: "reasons" },
  "notApplicable/why": { long: true },
};
export const hintOf = (name: string): Hint => HINTS[name] ?? {};

const branches = (node: Node): Node[] => (node.oneOf ?? node.anyOf ?? []) as Node[];
const isWords = (node: Node): boolean =>
  branches(node).some((b) => b.properties && "ja" in b.properties && "en" in b.properties);

export function kindOf(node: Node, name: string): Kind {
  const hint = hintOf(name);
  if (hint.of) return node.type === "array" ? "names" : "name";
  if (hint.catalog) return "choice";
  if (node.const !== undefined) return "constant";
  if (isWords(node)) return "words";
  if (branches(node).length > 0) return "forms";
  if (node.enum) return "choice";
  switch (node.type) {
    case "boolean":
      return "yesno";
    case "integer":
    case "number":
      return "number";
    case "string":
      return node.format === "date" ? "date" : "text";
    case "array": {
      if (node.prefixItems) return "pair";
      const items = node.items as Node;
      if (items.enum) return "choices";
      return items.type === "string" ? "texts" : items.type === "integer" ? "numbers" : "list";
    }
    case "object":
      if (node.properties) return "group";
      return (node.additionalProperties as Node).type === "string" ? "pairs" : "takes";
    default:
      return "json";
  }
}

/** A field of a mapping. */
export interface Field {
  key: string;
  node: Node;
  required: boolean;
}
/** The fields of a mapping, `but` those that are not asked for. */
export const fieldsOf = (node: Node, but: readonly string[] = []): Field[] =>
  Object.entries(node.properties ?? {})
    .filter(([key]) => !but.includes(key))
    .map(([key, inner]) => ({
      key,
      node: inner as Node,
      required: node.required?.includes(key) ?? false,
    }));

export interface Forms {
  /** Key whose constant tells the forms apart; without it the form's own key does. */
  by?: string;
  forms: { value: string; node: Node }[];
}
export function formsOf(node: Node): Forms {
  const all = branches(node);
  const first = all[0]?.properties ?? {};
  const by = Object.keys(first).find((key) => (first[key] as Node).const !== undefined);
  return {
    ...(by === undefined ? {} : { by }),
    forms: all.map((form) => ({
      value:
        by === undefined
          ? (Object.keys(form.properties ?? {})[0] as string)
          : String(form.properties?.[by]?.const),
      node: form,
    })),
  };
}
/** The form that a value has. */
export function formOf({ by, forms }: Forms, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const raw = value as Raw;
  return by === undefined
    ? forms.find((f) => Object.hasOwn(raw, f.value))?.value
    : raw[by] === undefined
      ? undefined
      : String(raw[by]);
}

/** Every key that a mapping may have, in whatever form. */
export const keysIn = (node: Node): string[] => [
  ...Object.keys(node.properties ?? {}),
  ...branches(node).flatMap((form) => Object.keys(form.properties ?? {})),
];

export const rootNode = (): Node => productSchema() as Node;

/** What a new value has to hold before a person says anything: constants alone. */
export function beginning(node: Node): unknown {
  if (node.const !== undefined) return node.const;
  if (node.prefixItems) return node.prefixItems.map(() => "");
  if (node.properties)
    return Object.fromEntries(
      fieldsOf(node)
        .filter((f) => f.required && f.node.const !== undefined)
        .map((f) => [f.key, f.node.const]),
    );
  return node.type === "array" ? [] : node.type === "string" ? "" : {};
}

export const at = (path: Path, root: unknown): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );
export const keyOf = (path: Path): string => path.join("/");
export const isRaw = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every field that a person can meet: its name and kind, and the words of its values. */
export interface KnownField {
  name: string;
  kind: Kind;
  /** Values that are chosen from. */
  values: string[];
}
export function knownFields(): KnownField[] {
  const found = new Map<string, KnownField>();
  const visit = (node: Node, path: Path): void => {
    const name = nameOf(path);
    const kind = kindOf(node, name);
    const values =
      kind === "choice"
        ? (node.enum ?? []).map(String)
        : kind === "choices"
          ? ((node.items as Node).enum ?? []).map(String)
          : kind === "forms"
            ? formsOf(node).forms.map((f) => f.value)
            : [];
    const known = found.get(name);
    if (known) known.values.push(...values.filter((v) => !known.values.includes(v)));
    else if (path.length > 0) found.set(name, { name, kind, values });
    if (kind === "group" || path.length === 0)
      for (const f of fieldsOf(node)) visit(f.node, [...path, f.key]);
    else if (kind === "forms") forms(node, path);
    else if (kind === "list") {
      const items = node.items as Node;
      if (branches(items).length > 0) forms(items, path, known ?? (found.get(name) as KnownField));
      else for (const f of fieldsOf(items)) visit(f.node, [...path, f.key]);
    } else if (kind === "takes") forms(node.additionalProperties as Node, [...path, "*"], found.get(name));
  };
  const forms = (node: Node, path: Path, into?: KnownField): void => {
    const all = formsOf(node);
    into?.values.push(...all.forms.map((f) => f.value).filter((v) => !into.values.includes(v)));
    for (const form of all.forms)
      for (const f of fieldsOf(form.node, all.by === undefined ? [] : [all.by]))
        visit(f.node, [...path, f.key]);
  };
  visit(rootNode(), []);
  return [...found.values()];
}
