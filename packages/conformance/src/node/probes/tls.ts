/** One TLS service: versions, suites, certificate, the same service in clear beside it, a second opinion (S1.1-12). */
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import { SaxesParser } from "saxes";
import type { IpInterface } from "../../declaration/schema.ts";
import type { FactOf } from "../../evidence/facts.ts";
import { isLoopback } from "../net/address.ts";
import { ConnectFailed } from "../net/guard.ts";
import { header, http } from "../net/http.ts";
import { tlsOver, Wire } from "../net/wire.ts";
import {
  type Check,
  type CheckContext,
  endpointOf,
  ipInterfaces,
  type RunContext,
  Skip,
  words,
} from "../run/context.ts";
import { runTool } from "../run/tool.ts";
import { mqttConnect } from "./mqtt.ts";
import { type HelloAnswer, helloProbe, TLS_VERSIONS, type TlsVersion } from "./tls-hello.ts";
import { SUITES, suiteOf } from "./tls-suites.ts";

type Tls = FactOf<"tls">;

async function hello(
  c: CheckContext,
  port: number,
  version: TlsVersion,
  suites?: readonly number[],
): Promise<HelloAnswer> {
  for (let turn = 0; ; turn++) {
    try {
      return await helloProbe(c.net, port, version, suites);
    } catch (error) {
      if (!(error instanceof ConnectFailed)) throw error;
      // A single-threaded server needs a moment after each connection.
      if (turn >= 2) return { kind: "silence", how: "closed" };
      await c.net.sleep(200);
    }
  }
}

/** SSLv2 CLIENT-HELLO with the seven suites of that version; its SERVER-HELLO has type 4. */
async function sslv2(c: CheckContext, port: number): Promise<"yes" | "no" | "unknown"> {
  const suites = Buffer.from("0100800200800300800400800500800600400700c0", "hex");
  const body = Buffer.concat([
    Buffer.from([1, 0, 2, 0, suites.length, 0, 0, 0, 16]),
    suites,
    Buffer.alloc(16, 0x5e),
  ]);
  let wire: Wire | undefined;
  try {
    wire = new Wire(await c.net.tcp(port, "ClientHello SSLv2"), 8192);
    wire.write(Buffer.concat([Buffer.from([0x80, body.length]), body]));
    await wire.until((b) => b.length >= 5, 2000);
    const b = wire.buffer;
    if (b.length >= 5 && ((b[0] as number) & 0x80) !== 0 && b[2] === 4 && b[3] !== undefined) return "yes";
    return "no";
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    return "unknown";
  } finally {
    wire?.end();
  }
}

function certificateOf(s: TLSSocket, host: string): Tls["certificate"] {
  const x = s.getPeerX509Certificate();
  if (!x) return undefined;
  const legacy = x.toLegacyObject();
  const line = (t: string) => t.replaceAll("\n", ", ");
  const name = host.replace(/^\[|\]$/g, "");
  const matches = isIP(name) === 0 ? x.checkHost(name) : x.checkIP(name);
  return {
    subject: line(x.subject ?? ""),
    issuer: line(x.issuer ?? ""),
    selfSigned: x.checkIssued(x) && x.subject === x.issuer,
    notBefore: new Date(x.validFrom).toISOString(),
    notAfter: new Date(x.validTo).toISOString(),
    names: (x.subjectAltName ?? "")
      .split(", ")
      .filter((n) => n !== "")
      .slice(0, 100),
    matchesHost: matches !== undefined,
    ...(legacy.bits === undefined ? {} : { keyBits: legacy.bits }),
    ...(x.publicKey.asymmetricKeyType ? { keyType: x.publicKey.asymmetricKeyType } : {}),
    sha256: x.fingerprint256.replaceAll(":", "").toLowerCase(),
  };
}

const TWIN: Record<string, { protocol: string; port: number }> = {
  https: { protocol: "http", port: 80 },
  onvif: { protocol: "http", port: 80 },
  mqtts: { protocol: "mqtt", port: 1883 },
  rtsps: { protocol: "rtsp", port: 554 },
};

