/**
 * Microsoft threat templates (.tb7): kinds of elements and threat types with filters. The same knowledge base stands
 * inside every .tm7. An association's threat library written for that tool is read here and asked about a study.
 */
import { type Filter, FilterError, parseFilter } from "./filter.ts";
import { Refused } from "./format.ts";
import { unescaped } from "./html.ts";
import { attributeOf, childOf, childrenOf, readXml, textAt, type XmlElement } from "./xml.ts";

export interface TemplateElement {
  id: string;
  name: string;
  /** Kind that it descends from; `ROOT` at the top. */
  parent: string;
  /** How it is drawn: Ellipse, Rectangle, ParallelLines, Line, BorderBoundary, LineBoundary; `Inherited` elsewhere. */
  representation: string;
}
export interface TemplateThreat {
  id: string;
  title: string;
  category: string;
  description: string;
  priority?: string;
  include: Filter;
  /** Absent: nothing is excluded. */
  exclude?: Filter;
}
export interface ThreatTemplate {
  name: string;
  version: string;
  author: string;
  elements: Map<string, TemplateElement>;
  categories: Map<string, string>;
  threats: TemplateThreat[];
  /** Threats whose filter cannot be read, with where it breaks. */
  broken: { id: string; title: string; filter: string; at: number; expected: string }[];
}

/** Text of a child under either of two names; .tb7 and .tm7 spell some of them differently. */
const either = (e: XmlElement, a: string, b: string): string => textAt(e, a) || textAt(e, b);

/** Knowledge base of a .tb7 (its root) or a .tm7 (inside it). */
export function knowledgeOf(root: XmlElement): ThreatTemplate {
  const manifest = childOf(root, "Manifest");
  const told = (name: string) =>
    (manifest && (attributeOf(manifest, name.toLowerCase()) ?? textAt(manifest, name))) || "";
  const elements = new Map<string, TemplateElement>();
  for (const group of ["GenericElements", "StandardElements"])
    for (const e of childrenOf(childOf(root, group), "ElementType")) {
      const id = either(e, "Id", "ID");
      if (id !== "" && !elements.has(id))
        elements.set(id, {
          id,
          name: unescaped(textAt(e, "Name")),
          parent: either(e, "ParentId", "ParentElement") || "ROOT",
          representation: textAt(e, "Representation"),
        });
    }
  const categories = new Map<string, string>();
  for (const c of childrenOf(childOf(root, "ThreatCategories"), "ThreatCategory"))
    categories.set(either(c, "Id", "ID"), unescaped(textAt(c, "Name")));
  const threats: TemplateThreat[] = [];
  const broken: ThreatTemplate["broken"] = [];
  for (const t of childrenOf(childOf(root, "ThreatTypes"), "ThreatType")) {
    const id = either(t, "Id", "ID");
    const title = unescaped(textAt(t, "ShortTitle"));
    const filters = childOf(t, "GenerationFilters");
    const read = (which: "Include" | "Exclude"): Filter | undefined => {
      const text = unescaped(textAt(filters, which)).trim();
      return text === "" ? undefined : parseFilter(text);
    };
    try {
      const include = read("Include");
      const exclude = read("Exclude");
      // Never generated: no filter, or one of the six rows that only label threats of models from version 3. The tool
      // itself leaves these out although their filter, `source is 'ROOT'`, would hold for everything.
      if (!include || /migrated from V3/i.test(textAt(t, "Description"))) continue;
      const priority = childrenOf(childOf(t, "PropertiesMetaData"), "ThreatMetaDatum")
        .filter((d) => textAt(d, "Name") === "Priority")
        .map((d) => (childOf(d, "Values")?.children ?? [])[0]?.text.trim() ?? "")[0];
      threats.push({
        id,
        title,
        category: textAt(t, "Category"),
        description: unescaped(textAt(t, "Description")),
        ...(priority ? { priority } : {}),
        include,
        ...(exclude ? { exclude } : {}),
      });
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      broken.push({ id, title, filter: error.filter, at: error.at, expected: error.expected });
    }
  }
  return {
    name: unescaped(told("Name")),
    version: told("Version"),
    author: unescaped(told("Author")),
    elements,
    categories,
    threats,
    broken,
  };
}

export const recogniseTemplate = (head: string): boolean => /<(\w+:)?KnowledgeBase[\s>]/.test(head);

/**
 * Template of a .tb7, or of the knowledge base that a .tm7 carries.
 * @throws Refused when it is neither
 */
export function readTemplate(bytes: Uint8Array): ThreatTemplate {
  const root = readXml(bytes);
  const base =
    root.name === "KnowledgeBase"
      ? root
      : root.name === "ThreatModel"
        ? childOf(root, "KnowledgeBase")
        : undefined;
  if (!base) throw new Refused("not-this-format");
  return knowledgeOf(base);
}
