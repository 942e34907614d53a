/** Assets and decisions: whether what they name is there. */
import type { Decision } from "../schema.ts";
import type { Resolver } from "./resolver.ts";
import type { StudyIndex } from "./study-index.ts";

export function resolveAssets(r: Resolver, index: StudyIndex, placeOf: Map<string, number>): void {
  const componentsOfType = new Map<string, number[]>();
  index.components.forEach((c, i) => {
    const list = componentsOfType.get(c.type);
    if (list) list.push(i);
    else componentsOfType.set(c.type, [i]);
  });
  (r.study.assets ?? []).forEach((asset, a) => {
    if (!r.catalog["asset-kinds"].has(asset.kind))
      r.unknown("unknown-asset-kind", ["assets", a, "kind"], asset.kind, r.catalog["asset-kinds"].keys(), {
        asset: asset.id,
      });
    asset.on.forEach((place, p) => {
      const component = placeOf.get(place);
      const components = component === undefined ? componentsOfType.get(place) : [component];
      if (!components) {
        if (!r.typeAt.has(place))
          r.unknown("unknown-place", ["assets", a, "on", p], place, [...placeOf.keys(), ...r.typeAt.keys()], {
            asset: asset.id,
          });
        return;
      }
      for (const c of components) {
        const key = `${c}:${asset.kind}`;
        const named = index.namedAssets.get(key);
        if (!named) index.namedAssets.set(key, [asset.id]);
        else if (!named.includes(asset.id)) named.push(asset.id);
        if (asset.importance === undefined) continue;
        const before = index.statedImportance.get(key);
        if (
          !before ||
          asset.importance > before.importance ||
          (asset.importance === before.importance && asset.id < before.asset)
        )
          index.statedImportance.set(key, { importance: asset.importance, asset: asset.id });
      }
    });
  });
  for (const list of index.namedAssets.values()) list.sort();
}

const DECISION_FIELDS: Record<string, readonly string[]> = {
  as: ["importance"],
  at: ["importance"],
  tg: ["importance", "threatLevel", "countermeasureLevel", "requirement", "countermeasure"],
  pr: ["priority"],
  rq: ["statement"],
  sc: ["statement"],
  pt: ["countermeasure"],
  ch: [],
  ag: [],
  cr: ["statement"],
};

export function resolveRest(r: Resolver): void {
  const { study, catalog } = r;
  (study.threatSources ?? []).forEach((s, i) => {
    if (!catalog["threat-sources"].has(s.id))
      r.unknown("unknown-threat-source", ["threatSources", i, "id"], s.id, catalog["threat-sources"].keys());
  });
  (study.promotion ?? []).forEach((p, i) => {
    if (!catalog["promotion-activities"].has(p.activity))
      r.unknown(
        "unknown-activity",
        ["promotion", i, "activity"],
        p.activity,
        catalog["promotion-activities"].keys(),
        { activity: p.id },
      );
  });
  const shares = new Map<string, number>();
  (study.market?.makers ?? []).forEach((m, i) => {
    if (!r.typeAt.has(m.type))
      r.unknown("unknown-market-type", ["market", "makers", i, "type"], m.type, r.typeAt.keys());
    const sum = (shares.get(m.type) ?? 0) + (m.sharePercent ?? 0);
    if (sum > 100 && (shares.get(m.type) ?? 0) <= 100)
      r.warn("share-over-100", ["market", "makers", i, "sharePercent"], {
        type: m.type,
        sum: Math.round(sum * 10) / 10,
      });
    shares.set(m.type, sum);
  });
  r.study.productTypes.forEach((t, i) => {
    (t.controls ?? []).forEach((control, c) => {
      if (!catalog.countermeasures.has(control.id))
        r.unknown(
          "unknown-control",
          ["productTypes", i, "controls", c, "id"],
          control.id,
          catalog.countermeasures.keys(),
          { where: t.id },
        );
    });
  });
  (study.decisions ?? []).forEach((d: Decision, i) => {
    const fields = Object.keys(d.set ?? {});
    if ((d.action === "change" || d.action === "add") && fields.length === 0)
      r.error("decision-needs-set", ["decisions", i], { decision: d.id, action: d.action });
    if (d.set?.countermeasure !== undefined && !catalog.countermeasures.has(d.set.countermeasure))
      r.unknown(
        "unknown-control",
        ["decisions", i, "set", "countermeasure"],
        d.set.countermeasure,
        catalog.countermeasures.keys(),
        { where: d.id },
      );
    const usable = DECISION_FIELDS[d.target.slice(0, 2)];
    for (const field of fields)
      if (d.action === "accept" || d.action === "drop" || (usable && !usable.includes(field)))
        r.warn("decision-set-unused", ["decisions", i, "set", field], {
          decision: d.id,
          field,
          target: d.target,
        });
  });
}