const PASSWORD_FIELD = /<input[^>]+type\s*=\s*["']?password/i;

async function twinOf(c: CheckContext, face: IpInterface): Promise<Tls["plaintextTwin"]> {
  const kind = TWIN[face.protocol];
  if (!kind) return undefined;
  const declared = ipInterfaces(c.declaration).filter((i) => i.protocol === kind.protocol && i.tls !== true);
  const ports = [...new Set([...declared.map((i) => i.port), kind.port])].filter((p) => p !== face.port);
  type Twin = NonNullable<Tls["plaintextTwin"]>;
  let worst: Twin | undefined;
  const rank = ["none", "redirect", "serves", "login-in-clear"];
  const take = (port: number, behaviour: Twin["behaviour"]) => {
    if (!worst || rank.indexOf(behaviour) > rank.indexOf(worst.behaviour)) worst = { port, behaviour };
  };
  for (const port of ports) {
    if (kind.protocol === "mqtt") {
      const r = await mqttConnect(c, { port }, {});
      take(port, r.answer.startsWith("CONNACK") ? "serves" : "none");
      continue;
    }
    if (kind.protocol === "rtsp") {
      const r = await http(c.net, { port }, { method: "OPTIONS", path: "*" });
      take(port, r.kind === "answer" ? "serves" : "none");
      continue;
    }
    const paths = new Set(["/"]);
    for (const a of c.declaration.authentication)
      for (const l of a.login)
        if (l.interface === face.id && (l.recipe.kind === "http-form" || l.recipe.kind === "http-json"))
          for (const step of [...(l.recipe.before ?? []), l.recipe.submit])
            if (!step.path.includes("{")) paths.add(step.path);
    for (const path of [...paths].slice(0, 4)) {
      const r = await http(c.net, { port }, { method: "GET", path });
      c.note(`> GET ${path} (port ${port}, in clear)\n< ${r.kind === "answer" ? r.status : r.kind}`);
      if (r.kind !== "answer") take(port, "none");
      else if (r.status >= 300 && r.status < 400)
        take(port, /^https:/i.test(header(r, "location") ?? "") ? "redirect" : "serves");
      else if (r.status === 401) take(port, "login-in-clear");
      else if (r.status < 300)
        take(port, PASSWORD_FIELD.test(r.body.toString("utf8")) ? "login-in-clear" : "serves");
      else take(port, "none");
    }
  }
  return worst;
}

function sslscanView(xml: string): { versions: Map<string, boolean>; suites: Set<string> } {
  const versions = new Map<string, boolean>();
  const suites = new Set<string>();
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const a = attributes as Record<string, string>;
    if (name === "protocol") {
      const v =
        a["type"] === "ssl" ? `SSLv${a["version"]}` : `TLSv${(a["version"] ?? "").replace(/^1\.0$/, "1")}`;
      versions.set(v, a["enabled"] === "1");
    }
    if (name === "cipher") suites.add(`${a["sslversion"]?.replace(/^TLSv1\.0$/, "TLSv1")} ${a["id"]}`);
  });
  parser.write(xml).close();
  return { versions, suites };
}

async function secondOpinion(
  c: CheckContext,
  port: number,
  fact: Tls,
  codes: ReadonlySet<string>,
): Promise<void> {
  if (c.options.tools.includes("sslscan")) {
    await c.net.spend(100, { step: "sslscan", transport: "process", port });
    const { address } = c.net.target;
    const at = `${address.includes(":") ? `[${address}]` : address}:${port}`;
    const out = await runTool(c, "sslscan", ["--xml=-", "--no-colour", at], 120);
    if (!out) throw new Skip(words("why.tool-missing", { tool: "sslscan" }));
    c.raw(`sslscan-${port}.xml`, out.stdout, "application/xml");
    const theirs = sslscanView(out.stdout);
    const differences: string[] = [];
    for (const v of fact.versions) {
      const t = theirs.versions.get(v.version);
      if (t !== undefined && v.offered !== "unknown" && t !== (v.offered === "yes"))
        differences.push(`${v.version}: sslscan ${t ? "yes" : "no"}, own ${v.offered}`);
    }
    for (const s of theirs.suites) if (!codes.has(s)) differences.push(`sslscan only: ${s}`);
    fact.secondOpinion = { tool: "sslscan", agrees: differences.length === 0, differences };
  }
  if (c.options.tools.includes("testssl") && !fact.secondOpinion) {
    await c.net.spend(400, { step: "testssl", transport: "process", port });
    const { address } = c.net.target;
    const out =
      (await runTool(
        c,
        "testssl",
        ["-p", "-S", "--quiet", "--color", "0", "--jsonfile", "/dev/stdout", `${address}:${port}`],
        300,
      )) ??
      (await runTool(
        c,
        "testssl.sh",
        ["-p", "-S", "--quiet", "--color", "0", "--jsonfile", "/dev/stdout", `${address}:${port}`],
        300,
      ));
    if (!out) throw new Skip(words("why.tool-missing", { tool: "testssl" }));
    c.raw(`testssl-${port}.txt`, out.stdout, "text/plain");
    const differences: string[] = [];
    const ids: Record<string, string> = {
      SSLv2: "SSLv2",
      SSLv3: "SSLv3",
      TLSv1: "TLS1",
      "TLSv1.1": "TLS1_1",
      "TLSv1.2": "TLS1_2",
      "TLSv1.3": "TLS1_3",
    };
    for (const v of fact.versions) {
      const m = new RegExp(`"id"\\s*:\\s*"${ids[v.version]}"[^}]*?"finding"\\s*:\\s*"([^"]*)"`, "s").exec(
        out.stdout,
      );
      if (!m || v.offered === "unknown") continue;
      const yes = /^offered/.test(m[1] ?? "");
      if (yes !== (v.offered === "yes")) differences.push(`${v.version}: testssl ${m[1]}, own ${v.offered}`);
    }
    fact.secondOpinion = { tool: "testssl", agrees: differences.length === 0, differences };
  }
}

