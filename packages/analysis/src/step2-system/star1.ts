/** What ★1 considers of a threat, and why it leaves the rest out (gates G1, G2, G5 of rule R10; guide P.10–14). */
import type { Method } from "../method.ts";
import type { Star1Considered } from "../result.ts";

/** Says it for a threat on a surface against asset kinds; reasons are ids in the catalogue's `reasons`. */
export function star1Considers(
  method: Method,
  surface: number,
  threat: number,
  kinds: readonly number[],
  labelCapable: boolean,
  withinNetwork: boolean,
): { considered: Star1Considered; reasons: string[] } {
  const rule = (method.threats[threat] as Method["threats"][number]).entry;
  if (!labelCapable) return { considered: "no", reasons: ["not-label-capable"] };
  if (!(method.surfaces[surface] as Method["surfaces"][number]).entry.inStar1)
    return { considered: "no", reasons: ["surface-outside-star1"] };
  if (rule.stride.includes("R")) return { considered: "no", reasons: ["repudiation-no-asset"] };
  if (rule.star1.start === "none") return { considered: "no", reasons: ["threat-outside-star1"] };
  const inside = kinds.filter((k) => (method.kinds[k] as Method["kinds"][number]).entry.inStar1).length;
  if (inside === 0) return { considered: "no", reasons: ["asset-outside-star1"] };
  const reasons: string[] = [];
  if (inside < kinds.length) reasons.push("asset-outside-star1");
  if (rule.mainThreat === "M2" && withinNetwork) reasons.push("eavesdropping-protected-network");
  const whole = inside === kinds.length && rule.star1.start === "full";
  reasons.push(whole ? "star1-considers" : "star1-considers-partly");
  return { considered: whole ? "yes" : "partly", reasons: reasons.sort() };
}
