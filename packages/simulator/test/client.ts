/** A plain client for each of the device's doors: no product code, one question each. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import coap from "coap-packet";
import mqtt from "mqtt-packet";
import ssh2 from "ssh2";
import { type Device, type DeviceOptions, startDevice, type WeaknessId } from "../src/index.ts";

export const ADMIN = { user: "admin", password: "correct horse admin" } as const;
export const TESTER = { user: "tester", password: "correct horse tester" } as const;

let units = 0;
/** A device on an address of its own; set up unless it is to be as shipped. */
export async function aDevice(
  weaknesses: readonly WeaknessId[],
  options: DeviceOptions & { asShipped?: boolean } = {},
): Promise<Device> {
  units += 1;
  return startDevice({
    address: `127.78.${process.pid % 250}.${units}`,
    lockSeconds: 0.6,
    weaknesses,
    ...(options.asShipped ? {} : { passwords: { admin: ADMIN.password, tester: TESTER.password } }),
    ...options,
  });
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  json?: unknown;
  session?: string;
}

const LIMIT_MS = 20_000;

export function ask(device: Device, at: "https" | "http" | "vendor" | "control", q: Ask): Promise<Answer> {
  const body = q.json === undefined ? q.body : JSON.stringify(q.json);
  const secure = at === "https" || at === "vendor";
  return new Promise((done, failed) => {
    const request = (secure ? https : http).request(
      {
        host: at === "vendor" || at === "control" ? device.benchAddress : device.address,
        port: device.ports[at],
        path: q.path,
        method: q.method ?? (body === undefined ? "GET" : "POST"),
        headers: {
          ...(q.json === undefined ? {} : { "content-type": "application/json" }),
          ...(q.session === undefined ? {} : { cookie: `session=${q.session}` }),
          ...q.headers,
        },
        agent: false,
        timeout: LIMIT_MS,
        ...(secure ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", failed);
        response.on("end", () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString("latin1"),
          }),
        );
      },
    );
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", failed);
    request.end(body);
  });
}

interface Login {
  user: string;
  password: string;
}

export const apiLogIn = (device: Device, { user, password }: Login) =>
  ask(device, "https", { path: "/api/login", json: { user, password } });

export async function session(device: Device, who: Login): Promise<string> {
  const answer = await apiLogIn(device, who);
  if (answer.status !== 200) throw new Error(`log-in answered ${answer.status}`);
  return (JSON.parse(answer.body) as { token: string }).token;
}

/** Log-in through the page, as a browser does: fetch the form, send it back. */
export async function formLogIn(
  device: Device,
  { user, password }: Login,
  at: "https" | "http" = "https",
): Promise<Answer> {
  const form = await ask(device, at, { path: "/login" });
  const csrf = /name="csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? "";
  return ask(device, at, {
    path: "/login",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrf, user, password }).toString(),
  });
}

export interface MqttAnswer {
  code: number;
  topics: string[];
}

/** CONNECT, and SUBSCRIBE to everything when let in. */
export function mqttLogIn(device: Device, who?: Login, clear = false): Promise<MqttAnswer> {
  return new Promise((done, failed) => {
    const port = clear ? device.ports.mqtt : device.ports.mqtts;
    const target = { host: device.address, port: port as number };
    const socket = clear ? net.connect(target) : tls.connect({ ...target, rejectUnauthorized: false });
    const topics: string[] = [];
    const parser = mqtt.parser();
    const finish = (code: number) => {
      socket.destroy();
      done({ code, topics });
    };
    parser.on("packet", (packet: mqtt.Packet) => {
      if (packet.cmd === "connack") {
        const code = packet.returnCode ?? -1;
        if (code !== 0) return finish(code);
        socket.write(
          mqtt.generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "#", qos: 0 }] }),
        );
        setTimeout(() => finish(0), 100);
      } else if (packet.cmd === "publish") topics.push(packet.topic);
    });
    socket.on("data", (data: Buffer) => parser.parse(data));
    socket.on("error", failed);
    socket.on("close", () => failed(new Error("closed without an answer")));
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error("timeout")));
    socket.on(clear ? "connect" : "secureConnect", () =>
      socket.write(
        mqtt.generate({
          cmd: "connect",
          clientId: "test",
          protocolId: "MQTT",
          protocolVersion: 4,
          clean: true,
          keepalive: 30,
          ...(who ? { username: who.user, password: Buffer.from(who.password) } : {}),
        }),
      ),
    );
  });
}

/** `true` when let in. */
export function sshLogIn(device: Device, { user, password }: Login): Promise<boolean> {
  return new Promise((done, failed) => {
    const client = new ssh2.Client();
    client.on("ready", () => {
      client.end();
      done(true);
    });
    client.on("error", (error) => {
      if ((error as { level?: string }).level === "client-authentication") done(false);
      else failed(error);
    });
    client.connect({
      host: device.address,
      port: device.ports.ssh,
      username: user,
      password,
      readyTimeout: LIMIT_MS,
    });
  });
}

