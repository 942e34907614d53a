/** What a run really sends, as the system sees it: the built `seiza assess` under strace, threads and child processes too. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Device, startDevice } from "@seiza/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { ROOT } from "./support.ts";

const ADDRESS = `127.87.${process.pid % 250}.1`;
const BENCH = `127.88.${process.pid % 250}.1`;
const BASE = 32_000;
/** Enough for the scan's threads, and all of the device's ports. */
const SCANNED = [31_000, 36_000] as const;
let folder = "";
let device: Device;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seiza-traffic-"));
  const passwords = { admin: "q7-Admin-for-tests", tester: "q7-Tester-for-tests" };
  device = await startDevice({
    address: ADDRESS,
    benchAddress: BENCH,
    portBase: BASE,
    lockSeconds: 1,
    passwords,
  });
  for (const [name, bytes] of device.files()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  writeFileSync(join(folder, "product.yaml"), stringify(device.declarationValues()));
  writeFileSync(
    join(folder, "credentials.yaml"),
    stringify({
      seiza: "credentials/1",
      accounts: { password: { user: "tester", password: passwords.tester } },
    }),
  );
});
afterAll(async () => {
  await device?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Sent {
  call: string;
  address: string;
  port: number;
}
/** Destinations of one line of strace; sockets inside the machine (AF_UNIX, AF_NETLINK) have none. */
function destinations(line: string): Sent[] {
  const call = /\b(connect|sendto|sendmsg|sendmmsg)\(/.exec(line)?.[1];
  if (!call) return [];
  const v4 = [...line.matchAll(/sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g)];
  const v6 = [...line.matchAll(/sin6_port=htons\((\d+)\),.*?inet_pton\(AF_INET6, "([^"]+)"/g)];
  return [...v4, ...v6].map((m) => ({ call, address: m[2] as string, port: Number(m[1]) }));
}

test("every connection and datagram of a run goes to the confirmed address or a declared page of the vendor, and is in the log", async (c) => {
  const able = spawnSync("strace", ["-f", "-e", "trace=connect", "true"], { encoding: "utf8" });
  if (able.status !== 0) {
    const why = `not seen: strace cannot trace here (${able.error?.message ?? able.stderr.trim().split("\n")[0]})`;
    if (process.env.CI === "true") throw new Error(why);
    return c.skip(why);
  }
  const trace = join(folder, "trace");
  const child = spawn(
    "strace",
    [
      ...["-f", "--seccomp-bpf", "-qq", "-s", "0", "-o", trace],
      ...["-e", "trace=connect,sendto,sendmsg,sendmmsg"],
      process.execPath,
      `${ROOT}packages/cli/bin/seiza.js`,
      ...["assess", "product.yaml", "--target", ADDRESS, "--confirm", "SZ-1"],
      ...["--credentials", "credentials.yaml", "--allow", "W", "--ports", SCANNED.join("-")],
      ...[
        "--only",
        "document,access,tls,ports,brute-force.web,credential-change",
        "--out",
        "out",
        "--lang",
        "en",
      ],
    ],
    { cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: join(folder, "config") } },
  );
  let told = "";
  child.stderr.on("data", (d) => {
    told += d;
  });
  child.stdout.resume();
  const code = await new Promise((r) => child.on("close", r));
  expect([0, 1, 2], told).toContain(code);

  const seen = readFileSync(trace, "utf8").split("\n").flatMap(destinations);
  const log = readFileSync(join(folder, "out/log.ndjson"), "utf8")
    .split("\n")
    .filter((l) => l !== "")
    .map((l) => JSON.parse(l) as { address: string; port: number | string; transport: string; n: number });
  const booked = new Set<string>();
  for (const l of log) {
    const [from = 0, to = from] = String(l.port).split("-").map(Number);
    for (let p = from; p <= to; p++) booked.add(`${l.address} ${p}`);
  }
  expect(seen.filter((s) => !booked.has(`${s.address} ${s.port}`))).toEqual([]);
  // Apart from the vendor's own site, the device alone.
  const elsewhere = seen.filter((s) => s.address !== ADDRESS);
  expect(elsewhere.filter((s) => s.address !== BENCH || s.port !== device.ports.vendor)).toEqual([]);
  expect(elsewhere.length).toBeGreaterThan(0);
  // The threads of the scan are seen: each port at least once in each of the two passes.
  const connects = new Map<number, number>();
  for (const s of seen)
    if (s.call === "connect" && s.address === ADDRESS) connects.set(s.port, (connects.get(s.port) ?? 0) + 1);
  for (let port = SCANNED[0]; port <= SCANNED[1]; port++)
    expect(connects.get(port), `port ${port}`).toBeGreaterThanOrEqual(2);
  // No more than was booked, and so no more than was printed.
  const of = (list: { address: string }[]) => list.filter((x) => x.address === ADDRESS);
  expect(of(seen).length).toBeLessThanOrEqual(of(log).reduce((n, l) => n + (l as (typeof log)[number]).n, 0));
}, 120_000);
