/** What other pages lay over the diagram: attack routes (②), changes between revisions, risk or importance as colour. */
export interface RouteStep {
  /** Stable ids `co:…`; the first step of a route that begins outside has no `from`. */
  from?: string;
  to: string;
  /** Stable id of the flow it goes along, where it follows one. */
  flow?: string;
  /** Short words beside the step. */
  label?: string;
}
export interface Overlay {
  routes?: readonly { id: string; steps: readonly RouteStep[] }[];
  /** Steps drawn of each route; absent: all. */
  upTo?: number;
  marks?: ReadonlyMap<string, "added" | "removed" | "changed">;
  /** Band A–E by stable component id. */
  heat?: ReadonlyMap<string, "A" | "B" | "C" | "D" | "E">;
  /** What stands on the box in place of the band's letter. */
  heatWords?: Readonly<Partial<Record<"A" | "B" | "C" | "D" | "E", string>>>;
  /** Stable ids that stay bright while everything else fades. */
  focus?: ReadonlySet<string>;
}