export function sshRun(device: Device, { user, password }: Login, command: string): Promise<string> {
  return new Promise((done, failed) => {
    const client = new ssh2.Client();
    client.on("error", failed);
    client.on("ready", () =>
      client.exec(command, (error, stream) => {
        if (error) return failed(error);
        let text = "";
        stream.on("data", (data: Buffer) => {
          text += data.toString();
        });
        stream.on("close", () => {
          client.end();
          done(text);
        });
      }),
    );
    client.connect({ host: device.address, port: device.ports.ssh, username: user, password });
  });
}

/** What a TLS client that insists on these settings agrees on; `undefined` when the server refuses. */
export function tlsAgreed(
  device: Device,
  options: tls.ConnectionOptions,
): Promise<{ version: string; suite: string } | undefined> {
  return new Promise((done) => {
    const socket = tls.connect(
      { host: device.address, port: device.ports.https, rejectUnauthorized: false, ...options },
      () => {
        done({ version: socket.getProtocol() ?? "", suite: socket.getCipher().name });
        socket.destroy();
      },
    );
    socket.on("error", () => done(undefined));
  });
}

/** Version and suite of the ServerHello to a hand-made ClientHello; `undefined` when the server refuses. */
export function helloAnswer(
  device: Device,
  version: number,
  suite: number,
): Promise<{ version: number; suite: number } | undefined> {
  const extensions = Buffer.from("000a00040002001700" + "0b00020100" + "000d00040002" + "0403", "hex");
  const body = Buffer.concat([
    Buffer.from([version >> 8, version & 0xff]),
    Buffer.alloc(32, 7),
    Buffer.from([0, 0, 2, suite >> 8, suite & 0xff, 1, 0]),
    ...(version > 0x0300 ? [Buffer.from([0, extensions.length]), extensions] : []),
  ]);
  const hello = Buffer.concat([
    Buffer.from([22, 3, Math.min(version, 0x0301) & 0xff, 0, body.length + 4, 1, 0, 0, body.length]),
    body,
  ]);
  return new Promise((done) => {
    const socket = net.connect({ host: device.address, port: device.ports.https }, () => socket.write(hello));
    socket.on("error", () => done(undefined));
    socket.on("close", () => done(undefined));
    socket.on("data", (answer) => {
      socket.destroy();
      // A ServerHello without session id: record 5, handshake 4, version 2, random 32, id 1 + n, suite 2.
      const at = 44 + (answer[43] ?? 0);
      done(
        answer[0] === 22 && answer.length >= at + 2
          ? { version: answer.readUInt16BE(9), suite: answer.readUInt16BE(at) }
          : undefined,
      );
    });
  });
}

/** First bytes a TCP server says by itself within the time, as text; `undefined` when nothing listens. */
export function greeting(
  address: string,
  port: number,
  within = 300,
): Promise<{ text: string; ended: boolean } | undefined> {
  return new Promise((done) => {
    let text = "";
    const socket = net.connect({ host: address, port });
    const timer = setTimeout(() => {
      socket.destroy();
      done({ text, ended: false });
    }, within);
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      done(error.code === "ECONNREFUSED" ? undefined : { text, ended: true });
    });
    socket.on("end", () => {
      clearTimeout(timer);
      socket.destroy();
      done({ text, ended: true });
    });
  });
}

/** One datagram there, and what comes back within the time. */
export function datagram(
  address: string,
  port: number,
  message: Buffer,
  within = 300,
): Promise<Buffer | undefined> {
  return new Promise((done) => {
    const socket = createSocket("udp4");
    const finish = (answer?: Buffer) => {
      clearTimeout(timer);
      socket.close();
      done(answer);
    };
    const timer = setTimeout(() => finish(), within);
    socket.on("message", (answer) => finish(answer));
    socket.on("error", () => finish());
    socket.send(message, port, address);
  });
}

export const search = (device: Device, st: string) =>
  datagram(
    device.address,
    device.ports.ssdp,
    Buffer.from(
      `M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ${st}\r\n\r\n`,
    ),
  );

export const coapDiscovery = (address: string, port: number) =>
  datagram(
    address,
    port,
    coap.generate({
      code: "GET",
      messageId: 7,
      confirmable: true,
      token: Buffer.from([1]),
      options: [
        { name: "Uri-Path", value: Buffer.from(".well-known") },
        { name: "Uri-Path", value: Buffer.from("core") },
      ],
    }),
  );

/** TCP ports that listen at just this address, from the kernel's own table (proc_net_tcp(5)). */
export function listeningAt(address: string): number[] {
  const LISTEN = "0A";
  const reversed = address
    .split(".")
    .map((n) => Number(n).toString(16).padStart(2, "0"))
    .reverse()
    .join("")
    .toUpperCase();
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.startsWith(`${reversed}:`) && state === LISTEN)
    .map(([, local]) => Number.parseInt((local as string).split(":")[1] as string, 16))
    .sort((a, b) => a - b);
}
