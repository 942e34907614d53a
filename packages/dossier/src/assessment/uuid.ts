/** Name-based UUIDs (RFC 9562, version 5): the same thing has the same UUID in every export. */
import { hex, sha1 } from "@seiza/conformance";

/** Namespace of Seiza's assessments: v5 of the DNS namespace and `assessment.seiza.example`. */
const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

export function uuid5(namespace: string, name: string): string {
  const space = Uint8Array.from(namespace.replaceAll("-", "").match(/../g) ?? [], (x) =>
    Number.parseInt(x, 16),
  );
  const text = new TextEncoder().encode(name);
  const all = new Uint8Array(space.length + text.length);
  all.set(space);
  all.set(text, space.length);
  const digest = sha1(all).slice(0, 16);
  digest[6] = ((digest[6] as number) & 0x0f) | 0x50;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  const h = hex(digest);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}
export const ASSESSMENT_NAMESPACE = uuid5(DNS, "assessment.seiza.example");
