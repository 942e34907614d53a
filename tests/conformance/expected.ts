/**
 * What each switch must turn, by criterion: the outcome and the reason that says so. Everything else has to stay as on the
 * good device. The simulator's own table says the same in words and without our reason keys; the test compares the two.
 */
import type { Outcome } from "@seiza/conformance";
import type { WeaknessId } from "@seiza/simulator";

export interface Turned {
  outcome: Outcome;
  /** Key of `REASONS` that must be among the reasons of the criterion, and is not on the good device. */
  reason: string;
}

const one = (criterion: string, outcome: Outcome, reason: string): Record<string, Turned> => ({
  [criterion]: { outcome, reason },
});
const returned = one("S1.1-01", "fail", "access.returned");
/**
 * Part E, S1.1-08: any altered copy that is applied is a fail, and the series stops "at first odd behaviour". The device is at
 * the new version by then, so 06① ("version moved from n to n+1" with the vendor's package) is not shown: no fail, for
 * nothing was refused, and no pass. 06③, 14 and 15② ask for the version and not for how it came: they stay.
 */
const integrity = {
  ...one("S1.1-06", "inconclusive", "update.same-version"),
  ...one("S1.1-08", "fail", "integrity.altered-accepted"),
};

export type Judged = Exclude<WeaknessId, "hangs" | "drips" | "floods" | "closes" | "speaks-nonsense">;

export const EXPECTED: Record<Judged, Record<string, Turned>> = {
  "page-without-login": returned,
  "path-variant-bypass": returned,
  "answer-before-login": returned,
  "data-in-redirect": returned,
  "any-session-accepted": returned,
  "mqtt-anonymous": one("S1.1-01", "fail", "access.let-in"),
  "ssh-empty-password": one("S1.1-01", "fail", "access.let-in"),
  "telnet-open": one("S1.1-13", "fail", "ports.undeclared"),
  "debug-port-open": one("S1.1-13", "fail", "ports.undeclared"),
  "coap-open": one("S1.1-13", "fail", "ports.undeclared"),
  "no-lockout": one("S1.1-04", "fail", "brute-force.no-limit"),
  "delay-only": one("S1.1-04", "person", "brute-force.declared-lock-not-seen"),
  "lock-lets-right-pass": one("S1.1-04", "fail", "brute-force.no-limit"),
  "lock-not-on-mqtt": one("S1.1-04", "fail", "brute-force.no-limit"),
  "default-password-kept": one("S1.1-02", "fail", "setup.open-before-change"),
  "setup-accepts-7": one("S1.1-02", "fail", "setup.short-accepted"),
  "check-in-page-only": one("S1.1-02", "fail", "setup.short-accepted"),
  "silent-truncation": one("S1.1-02", "fail", "setup.truncates"),
  "change-not-on-mqtt": one("S1.1-03", "fail", "change.old-still-works"),
  "tls-old-only": one("S1.1-12", "fail", "tls.old-only"),
  "tls-old-offered": {},
  "tls-null": one("S1.1-12", "fail", "tls.broken-suite"),
  "tls-rc4": one("S1.1-12", "fail", "tls.broken-suite"),
  "ssl3-offered": one("S1.1-12", "fail", "tls.broken-version"),
  "http-login": one("S1.1-12", "fail", "tls.login-in-clear"),
  "mqtt-in-clear": {
    ...one("S1.1-12", "fail", "tls.twin-serves"),
    ...one("S1.1-13", "fail", "ports.undeclared"),
  },
  "update-takes-altered": integrity,
  "update-takes-unsigned": integrity,
  "update-takes-any-signature": integrity,
  // (g) is "reported only": the refusal of the older one is no longer told as such, the outcome stays.
  "update-takes-older": one("S1.1-08", "pass", "integrity.older"),
  "update-takes-other-model": integrity,
  // 06① fails by itself. 08: "the valid package accepted afterwards (else the refusals prove nothing)". 14 and 15② are about
  // updated software (guide P.24, 「アップデートが完了したソフトウェア」): there is none, so they are not shown.
  "update-refuses-all": {
    ...one("S1.1-06", "fail", "update.valid-refused"),
    ...one("S1.1-08", "inconclusive", "integrity.no-proof"),
    ...one("S1.1-14", "inconclusive", "restart.nothing-updated"),
    ...one("S1.1-15", "inconclusive", "deletion.nothing-updated"),
  },
  // 06③ and 14 both ask for the version after a power cut. At the deletion, later on one unit (E.17), the updated version that
  // 15② needs is gone.
  "update-lost-on-power-cut": {
    ...one("S1.1-06", "fail", "restart.version-lost"),
    ...one("S1.1-14", "fail", "restart.version-lost"),
    ...one("S1.1-15", "inconclusive", "deletion.nothing-updated"),
  },
  // 14 fails by the account alone. The device is as shipped from here on: the version is behind a log-in that is gone, which is
  // an incident (E.0: never a pass, 06③), and what a deletion would have to delete is not there (15①: "proof they were there").
  "settings-lost-on-power-cut": {
    ...one("S1.1-06", "inconclusive", "run.incident"),
    ...one("S1.1-14", "fail", "restart.credential-lost"),
    ...one("S1.1-15", "inconclusive", "deletion.unseen"),
  },
  "deletion-keeps-recordings": one("S1.1-15", "fail", "deletion.left"),
  "deletion-keeps-settings": one("S1.1-15", "fail", "deletion.left"),
  "deletion-keeps-passwords": one("S1.1-15", "fail", "deletion.credential-works"),
  "deletion-rolls-back": one("S1.1-15", "fail", "deletion.version-back"),
  "model-wrong": one("S1.1-10", "fail", "model.other"),
  "policy-missing": one("S1.1-05", "fail", "policy.unreachable"),
  "policy-without-contact": one("S1.1-05", "fail", "policy.no-contact"),
  "security-txt-expired": {},
  "information-missing": one("S1.1-16", "person", "information.not-found"),
  "support-ended": one("S1.1-16", "fail", "information.support-over"),
  "component-vulnerable": one("S1.1-13", "fail", "scan.exploitable"),
  "lock-hidden": {},
  "other-log-in-resets": one("S1.1-04", "person", "brute-force.releases-sooner-than-declared"),
};

