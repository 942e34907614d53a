/** The six toy log-in servers of domain/conformance.md D.3, with the right conclusions. */
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { attemptRate } from "../../src/criteria/s1.1-04-brute-force.ts";
import type { FactOf } from "../../src/index.ts";
import { FORM, httpServer, listen, mechanism, PASSWORD, product, run, USER } from "./bench.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const s of servers.splice(0)) {
    s.closeAllConnections();
    s.close();
  }
});

type Answer = { status: number; headers?: Record<string, string> };
/** `judge` gets whether the password was right, and answers. */
async function loginServer(
  judge: (right: boolean) => Promise<Answer> | Answer,
): Promise<{ port: number; wrong: () => number }> {
  let wrong = 0;
  const server = httpServer(async (q, r) => {
    let body = "";
    for await (const part of q) body += part;
    const right = new URLSearchParams(body).get("password") === PASSWORD;
    if (!right && q.url === "/login") wrong++;
    const a = await judge(right);
    r.writeHead(a.status, a.headers).end(a.status === 401 ? "wrong" : "");
  }) as Server;
  servers.push(server);
  return { port: await listen(server), wrong: () => wrong };
}
const plain = (right: boolean): Answer => ({ status: right ? 303 : 401 });
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));

async function series(port: number, bruteForce: Record<string, unknown> = {}, lockWaitSeconds = 8) {
  const out = await run(
    product({
      interfaces: [
        {
          id: "web",
          kind: "ip",
          needed: true,
          transport: "tcp",
          port,
          protocol: "http",
          access: "refuse",
          authentication: "password",
        },
      ],
      authentication: [mechanism("web", FORM, bruteForce)],
    }),
    ["brute-force"],
    { lockWaitSeconds },
  );
  const record = out.records.find((r) => r.check === "brute-force.web");
  expect(record?.state).toBe("done");
  return record?.facts.find((f) => f.kind === "brute-force") as FactOf<"brute-force">;
}

describe("the six servers", () => {
  test("nothing: no limit at all", async () => {
    const s = await loginServer(plain);
    const f = await series(s.port);
    expect(f).toMatchObject({ baseline: true, goodAfter: true, restored: true, wrongAccepted: false });
    expect(f.blockedAfter).toBeUndefined();
    expect(attemptRate(f)).toMatchObject({ blocked: false, delayed: false });
    expect(attemptRate(f)?.perDay).toBeGreaterThan(72_000);
    expect(s.wrong()).toBe(10 + 8);
  });
  test("a delay for each request: grows with connections, no real limit", async () => {
    const s = await loginServer(async (right) => {
      if (!right) await sleep(850);
      return plain(right);
    });
    expect(attemptRate(await series(s.port))).toMatchObject({
      blocked: false,
      delayed: true,
      growsInParallel: true,
    });
  });
  test("a delay in one queue: a true limit of the whole", async () => {
    let queue = Promise.resolve();
    const s = await loginServer((right) => {
      const mine = queue.then(() => sleep(right ? 0 : 850));
      queue = mine as Promise<void>;
      return mine.then(() => plain(right));
    });
    expect(attemptRate(await series(s.port))).toMatchObject({
      blocked: false,
      delayed: true,
      growsInParallel: false,
    });
  });
  test("a lock after five that keeps giving the same answer is seen by the good log-in, and its release too", async () => {
    let wrong = 0;
    let until = 0;
    const s = await loginServer((right) => {
      const now = performance.now();
      if (now < until) return { status: 401 };
      if (right) {
        wrong = 0;
        return plain(true);
      }
      if (++wrong >= 5) {
        until = now + 4000;
        wrong = 0;
      }
      return plain(false);
    });
    const f = await series(s.port, { after: 5, seconds: 4 });
    expect(f).toMatchObject({ goodAfter: false, blockedAfter: 6, blockVisible: false, restored: true });
    expect(f.releasedAfterSeconds).toBeGreaterThan(3.5);
    expect(attemptRate(f)).toMatchObject({ blocked: true, isBound: false });
  });
  test("429 after five for longer than the wait: a bound by Retry-After, told as such", async () => {
    let wrong = 0;
    const s = await loginServer((right) => {
      if (wrong >= 5) return { status: 429, headers: { "retry-after": "30" } };
      if (!right) wrong++;
      return plain(right);
    });
    const f = await series(s.port, { seconds: undefined, unlock: { ja: "電源を入れ直す" } }, 3);
    expect(f).toMatchObject({
      blockedAfter: 5,
      blockVisible: true,
      retryAfterSeconds: 30,
      goodAfter: false,
      restored: false,
    });
    expect(f.releasedAfterSeconds).toBeUndefined();
    expect(attemptRate(f)).toMatchObject({ blocked: true, isBound: true });
    expect(s.wrong()).toBeLessThanOrEqual(7);
  });
  test("a permanent lock after ten is not masked by a good log-in in between", async () => {
    let wrong = 0;
    const s = await loginServer((right) => {
      if (wrong >= 10) return { status: 401 };
      if (right) wrong = 0;
      else wrong++;
      return plain(right);
    });
    const f = await series(s.port, { seconds: undefined, unlock: { ja: "初期化する" } }, 3);
    expect(f).toMatchObject({ goodAfter: false, blockedAfter: 10, blockVisible: false, restored: false });
    expect(attemptRate(f)).toMatchObject({ blocked: true, isBound: true });
  });
});

