/** Studies to store. */
import type { Decision, Study } from "@seiza/model";

export function study(name = "スマートホーム", change: Partial<Study> = {}): Study {
  return {
    seiza: 1,
    system: { id: "home", name: { ja: name, en: `Home of ${name}` }, domain: "smart-home" },
    configurations: [
      {
        id: "hems",
        name: "HEMS",
        zones: [{ id: "lan", name: "宅内", kind: "home-lan" }],
        components: [{ id: "gw", type: "gateway", zone: "lan", functions: ["中継する\u0000", "制御する"] }],
      },
    ],
    productTypes: [{ id: "gateway", name: { ja: "ゲートウェイ", en: "Gateway" }, class: "gateway" }],
    ...change,
  };
}

export function withQuantity(base: Study, quantity: number): Study {
  const copy = structuredClone(base);
  for (const component of copy.configurations[0]?.components ?? []) component.quantity = quantity;
  return copy;
}

export function decision(id: string, change: Partial<Decision> = {}): Decision {
  return {
    id,
    target: `th:TH05/${id}`,
    action: "accept",
    reason: "物理的に到達できない。",
    by: "星野",
    date: "2026-11-25",
    ...change,
  };
}
