/** From the path of a problem to the item it is about. */
import type { Diagnostic, Study } from "@seiza/model";

export interface Place {
  /** Stable id, as the dossier and the selection use it; absent for what has none. */
  id?: string;
  /** Configuration that has to be shown. */
  configuration?: string;
  /** Page below the study where it is edited. */
  page: "/system" | "/risks" | "/types" | "/requirements" | "/star1" | "/star2";
  /** Field of the item, e.g. `protocol`. */
  field?: string;
}

interface Named {
  id?: string;
  from?: string;
  to?: string;
}
const PREFIX: Record<string, string> = {
  zones: "zn",
  segments: "sg",
  components: "co",
  flows: "fl",
  people: "pe",
};

/** Where to mend a problem. */
export function placeOf(study: Study, path: Diagnostic["path"]): Place {
  const [part, at, list, row, inner, innerAt] = path;
  const last = path.at(-1);
  const field = typeof last === "string" ? { field: last } : {};
  if (part === "configurations" && typeof at === "number") {
    const configuration = study.configurations[at];
    if (!configuration) return { page: "/system" };
    const inside = { configuration: configuration.id, page: "/system" as const, ...field };
    const items = configuration[list as "components"] as Named[] | undefined;
    const item = typeof row === "number" ? items?.[row] : undefined;
    if (!item) return { ...inside, id: `cf:${configuration.id}` };
    const name = item.id ?? (item.from === undefined ? "" : `${item.from}>${item.to}`);
    const own = `${configuration.id}/${name}`;
    if (list === "components" && inner === "interfaces" && typeof innerAt === "number") {
      const face = configuration.components[row as number]?.interfaces?.[innerAt];
      if (face) return { ...inside, id: `if:${own}.${face.id}` };
    }
    const prefix = PREFIX[list as string];
    return prefix === undefined ? inside : { ...inside, id: `${prefix}:${own}` };
  }
  if (part === "productTypes" && typeof at === "number") {
    const type = study.productTypes[at];
    return { page: "/system", ...(type ? { id: `pt:${type.id}` } : {}), ...field };
  }
  if (part === "assets" || part === "threatSources") {
    const source = part === "threatSources" && typeof at === "number" ? study.threatSources?.[at] : undefined;
    return { page: "/risks", ...(source ? { id: `ts:${source.id}` } : {}), ...field };
  }
  if (part === "market") return { page: "/star2" };
  if (part === "promotion") return { page: "/star1" };
  if (part === "decisions" && typeof at === "number") {
    const decision = study.decisions?.[at];
    return { page: "/requirements", ...(decision ? { id: `dc:${decision.id}` } : {}) };
  }
  return { page: "/system" };
}
