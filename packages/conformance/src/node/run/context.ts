/** What a check is given, and what it is. */

import type { Policy } from "../../criteria/policy.ts";
import type { Declaration, IpInterface } from "../../declaration/schema.ts";
import type { CheckClass, Fact } from "../../evidence/facts.ts";
import type { Limits, Scope } from "../net/guard.ts";
import type { Credentials } from "./credentials.ts";
import type { Redactor } from "./redact.ts";

export interface Words {
  key: string;
  values: Record<string, string | number>;
}
export const words = (key: string, values: Words["values"] = {}): Words => ({ key, values });

/** What the run was started with. */
export interface RunOptions {
  /** State that the operator says the device is in. */
  state: "setup" | "operation" | "update" | "maintenance";
  /** Classes allowed for this run beside O, R and L. */
  allow: readonly CheckClass[];
  /** Ids or families of checks: nothing else runs. */
  only?: readonly string[];
  /** Connections a second of the port scan; default 500, on loopback without limit. */
  rate?: number;
  tcpRange?: [number, number];
  /** Second opinions of tools that are installed. */
  tools: readonly ("nmap" | "sslscan" | "testssl")[];
  /** Milliseconds between the two passes of the port scan. */
  scanPauseMs: number;
  /** Most seconds to wait for a lock to be lifted (S1.1-04 step 4). */
  lockWaitSeconds: number;
  /** SNMP communities `public` and `private`, once each. */
  tryCommonCommunities: boolean;
}

export interface RunContext {
  runId: string;
  declaration: Declaration;
  policy: Policy;
  options: RunOptions;
  credentials: Credentials;
  redact: Redactor;
  /** Reads a file named in the declaration, relative to its folder. */
  file: (place: string) => Promise<Uint8Array>;
  /** Folder of the declaration: where the adapter is started. */
  folder: string;
  /** Asks the person at the device to do something, and waits; false: they did not. */
  prompt: (what: Words) => Promise<boolean>;
  now: () => Date;
}

export interface CheckContext extends RunContext {
  net: Scope;
  facts: Fact[];
  /** Keeps raw output in the bundle; text goes through the redactor. */
  raw: (name: string, content: string | Uint8Array, mediaType?: string) => void;
  /** Appends a line to the check's transcript, redacted. */
  note: (line: string) => void;
  progress: (step: Words) => void;
  /** Locks that other checks left behind and wait for. */
  locks: {
    /** Some lock is being waited for. */
    waiting: () => boolean;
    /** Resolves when none is waited for any more, of the log-in at this port or of all. @throws Stopped */
    lifted: (port?: number) => Promise<void>;
    /** Wrong passwords are about to be sent while other log-ins are locked: their measurements are marked. */
    overlap: () => boolean;
  };
}

/** What is left of a check while it only waits for a lock to be lifted; others go on meanwhile. */
export interface LockWait {
  /** Mechanism and account that are locked: no other check logs in with them until the end. */
  account: string;
  /** The device or its vendor says when the lock ends. Without that, no other wrong password is sent meanwhile. */
  stated: boolean;
  port: number;
  /** Another log-in gets its wrong passwords while this lock is waited for. */
  overlapped: () => void;
  /** Waits and looks. */
  finish: () => Promise<void>;
}

/** One planned check. */
export interface Check {
  id: string;
  class: CheckClass;
  criteria: readonly string[];
  limits: Limits;
  /** What will be sent, for the plan. */
  sends: Words;
  port?: number;
  /** Not run, and why: the record is written as `skipped`. */
  skip?: Words;
  /** Neither logs in nor changes anything: runs while locks are waited for. */
  whileLocked?: true;
  /** Mechanism and account that it locks on purpose. */
  locks?: string;
  run: (c: CheckContext) => Promise<LockWait | undefined> | Promise<void>;
}

export class Skip extends Error {
  constructor(readonly why: Words) {
    super(why.key);
  }
}

export const ipInterfaces = (d: Declaration): IpInterface[] =>
  d.interfaces.filter((i): i is IpInterface => i.kind === "ip");

const TLS_PROTOCOLS = new Set(["https", "mqtts", "rtsps", "coaps"]);
export const endpointOf = (i: IpInterface): { port: number; tls: boolean } => ({
  port: i.port,
  tls: i.tls ?? TLS_PROTOCOLS.has(i.protocol),
});
export const faceOf = (d: Declaration, id: string): IpInterface | undefined =>
  ipInterfaces(d).find((i) => i.id === id);
