/** Which records and statements count for the product as it is declared today, and why the others no longer do. */
import { daysBetween } from "../criteria/days.ts";
import type { Policy } from "../criteria/policy.ts";
import type { Declaration } from "../declaration/schema.ts";
import type { CheckRecord, Statement } from "../evidence/facts.ts";
import { sameModelNumber } from "../texts/model-number.ts";

export interface Expired {
  /** Id of a record or a statement. */
  record: string;
  key: string;
  values: Record<string, string | number>;
}
interface Now {
  declaration: Declaration;
  policy: Policy;
  today: string;
}

/** Firmware versions are compared as they are written, but for width and surrounding space. */
export const sameVersion = (a: string, b: string): boolean =>
  a.normalize("NFKC").trim() === b.normalize("NFKC").trim();

/** Pages change without the firmware; what was read of them ages. */
const AGES = new Set(["document"]);

function whyNot(record: CheckRecord, { declaration, policy, today }: Now): Expired | undefined {
  const { model, firmware } = declaration.product;
  const gone = (key: string, values: Expired["values"] = {}): Expired => ({ record: record.id, key, values });
  if (!sameModelNumber(record.product.model, model))
    return gone("expired.other-model", { seen: record.product.model, declared: model });
  if (!sameVersion(record.product.firmware, firmware.version))
    return gone("expired.other-firmware", { seen: record.product.firmware, declared: firmware.version });
  if (record.facts.some((f) => f.kind === "identity" && f.sameAsRecord === false))
    return gone("expired.other-device");
  const days = daysBetween(record.endedAt, today);
  // One day of grace: the day comes in local time, the record is in UTC.
  if (days < -1) return gone("expired.future", { date: record.endedAt.slice(0, 10) });
  const limit = policy.policyPage.maxAgeDays;
  if (days > limit && record.facts.length > 0 && record.facts.every((f) => AGES.has(f.kind)))
    return gone("expired.too-old", { date: record.endedAt.slice(0, 10), days, limit });
  return undefined;
}

/** Records of one id are one record: the first in the order of their text, so that the order given means nothing. */
export function countingRecords(
  records: readonly CheckRecord[],
  now: Now,
): { counting: CheckRecord[]; expired: (Expired & { criteria: string[] })[] } {
  const counting: CheckRecord[] = [];
  const expired: (Expired & { criteria: string[] })[] = [];
  const text = (r: CheckRecord) => JSON.stringify(r);
  const sorted = [...records].sort(
    (a, b) =>
      Date.parse(a.endedAt) - Date.parse(b.endedAt) || compare(a.id, b.id) || compare(text(a), text(b)),
  );
  for (const record of sorted) {
    const why = whyNot(record, now);
    if (why) expired.push({ ...why, criteria: record.criteria });
    else counting.push(record);
  }
  return { counting, expired };
}

/** A statement is about a firmware version as an observation is. */
export function countingStatements(
  statements: readonly Statement[],
  { declaration, today }: Now,
): { counting: Statement[]; expired: (Expired & { criteria: string[] })[] } {
  const { version } = declaration.product.firmware;
  const counting: Statement[] = [];
  const expired: (Expired & { criteria: string[] })[] = [];
  const sorted = [...statements].sort((a, b) => compare(a.date, b.date) || compare(a.id, b.id));
  for (const s of sorted) {
    const out = (key: string, values: Expired["values"]) =>
      expired.push({ record: s.id, key, values, criteria: [s.criterion] });
    if (!sameVersion(s.firmware, version))
      out("expired.statement-firmware", { seen: s.firmware, declared: version });
    else if (daysBetween(s.date, today) < -1) out("expired.future", { date: s.date });
    else counting.push(s);
  }
  return { counting, expired };
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
