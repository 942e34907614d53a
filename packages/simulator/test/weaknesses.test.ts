/** Each switch by its misbehaviour, seen with plain clients, and the good device without it. */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import {
  BAD,
  CURRENT_VERSION,
  DEFAULT_PASSWORD,
  type Device,
  FACTORY_VERSION,
  FILES,
  LOCK_AFTER,
  SITE,
  TOPICS,
  WEAKNESSES,
  type WeaknessId,
  withoutSignature,
  withSignatureOf,
} from "../src/index.ts";
import {
  ADMIN,
  aDevice,
  apiLogIn,
  ask,
  coapDiscovery,
  formLogIn,
  greeting,
  helloAnswer,
  mqttLogIn,
  session,
  sshLogIn,
  TESTER,
  tlsAgreed,
} from "./client.ts";

const WRONG = { user: TESTER.user, password: "wrong on purpose" };
const DEFAULT = { user: "admin", password: DEFAULT_PASSWORD };

/** What a stranger gets without the right to it. */
const stranger = async (device: Device, path: string, extra: { session?: string } = {}) => {
  const answer = await ask(device, "https", { path, ...extra });
  return { status: answer.status, leaks: /"users"|"log"|"recordings"|"deviceName"/.test(answer.body) };
};

async function wrongInARow(times: number, attempt: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await attempt();
}

const setNew = (device: Device, id: string, password: string) =>
  ask(device, "https", { path: "/api/setup", json: { new: password }, session: id });

async function offer(device: Device, bytes: Buffer) {
  const id = await session(device, ADMIN);
  const answer = await ask(device, "https", { path: "/api/update", body: bytes, session: id });
  return { accepted: answer.status === 200, version: device.control.look().version };
}

const file = (device: Device, name: string) => device.files().get(name) as Buffer;
const oneBitChanged = (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  copy[100] = (copy[100] as number) ^ 1;
  return copy;
};

interface Case {
  asShipped?: boolean;
  /** What is looked at. */
  see: (device: Device) => Promise<unknown>;
  good: unknown;
  bad: unknown;
}

const refused = { status: 401, leaks: false };
const returned = { status: 200, leaks: true };

const CASES: Record<
  Exclude<WeaknessId, "hangs" | "drips" | "floods" | "closes" | "speaks-nonsense">,
  Case