test("no wrong password is tried on a permanent lock that nobody can lift", async () => {
  const s = await loginServer(plain);
  const out = await run(
    product({
      interfaces: [
        {
          id: "web",
          kind: "ip",
          needed: true,
          transport: "tcp",
          port: s.port,
          protocol: "http",
          access: "refuse",
        },
      ],
      authentication: [mechanism("web", FORM, { seconds: undefined })],
    }),
    ["brute-force"],
  );
  expect(out.records.find((r) => r.check === "brute-force.web")).toMatchObject({
    state: "skipped",
    sent: 0,
    why: { key: "why.no-unlock" },
  });
  expect(s.wrong()).toBe(0);
});

test("a recipe whose success and failure look alike is refused before a wrong password is tried", async () => {
  const s = await loginServer(() => ({ status: 200 }));
  const out = await run(
    product({
      interfaces: [
        {
          id: "web",
          kind: "ip",
          needed: true,
          transport: "tcp",
          port: s.port,
          protocol: "http",
          access: "refuse",
        },
      ],
      authentication: [mechanism("web", { ...FORM, success: { status: [200] }, failure: { status: [200] } })],
    }),
    ["brute-force"],
  );
  expect(out.records.find((r) => r.check === "brute-force.web")).toMatchObject({
    state: "skipped",
    why: { key: "why.recipe-alike" },
  });
  expect(s.wrong()).toBe(0);
});

test("a wrong password that is let in ends the series at once", async () => {
  const s = await loginServer(() => ({ status: 303 }));
  const f = await series(s.port);
  expect(f).toMatchObject({ wrongAccepted: true });
  expect(s.wrong()).toBe(1);
});

