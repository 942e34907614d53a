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
/** What was let in already moved the version: the right package then shows no update, and the rest no updated version. */
const integrity = {
  ...one("S1.1-06", "inconclusive", "update.same-version"),
  ...one("S1.1-08", "fail", "integrity.altered-accepted"),
  ...one("S1.1-15", "inconclusive", "deletion.nothing-updated"),
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
  "update-takes-older": one("S1.1-08", "pass", "integrity.older"),
  "update-takes-other-model": integrity,
  "update-refuses-all": {
    ...one("S1.1-06", "fail", "update.valid-refused"),
    ...one("S1.1-08", "inconclusive", "integrity.no-proof"),
    ...one("S1.1-15", "inconclusive", "deletion.nothing-updated"),
  },
  "update-lost-on-power-cut": {
    ...one("S1.1-06", "fail", "restart.version-lost"),
    ...one("S1.1-14", "fail", "restart.version-lost"),
    ...one("S1.1-15", "inconclusive", "deletion.nothing-updated"),
  },
  // The device is as shipped from here on: the test account, and with it the rest of the run, is gone.
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
  "other-log-in-resets": {},
};