> = {
  "page-without-login": { see: (d) => stranger(d, "/api/log"), good: refused, bad: returned },
  "path-variant-bypass": { see: (d) => stranger(d, "//api/users"), good: refused, bad: returned },
  "answer-before-login": { see: (d) => stranger(d, "/api/users"), good: refused, bad: returned },
  "data-in-redirect": {
    see: (d) => stranger(d, "/api/recordings"),
    good: refused,
    bad: { status: 302, leaks: true },
  },
  "any-session-accepted": {
    see: (d) => stranger(d, "/api/users", { session: "0123456789abcdef" }),
    good: refused,
    bad: returned,
  },
  "mqtt-anonymous": {
    see: (d) => mqttLogIn(d),
    good: { code: 5, topics: [] },
    bad: { code: 0, topics: [TOPICS.state, TOPICS.motion] },
  },
  "ssh-empty-password": {
    see: (d) => sshLogIn(d, { user: TESTER.user, password: "" }),
    good: false,
    bad: true,
  },
  "telnet-open": {
    see: async (d) =>
      d.ports.telnet === undefined
        ? "no such port"
        : (await greeting(d.address, d.ports.telnet))?.text.includes("login:"),
    good: "no such port",
    bad: true,
  },
  "debug-port-open": {
    see: async (d) =>
      d.ports.debug === undefined ? "no such port" : (await greeting(d.address, d.ports.debug))?.text,
    good: "no such port",
    bad: "SZ debug 0.3 ready\r\n> ",
  },
  "coap-open": {
    see: async (d) =>
      (await coapDiscovery(d.address, d.ports.coap ?? 5683))?.includes("</dev/state>") ?? "no answer",
    good: "no answer",
    bad: true,
  },
  "no-lockout": {
    see: async (d) => {
      await wrongInARow(LOCK_AFTER + 3, () => apiLogIn(d, WRONG));
      return (await apiLogIn(d, TESTER)).status;
    },
    good: 429,
    bad: 200,
  },
  "delay-only": {
    see: async (d) => {
      await Promise.all(Array.from({ length: LOCK_AFTER + 1 }, () => apiLogIn(d, WRONG)));
      return (await apiLogIn(d, TESTER)).status;
    },
    good: 429,
    bad: 200,
  },
  "lock-lets-right-pass": {
    see: async (d) => {
      await wrongInARow(LOCK_AFTER, () => apiLogIn(d, WRONG));
      return [(await apiLogIn(d, WRONG)).status, (await apiLogIn(d, TESTER)).status];
    },
    good: [429, 429],
    bad: [429, 200],
  },
  "lock-not-on-mqtt": {
    see: async (d) => {
      await wrongInARow(LOCK_AFTER + 1, () => mqttLogIn(d, WRONG));
      return (await mqttLogIn(d, TESTER)).code;
    },
    good: 5,
    bad: 0,
  },
  "default-password-kept": {
    asShipped: true,
    see: async (d) => stranger(d, "/api/users", { session: await session(d, DEFAULT) }),
    good: { status: 403, leaks: false },
    bad: returned,
  },
  "setup-accepts-7": {
    asShipped: true,
    see: async (d) => (await setNew(d, await session(d, DEFAULT), "7-chars")).status,
    good: 422,
    bad: 200,
  },
  "check-in-page-only": {
    asShipped: true,
    see: async (d) => {
      const id = await session(d, DEFAULT);
      const page = await ask(d, "https", {
        path: "/setup",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "new=short",
        session: id,
      });
      return [page.status, (await setNew(d, id, "short")).status];
    },
    good: [422, 422],
    bad: [422, 200],
  },
  "silent-truncation": {
    asShipped: true,
    see: async (d) => {
      await setNew(d, await session(d, DEFAULT), "abcdefgh");
      return (await apiLogIn(d, { user: "admin", password: "abcdefg" })).status;
    },
    good: 401,
    bad: 200,
  },
  "change-not-on-mqtt": {
    see: async (d) => {
      const id = await session(d, TESTER);
      const next = { user: TESTER.user, password: "another password" };
      await ask(d, "https", {
        path: "/api/password",
        json: { old: TESTER.password, new: next.password },
        session: id,
      });
      return {
        web: [(await apiLogIn(d, TESTER)).status, (await apiLogIn(d, next)).status],
        ssh: [await sshLogIn(d, TESTER), await sshLogIn(d, next)],
        mqtt: [(await mqttLogIn(d, TESTER)).code, (await mqttLogIn(d, next)).code],
      };
    },
    good: { web: [401, 200], ssh: [false, true], mqtt: [5, 0] },
    bad: { web: [401, 200], ssh: [false, true], mqtt: [0, 5] },
  },
  "tls-old-only": {
    see: async (d) => {
      const old = await tlsAgreed(d, {
        minVersion: "TLSv1",
        maxVersion: "TLSv1",
        ciphers: "DEFAULT:@SECLEVEL=0",
      });
      const current = await tlsAgreed(d, { minVersion: "TLSv1.2" });
      return [old?.version, current?.version];
    },
    good: [undefined, "TLSv1.3"],
    bad: ["TLSv1", undefined],
  },
  "tls-old-offered": {
    see: async (d) => {
      const old = await tlsAgreed(d, {
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT:@SECLEVEL=0",
      });
      const current = await tlsAgreed(d, { minVersion: "TLSv1.2" });
      return [old?.version, current?.version];
    },
    good: [undefined, "TLSv1.3"],
    bad: ["TLSv1.1", "TLSv1.3"],
  },
  "tls-null": {
    see: async (d) => {
      const only = (suite: string) =>
        tlsAgreed(d, { maxVersion: "TLSv1.2", ciphers: `${suite}:@SECLEVEL=0` });
      return [(await only("ECDHE-ECDSA-NULL-SHA"))?.suite, (await only("AECDH-AES128-SHA"))?.suite];
    },
    good: [undefined, undefined],
    bad: ["ECDHE-ECDSA-NULL-SHA", "AECDH-AES128-SHA"],
  },
  "tls-rc4": {
    see: async (d) => [
      await helloAnswer(d, 0x0303, 0xc007),
      await helloAnswer(d, 0x0303, 0xc02b),
      (await tlsAgreed(d, {}))?.version,
    ],
    good: [undefined, { version: 0x0303, suite: 0xc02b }, "TLSv1.3"],
    bad: [{ version: 0x0303, suite: 0xc007 }, { version: 0x0303, suite: 0xc02b }, "TLSv1.3"],
  },
  "ssl3-offered": {
    see: async (d) => [await helloAnswer(d, 0x0300, 0xc009), (await apiLogIn(d, TESTER)).status],
    good: [undefined, 200],
    bad: [{ version: 0x0300, suite: 0xc009 }, 200],
  },
  "http-login": {
    see: async (d) => (await formLogIn(d, TESTER, "http")).status,
    good: 308,
    bad: 303,
  },
  "mqtt-in-clear": {
    see: async (d) => (d.ports.mqtt === undefined ? "no such port" : (await mqttLogIn(d, TESTER, true)).code),
    good: "no such port",
    bad: 0,
  },
  "update-takes-altered": {
    see: (d) => offer(d, oneBitChanged(file(d, FILES.current))),
    good: { accepted: false, version: FACTORY_VERSION },
    bad: { accepted: true, version: CURRENT_VERSION },
  },
  "update-takes-unsigned": {
    see: (d) => offer(d, withoutSignature(file(d, FILES.current))),
    good: { accepted: false, version: FACTORY_VERSION },
    bad: { accepted: true, version: CURRENT_VERSION },
  },
  "update-takes-any-signature": {
    see: (d) => offer(d, withSignatureOf(file(d, FILES.current), file(d, FILES.previous))),
    good: { accepted: false, version: FACTORY_VERSION },
    bad: { accepted: true, version: CURRENT_VERSION },
  },
  "update-takes-older": {
    see: async (d) => [await offer(d, file(d, FILES.current)), await offer(d, file(d, FILES.previous))],
    good: [
      { accepted: true, version: CURRENT_VERSION },
      { accepted: false, version: CURRENT_VERSION },
    ],
    bad: [
      { accepted: true, version: CURRENT_VERSION },
      { accepted: true, version: FACTORY_VERSION },
    ],
  },
  "update-takes-other-model": {
    see: (d) => offer(d, file(d, FILES.otherModel)),
    good: { accepted: false, version: FACTORY_VERSION },
    bad: { accepted: true, version: CURRENT_VERSION },
  },
  "update-refuses-all": {
    see: (d) => offer(d, file(d, FILES.current)),
    good: { accepted: true, version: CURRENT_VERSION },
    bad: { accepted: false, version: FACTORY_VERSION },
  },
  "update-lost-on-power-cut": {
    see: async (d) => {
      await offer(d, file(d, FILES.current));
      await d.control.powerCycle();
      return d.control.look().version;
    },
    good: CURRENT_VERSION,
    bad: FACTORY_VERSION,
  },
  "settings-lost-on-power-cut": {
    see: async (d) => {
      await d.control.powerCycle();
      return [(await apiLogIn(d, ADMIN)).status, (await apiLogIn(d, DEFAULT)).status];
    },
    good: [200, 401],
    bad: [401, 200],
  },
  "deletion-keeps-recordings": {
    see: async (d) => {
      await d.control.factoryReset();
      return d.control.look().recordings;
    },
    good: 0,
    bad: 2,
  },
  "deletion-keeps-settings": {
    see: async (d) => {
      await d.control.factoryReset();
      return d.control.look().settings.place;
    },
    good: "",
    bad: "entrance",
  },
  "deletion-keeps-passwords": {
    see: async (d) => {
      await d.control.factoryReset();
      return (await apiLogIn(d, ADMIN)).status;
    },
    good: 401,
    bad: 200,
  },
  "deletion-rolls-back": {
    see: async (d) => {
      await offer(d, file(d, FILES.current));
      await d.control.factoryReset();
      return d.control.look().version;
    },
    good: CURRENT_VERSION,
    bad: FACTORY_VERSION,
  },
  "model-wrong": {
    see: async (d) =>
      (
        JSON.parse(
          (await ask(d, "https", { path: "/api/info", session: await session(d, TESTER) })).body,
        ) as { model: string }
      ).model === d.model,
    good: true,
    bad: false,
  },
  "policy-missing": {
    see: async (d) => (await ask(d, "vendor", { path: SITE.policy })).status,
    good: 200,
    bad: 404,
  },
  "policy-without-contact": {
    see: async (d) => (await ask(d, "vendor", { path: SITE.policy })).body.includes("mailto:"),
    good: true,
    bad: false,
  },
  "security-txt-expired": {
    see: async (d) => {
      const text = (await ask(d, "vendor", { path: SITE.securityTxt })).body;
      return Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? "") > Date.now();
    },
    good: true,
    bad: false,
  },
  "information-missing": {
    see: async (d) => utf8((await ask(d, "vendor", { path: SITE.information })).body).includes("廃棄"),
    good: true,
    bad: false,
  },
  "support-ended": {
    see: async (d) =>
      /サポート期限は(\d{4})年/.exec(utf8((await ask(d, "vendor", { path: SITE.information })).body))?.[1],
    good: "2032",
    bad: "2024",
  },
  "component-vulnerable": {
    see: async (d) => {
      const sbom = JSON.parse(file(d, FILES.sbom).toString()) as {
        components: { name: string; version: string }[];
      };
      return sbom.components.find((c) => c.name === "openssl")?.version === "1.0.1f";
    },
    good: false,
    bad: true,
  },
  "lock-hidden": {
    see: async (d) => {
      await wrongInARow(LOCK_AFTER, () => apiLogIn(d, WRONG));
      return [(await apiLogIn(d, WRONG)).status, (await apiLogIn(d, TESTER)).status];
    },
    good: [429, 429],
    bad: [401, 401],
  },
  "other-log-in-resets": {
    see: async (d) => {
      await wrongInARow(LOCK_AFTER - 1, () => apiLogIn(d, WRONG));
      await apiLogIn(d, ADMIN);
      await wrongInARow(LOCK_AFTER - 1, () => apiLogIn(d, WRONG));
      return (await apiLogIn(d, TESTER)).status;
    },
    good: 429,
    bad: 200,
  },
};

