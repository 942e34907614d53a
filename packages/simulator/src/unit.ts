/** The device without its sockets: who may enter, what it holds, what an update or a deletion does. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { makeTlsIdentity } from "./certificate.ts";
import { type Door, Lock } from "./lock.ts";
import {
  type Account,
  accountOf,
  DEFAULT_ACCOUNT,
  DEFAULT_PASSWORD,
  FACTORY_SETTINGS,
  FACTORY_VERSION,
  type Flash,
  hashPassword,
  MODEL,
  passwordIs,
  readFlash,
  writeFlash,
} from "./memory.ts";
import { compareVersions, openPackage, publicKeyPem, signatureHolds } from "./package-format.ts";
import type { WeaknessId } from "./weaknesses.ts";

export interface Session {
  account: string;
  /** Let in with the default password: nothing but its change is open. */
  mustChange: boolean;
}

export type LogIn =
  | { outcome: "ok"; account: Account; mustChange: boolean }
  | { outcome: "wrong"; delayMs: number }
  | { outcome: "locked"; remainingMs: number; hidden: boolean };

export type Refusal =
  | "not-a-package"
  | "altered"
  | "unsigned"
  | "signature"
  | "other-model"
  | "not-newer"
  | "refused";
export type Installed = { accepted: true; version: string } | { accepted: false; reason: Refusal };

export type PasswordProblem = "too-short" | "blank" | "is-default" | "same-as-before";

export interface UnitOptions {
  weaknesses: ReadonlySet<WeaknessId>;
  address: string;
  lockMs: number;
  delayMs: number;
  now: () => number;
  signingKey: KeyObject;
  version: string;
  stateFile?: string | undefined;
  /** Asked for a deletion: the device erases and starts again. */
  onReset?: () => void;
}

const PASSWORD_LEAST = 8;
const LOG_LINES = 500;

export class Unit {
  flash: Flash;
  sessions = new Map<string, Session>();
  /** One-time values of the log-in form. */
  readonly formTokens = new Set<string>();
  lock: Lock;
  readonly #publicKey: string;

  constructor(readonly options: UnitOptions) {
    const saved = options.stateFile === undefined ? undefined : readFlash(options.stateFile);
    this.flash = saved ?? this.#asShipped(options.version);
    this.lock = this.#freshLock();
    this.#publicKey = publicKeyPem(options.signingKey);
  }

  has(weakness: WeaknessId): boolean {
    return this.options.weaknesses.has(weakness);
  }

