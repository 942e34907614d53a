/** What all importers turn their file into: boxes, lines and words. `build.ts` makes the study of it. */
import type { Component, Flow, Interface, Zone } from "@seiza/model";
import type { JsonObject } from "./bag.ts";
import type { Box } from "./geometry.ts";

export interface SketchZone {
  /** How the file names it, unique within the page. */
  key: string;
  name: string;
  note?: string;
  /** Words that tell its kind, the most telling first. */
  hints: string[];
  parent?: string | undefined;
  trust?: Zone["trust"];
  box?: Box;
  extra?: JsonObject;
  own?: JsonObject;
  place: string;
}

export type Shape = "process" | "store" | "external" | "person" | "unknown";

export interface SketchNode {
  key: string;
  name: string;
  note?: string;
  shape: Shape;
  /** The other tool's name for what it is; becomes a product type where the table does not know it. */
  kind?: string;
  /** Words that tell its product type, the most telling first. */
  hints: string[];
  zone?: string | undefined;
  box?: Box;
  quantity?: number;
  traits?: Partial<Component>;
  /** Interfaces beyond those that flows need. */
  interfaces?: SketchInterface[];
  extra?: JsonObject;
  own?: JsonObject;
  place: string;
}

export interface SketchInterface {
  name: string;
  protocol?: string;
  medium?: string;
  use?: Interface["use"];
}

export interface SketchFlow {
  key: string;
  name: string;
  note?: string;
  from: string;
  to: string;
  /** Protocol as the file writes it. */
  protocol?: string;
  /** Further words that may name a protocol or a medium. */
  hints: string[];
  bidirectional?: boolean;
  command?: boolean;
  authentication?: Interface["authentication"];
  encryption?: Interface["encryption"];
  filter?: Flow["filter"];
  /** Keys of the assets that it carries. */
  carries?: string[];
  extra?: JsonObject;
  own?: JsonObject;
  place: string;
}

export interface SketchAsset {
  key: string;
  name: string;
  note?: string;
  hints: string[];
  /** Page and node, or page and zone, by key. */
  on: { page: string; node: string }[];
  importance?: 1 | 2 | 3;
  reason?: string;
  kind?: string;
  extra?: JsonObject;
  place: string;
}

export interface SketchPage {
  key: string;
  name: string;
  note?: string;
  zones: SketchZone[];
  nodes: SketchNode[];
  flows: SketchFlow[];
  extra?: JsonObject;
  own?: JsonObject;
}

export interface Sketch {
  key: string;
  name: string;
  note?: string;
  pages: SketchPage[];
  assets: SketchAsset[];
  /** Of a table: which head was taken for which column (`import-mapping`, rows `on: column`). */
  columns?: { sheet: string; head: string; column: string }[];
  extra?: JsonObject;
  own?: JsonObject;
}