const utf8 = (latin1: string) => Buffer.from(latin1, "latin1").toString("utf8");

let open: Device[] = [];
afterEach(async () => {
  await Promise.all(open.map((d) => d.stop()));
  open = [];
});
const start = async (...args: Parameters<typeof aDevice>) => {
  const device = await aDevice(...args);
  open.push(device);
  return device;
};

describe("a switch makes the device misbehave, and the good device does not", () => {
  for (const [id, { see, good, bad, asShipped }] of Object.entries(CASES)) {
    const weakness = WEAKNESSES.find((w) => w.id === id);
    it(`${id}: ${weakness?.says.en}`, async () => {
      // A lock must not run out while the test looks at it, however busy the machine.
      const options = { lockSeconds: 60, delaySeconds: 0.2, ...(asShipped ? { asShipped } : {}) };
      const [well, ill] = await Promise.all([start([], options), start([id as WeaknessId], options)]);
      expect(await see(well)).toEqual(good);
      expect(await see(ill)).toEqual(bad);
    });
  }
});

describe("delay-only", () => {
  it("makes each wrong password wait, on every connection for itself", async () => {
    const device = await start(["delay-only"], { delaySeconds: 0.5 });
    const began = performance.now();
    const waits = await Promise.all(
      Array.from({ length: 4 }, () => apiLogIn(device, WRONG).then(() => performance.now() - began)),
    );
    for (const ms of waits) expect(ms).toBeGreaterThanOrEqual(490);
  });
});

