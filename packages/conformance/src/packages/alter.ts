/** Altered copies of a package (改ざんした更新ファイル), one way each (S1.1-08; domain/conformance.md E, "Live" (a)–(e)). */
import type { PackageShape } from "./recognise.ts";

export const ALTERATIONS = [
  "bit-in-payload",
  "bit-in-header",
  "signature-removed",
  "signature-of-other",
  "cut",
] as const;
export type Alteration = (typeof ALTERATIONS)[number];

export interface AlteredPackage {
  alteration: Alteration;
  bytes: Uint8Array;
  /** What was changed, for the log: byte offsets. */
  at: { from: number; to: number };
}

/**
 * Copies that a device must refuse. Where the format has no place for a signature, removing it and taking another's are
 * not possible and are left out. `other` is the signature of another package of the same kind, as bytes.
 */
export function alterations(bytes: Uint8Array, shape: PackageShape, other?: Uint8Array): AlteredPackage[] {
  const out: AlteredPackage[] = [];
  if (bytes.length < 2) return out;
  const flip = (alteration: Alteration, at: number) => {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 1;
    out.push({ alteration, bytes: copy, at: { from: at, to: at + 1 } });
  };
  const end = shape.signedBytes?.to ?? bytes.length;
  flip("bit-in-payload", Math.min(bytes.length - 1, Math.floor(end * 0.6)));
  // Behind the magic, so that the package is still taken for one.
  flip("bit-in-header", Math.min(bytes.length - 1, 20));
  const signature = shape.signatureAt;
  if (signature && signature.to > signature.from && signature.from > 0) {
    const copy = bytes.slice();
    copy.fill(0, signature.from, signature.to);
    out.push({ alteration: "signature-removed", bytes: copy, at: signature });
    if (other && other.length === signature.to - signature.from) {
      const swapped = bytes.slice();
      swapped.set(other, signature.from);
      out.push({ alteration: "signature-of-other", bytes: swapped, at: signature });
    }
  }
  const cut = Math.max(1, bytes.length - 512);
  out.push({ alteration: "cut", bytes: bytes.slice(0, cut), at: { from: cut, to: bytes.length } });
  return out;
}