/** Run on the device of every switch: documents, reading, log-ins, TLS, first start and change of the password. */
const ALWAYS = ["document", "package", "model-number", "access", "tls", "setup", "credential-change"];
/** Dearer, and run where the switch changes what they talk to. */
const PORTS = ["ports"];
const LOCKS = ["brute-force"];
/** One after the other on one device: what an update leaves is what the power cut and the deletion start from. */
const LIFE = ["update", "restart", "deletion"];

/** Everything is run: one switch of each kind at least, so that a check that looks elsewhere is found out. */
const WHOLE: readonly Judged[] = [
  "any-session-accepted",
  "lock-hidden",
  "mqtt-in-clear",
  "settings-lost-on-power-cut",
];
/** What else than {@link ALWAYS} the switch reaches: its code in the simulator is called from these checks' requests. */
const REACHES: Partial<Record<Judged, readonly string[]>> = {
  "mqtt-anonymous": [...PORTS, ...LOCKS],
  "ssh-empty-password": [...PORTS, ...LOCKS],
  "telnet-open": PORTS,
  "debug-port-open": PORTS,
  "coap-open": PORTS,
  "no-lockout": LOCKS,
  "delay-only": LOCKS,
  "lock-lets-right-pass": LOCKS,
  "lock-not-on-mqtt": LOCKS,
  "other-log-in-resets": LOCKS,
  "tls-old-only": PORTS,
  "tls-null": PORTS,
  "tls-rc4": PORTS,
  "ssl3-offered": PORTS,
  "http-login": PORTS,
  "change-not-on-mqtt": [...LOCKS, ...LIFE],
  "update-takes-altered": LIFE,
  "update-takes-unsigned": LIFE,
  "update-takes-any-signature": LIFE,
  "update-takes-older": LIFE,
  "update-takes-other-model": LIFE,
  "update-refuses-all": LIFE,
  "update-lost-on-power-cut": LIFE,
  "deletion-keeps-recordings": LIFE,
  "deletion-keeps-settings": LIFE,
  "deletion-keeps-passwords": LIFE,
  "deletion-rolls-back": LIFE,
};

/** Checks to run on the device of a switch; the good device's records stand in for the rest. `undefined`: all. */
export const familiesOf = (id: Judged): readonly string[] | undefined =>
  WHOLE.includes(id) ? undefined : [...ALWAYS, ...(REACHES[id] ?? [])];