describe("a device with a fault", () => {
  it("hangs: accepts and says nothing", async () => {
    const device = await start(["hangs"]);
    expect(await greeting(device.address, device.ports.https)).toEqual({ text: "", ended: false });
    expect(await greeting(device.address, device.ports.ssh)).toEqual({ text: "", ended: false });
  });
  it("closes: ends each connection without a byte", async () => {
    const device = await start(["closes"]);
    expect(await greeting(device.address, device.ports.ssh)).toEqual({ text: "", ended: true });
  });
  it("drips: one byte a second", async () => {
    const device = await start(["drips"]);
    const heard = await greeting(device.address, device.ports.ssh, 1500);
    expect(heard).toEqual({ text: "S", ended: false });
  });
  it("floods: more than anyone asked for", async () => {
    const device = await start(["floods"]);
    const heard = await greeting(device.address, device.ports.mqtts, 300);
    expect(heard?.text.length).toBeGreaterThan(1_000_000);
  });
  it("speaks nonsense: a mail server on every port", async () => {
    const device = await start(["speaks-nonsense"]);
    for (const port of [device.ports.https, device.ports.ssh, device.ports.mqtts])
      expect((await greeting(device.address, port))?.text).toMatch(/^220 mail/);
  });
  it("stops at once even while clients hold on to it", async () => {
    const device = await aDevice(["floods"]);
    const held = greeting(device.address, device.ports.ssh, 5000);
    await device.stop();
    expect(await greeting(device.address, device.ports.ssh)).toBeUndefined();
    await held;
  });
});

