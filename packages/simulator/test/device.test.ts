/** The good device, and the handling of any: start, state, power, stop. */
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  CannotListen,
  CONTROL_HEADER,
  CURRENT_VERSION,
  DEFAULT_PASSWORD,
  type Device,
  FILES,
  LOCK_AFTER,
  startDevice,
} from "../src/index.ts";
import {
  ADMIN,
  aDevice,
  apiLogIn,
  ask,
  formLogIn,
  listeningAt,
  mqttLogIn,
  search,
  session,
  sshLogIn,
  sshRun,
  TESTER,
} from "./client.ts";

let open: Device[] = [];
let folders: string[] = [];
afterEach(async () => {
  await Promise.all(open.map((d) => d.stop()));
  for (const f of folders) rmSync(f, { recursive: true, force: true });
  open = [];
  folders = [];
});
const start = async (...args: Parameters<typeof aDevice>) => {
  const device = await aDevice(...args);
  open.push(device);
  return device;
};
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), "seiza-device-"));
  folders.push(made);
  return made;
};

describe("the good device", () => {
  it.runIf(process.platform === "linux")("has exactly the declared TCP ports open", async () => {
    const device = await start([]);
    const { https, http, ssh, mqtts } = device.ports;
    expect(listeningAt(device.address)).toEqual([https, http, ssh, mqtts].sort((a, b) => a - b));
  });

  it("sends plain HTTP on to its own HTTPS address, whatever the Host header says", async () => {
    const device = await start([]);
    const answer = await ask(device, "http", { path: "/api/users", headers: { host: "elsewhere.example" } });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`https://${device.address}:${device.ports.https}/api/users`);
  });

  it.each([
    "/",
    "/api/users",
    "/API/users",
    "//api/users",
    "/./api/users",
    "/api/users/",
    "/api/users;x",
    "/nothing",
  ])("shows a stranger nothing at %s", async (path) => {
    const device = await start([]);
    for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) {
      const answer = await ask(device, "https", { path, method });
      expect([302, 401]).toContain(answer.status);
      expect(answer.body).not.toMatch(/administrator|SZ-CAM200/);
    }
  });

  it("lets the right person in over page, API, SSH and MQTT", async () => {
    const device = await start([]);
    const form = await formLogIn(device, TESTER);
    expect([form.status, form.headers.location]).toEqual([303, "/"]);
    expect((await apiLogIn(device, TESTER)).status).toBe(200);
    expect(await sshRun(device, TESTER, "version")).toBe("SZ-CAM200 2.4.0\n");
    expect((await mqttLogIn(device, TESTER)).code).toBe(0);
  });

  it("shows its model number and version to whoever is logged in", async () => {
    const device = await start([]);
    const page = await ask(device, "https", { path: "/", session: await session(device, TESTER) });
    expect(page.body).toContain("SZ-CAM200");
    expect(page.body).toContain("2.4.0");
  });

  it("locks an account after five wrong passwords over all doors, says how long, and lets go in time", async () => {
    let now = Date.parse("2026-05-01T00:00:00Z");
    const device = await start([], { lockSeconds: 60, clock: () => now });
    for (let i = 0; i < LOCK_AFTER; i++)
      expect((await apiLogIn(device, { ...TESTER, password: "no" })).status).toBe(401);
    const locked = await apiLogIn(device, TESTER);
    expect([locked.status, locked.headers["retry-after"]]).toEqual([429, "60"]);
    expect((await formLogIn(device, TESTER)).status).toBe(429);
    expect(await sshLogIn(device, TESTER)).toBe(false);
    expect((await mqttLogIn(device, TESTER)).code).toBe(5);
    expect((await apiLogIn(device, ADMIN)).status).toBe(200);
    now += 60_000;
    expect((await apiLogIn(device, TESTER)).status).toBe(200);
  });

  it("counts wrong passwords together, wherever they are tried", async () => {
    const device = await start([], { lockSeconds: 60 });
    const wrong = { ...TESTER, password: "no" };
    await apiLogIn(device, wrong);
    await formLogIn(device, wrong);
    await sshLogIn(device, wrong);
    await mqttLogIn(device, wrong);
    await mqttLogIn(device, wrong);
    expect((await apiLogIn(device, TESTER)).status).toBe(429);
  });

  it("as shipped, opens nothing but set-up, and refuses passwords that are short, blank or the default", async () => {
    const device = await start([], { asShipped: true });
    const first = { user: "admin", password: DEFAULT_PASSWORD };
    const form = await formLogIn(device, first);
    expect(form.headers.location).toBe("/setup");
    expect(await sshLogIn(device, first)).toBe(false);
    expect((await mqttLogIn(device, first)).code).toBe(5);
    const id = await session(device, first);
    const tryOut = (value: string) =>
      ask(device, "https", { path: "/api/setup", json: { new: value }, session: id });
    for (const value of ["", "1", "7-chars", "        ", DEFAULT_PASSWORD])
      expect((await tryOut(value)).status).toBe(422);
    expect((await tryOut("8-chars!")).status).toBe(200);
    expect((await apiLogIn(device, first)).status).toBe(401);
    expect((await apiLogIn(device, { user: "admin", password: "8-chars!" })).status).toBe(200);
    expect((await ask(device, "https", { path: "/api/users", session: id })).status).toBe(200);
  });

  it("answers a search for UPnP devices with the place of a description without secrets", async () => {
    const device = await start([]);
    const answer = (await search(device, "ssdp:all"))?.toString() ?? "";
    const location = /LOCATION: (\S+)/.exec(answer)?.[1];
    expect(location).toBe(`http://${device.address}:${device.ports.http}/description.xml`);
    const description = await ask(device, "http", { path: "/description.xml" });
    expect(description.body).toContain("<modelNumber>SZ-CAM200</modelNumber>");
    expect(await search(device, "urn:schemas-upnp-org:device:InternetGatewayDevice:1")).toBeUndefined();
  });

  it("takes an update as raw bytes or as a file of a form, and works afterwards", async () => {
    for (const form of [false, true]) {
      const device = await start([]);
      const id = await session(device, ADMIN);
      const bytes = device.files().get(FILES.current) as Buffer;
      const body = form
        ? Buffer.concat([
            Buffer.from(
              '--b0\r\nContent-Disposition: form-data; name="package"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n',
            ),
            bytes,
            Buffer.from("\r\n--b0--\r\n"),
          ])
        : bytes;
      const headers = form ? { "content-type": "multipart/form-data; boundary=b0" } : {};
      const answer = await ask(device, "https", { path: "/api/update", body, headers, session: id });
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        200,
        { accepted: true, version: CURRENT_VERSION },
      ]);
      const info = await ask(device, "https", { path: "/api/info", session: id });
      expect(JSON.parse(info.body)).toMatchObject({ version: CURRENT_VERSION });
    }
  });

  it("refuses a package that is cut, or whose header is changed in one bit", async () => {
    const device = await start([]);
    const id = await session(device, ADMIN);
    const good = device.files().get(FILES.current) as Buffer;
    const header = Buffer.from(good);
    header[22] = (header[22] as number) ^ 1;
    for (const bytes of [good.subarray(0, -512), header, Buffer.from("no package"), Buffer.alloc(0)]) {
      const answer = await ask(device, "https", {
        path: "/api/update",
        body: bytes,
        method: "POST",
        session: id,
      });
      expect(answer.status).toBe(422);
    }
    expect(device.control.look().version).toBe("2.4.0");
  });

  it("keeps password, setting, version and keys over a power cut, at the same ports", async () => {
    const device = await start([]);
    const { ports } = device;
    const certificate = device.certificate();
    const id = await session(device, ADMIN);
    await ask(device, "https", {
      path: "/api/settings",
      method: "PUT",
      json: { place: "roof" },
      session: id,
    });
    device.control.install(device.files().get(FILES.current) as Buffer);
    await device.control.powerCycle();
    expect(device.ports).toEqual(ports);
    expect(device.certificate()).toBe(certificate);
    expect((await ask(device, "https", { path: "/api/settings", session: id })).status).toBe(401);
    const again = await session(device, ADMIN);
    const settings = await ask(device, "https", { path: "/api/settings", session: again });
    expect(JSON.parse(settings.body)).toMatchObject({ place: "roof" });
    expect(device.control.look().version).toBe(CURRENT_VERSION);
  });

  it("deletes data, settings, passwords and keys when its user asks, and keeps the version", async () => {
    const device = await start([]);
    device.control.install(device.files().get(FILES.current) as Buffer);
    const certificate = device.certificate();
    const id = await session(device, ADMIN);
    expect((await ask(device, "https", { path: "/api/reset", json: {}, session: id })).status).toBe(200);
    await expect.poll(() => device.control.look().ready && !device.control.look().setUp).toBe(true);
    expect(device.control.look()).toMatchObject({
      version: CURRENT_VERSION,
      recordings: 0,
      accounts: ["admin"],
      settings: { place: "" },
    });
    expect(device.certificate()).not.toBe(certificate);
    expect((await apiLogIn(device, ADMIN)).status).toBe(401);
    expect((await formLogIn(device, { user: "admin", password: DEFAULT_PASSWORD })).headers.location).toBe(
      "/setup",
    );
  });
});