  #freshLock(): Lock {
    return new Lock(this.options.lockMs, this.options.now, (w) => this.has(w));
  }

  #freshKeys(): Pick<Flash, "tls" | "sshHostKey"> {
    return {
      tls: makeTlsIdentity(MODEL, this.options.address, new Date(this.options.now())),
      // Not ssh2's own generator: some of the Ed25519 keys it makes it cannot read itself.
      sshHostKey: generateKeyPairSync("ec", { namedCurve: "P-256" })
        .privateKey.export({ type: "sec1", format: "pem" })
        .toString(),
    };
  }

  #asShipped(version: string): Flash {
    return {
      setUp: false,
      accounts: [accountOf(DEFAULT_ACCOUNT, "administrator", DEFAULT_PASSWORD)],
      settings: { ...FACTORY_SETTINGS },
      recordings: [],
      log: [],
      version,
      ...this.#freshKeys(),
    };
  }

  /** Writes flash to its file, where there is one. After each change. */
  keep(): void {
    if (this.options.stateFile !== undefined) writeFlash(this.options.stateFile, this.flash);
  }

  note(text: string): void {
    this.flash.log.push(`${new Date(this.options.now()).toISOString()} ${text}`);
    if (this.flash.log.length > LOG_LINES) this.flash.log.splice(0, this.flash.log.length - LOG_LINES);
  }

  get model(): string {
    return this.has("model-wrong") ? "SZ-CAM2OO-B" : MODEL;
  }

  /** Already in use: first set-up was done, or the device does not insist on it. */
  get open(): boolean {
    return this.flash.setUp || this.has("default-password-kept");
  }

  account(name: string): Account | undefined {
    return this.flash.accounts.find((a) => a.name === name);
  }

  logIn(door: Door, name: string, password: string): LogIn {
    const remainingMs = this.lock.remainingMs(name, door);
    const account = this.account(name);
    const stored = door === "mqtt" ? account?.mqtt : account?.password;
    const given = this.has("silent-truncation") ? password.slice(0, PASSWORD_LEAST - 1) : password;
    const right = account !== undefined && stored !== undefined && passwordIs(given, stored);
    if (remainingMs > 0 && !(right && this.has("lock-lets-right-pass")))
      return { outcome: "locked", remainingMs, hidden: this.has("lock-hidden") };
    // Before set-up only the web lets anyone in, and only to set up.
    const closed = !this.open && door !== "web";
    if (!right || closed) {
      this.lock.wrong(name, door);
      this.note(`${door}: log-in refused`);
      return { outcome: "wrong", delayMs: this.has("delay-only") ? this.options.delayMs : 0 };
    }
    this.lock.right(name);
    this.note(`${door}: ${name} logged in`);
    return { outcome: "ok", account, mustChange: !this.open };
  }

  openSession(account: string, mustChange: boolean): string {
    const id = randomBytes(16).toString("hex");
    this.sessions.set(id, { account, mustChange });
    return id;
  }

  /** What speaks against a new password. The device decides, not the page. */
  passwordProblem(
    password: string,
    via: "page" | "api",
    name = DEFAULT_ACCOUNT,
  ): PasswordProblem | undefined {
    const least =
      via === "api" && this.has("check-in-page-only")
        ? 1
        : this.has("setup-accepts-7")
          ? PASSWORD_LEAST - 1
          : PASSWORD_LEAST;
    if (password.trim() === "") return "blank";
    if ([...password].length < least) return "too-short";
    if (password === DEFAULT_PASSWORD) return "is-default";
    const account = this.account(name);
    return account !== undefined && passwordIs(password, account.password) ? "same-as-before" : undefined;
  }

  setPassword(name: string, password: string): void {
    const account = this.account(name);
    if (account === undefined) return;
    const first = !this.flash.setUp;
    account.password = hashPassword(
      this.has("silent-truncation") ? password.slice(0, PASSWORD_LEAST - 1) : password,
    );
    if (first || !this.has("change-not-on-mqtt")) account.mqtt = account.password;
    this.note(`password of ${name} changed`);
    this.keep();
  }

  addAccount(name: string, role: Account["role"], password: string): void {
    this.flash.accounts = [
      ...this.flash.accounts.filter((a) => a.name !== name),
      accountOf(name, role, this.has("silent-truncation") ? password.slice(0, PASSWORD_LEAST - 1) : password),
    ];
    this.keep();
  }

  finishSetUp(): void {
    this.flash.setUp = true;
    this.keep();
  }

  /** What use leaves in a camera: where it hangs, what it saw. */
  leaveTraces(): void {
    this.flash.settings.place = "entrance";
    this.flash.recordings = [
      { id: "r1", at: "2026-04-01T08:15:00+09:00", what: "motion: entrance" },
      { id: "r2", at: "2026-04-02T19:40:00+09:00", what: "motion: garden" },
    ];
    this.keep();
  }

  /** Looks a package over and installs it. Nothing changes unless it is accepted. */
  install(bytes: Buffer): Installed {
    const refused = (reason: Refusal): Installed => {
      this.note(`update refused: ${reason}`);
      return { accepted: false, reason };
    };
    const opened = openPackage(bytes);
    if (opened === undefined) return refused("not-a-package");
    if (this.has("update-refuses-all")) return refused("refused");
    const anyContent = this.has("update-takes-altered");
    const unsigned = opened.signature === undefined;
    if (unsigned && !this.has("update-takes-unsigned")) return refused("unsigned");
    if (!anyContent && opened.statedDigest?.equals(opened.digest) !== true) return refused("altered");
    if (
      !unsigned &&
      !anyContent &&
      !this.has("update-takes-any-signature") &&
      !signatureHolds(opened, this.#publicKey)
    )
      return refused("signature");
    if (opened.model !== MODEL && !this.has("update-takes-other-model")) return refused("other-model");
    if (compareVersions(opened.version, this.flash.version) <= 0 && !this.has("update-takes-older"))
      return refused("not-newer");
    this.flash.version = opened.version;
    this.note(`update installed: ${opened.version}`);
    this.keep();
    return { accepted: true, version: opened.version };
  }

  /** Power is gone: volatile memory with it. */
  losePower(): void {
    this.sessions = new Map();
    this.formTokens.clear();
    this.lock = this.#freshLock();
    if (this.has("update-lost-on-power-cut")) this.flash.version = FACTORY_VERSION;
    if (this.has("settings-lost-on-power-cut")) {
      const { version, tls, sshHostKey } = this.flash;
      this.flash = { ...this.#asShipped(version), tls, sshHostKey };
    }
    this.keep();
  }

  /** Deletes what use has left in the device (データ削除). The software version stays. */
  erase(): void {
    const before = this.flash;
    const fresh = this.#asShipped(this.has("deletion-rolls-back") ? FACTORY_VERSION : before.version);
    this.flash = {
      ...fresh,
      ...(this.has("deletion-keeps-recordings") ? { recordings: before.recordings } : {}),
      ...(this.has("deletion-keeps-settings") ? { settings: before.settings } : {}),
      ...(this.has("deletion-keeps-passwords") ? { accounts: before.accounts, setUp: before.setUp } : {}),
    };
    this.sessions = new Map();
    this.formTokens.clear();
    this.lock = this.#freshLock();
    this.keep();
  }

  /** Serial number: from the address, so that units differ. */
  get serial(): string {
    return `SZ${createHash("sha256").update(this.options.address).digest("hex").slice(0, 8).toUpperCase()}`;
  }
}