const MOST_SUITES = 60;

/** Versions, suites and certificate of one port. */
export async function lookAtTls(c: CheckContext, port: number, face?: IpInterface): Promise<void> {
  const fact: Tls = { kind: "tls", port, versions: [], suites: [], ...(face ? { interface: face.id } : {}) };
  fact.versions.push({ version: "SSLv2", offered: await sslv2(c, port) });
  const codes = new Set<string>();
  for (const version of TLS_VERSIONS) {
    let left = SUITES.filter((s) => s.tls13 === (version === "TLSv1.3")).map((s) => s.code);
    let offered: "yes" | "no" | "unknown" = "unknown";
    for (let n = 0; n < MOST_SUITES && left.length > 0; n++) {
      const a = await hello(c, port, version, left);
      if (a.kind === "hello" && a.version === version) {
        offered = "yes";
        const s = suiteOf(a.suite);
        if (!left.includes(a.suite)) break;
        fact.suites.push({ version, name: a.name, ...(s?.weakness ? { weakness: s.weakness } : {}) });
        codes.add(`${version} 0x${a.suite.toString(16).toUpperCase().padStart(4, "0")}`);
        left = left.filter((x) => x !== a.suite);
        continue;
      }
      if (n === 0) {
        // An alert, another version, or a closed connection is a refusal; silence says nothing.
        offered =
          a.kind === "silence" && a.how === "time" ? "unknown" : a.kind === "not-tls" ? "unknown" : "no";
      }
      break;
    }
    fact.versions.push({ version, offered });
    c.progress(words("progress.tls", { port, version, offered }));
  }
  const anything = fact.versions.some((v) => v.offered === "yes");
  if (!anything) for (const v of fact.versions) if (v.offered === "no") v.offered = "unknown";
  if (anything) {
    const secure = await tlsOver(await c.net.tcp(port, "TLS certificate"), c.net.host, 5000).catch((e) => {
      if (e instanceof ConnectFailed) return undefined;
      throw e;
    });
    const certificate = secure ? certificateOf(secure, c.net.host) : undefined;
    secure?.destroy();
    if (certificate) fact.certificate = certificate;
  }
  if (face) {
    const twin = await twinOf(c, face);
    if (twin) fact.plaintextTwin = twin;
  }
  // What was measured counts, also when the second opinion cannot be had.
  c.facts.push(fact);
  c.raw(`tls-${port}.json`, `${JSON.stringify(fact, null, 2)}\n`, "application/json");
  await secondOpinion(c, port, fact, codes).catch((error) => {
    if (!(error instanceof Skip)) throw error;
    c.note(`second opinion not had: ${JSON.stringify(error.why)}`);
  });
}

export function tlsChecks(c: RunContext, address: string): Check[] {
  const loop = isLoopback(address);
  return ipInterfaces(c.declaration)
    .filter((i) => i.transport === "tcp" && endpointOf(i).tls)
    .map((face) => ({
      id: `tls.${face.id}`,
      class: "R" as const,
      criteria: ["S1.1-12"],
      port: face.port,
      limits: {
        requests:
          240 +
          (c.options.tools.includes("sslscan") ? 100 : 0) +
          (c.options.tools.includes("testssl") ? 400 : 0),
        perSecond: loop ? Number.POSITIVE_INFINITY : 10,
        parallel: 2,
        seconds: loop ? 60 + c.options.tools.length * 300 : 120 + c.options.tools.length * 300,
      },
      whileLocked: true as const,
      sends: words("sends.tls", { port: face.port }),
      run: (x: CheckContext) => lookAtTls(x, face.port, face),
    }));
}