describe("its certificate", () => {
  it("is self-made, names the address, and holds its own signature", async () => {
    const device = await start([]);
    const certificate = new X509Certificate(device.certificate());
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIP(device.address)).toBe(device.address);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });
});

describe("the bench", () => {
  const press = (device: Device, path: string, headers: Record<string, string> = { [CONTROL_HEADER]: "1" }) =>
    ask(device, "control", { path, method: "POST", body: "{}", headers });

  it("obeys its own header only, so that a web page cannot press its buttons", async () => {
    const device = await start([]);
    expect((await press(device, "/factory-reset", {})).status).toBe(403);
    expect(device.control.look().setUp).toBe(true);
    expect((await press(device, "/factory-reset")).status).toBe(200);
    expect(device.control.look().setUp).toBe(false);
  });

  it("serves as device adapter: one verb, one JSON object in, one out, 64 for what it does not know", async () => {
    const device = await start([]);
    const at = folder();
    writeFileSync(join(at, FILES.adapter), device.files().get(FILES.adapter) as Buffer);
    const adapter = (verb: string, input: unknown = {}) =>
      new Promise<{ code: number | null; out: unknown }>((done) => {
        const child = spawn(
          process.execPath,
          [FILES.adapter, `http://127.0.0.1:${device.ports.control}`, verb],
          {
            cwd: at,
          },
        );
        let out = "";
        child.stdout.on("data", (d) => {
          out += d;
        });
        child.on("close", (code) => done({ code, out: out === "" ? undefined : JSON.parse(out) }));
        child.stdin.end(JSON.stringify(input));
      });
    expect(await adapter("ready")).toEqual({ code: 0, out: { ready: true } });
    expect(await adapter("plant", { markers: { place: "canary-1" } })).toEqual({ code: 0, out: {} });
    expect(await adapter("restart")).toEqual({ code: 0, out: {} });
    expect((await adapter("read-state")).out).toMatchObject({ markers: { "held/settings": "canary-1" } });
    expect((await adapter("version")).out).toEqual({ version: "2.4.0" });
    expect((await adapter("install-nothing")).code).toBe(64);
  });
});

