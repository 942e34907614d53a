/** What edits are made of: lists and values that stay the same where nothing changes. */
import type { Component, Configuration, Study } from "../schema.ts";
import type { Layout, Patch } from "./things.ts";

export function patched<T extends object>(value: T, patch: Patch<T>): T {
  const out = { ...value } as Record<string, unknown>;
  let changed = false;
  for (const [key, set] of Object.entries(patch)) {
    if (set === undefined) {
      if (key in out) {
        delete out[key];
        changed = true;
      }
    } else if (out[key] !== set) {
      out[key] = set;
      changed = true;
    }
  }
  return changed ? (out as T) : value;
}

/** List with each item changed; the same list when none is. */
export function mapped<T>(list: readonly T[], change: (item: T) => T): T[] {
  let changed = false;
  const out = list.map((item) => {
    const next = change(item);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? out : (list as T[]);
}
export function without<T>(list: readonly T[], goes: (item: T, at: number) => boolean): T[] {
  const out = list.filter((item, i) => !goes(item, i));
  return out.length === list.length ? (list as T[]) : out;
}
/** Value with a list set; a list that is empty and was absent stays absent. */
export function withList<T extends object, K extends keyof T>(value: T, key: K, list: T[K] & unknown[]): T {
  if (value[key] === list || (value[key] === undefined && list.length === 0)) return value;
  return { ...value, [key]: list };
}

export function inConfiguration(
  study: Study,
  id: string,
  change: (configuration: Configuration) => Configuration,
): Study {
  const configurations = mapped(study.configurations, (c) => (c.id === id ? change(c) : c));
  return configurations === study.configurations ? study : { ...study, configurations };
}

export function relaid(configuration: Configuration, change: (layout: Layout) => Layout): Configuration {
  const before = configuration.layout;
  if (before === undefined) return configuration;
  const layout = change(before);
  return layout === before ? configuration : { ...configuration, layout };
}
export const renamedKey = (layout: Layout, from: string, to: string): Layout =>
  from in layout
    ? Object.fromEntries(Object.entries(layout).map(([k, v]) => [k === from ? to : k, v]))
    : layout;
export const zoneKey = (id: string) => `zone:${id}`;

export function changeComponent(
  study: Study,
  configuration: string,
  id: string,
  change: (component: Component) => Component,
): Study {
  return inConfiguration(study, configuration, (c) => {
    const components = mapped(c.components, (x) => (x.id === id ? change(x) : x));
    return components === c.components ? c : { ...c, components };
  });
}
