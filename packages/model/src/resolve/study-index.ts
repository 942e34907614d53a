/** The index: a study as numbers, tables and lists, the only form that the analysis reads. */

import type { Catalog, Entry } from "@seiza/catalog";
import type { FactCodec } from "../facts.ts";
import type {
  Component,
  Configuration,
  Flow,
  Interface,
  ProductType,
  Segment,
  Study,
  Zone,
} from "../schema.ts";

/** A value that the study does not state: read as `value` for `places` components or interfaces of a type. */
export interface Assumed {
  type: number;
  fact: string;
  value: string;
  places: number;
  /** First place by id, as configuration/component or configuration/component.interface. */
  example: string;
}

export interface ZoneRow {
  ref: string;
  configuration: number;
  zone: Zone;
  kind: Entry<"zone-kinds">;
  parent: number;
  physicalAccess: string;
  flat: boolean;
  trust: number;
}

export interface SegmentRow {
  ref: string;
  configuration: number;
  segment: Segment;
  zone: number;
}

export interface ConfigurationRow {
  id: string;
  configuration: Configuration;
  /** Half-open ranges of the flat lists. */
  zones: [number, number];
  segments: [number, number];
  components: [number, number];
  flows: [number, number];
}

/**
 * A study as tables. An index (of a type, zone, component, interface, flow) is its rank by configuration id and then
 * by id, so it does not depend on the order of lists in the file; it lives as long as this value.
 */
export interface StudyIndex {
  study: Study;
  catalog: Catalog;
  codec: FactCodec;
  types: ProductType[];
  configurations: ConfigurationRow[];
  zones: ZoneRow[];
  segments: SegmentRow[];
  components: Component[];
  /** configuration/component, by component. */
  componentRefs: string[];
  /** configuration/component.interface, by interface. */
  interfaceRefs: string[];
  componentConfiguration: Int32Array;
  componentType: Int32Array;
  componentZone: Int32Array;
  /** Place of a component in its configuration's list in the file. */
  componentPlace: Int32Array;
  /** Interfaces of component c are interfaceStart[c] … interfaceStart[c + 1] - 1. */
  interfaceStart: Int32Array;
  interfaces: Interface[];
  interfaceComponent: Int32Array;
  /** Segment of an interface, or -1. */
  interfaceSegment: Int32Array;
  flows: Flow[];
  flowIds: string[];
  flowFrom: Int32Array;
  flowTo: Int32Array;
  /** Place of a flow in its configuration's list in the file. */
  flowPlace: Int32Array;
  /** 1 for interfaces that exchange flows with a zone outside the system. */
  talksOutside: Uint8Array;
  /** COMPONENT_FACT_COUNT codes a component. */
  componentFacts: Uint8Array;
  /** INTERFACE_FACT_COUNT codes an interface. */
  interfaceFacts: Uint8Array;
  /** Importance that the study states for an asset kind of a component: "component:kind" → 1–3. */
  statedImportance: Map<string, { importance: 1 | 2 | 3; asset: string }>;
  /** Named assets by component and kind: "component:kind" → asset ids. */
  namedAssets: Map<string, string[]>;
  assumed: Assumed[];
}
