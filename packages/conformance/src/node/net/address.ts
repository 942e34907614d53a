/** Which addresses a check may be pointed at (domain/conformance.md E.0, safety rule 1). */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { CheckClass } from "../../evidence/facts.ts";

/**
 * The device under test as the operator confirmed it for this run (対象機器の記録). `address` is an IP literal: names were
 * resolved once and are not asked for again.
 */
export interface TargetRecord {
  address: string;
  /** The name that was typed, where a name was typed: for TLS server names and `Host`. */
  host?: string;
  /** Serial number of the unit, as the operator read it from the unit. */
  serial: string;
  operator: string;
  confirmedAt: string;
  classes: readonly CheckClass[];
  allowPublic: boolean;
}

export type RefusalCode =
  | "no-address"
  | "range"
  | "unresolved"
  | "multicast"
  | "broadcast"
  | "unspecified"
  | "public"
  | "no-serial";

/** The address is not one that a check may be pointed at. `code` is a key of `target.refused.*` in the messages. */
export class TargetRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly typed: string,
  ) {
    super(`${code}: ${typed}`);
  }
}

function nets(...list: [string, number][]): BlockList {
  const block = new BlockList();
  for (const [address, prefix] of list)
    block.addSubnet(address, prefix, isIP(address) === 6 ? "ipv6" : "ipv4");
  return block;
}
const LOCAL = nets(
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["::1", 128],
  ["fe80::", 10],
  ["fc00::", 7],
);
const MULTICAST = nets(["224.0.0.0", 4], ["ff00::", 8]);
const LOOPBACK = nets(["127.0.0.0", 8], ["::1", 128]);

const bare = (address: string): string => address.replace(/%.*$/, "");
const inside = (block: BlockList, address: string): boolean =>
  block.check(bare(address), isIP(bare(address)) === 6 ? "ipv6" : "ipv4");
export const isLoopback = (address: string): boolean => inside(LOOPBACK, address);
export const isLocal = (address: string): boolean => inside(LOCAL, address);

/** `::ffff:192.0.2.1` is the IPv4 address it wraps. */
const unwrapped = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

const toNumber = (v4: string): number => v4.split(".").reduce((n, part) => n * 256 + Number(part), 0);

/** Directed broadcast of a network that this machine is in. */
function isDirectedBroadcast(address: string): boolean {
  if (isIP(address) !== 4) return false;
  return Object.values(networkInterfaces())
    .flat()
    .some((i) => {
      if (i?.family !== "IPv4" || i.netmask === "255.255.255.255") return false;
      const mask = toNumber(i.netmask);
      const own = toNumber(i.address);
      // Bit operators work on signed 32 bits; `>>> 0` brings the unsigned value back.
      return toNumber(address) === ((own & mask) | ~mask) >>> 0;
    });
}

/** @throws TargetRefused */
export function checkAddress(typed: string, allowPublic: boolean): string {
  const address = unwrapped(typed);
  if (isIP(address) === 0) throw new TargetRefused("no-address", typed);
  if (inside(MULTICAST, address)) throw new TargetRefused("multicast", typed);
  if (address === "255.255.255.255" || isDirectedBroadcast(address))
    throw new TargetRefused("broadcast", typed);
  if (/^0\./.test(address) || bare(address) === "::") throw new TargetRefused("unspecified", typed);
  if (/^(24[0-9]|25[0-5])\./.test(address)) throw new TargetRefused("broadcast", typed);
  if (!isLocal(address) && !allowPublic) throw new TargetRefused("public", typed);
  return address;
}

export interface Confirmation {
  /** What the operator typed: one address, or one name. */
  typed: string;
  serial: string;
  operator: string;
  at: Date;
  classes: readonly CheckClass[];
  /** A public address was allowed for this unit in so many words. */
  allowPublic?: boolean;
  resolve?: (name: string) => Promise<string[]>;
}

/**
 * Makes the target record of a run. A name is resolved here, once, and pinned to its first address; nothing resolves it
 * again. @throws TargetRefused
 */
export async function confirmTarget(c: Confirmation): Promise<TargetRecord> {
  const typed = c.typed.trim().replace(/^\[(.*)\]$/, "$1");
  if (typed === "") throw new TargetRefused("no-address", c.typed);
  if (c.serial.trim() === "") throw new TargetRefused("no-serial", typed);
  const allowPublic = c.allowPublic ?? false;
  const common = {
    serial: c.serial.trim(),
    operator: c.operator,
    confirmedAt: c.at.toISOString(),
    classes: [...c.classes],
    allowPublic,
  };
  if (isIP(typed) !== 0) return { address: checkAddress(typed, allowPublic), ...common };
  if (/[/*,\s]/.test(typed) || /^[\d.]+-[\d.]+$/.test(typed) || /^[\d.-]+$/.test(typed))
    throw new TargetRefused("range", typed);
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?$/.test(typed))
    throw new TargetRefused("no-address", typed);
  const resolve = c.resolve ?? (async (name) => (await lookup(name, { all: true })).map((a) => a.address));
  let found: string[];
  try {
    found = await resolve(typed);
  } catch {
    throw new TargetRefused("unresolved", typed);
  }
  const first = found[0];
  if (first === undefined) throw new TargetRefused("unresolved", typed);
  return { address: checkAddress(first, allowPublic), host: typed, ...common };
}
