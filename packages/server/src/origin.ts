/**
 * Two attacks on a server of one's own machine: a foreign page that posts to it (CSRF; another port of the same host is
 * "same-site" for cookies), and a foreign name that resolves to it (DNS rebinding).
 */
import { Refused } from "./problem.ts";

export interface Addresses {
  /** Values of `Host` that are ours, e.g. `127.0.0.1:7391`. */
  hosts: ReadonlySet<string>;
  /** Shown to people. */
  address: string;
}

/** @throws Refused 403 when the request was addressed to a name that is not ours. */
export function checkHost(host: string | undefined, { hosts, address }: Addresses): void {
  if (host === undefined || !hosts.has(host.toLowerCase()))
    throw new Refused(403, "host-foreign", { host: (host ?? "").slice(0, 100), address });
}

/**
 * A call of the API may come from our own pages or from a program that is no browser; never from another origin's page.
 * @throws Refused 403
 */
export function checkOrigin(headers: Headers, { hosts, address }: Addresses): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const isForeign =
    origin === null
      ? site !== null && site !== "same-origin" && site !== "none"
      : !hosts.has(origin.toLowerCase().replace(/^https?:\/\//, "")) || site === "cross-site";
  if (isForeign) throw new Refused(403, "origin-foreign", { address });
}
