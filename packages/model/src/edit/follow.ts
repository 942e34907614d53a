/** What refers to a thing follows it: decisions, assets, layouts, ends of flows. */
import type { Configuration, Decision, Flow, Study } from "../schema.ts";
import { mapped, patched, withList } from "./parts.ts";
import { configurationOf, endOf, flowIdsOf, PREFIX_OF, type Thing } from "./things.ts";

export function retargeted(study: Study, change: (target: string) => string): Study {
  if (!study.decisions) return study;
  const decisions = mapped(study.decisions, (d: Decision) => {
    const target = change(d.target);
    return target === d.target ? d : { ...d, target };
  });
  return decisions === study.decisions ? study : { ...study, decisions };
}

/** Prefixes of derived ids whose next part is a product type. */
const OF_TYPE = new Set(["pt", "at", "sf", "tg", "pr", "ch", "rq", "sc", "lw", "nd"]);
/** Prefixes of ids whose next parts are configuration and component. */
const OF_COMPONENT = new Set(["co", "as", "th", "ag", "cp"]);
/** Prefixes of ids whose next part is a configuration. */
const OF_CONFIGURATION = new Set(["cf", "zn", "sg", "co", "if", "fl", "pe", "as", "th", "ag", "cp"]);

/** Whether a stable id is that of the thing or of something derived from it. */
export function isAbout(target: string, thing: Thing): boolean {
  const colon = target.indexOf(":");
  const prefix = target.slice(0, colon);
  const rest = target.slice(colon + 1);
  if (prefix === "ar") return isAbout(rest, thing);
  const within = (whole: string) => rest === whole || rest.startsWith(`${whole}/`);
  const { kind, configuration, id } = thing;
  switch (kind) {
    case "productType":
      return OF_TYPE.has(prefix) && within(id);
    case "configuration":
      return OF_CONFIGURATION.has(prefix) && within(id);
    case "component":
      if (OF_COMPONENT.has(prefix)) return within(`${configuration}/${id}`);
      return prefix === "if" && rest.startsWith(`${configuration}/${id}.`);
    case "interface": {
      const { component, interface: face } = endOf(id);
      if (prefix === "th") return within(`${configuration}/${component}/${face}`);
      return prefix === "if" && rest === `${configuration}/${id}`;
    }
    default:
      return prefix === PREFIX_OF[kind] && rest === `${configuration}/${id}`;
  }
}

/** Stable id after a rename of a component, interface, type or configuration. */
export function follow(target: string, thing: Thing, to: string): string {
  if (!isAbout(target, thing)) return target;
  const old =
    thing.kind === "productType" || thing.kind === "configuration"
      ? thing.id
      : `${thing.configuration}/${thing.id}`;
  const now =
    thing.kind === "productType" || thing.kind === "configuration" ? to : `${thing.configuration}/${to}`;
  const swap = (text: string, from: string, into: string) => {
    const at = text.indexOf(from, text.indexOf(":"));
    return at < 0 ? text : text.slice(0, at) + into + text.slice(at + from.length);
  };
  if (thing.kind === "interface" && target.startsWith("th:"))
    return swap(target, old.replace(".", "/"), now.replace(".", "/"));
  return swap(target, old, now);
}

/** Decisions on flows without an id of their own, whose stable ids are made of their ends, follow the new ends. */
export function followFlows(before: Study, after: Study, configuration: string): Study {
  const a = configurationOf(before, configuration);
  const b = configurationOf(after, configuration);
  if (!a?.flows || !b?.flows || !before.decisions?.some((d) => d.target.startsWith("fl:"))) return after;
  const now = flowIdsOf(b);
  const moved = new Map(
    flowIdsOf(a).map((id, i) => [`fl:${configuration}/${id}`, `fl:${configuration}/${now[i]}`]),
  );
  return retargeted(after, (target) => moved.get(target) ?? target);
}

export const renamedIn = (list: readonly string[], from: string, to: string): string[] =>
  mapped(list, (x) => (x === from ? to : x));

/** Ends and uses that name an interface, changed. */
export function withEnds(configuration: Configuration, change: (endpoint: string) => string): Configuration {
  let out = configuration;
  if (out.flows)
    out = withList(
      out,
      "flows",
      mapped(out.flows, (f) => patched<Flow>(f, { from: change(f.from), to: change(f.to) })),
    );
  if (out.people)
    out = withList(
      out,
      "people",
      mapped(out.people, (p) => (p.uses ? withList(p, "uses", mapped(p.uses, change)) : p)),
    );
  return out;
}
