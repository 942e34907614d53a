/** Starts a device: binds its sockets, and binds them again after each power cut. */

import type { Socket as Datagrams } from "node:dgram";
import { createServer as createHttp, type Server as HttpServer } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type Server, type Socket } from "node:net";
import { createServer as createTls, type SecureContextOptions, type TlsOptions } from "node:tls";
import { makeTlsIdentity, type TlsIdentity } from "./certificate.ts";
import { type Bench, benchControl, type Passwords } from "./control.ts";
import { declarationOf, type ProductFiles, productFiles } from "./declaration.ts";
import { makeCoapResponder, speakDebug, speakTelnet } from "./extras.ts";
import { badPages, FAULTS, misbehave } from "./faults.ts";
import { LOCK_SECONDS } from "./lock.ts";
import { CURRENT_VERSION, FACTORY_VERSION, MODEL } from "./memory.ts";
import { speakMqtt } from "./mqtt.ts";
import { beforeTls } from "./old-hellos.ts";
import { vendorSigningKey } from "./package-format.ts";
import { makeSsdpResponder } from "./ssdp.ts";
import { makeSshServer } from "./ssh.ts";
import { Unit } from "./unit.ts";
import { vendorSite } from "./vendor-site.ts";
import type { WeaknessId } from "./weaknesses.ts";
import { adminPages, plainPages } from "./web.ts";

/** Offsets from the port base, after the numbers the services have in the wild. */
export const OFFSETS = {
  ssh: 22,
  telnet: 23,
  http: 80,
  debug: 99,
  mqtt: 188,
  https: 443,
  coap: 683,
  mqtts: 883,
  ssdp: 900,
  control: 990,
  vendor: 991,
} as const;
export type PortName = keyof typeof OFFSETS;
/** Well-known ports of services that checks look for there. */
const WILD = { mqtt: 1883, coap: 5683 } as const;
type Extra = "telnet" | "debug" | "mqtt" | "coap";
/** The extra ones only with their weakness. */
export type Ports = Record<Exclude<PortName, Extra>, number> & Partial<Record<Extra, number>>;

export interface DeviceOptions {
  weaknesses?: readonly WeaknessId[];
  /** Fixed ports from here up; left out, the system picks free ones. */
  portBase?: number;
  /** Where the device stands. An address of its own (127.0.0.0/8) keeps a port scan away from the rest of the machine. */
  address?: string;
  /** Where control and vendor site stand. */
  benchAddress?: string;
  /** Length of the lock-out; {@link LOCK_SECONDS} when left out. */
  lockSeconds?: number;
  /** What `delay-only` waits for each wrong password. */
  delaySeconds?: number;
  /** Milliseconds since 1970. */
  clock?: () => number;
  /** Keeps the flash memory, so that a new process finds the same device. */
  stateFile?: string;
  /** Version it starts with. The older one lets an update be shown. */
  firmware?: "factory" | "current";
  /** Already set up, with these passwords; left out, it is as shipped. */
  passwords?: Passwords;
}

export interface Device {
  model: string;
  address: string;
  benchAddress: string;
  ports: Ports;
  /** Self-made certificate of the vendor site, PEM: for a client that is to trust just this one. */
  vendorCertificate: string;
  /** Self-made certificate of the device as it is now, PEM. */
  certificate(): string;
  /** The declaration that the good device keeps to, with this device's addresses: content of `product.yaml`. */
  declarationValues(): Record<string, unknown>;
  /** Files that lie beside `product.yaml`: packages, key, SBOM, reports. */
  files(): ProductFiles;
  control: Bench;
  stop(): Promise<void>;
}

/** A port is in use by another program, or the address does not exist. */
export class CannotListen extends Error {
  constructor(
    readonly what: PortName,
    readonly address: string,
    readonly port: number,
    readonly code: string,
  ) {
    super(`${what}: ${address}:${port} ${code}`);
  }
}

const TRIES = 20;
const BETWEEN_TRIES_MS = 25;
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function listenOnce(server: Server | Datagrams, address: string, port: number): Promise<number> {
  return new Promise((done, failed) => {
    const bound = () => {
      server.off("error", failed);
      done((server.address() as { port: number }).port);
    };
    server.once("error", failed);
    if ("bind" in server) server.bind(port, address, bound);
    else server.listen({ port, host: address, exclusive: true }, bound);
  });
}

/** A door that can be shut with everyone who stands in it. */
interface Door {
  server: Server | Datagrams;
  close(): Promise<void>;
}

