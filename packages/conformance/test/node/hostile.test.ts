/** Every probe ends within its limit, and never finds a device open, when the device hangs, drips, closes, floods or speaks another protocol. */
import dgram from "node:dgram";
import type { Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { FORM, listen, mechanism, product, run, tcpServer } from "./bench.ts";

const closers: (() => void)[] = [];
afterAll(() => {
  for (const c of closers) c();
});

const BEHAVIOURS: Record<string, (s: Socket) => void> = {
  hangs: () => {},
  drips: (s) => {
    const timer = setInterval(() => s.write("H"), 200);
    s.on("close", () => clearInterval(timer));
  },
  closes: (s) => s.destroy(),
  floods: (s) => {
    const block = Buffer.alloc(65_536, "A");
    const more = () => {
      while (!s.destroyed && s.write(block));
    };
    s.on("drain", more);
    more();
  },
  "speaks another protocol": (s) => s.write("220 toy FTP ready\r\n"),
};

const RECIPES: Record<string, unknown> = {
  http: FORM,
  https: FORM,
  mqtt: { kind: "mqtt" },
  ssh: { kind: "ssh" },
  telnet: {
    kind: "telnet",
    loginPrompt: "login:",
    passwordPrompt: "Password:",
    success: "$ ",
    failure: "incorrect",
  },
  rtsp: { kind: "rtsp", path: "/stream" },
};
const TCP = [...Object.keys(RECIPES), "modbus", "onvif"];

const cases = TCP.flatMap((protocol) =>
  Object.keys(BEHAVIOURS).map((behaviour) => [protocol, behaviour] as const),
);

test.concurrent.each(cases)(
  "%s, and the device %s",
  async (protocol, behaviour) => {
    const server = tcpServer(BEHAVIOURS[behaviour] as (s: Socket) => void);
    closers.push(() => {
      server.close();
      server.drop();
    });
    const port = await listen(server);
    const recipe = RECIPES[protocol];
    const out = await run(
      product({
        assets: [{ id: "a", name: { ja: "資産" }, kind: "setting" }],
        interfaces: [
          {
            id: "face",
            kind: "ip",
            needed: true,
            transport: "tcp",
            port,
            protocol,
            access: "refuse",
            ...(recipe ? { authentication: "password" } : {}),
            protects: [{ id: "i", at: "/item", assets: ["a"] }],
          },
        ],
        authentication: recipe ? [mechanism("face", recipe)] : [],
      }),
      ["access", "tls", "brute-force", "ports.tcp"],
      { tcpRange: [port, port], lockWaitSeconds: 0 },
    );
    for (const r of out.records) {
      const took = (Date.parse(r.endedAt) - Date.parse(r.startedAt)) / 1000;
      expect(took, r.check).toBeLessThanOrEqual(r.limits.seconds + 1);
      expect(r.sent, r.check).toBeLessThanOrEqual(r.limits.requests);
      expect(["done", "aborted", "skipped"], `${r.check} ${JSON.stringify(r.why)}`).toContain(r.state);
      for (const f of r.facts) {
        if (f.kind === "access") {
          expect(f.tries.map((t) => t.outcome)).not.toContain("returned");
          expect(f.withAccount).not.toBe("returned");
        }
        if (f.kind === "session") expect(f.outcome).not.toBe("returned");
        if (f.kind === "brute-force") expect(f).toMatchObject({ baseline: false, attempts: [] });
        if (f.kind === "tls") expect(f.versions.some((v) => v.offered === "yes")).toBe(false);
        if (f.kind === "ports") expect(f.ports.map((p) => p.port)).toEqual([port]);
      }
    }
  },
  150_000,
);

const ANSWERS: Record<string, (send: (b: Buffer) => void) => void> = {
  "says nothing": () => {},
  "answers with noise": (send) => send(Buffer.from("ff00ff00ff00ff00ff00ff00ff00ff00", "hex")),
  floods: (send) => {
    for (let i = 0; i < 200; i++) send(Buffer.alloc(8192, 0x41));
  },
};
const UDP = ["snmp", "coap", "ssdp", "mdns", "bacnet", "echonet-lite"];
test.concurrent.each(UDP.flatMap((p) => Object.keys(ANSWERS).map((a) => [p, a] as const)))(
  "%s, and the device %s",
  async (protocol, answer) => {
    const server = dgram.createSocket("udp4");
    closers.push(() => server.close());
    server.on("message", (_m, from) => ANSWERS[answer]?.((b) => server.send(b, from.port, from.address)));
    await new Promise<void>((r) => server.bind(0, "127.0.0.1", r));
    const out = await run(
      product({
        interfaces: [
          {
            id: "face",
            kind: "ip",
            needed: true,
            transport: "udp",
            port: server.address().port,
            protocol,
            access: "refuse",
          },
        ],
      }),
      ["access"],
    );
    const record = out.records.find((r) => r.check === "access.face");
    expect(record?.state, JSON.stringify(record?.why)).toBe("done");
    expect(record?.sent).toBeLessThanOrEqual(record?.limits.requests ?? 0);
    expect(JSON.stringify(record?.facts)).not.toContain('"returned"');
  },
  60_000,
);
