/** An attack route as the diagram draws it. */
import type { AttackRoute, Dossier } from "@seiza/dossier";
import type { Overlay, RouteStep } from "../../step1/diagram/overlay.ts";
import type { DossierIndex } from "../../study/dossier-index.ts";

const flowsOf = new WeakMap<Dossier, ReadonlyMap<string, string>>();

/** Flow between two components, in either direction, by `<id> <id>`. */
function flowBetween(dossier: Dossier, index: DossierIndex): ReadonlyMap<string, string> {
  let between = flowsOf.get(dossier);
  if (!between) {
    const made = new Map<string, string>();
    for (const c of dossier.step1.configurations)
      for (const f of c.flows) {
        const from = index.interfaces.get(f.from)?.component;
        const to = index.interfaces.get(f.to)?.component;
        if (from === undefined || to === undefined) continue;
        if (!made.has(`${from} ${to}`)) made.set(`${from} ${to}`, f.id);
        if (!made.has(`${to} ${from}`)) made.set(`${to} ${from}`, f.id);
      }
    between = made;
    flowsOf.set(dossier, between);
  }
  return between;
}

export function overlayOf(route: AttackRoute, index: DossierIndex, dossier: Dossier): Overlay {
  const between = flowBetween(dossier, index);
  let held: string | undefined;
  const focus = new Set<string>();
  const steps = route.steps.map((s): RouteStep => {
    const isThere = (id: string | undefined) => id !== undefined && index.components.has(id);
    const from = s.from !== s.to && isThere(s.from) ? s.from : held;
    const { to } = s;
    const flow = s.flow ?? (from === undefined ? undefined : between.get(`${from} ${to}`));
    if (isThere(to)) {
      held = to;
      focus.add(to);
    }
    if (from !== undefined) focus.add(from);
    if (flow !== undefined) focus.add(flow);
    return {
      to,
      ...(from === undefined || from === to ? {} : { from }),
      ...(flow === undefined ? {} : { flow }),
    };
  });
  return { routes: [{ id: route.id, steps }], focus };
}
