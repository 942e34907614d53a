import dgram from "node:dgram";
import dns from "node:dns";
import { Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { confirmTarget, Guard, Stopped, TargetRefused } from "../../src/node/index.ts";
import { FORM, httpServer, listen, mechanism, PASSWORD, product, run } from "./bench.ts";

afterEach(() => vi.restoreAllMocks());

const confirm = (typed: string, more = {}) =>
  confirmTarget({ typed, serial: "SN-1", operator: "test", at: new Date(0), classes: [], ...more });

test.each([
  ["192.168.1.0/24", "range"],
  ["192.168.1.1-20", "range"],
  ["192.168.1.*", "range"],
  ["192.168.1.1,192.168.1.2", "range"],
  ["224.0.0.251", "multicast"],
  ["ff02::1", "multicast"],
  ["255.255.255.255", "broadcast"],
  ["127.255.255.255", "broadcast"],
  ["0.0.0.0", "unspecified"],
  ["::", "unspecified"],
  ["8.8.8.8", "public"],
  ["::ffff:8.8.8.8", "public"],
  ["2001:4860:4860::8888", "public"],
])("%s cannot be a target: %s", async (typed, code) => {
  await expect(confirm(typed)).rejects.toMatchObject({ code });
});

test("a target needs the unit's serial number, and a public one the operator's word", async () => {
  await expect(confirm("10.0.0.5", { serial: " " })).rejects.toBeInstanceOf(TargetRefused);
  await expect(confirm("10.0.0.5")).resolves.toMatchObject({ address: "10.0.0.5", serial: "SN-1" });
  await expect(confirm("8.8.8.8", { allowPublic: true })).resolves.toMatchObject({ address: "8.8.8.8" });
});

test("a name is resolved once and pinned; one that leads to the internet is refused", async () => {
  let asked = 0;
  const resolve = async () => {
    asked++;
    return ["10.1.2.3", "10.1.2.4"];
  };
  expect(await confirm("camera.local", { resolve })).toMatchObject({
    address: "10.1.2.3",
    host: "camera.local",
  });
  expect(asked).toBe(1);
  await expect(confirm("camera.local", { resolve: async () => ["8.8.8.8"] })).rejects.toMatchObject({
    code: "public",
  });
});

async function guarded(requests: number, parallel = 4) {
  return new Guard(await confirm("127.0.0.1"), {
    device: { requests, perSecond: Number.POSITIVE_INFINITY, parallel },
    log: () => {},
  });
}
const LIMITS = { requests: 2, perSecond: Number.POSITIVE_INFINITY, parallel: 1, seconds: 10 };

test("nothing is sent over the bound of a check, of the device, or after the stop", async () => {
  let met = 0;
  const server = httpServer((_q, r) => r.end("ok"));
  server.on("connection", () => met++);
  const port = await listen(server);
  const guard = await guarded(3);
  const first = guard.scope("a", LIMITS);
  (await first.tcp(port, "one")).destroy();
  (await first.tcp(port, "two")).destroy();
  await expect(first.tcp(port, "three")).rejects.toMatchObject({ code: "requests" });
  const second = guard.scope("b", LIMITS);
  (await second.tcp(port, "three")).destroy();
  await expect(second.tcp(port, "four")).rejects.toMatchObject({ code: "device-requests" });
  guard.stop(new Stopped("stopped"));
  await expect(second.tcp(port, "five")).rejects.toMatchObject({ code: "stopped" });
  await new Promise((r) => setTimeout(r, 50));
  expect(met).toBe(3);
  first.end();
  server.close();
});

test("a check ends at its deadline and its sockets with it", async () => {
  const server = httpServer(() => {});
  const port = await listen(server);
  const guard = await guarded(10);
  const scope = guard.scope("slow", { ...LIMITS, seconds: 0.2 });
  const socket = await scope.tcp(port, "hang");
  await expect(scope.sleep(5000)).rejects.toMatchObject({ code: "deadline" });
  expect(socket.destroyed).toBe(true);
  server.closeAllConnections();
  server.close();
});

test("every socket and every name of a whole run stays with the confirmed address, redirects included", async () => {
  const elsewhere: string[] = [];
  const server = httpServer((q, r) => {
    if (q.url === "/login" && q.method === "POST") {
      r.writeHead(303, { location: "http://192.0.2.9/trap", "set-cookie": "session=abcdef" });
      return r.end();
    }
    if (q.url?.startsWith("/description"))
      return r.end("<root><SCPDURL>http://192.0.2.9/scpd.xml</SCPDURL></root>");
    r.writeHead(302, { location: "http://trap.example.invalid/login" });
    r.end('<a href="http://192.0.2.9/out">out</a><a href="//trap.example.invalid/x">x</a>');
  });
  const port = await listen(server);
  const ssdp = dgram.createSocket("udp4");
  await new Promise<void>((r) => ssdp.bind(0, "127.0.0.1", r));
  ssdp.on("message", (_m, from) =>
    ssdp.send(
      `HTTP/1.1 200 OK\r\nLOCATION: http://192.0.2.9/description.xml\r\nST: ssdp:all\r\n\r\n`,
      from.port,
      from.address,
    ),
  );
  const connect = Socket.prototype.connect;
  let connections = 0;
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...args: unknown[]) {
    const options = (Array.isArray(args[0]) ? args[0][0] : args[0]) as { host?: string };
    connections++;
    if (options.host !== "127.0.0.1") elsewhere.push(`tcp ${options.host}`);
    return connect.apply(this, args as never);
  });
  const udpConnect = dgram.Socket.prototype.connect;
  vi.spyOn(dgram.Socket.prototype, "connect").mockImplementation(function (
    this: dgram.Socket,
    ...args: unknown[]
  ) {
    if (args[1] !== "127.0.0.1") elsewhere.push(`udp ${args[1]}`);
    return udpConnect.apply(this, args as never);
  });
  const send = dgram.Socket.prototype.send;
  vi.spyOn(dgram.Socket.prototype, "send").mockImplementation(function (
    this: dgram.Socket,
    ...args: unknown[]
  ) {
    const to = args.find((a, i) => i > 0 && typeof a === "string");
    if (to !== undefined && to !== "127.0.0.1") elsewhere.push(`udp ${to}`);
    return send.apply(this, args as never);
  });
  for (const name of ["lookup", "resolve", "resolve4"] as const)
    vi.spyOn(dns, name).mockImplementation(((...args: unknown[]) => {
      elsewhere.push(`${name} ${args[0]}`);
      throw new Error("no name is to be resolved");
    }) as never);

  const out = await run(
    product({
      assets: [{ id: "video", name: { ja: "映像" }, kind: "acquired" }],
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
          protects: [{ id: "p", at: "/video", assets: ["video"] }],
        },
        {
          id: "ssdp",
          kind: "ip",
          needed: true,
          transport: "udp",
          port: ssdp.address().port,
          protocol: "ssdp",
          access: "open",
        },
      ],
      authentication: [mechanism("web", FORM)],
    }),
    ["access", "ports", "tls", "model-number"],
    { tcpRange: [port, port] },
  );
  expect(elsewhere).toEqual([]);
  expect(connections).toBeGreaterThan(20);
  expect(out.records.map((r) => [r.check, r.state])).toEqual(
    expect.arrayContaining([
      ["access.web", "done"],
      ["access.ssdp", "done"],
      ["ports.tcp", "done"],
    ]),
  );
  expect(out.log.every((l) => l.address === "127.0.0.1")).toBe(true);
  for (const r of out.records) expect(r.sent).toBeLessThanOrEqual(r.limits.requests);
  const evidence =
    JSON.stringify([out.records, out.log]) +
    [...out.raw.values()].map((b) => Buffer.from(b).toString()).join();
  expect(evidence).not.toContain(PASSWORD);
  expect(evidence).toContain("[redacted sha256:");
  ssdp.close();
  server.closeAllConnections();
  server.close();
});
