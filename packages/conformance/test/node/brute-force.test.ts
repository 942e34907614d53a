/** The six toy log-in servers of domain/conformance.md D.3, with the right conclusions. */
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { attemptRate } from "../../src/criteria/s1.1-04-brute-force.ts";
import type { FactOf } from "../../src/index.ts";
import { FORM, httpServer, listen, mechanism, PASSWORD, product, run } from "./bench.ts";

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
  test("a second's delay for each request: grows with connections, no real limit", async () => {
    const s = await loginServer(async (right) => {
      if (!right) await sleep(1000);
      return plain(right);
    });
    expect(attemptRate(await series(s.port))).toMatchObject({
      blocked: false,
      delayed: true,
      growsInParallel: true,
    });
  });
  test("a second's delay in one queue: a true limit of the whole", async () => {
    let queue = Promise.resolve();
    const s = await loginServer((right) => {
      const mine = queue.then(() => sleep(right ? 0 : 1000));
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
