/** Renaming, with everything that refers to the thing. */
import type { Asset, Configuration, Study, Zone } from "../schema.ts";
import { setFlow } from "./change.ts";
import { follow, followFlows, renamedIn, retargeted, withEnds } from "./follow.ts";
import {
  changeComponent,
  inConfiguration,
  mapped,
  patched,
  relaid,
  renamedKey,
  withList,
  zoneKey,
} from "./parts.ts";
import { configurationOf, endOf, isId, thingOf } from "./things.ts";

/** Gives a thing another id, everywhere it is referred to. The study as it was when the id is taken or is none. */
export function rename(study: Study, stableId: string, to: string): Study {
  const thing = thingOf(stableId);
  if (!thing || !isId(to)) return study;
  const { kind, configuration, id } = thing;
  if (kind === "flow") return setFlow(study, configuration, id, { id: to });
  if (kind === "productType") return renameType(study, id, to);
  if (kind === "configuration") return renameConfiguration(study, id, to);
  const before = configurationOf(study, configuration);
  if (!before) return study;
  let out = study;
  switch (kind) {
    case "component": {
      if (before.components.some((c) => c.id === to) || !before.components.some((c) => c.id === id))
        return study;
      out = changeComponent(out, configuration, id, (c) => ({ ...c, id: to }));
      out = inConfiguration(out, configuration, (c) =>
        relaid(
          withEnds(c, (end) => (end.startsWith(`${id}.`) ? `${to}${end.slice(id.length)}` : end)),
          (layout) => renamedKey(layout, id, to),
        ),
      );
      out = withAssets(out, (a) =>
        withList(a, "on", renamedIn(a.on, `${configuration}/${id}`, `${configuration}/${to}`)),
      );
      break;
    }
    case "interface": {
      const { component, interface: face } = endOf(id);
      const owner = before.components.find((c) => c.id === component);
      if (!owner?.interfaces?.some((f) => f.id === face) || owner.interfaces.some((f) => f.id === to))
        return study;
      out = changeComponent(out, configuration, component, (c) => ({
        ...c,
        interfaces: mapped(c.interfaces ?? [], (f) => (f.id === face ? { ...f, id: to } : f)),
      }));
      out = inConfiguration(out, configuration, (c) =>
        withEnds(c, (end) => (end === id ? `${component}.${to}` : end)),
      );
      break;
    }
    case "zone": {
      if (before.zones.some((z) => z.id === to) || !before.zones.some((z) => z.id === id)) return study;
      out = inConfiguration(out, configuration, (c) => {
        let next: Configuration = {
          ...c,
          zones: mapped(c.zones, (z) =>
            patched<Zone>(z, {
              ...(z.id === id ? { id: to } : {}),
              ...(z.parent === id ? { parent: to } : {}),
            }),
          ),
          components: mapped(c.components, (x) => (x.zone === id ? { ...x, zone: to } : x)),
        };
        if (c.segments)
          next = withList(
            next,
            "segments",
            mapped(c.segments, (s) => (s.zone === id ? { ...s, zone: to } : s)),
          );
        if (c.people)
          next = withList(
            next,
            "people",
            mapped(c.people, (p) => (p.zones ? withList(p, "zones", renamedIn(p.zones, id, to)) : p)),
          );
        return relaid(next, (layout) => renamedKey(layout, zoneKey(id), zoneKey(to)));
      });
      break;
    }
    case "segment": {
      const segments = before.segments ?? [];
      if (segments.some((s) => s.id === to) || !segments.some((s) => s.id === id)) return study;
      out = inConfiguration(out, configuration, (c) => ({
        ...c,
        segments: mapped(c.segments ?? [], (s) => (s.id === id ? { ...s, id: to } : s)),
        components: mapped(c.components, (x) =>
          x.interfaces
            ? withList(
                x,
                "interfaces",
                mapped(x.interfaces, (f) => (f.segment === id ? { ...f, segment: to } : f)),
              )
            : x,
        ),
      }));
      break;
    }
    case "person": {
      const people = before.people ?? [];
      if (people.some((p) => p.id === to) || !people.some((p) => p.id === id)) return study;
      out = inConfiguration(out, configuration, (c) =>
        withList(
          c,
          "people",
          mapped(c.people ?? [], (p) => (p.id === id ? { ...p, id: to } : p)),
        ),
      );
    }
  }
  const shown = kind === "interface" ? `${endOf(id).component}.${to}` : to;
  out = retargeted(out, (target) => follow(target, thing, shown));
  return kind === "component" || kind === "interface" ? followFlows(study, out, configuration) : out;
}

function withAssets(study: Study, change: (asset: Asset) => Asset): Study {
  if (!study.assets) return study;
  const assets = mapped(study.assets, change);
  return assets === study.assets ? study : { ...study, assets };
}

function renameType(study: Study, id: string, to: string): Study {
  if (study.productTypes.some((t) => t.id === to) || !study.productTypes.some((t) => t.id === id))
    return study;
  let out: Study = {
    ...study,
    productTypes: mapped(study.productTypes, (t) => (t.id === id ? { ...t, id: to } : t)),
    configurations: mapped(study.configurations, (c) =>
      withList(
        c,
        "components",
        mapped(c.components, (x) => (x.type === id ? { ...x, type: to } : x)),
      ),
    ),
  };
  out = withAssets(out, (a) => withList(a, "on", renamedIn(a.on, id, to)));
  if (out.market?.makers)
    out = {
      ...out,
      market: {
        ...out.market,
        makers: mapped(out.market.makers, (m) => (m.type === id ? { ...m, type: to } : m)),
      },
    };
  return retargeted(out, (target) => follow(target, { kind: "productType", configuration: "", id }, to));
}

function renameConfiguration(study: Study, id: string, to: string): Study {
  if (study.configurations.some((c) => c.id === to) || !study.configurations.some((c) => c.id === id))
    return study;
  let out = inConfiguration(study, id, (c) => ({ ...c, id: to }));
  out = withAssets(out, (a) =>
    withList(
      a,
      "on",
      mapped(a.on, (place) => (place.startsWith(`${id}/`) ? `${to}${place.slice(id.length)}` : place)),
    ),
  );
  return retargeted(out, (target) => follow(target, { kind: "configuration", configuration: id, id }, to));
}
