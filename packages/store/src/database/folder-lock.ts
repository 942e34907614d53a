/**
 * One process a data folder. The lock is a file that names its holder; it outlives a killed process, so a lock whose
 * holder is dead is taken over. A reused process number is told apart by the process's start time (`/proc`).
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FolderLocked } from "../errors.ts";

interface Holder {
  pid: number;
  /** Start of the process in clock ticks after boot; null where the system does not tell. */
  started: string | null;
  /** Host, boot and process namespace: within one of these a process number means one process. */
  realm: string;
  since: string;
  /** Makes every lock different from every other. */
  nonce: string;
}

/** A holder that cannot be asked (another container or machine) touches its lock this often … */
const BEAT_MS = 3_000;
/** … and is taken for dead after this much silence. */
const SILENCE_MS = 15_000;

const tried = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

function startOf(pid: number): string | null {
  // Field 22; the name in field 2 may hold blanks and brackets.
  const stat = tried(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function realm(): string {
  const boot = tried(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim());
  const namespace = tried(() => readlinkSync("/proc/self/ns/pid"));
  return [boot ?? hostname(), namespace ?? ""].join(" ");
}

/** undefined: of another realm, cannot be known from here. */
function isAlive(holder: Holder): boolean | undefined {
  if (holder.realm !== realm()) return undefined;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

function read(path: string): Holder | undefined {
  const text = tried(() => readFileSync(path, "utf8"));
  const value = text === undefined ? undefined : (tried(() => JSON.parse(text)) as Holder | undefined);
  return typeof value?.pid === "number" && typeof value.nonce === "string" ? value : undefined;
}

/** Puts a complete lock file in place, or says that there is one already. */
function create(path: string, holder: Holder): boolean {
  const own = `${path}.${holder.nonce}.new`;
  const fd = openSync(own, "wx");
  try {
    writeFileSync(fd, JSON.stringify(holder));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // File systems without hard links: exclusive creation, whose content appears a moment later.
    try {
      writeFileSync(path, JSON.stringify(holder), { flag: "wx" });
      return true;
    } catch (second) {
      if (codeOf(second) === "EEXIST") return false;
      throw second;
    }
  } finally {
    unlinkSync(own);
  }
}

async function isAbandoned(path: string, holder: Holder | undefined): Promise<boolean> {
  const alive = holder ? isAlive(holder) : undefined;
  if (alive !== undefined) return !alive;
  // Half-written locks are of a moment only; holders of another realm show by touching the file that they live.
  const patienceMs = holder ? SILENCE_MS : 1_000;
  const touched = () => tried(() => statSync(path).mtimeMs);
  const before = touched();
  for (let waited = 0; waited < patienceMs; waited += 250) {
    await sleep(250);
    if (touched() !== before) return false;
  }
  return true;
}

/**
 * Taking over is itself under a lock, named after the lock that is replaced: only its holder may replace that one, so two
 * who find the same dead holder never both win.
 */
async function take(folder: string, name: string, holder: Holder): Promise<void> {
  const path = join(folder, name);
  for (let attempt = 0; ; attempt++) {
    if (create(path, holder)) return;
    const other = read(path);
    if (!(await isAbandoned(path, other))) {
      if (attempt < 3 && (!other || read(path)?.nonce !== other.nonce)) continue;
      throw new FolderLocked(folder, other?.pid ?? 0, other?.since);
    }
    const guard = `seiza.lock.after-${other?.nonce ?? "unreadable"}`;
    await take(folder, guard, { ...holder, nonce: `${holder.nonce}-${attempt}` });
    try {
      if (read(path)?.nonce !== other?.nonce) continue;
      const own = join(folder, `seiza.lock.${holder.nonce}.new`);
      writeFileSync(own, JSON.stringify(holder));
      renameSync(own, path);
      return;
    } finally {
      tried(() => unlinkSync(join(folder, guard)));
    }
  }
}

/** @throws FolderLocked. Returns the release. */
export async function lockFolder(folder: string): Promise<() => void> {
  const nonce = `${process.pid}-${crypto.randomUUID()}`;
  const since = new Date().toISOString();
  await take(folder, "seiza.lock", {
    pid: process.pid,
    started: startOf(process.pid),
    realm: realm(),
    since,
    nonce,
  });
  const path = join(folder, "seiza.lock");
  const beat = setInterval(() => tried(() => utimesSync(path, new Date(), new Date())), BEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (read(path)?.nonce === nonce) tried(() => unlinkSync(path));
  };
}
