/** The declaration's JSON Schema (draft 2020-12): published for editors, and asked here what may stand at a place. */
import { z } from "zod";
import { Declaration } from "./schema.ts";

export const PRODUCT_SCHEMA_ID = "seiza-product-1";

export interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  enum?: unknown[];
  const?: unknown;
  type?: string | string[];
}

let made: SchemaNode | undefined;
export function productSchema(): SchemaNode {
  made ??= {
    $id: PRODUCT_SCHEMA_ID,
    title: "Product declaration of Seiza (product.yaml)",
    ...z.toJSONSchema(Declaration, { io: "input", reused: "inline" }),
  } as unknown as SchemaNode;
  return made;
}

const branches = (node: SchemaNode): SchemaNode[] => node.oneOf ?? node.anyOf ?? [];

/** Of several forms, the one that the value's own constants (`kind: ip`) point to. */
function chosen(node: SchemaNode, value: unknown): SchemaNode {
  const forms = branches(node);
  if (forms.length === 0) return node;
  if (typeof value !== "object" || value === null) return node;
  const object = value as Record<string, unknown>;
  const fits = forms.find((form) =>
    Object.entries(form.properties ?? {}).some(
      ([key, inner]) => inner.const !== undefined && inner.const === object[key],
    ),
  );
  return fits ?? node;
}

/** Schema at a path of a value; undefined where the path leaves it. */
export function schemaAt(path: readonly (string | number)[], root: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = chosen(productSchema(), root);
  let value: unknown = root;
  for (const step of path) {
    if (!node) return undefined;
    value = (value as Record<string | number, unknown> | undefined | null)?.[step];
    const next: SchemaNode | undefined =
      typeof step === "number"
        ? node.items
        : node.properties && Object.hasOwn(node.properties, step)
          ? node.properties[step]
          : typeof node.additionalProperties === "object"
            ? node.additionalProperties
            : undefined;
    node = next && chosen(next, value);
  }
  return node;
}

/** Constants that a key may have, over all forms of a node. */
export const constantsOf = (node: SchemaNode | undefined, key: string): string[] => [
  ...new Set(
    (node ? branches(node) : []).flatMap((form) => {
      const constant = form.properties?.[key]?.const;
      return constant === undefined ? [] : [String(constant)];
    }),
  ),
];
export const keysOf = (node: SchemaNode | undefined): string[] =>
  node
    ? [
        ...new Set([
          ...Object.keys(node.properties ?? {}),
          ...branches(node).flatMap((b) => Object.keys(b.properties ?? {})),
        ]),
      ]
    : [];