describe("several log-ins", () => {
  const AFTER = 3;
  const SECONDS = 3;
  type Seen = { face: string; user: string; right: boolean; at: number };

  /** Log-ins `a` and `b` with one lock over all names, or one for each name; `spare`: `b` has an account of its own. */
  async function two(lockOver: "all" | "name", spare: boolean) {
    const seen: Seen[] = [];
    let most = 0;
    const counts = new Map<string, { wrong: number; until: number }>();
    const passwords = new Map([
      [USER, PASSWORD],
      ["tester-2", "correct-Horse-8"],
    ]);
    const server = async (face: string) => {
      let open = 0;
      const s = httpServer(async (q, r) => {
        if (q.url === "/login") most = Math.max(most, ++open);
        let body = "";
        for await (const part of q) body += part;
        await sleep(5);
        if (q.url !== "/login") return void r.writeHead(404).end();
        open--;
        const form = new URLSearchParams(body);
        const user = form.get("user") ?? "";
        const right = passwords.get(user) === form.get("password");
        seen.push({ face, user, right, at: performance.now() });
        const name = lockOver === "all" ? "*" : user;
        const count = counts.get(name) ?? { wrong: 0, until: 0 };
        counts.set(name, count);
        if (performance.now() < count.until) return void r.writeHead(401).end("wrong");
        if (right) count.wrong = 0;
        else if (++count.wrong >= AFTER) {
          count.until = performance.now() + SECONDS * 1000;
          count.wrong = 0;
        }
        r.writeHead(right ? 303 : 401).end(right ? "" : "wrong");
      }) as Server;
      servers.push(s);
      return listen(s);
    };
    const ports = { a: await server("a"), b: await server("b") };
    const face = (id: "a" | "b") => ({
      id,
      kind: "ip",
      needed: true,
      transport: "tcp",
      port: ports[id],
      protocol: "http",
      access: "refuse",
      authentication: "password",
    });
    const way = mechanism("a", FORM, { after: AFTER, seconds: SECONDS });
    const out = await run(
      product({
        interfaces: [face("a"), face("b")],
        authentication: [{ ...way, login: [...way.login, { interface: "b", recipe: FORM }] }],
      }),
      ["brute-force", "ports.tcp"],
      { tcpRange: [ports.a, ports.a] },
      {
        credentials: {
          seiza: "credentials/1",
          accounts: {
            password: {
              user: USER,
              password: PASSWORD,
              ...(spare ? { spare: [{ user: "tester-2", password: "correct-Horse-8" }] } : {}),
            },
          },
          canaries: {},
        },
      },
    );
    const of = (id: string) =>
      out.records
        .find((r) => r.check === `brute-force.${id}`)
        ?.facts.find((f) => f.kind === "brute-force") as FactOf<"brute-force">;
    return { out, seen, a: of("a"), b: of("b"), atOnce: () => most };
  }
  const lastOf = (seen: Seen[], face: string) => seen.findLast((s) => s.face === face)?.at ?? 0;
  const firstWrongOf = (seen: Seen[], face: string) => seen.find((s) => s.face === face && !s.right)?.at ?? 0;

  test("an account each, a lock each: both locks are waited for at once, a log-in never gets two attempts at once", async () => {
    const { out, seen, a, b, atOnce } = await two("name", true);
    for (const f of [a, b]) {
      expect(f).toMatchObject({ goodAfter: false, blockedAfter: 4, restored: true, overlapped: true });
      expect(f.lockShared).toBeUndefined();
      expect(f.releasedAfterSeconds).toBeGreaterThanOrEqual(SECONDS * 0.9);
      expect(f.releasedAfterSeconds).toBeLessThan(SECONDS * 1.5 + 5);
    }
    // The second began while the first was locked.
    expect(firstWrongOf(seen, "b")).toBeLessThan(lastOf(seen, "a"));
    expect(seen.filter((s) => !s.right && s.user === USER)).toHaveLength(AFTER + 1);
    expect(seen.filter((s) => !s.right && s.user === "tester-2")).toHaveLength(AFTER + 1);
    expect(atOnce()).toBe(1);
    // Records and log are in the order of the plan, whatever ended first.
    expect(out.records.map((r) => r.check)).toEqual([
      "identity.device",
      "brute-force.a",
      "brute-force.b",
      "ports.tcp",
    ]);
    const checks = out.log.map((l) => l.check).filter((c) => c !== "liveness");
    expect([...new Set(checks)]).toEqual(["identity.device", "brute-force.a", "brute-force.b", "ports.tcp"]);
    expect(checks).toEqual([...checks].sort((x, y) => orderOf(x) - orderOf(y)));
    function orderOf(c: string) {
      return ["identity.device", "brute-force.a", "brute-force.b", "ports.tcp"].indexOf(c);
    }
    // The port scan was not kept waiting by the locks, but for naming a log-in that is locked.
    const scan = out.records.find((r) => r.check === "ports.tcp");
    const first = out.records.find((r) => r.check === "brute-force.a");
    expect(Date.parse(scan?.startedAt ?? "")).toBeLessThan(Date.parse(first?.endedAt ?? ""));
  });

  test("an account each, one lock over all: the second is seen to be under it and begins when it is lifted", async () => {
    const { seen, a, b } = await two("all", true);
    expect(a).toMatchObject({ blockedAfter: 4, restored: true });
    expect(a.overlapped).toBeUndefined();
    expect(b).toMatchObject({ blockedAfter: 4, restored: true, lockShared: true });
    expect(b.overlapped).toBeUndefined();
    expect(b.releasedAfterSeconds).toBeGreaterThanOrEqual(SECONDS * 0.9);
    expect(firstWrongOf(seen, "b")).toBeGreaterThan(lastOf(seen, "a"));
  });

  test("one account for both: one after the other", async () => {
    const { seen, a, b } = await two("name", false);
    for (const f of [a, b]) {
      expect(f).toMatchObject({ blockedAfter: 4, restored: true });
      expect(f.overlapped).toBeUndefined();
      expect(f.lockShared).toBeUndefined();
    }
    expect(firstWrongOf(seen, "b")).toBeGreaterThan(lastOf(seen, "a"));
  });
});