describe("starting and stopping", () => {
  it("runs fifty devices at once, each with ports of its own, and none left after stop", async () => {
    const devices = await Promise.all(Array.from({ length: 50 }, () => aDevice([])));
    const answers = await Promise.all(devices.map((d) => apiLogIn(d, TESTER)));
    expect(answers.map((a) => a.status)).toEqual(Array(50).fill(200));
    await Promise.all(devices.map((d) => d.stop()));
    await expect(apiLogIn(devices[0] as Device, TESTER)).rejects.toThrow("ECONNREFUSED");
  });

  it("finds the device as it was, from its state file", async () => {
    const stateFile = join(folder(), "device.json");
    const first = await start([], { stateFile });
    first.control.install(first.files().get(FILES.current) as Buffer);
    const certificate = first.certificate();
    await first.stop();
    const second = await start([], { stateFile, asShipped: true });
    expect(second.control.look()).toMatchObject({ setUp: true, version: CURRENT_VERSION });
    expect(second.certificate()).toBe(certificate);
    expect((await apiLogIn(second, TESTER)).status).toBe(200);
  });

  it.runIf(process.platform === "linux")("says which port is taken and leaves none open", async () => {
    const blocker = net.createServer();
    const address = "127.78.251.1";
    await new Promise<void>((done) => blocker.listen(23_022, address, done));
    const started = startDevice({ address, benchAddress: address, portBase: 23_000 });
    await expect(started).rejects.toBeInstanceOf(CannotListen);
    await expect(started).rejects.toMatchObject({ what: "ssh", port: 23_022, code: "EADDRINUSE" });
    expect(listeningAt(address)).toEqual([23_022]);
    await new Promise((done) => blocker.close(done));
  });

  it("writes every file that its declaration names", async () => {
    const device = await start([]);
    const files = device.files();
    const named = JSON.stringify(device.declarationValues()).match(
      /"(packages|documents)\/[^"]+"|"sbom\.cdx\.json"|"scan\.trivy\.json"|"adapter\.mjs"/g,
    ) as string[];
    expect(named.length).toBeGreaterThanOrEqual(8);
    for (const name of named) expect([...files.keys()]).toContain(JSON.parse(name));
    const at = folder();
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(at, name)), { recursive: true });
      writeFileSync(join(at, name), bytes);
    }
  });
});