function doorOf(server: Server | Datagrams): Door {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => open.delete(socket));
  });
  return {
    server,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}

function tlsOptions(unit: Unit): TlsOptions & SecureContextOptions {
  const { key, certificate } = unit.flash.tls;
  const base: TlsOptions = { key, cert: certificate, handshakeTimeout: 10_000 };
  const minVersion = unit.has("tls-old-offered") ? "TLSv1" : "TLSv1.2";
  if (unit.has("tls-old-only"))
    return { ...base, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" };
  // `DEFAULT` strikes NULL suites out for good, so the list is spelt out.
  if (unit.has("tls-null")) return { ...base, minVersion, ciphers: `${SOUND}:${WEAK}:@SECLEVEL=0` };
  if (unit.has("tls-old-offered")) return { ...base, minVersion, ciphers: "DEFAULT:@SECLEVEL=0" };
  return { ...base, minVersion };
}

const SOUND =
  "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA";
const WEAK = "ECDHE-ECDSA-NULL-SHA:AECDH-NULL-SHA:AECDH-AES128-SHA";

/**
 * Starts one device with its bench. Many may run in a process. Rejects with `CannotListen`; nothing stays open then.
 */
export async function startDevice(options: DeviceOptions = {}): Promise<Device> {
  const weaknesses = new Set(options.weaknesses ?? []);
  const address = options.address ?? "127.0.0.1";
  const benchAddress = options.benchAddress ?? "127.0.0.1";
  const now = options.clock ?? Date.now;
  const signingKey = vendorSigningKey();
  let rebooting: Promise<void> = Promise.resolve();
  const unit = new Unit({
    weaknesses,
    address,
    lockMs: (options.lockSeconds ?? LOCK_SECONDS) * 1000,
    delayMs: (options.delaySeconds ?? 1) * 1000,
    now,
    signingKey,
    version: options.firmware === "current" ? CURRENT_VERSION : FACTORY_VERSION,
    stateFile: options.stateFile,
    onReset: () => void factoryReset(),
  });
  const fault = FAULTS.find((f) => weaknesses.has(f));
  const current = () => unit;
  const ports: Partial<Record<PortName, number>> = {};
  let doors: Door[] = [];
  let ready = false;

  /** The same port as before a power cut; else from the base; else any. */
  async function open(what: PortName, make: () => Server | Datagrams, at = address): Promise<Door> {
    const wanted = ports[what] ?? (options.portBase === undefined ? 0 : options.portBase + OFFSETS[what]);
    for (let tries = 0; ; tries++) {
      const server = make();
      const door = doorOf(server);
      try {
        ports[what] = await listenOnce(server, at, wanted);
        return door;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "";
        // After a power cut a port may take a moment to be free again.
        if (code !== "EADDRINUSE" || ports[what] === undefined || tries >= TRIES)
          throw new CannotListen(what, at, wanted, code);
        await sleep(BETWEEN_TRIES_MS);
      }
    }
  }

  /** Where the service lies in the wild, since checks look there; elsewhere if that is taken on this address. */
  async function openInTheWild(what: keyof typeof WILD, make: () => Server | Datagrams): Promise<Door> {
    if (ports[what] === undefined) {
      const door = doorOf(make());
      try {
        ports[what] = await listenOnce(door.server, address, WILD[what]);
        return door;
      } catch {
        // Taken by another device or program.
      }
    }
    return open(what, make);
  }

  const bad = () => createTcp((socket) => misbehave(fault as NonNullable<typeof fault>, socket));
  const httpsPort = () => ports.https as number;
  const https = () => {
    const pages = fault === undefined ? adminPages(current) : badPages(fault);
    if (pages === undefined) return bad();
    const server = createHttps(tlsOptions(unit), pages);
    const offers = { rc4: weaknesses.has("tls-rc4"), ssl3: weaknesses.has("ssl3-offered") };
    return offers.rc4 || offers.ssl3
      ? createTcp(beforeTls(offers, (socket) => void server.emit("connection", socket)))
      : server;
  };
  const http = () => {
    const pages = fault === undefined ? plainPages(current, httpsPort) : badPages(fault);
    return pages === undefined ? bad() : createHttp(pages);
  };
  const mqtts = () => {
    if (fault !== undefined) return bad();
    const { key, certificate } = unit.flash.tls;
    const server = createTls({ key, cert: certificate, minVersion: "TLSv1.2", handshakeTimeout: 10_000 });
    server.on("secureConnection", (socket) => speakMqtt(current, socket));
    server.on("tlsClientError", () => {});
    return server;
  };
  // ssh2 wraps a net.Server and passes its methods and events on.
  const ssh = () => (fault !== undefined ? bad() : sshServer());
  const sshServer = () => {
    const inner = makeSshServer(current);
    return createTcp((socket) => inner.injectSocket(socket));
  };

  async function switchOn(): Promise<void> {
    const opened: Door[] = [];
    try {
      opened.push(await open("https", https));
      opened.push(await open("http", http));
      opened.push(await open("ssh", ssh));
      opened.push(await open("mqtts", mqtts));
      opened.push(await open("ssdp", () => makeSsdpResponder(current, () => ports.http as number)));
      if (weaknesses.has("telnet-open")) opened.push(await open("telnet", () => createTcp(speakTelnet)));
      if (weaknesses.has("debug-port-open")) opened.push(await open("debug", () => createTcp(speakDebug)));
      if (weaknesses.has("mqtt-in-clear"))
        opened.push(await openInTheWild("mqtt", () => createTcp((socket) => speakMqtt(current, socket))));
      if (weaknesses.has("coap-open")) {
        opened.push(await openInTheWild("coap", makeCoapResponder));
      }
    } catch (error) {
      await Promise.all(opened.map((d) => d.close()));
      throw error;
    }
    doors = opened;
    ready = true;
  }

  async function switchOff(): Promise<void> {
    ready = false;
    const closing = doors;
    doors = [];
    await Promise.all(closing.map((d) => d.close()));
  }

  /** One after the other: a plug is not pulled while it is being put in. */
  const inTurn = (act: () => Promise<void>) => {
    rebooting = rebooting.then(act, act);
    return rebooting;
  };
  const factoryReset = () =>
    inTurn(async () => {
      await switchOff();
      unit.erase();
      await switchOn();
    });
  const control: Bench = {
    powerCycle: (offMs = 10) =>
      inTurn(async () => {
        await switchOff();
        unit.losePower();
        await sleep(offMs);
        await switchOn();
      }),
    networkCut: (offMs = 10) =>
      inTurn(async () => {
        await switchOff();
        await sleep(offMs);
        await switchOn();
      }),
    factoryReset,
    provision: ({ admin, tester, spare }) => {
      unit.setPassword("admin", admin);
      unit.finishSetUp();
      unit.addAccount("tester", "viewer", tester);
      for (const [name, password] of Object.entries(spare ?? {})) unit.addAccount(name, "viewer", password);
      unit.leaveTraces();
    },
    unlock: () => unit.lock.clear(),
    install: (bytes) => unit.install(bytes),
    setSettings: (settings) => {
      for (const name of Object.keys(unit.flash.settings))
        if (settings[name] !== undefined) unit.flash.settings[name] = settings[name];
      unit.keep();
    },
    look: () => ({
      ready,
      setUp: unit.flash.setUp,
      model: unit.model,
      version: unit.flash.version,
      settings: { ...unit.flash.settings },
      recordings: unit.flash.recordings.length,
      accounts: unit.flash.accounts.map((a) => a.name),
    }),
  };

  const site: TlsIdentity = makeTlsIdentity("hoshizora.example", benchAddress, new Date(now()));
  const bench: Door[] = [];
  try {
    await switchOn();
    bench.push(await open("control", () => createHttp(benchControl(control)) as HttpServer, benchAddress));
    bench.push(
      await open(
        "vendor",
        () =>
          createHttps(
            { key: site.key, cert: site.certificate },
            vendorSite({
              has: (w) => weaknesses.has(w),
              now,
              origin: () => `https://${benchAddress}:${ports.vendor}`,
            }),
          ),
        benchAddress,
      ),
    );
  } catch (error) {
    await switchOff();
    await Promise.all(bench.map((d) => d.close()));
    throw error;
  }
  if (options.passwords !== undefined && !unit.flash.setUp) control.provision(options.passwords);

  const settled = ports as Ports;
  return {
    model: MODEL,
    address,
    benchAddress,
    ports: settled,
    vendorCertificate: site.certificate,
    certificate: () => unit.flash.tls.certificate,
    declarationValues: () =>
      declarationOf({ ports: settled, benchAddress, lockSeconds: options.lockSeconds ?? LOCK_SECONDS }),
    files: () =>
      productFiles({
        has: (w) => weaknesses.has(w),
        now: now(),
        origin: `https://${benchAddress}:${settled.vendor}`,
      }),
    control,
    stop: async () => {
      await rebooting.catch(() => {});
      await switchOff();
      await Promise.all(bench.map((d) => d.close()));
    },
  };
}