describe("the table of switches", () => {
  it("has a case for every switch", () => {
    const faults = ["hangs", "drips", "floods", "closes", "speaks-nonsense"];
    expect([...Object.keys(CASES), ...faults].sort()).toEqual(WEAKNESSES.map((w) => w.id).sort());
  });
  it("names criteria of ★1 only, and a weakness that turns nothing says why", () => {
    const criteria = Array.from({ length: 16 }, (_, i) => `S1.1-${String(i + 1).padStart(2, "0")}`);
    for (const w of WEAKNESSES) {
      for (const c of Object.keys(w.turns)) expect(criteria).toContain(c);
      for (const words of [w.says, w.why]) {
        expect(words.ja.length).toBeGreaterThan(5);
        expect(words.en.length).toBeGreaterThan(5);
      }
      if (w.kind !== "weakness") expect(w.turns).toEqual({});
    }
  });
  it("`bad` is a device that starts with all of its weaknesses at once", async () => {
    const device = await start(BAD);
    expect(BAD.length).toBeGreaterThanOrEqual(20);
    expect(await stranger(device, "/api/users")).toEqual(returned);
    expect(device.ports.telnet).toBeDefined();
  });
  it("files differ between devices only where a switch says so", async () => {
    const [well, ill] = await Promise.all([start([]), start(["component-vulnerable"])]);
    const sums = (d: Device) =>
      new Map([...d.files()].map(([n, b]) => [n, createHash("sha256").update(b).digest("hex")]));
    const [a, b] = [sums(well), sums(ill)];
    expect(a.get(FILES.current)).toBe(b.get(FILES.current));
    expect(a.get(FILES.sbom)).not.toBe(b.get(FILES.sbom));
  });
});
