/** A small study that says something in every part, and the text of it with one thing changed. */
import type { Study } from "../src/schema.ts";

export const EXAMPLE: Study = {
  seiza: 1,
  system: {
    id: "home",
    name: { ja: "家", en: "Home" },
    domain: "smart-home",
    phases: ["operation", "maintenance"],
    threshold: "B",
  },
  configurations: [
    {
      id: "hems",
      name: "HEMS",
      zones: [
        { id: "lan", name: "宅内", kind: "home-lan" },
        { id: "net", name: "Internet", kind: "internet", trust: 0 },
      ],
      segments: [{ id: "wifi", zone: "lan", medium: "wifi", linkEncryption: "link" }],
      components: [
        {
          id: "gw",
          type: "gateway",
          zone: "lan",
          quantity: 3,
          functions: ["中継する", "制御する"],
          controls: [{ id: "CM24", state: "full" }],
          interfaces: [
            { id: "wan", use: "normal", medium: "ethernet", protocol: "HTTPS" },
            { id: "lan", use: "normal", medium: "wifi", segment: "wifi" },
          ],
        },
        {
          id: "cloud",
          type: "service",
          zone: "net",
          interfaces: [{ id: "api", use: "normal", medium: "ethernet" }],
        },
      ],
      flows: [
        { from: "gw.wan", to: "cloud.api", protocol: "HTTPS", carries: ["usage"] },
        { id: "cmd", from: "cloud.api", to: "gw.wan", command: true },
      ],
      people: [{ id: "family", name: "住まい手", role: "resident", zones: ["lan"], uses: ["gw.lan"] }],
    },
  ],
  productTypes: [
    { id: "gateway", name: "ゲートウェイ", class: "gateway", ip: true },
    { id: "service", name: "Cloud", class: "service" },
  ],
  assets: [{ id: "usage", name: "使用量", kind: "A3c", on: ["hems/gw"], importance: 2 }],
  threatSources: [{ id: "TS1", inScope: true }],
  decisions: [
    {
      id: "d1",
      target: "as:x",
      action: "change",
      set: { importance: 3 },
      reason: "合意",
      by: "WG",
      date: "2025-04-01",
    },
  ],
  market: { makers: [{ name: "A社", type: "gateway", sharePercent: 40, commits: "yes" }] },
  promotion: [{ id: "p1", activity: "seminar", name: "説明会", state: "planned" }],
};

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A study without its types, to be broken on purpose. */
// biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
export type Loose = any;

/** The example with a change made to a copy of it; the change may break its structure. */
export function changed(change: (study: Loose) => void): unknown {
  const copy = structuredClone(EXAMPLE);
  change(copy);
  return copy;
}
