/** Servers as Debian ships them, on an address of their own: what the probes see is what nmap and sslscan see. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { type Assessment, assess, type CheckRecord, DEFAULT_POLICY, Declaration } from "@seiza/conformance";
import { confirmTarget, Redactor, runChecks } from "@seiza/conformance/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const ADDRESS = "127.61.0.1";
const PORT = {
  good: 7443,
  bad: 7444,
  basic: 7480,
  digest: 7481,
  open: 7483,
  closed: 7484,
  ssh: 7422,
} as const;
const UDP = { community: 7461, v3: 7462 } as const;
const PASSWORD = "q7-Real-server-test";
let folder = "";
const started: ChildProcess[] = [];
let records: CheckRecord[] = [];
let judged: Assessment;
const testssl = new Map<number, { id: string; finding: string }[]>();
let hostKey = "";

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
function start(command: string, args: string[]): void {
  started.push(spawn(command, args, { env, stdio: "ignore" }));
}
async function up(port: number): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    const there = await new Promise<boolean>((done) => {
      const s = connect({ host: ADDRESS, port });
      s.once("connect", () => done(true)).once("error", () => done(false));
      s.once("connect", () => s.destroy());
    });
    if (there) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`nothing listens at ${port}`);
}
const face = (id: string, port: number, protocol: string, at: string, more = {}) => ({
  id,
  kind: "ip",
  transport: "tcp",
  port,
  protocol,
  purpose: "test",
  needed: true,
  access: "refuse",
  authentication: id,
  protects: [{ id: `${id}-item`, at, assets: ["config"] }],
  ...more,
});
const snmpd = (id: string, port: number) => ({
  ...face(id, port, "snmp", "1.3.6.1.2.1.1.1.0"),
  transport: "udp",
  authentication: undefined,
});
/** The versions alone: all that is compared, and some seconds in place of two minutes. */
function runTestssl(port: number): Promise<void> {
  const out = join(folder, `testssl-${port}.json`);
  const args = ["-p", "--quiet", "--color", "0", "--warnings", "off", "--jsonfile", out];
  return new Promise((done) => {
    const child = spawn("testssl", [...args, `${ADDRESS}:${port}`], { env, stdio: "ignore" });
    child.on("close", () => {
      testssl.set(port, JSON.parse(readFileSync(out, "utf8")));
      done();
    });
  });
}
const mechanism = (id: string, recipe: unknown) => ({
  id,
  kind: "password",
  of: "user",
  overNetwork: true,
  account: "tester",
  login: [{ interface: id, recipe }],
  default: { rule: "none" },
  change: { possible: false },
  bruteForce: { mechanism: "none", spareAccount: true },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seiza-servers-"));
  const at = (name: string) => join(folder, name);
  const root = process.getuid?.() === 0;
  mkdirSync(at("www"));
  chmodSync(folder, 0o755);
  for (const name of ["kept", "basic", "digest"]) {
    mkdirSync(at(`www/${name}`));
    writeFileSync(at(`www/${name}/settings.json`), '{"ssid":"hoshizora","channel":11}');
  }
  const done = (command: string, args: string[]) => {
    const r = spawnSync(command, args, { env, encoding: "utf8" });
    expect(r.status, `${command}: ${r.stderr}`).toBe(0);
    return r.stdout;
  };
  done("openssl", [
    ..."req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=device.example -keyout".split(" "),
    at("key.pem"),
    "-out",
    at("cert.pem"),
  ]);
  writeFileSync(at("htpasswd"), `tester:${done("openssl", ["passwd", "-apr1", PASSWORD]).trim()}\n`);
  writeFileSync(at("plain"), `tester:${PASSWORD}\n`);
  const guard = `auth_basic "device"; auth_basic_user_file ${at("htpasswd")};`;
  const tls = `ssl_certificate ${at("cert.pem")}; ssl_certificate_key ${at("key.pem")}; root ${at("www")};`;
  writeFileSync(
    at("nginx.conf"),
    `${root ? "user root;" : ""} daemon off; pid ${at("nginx.pid")}; error_log ${at("nginx.log")};
events {} http { access_log off; client_body_temp_path ${at("t1")}; proxy_temp_path ${at("t2")}; fastcgi_temp_path ${at("t3")};
uwsgi_temp_path ${at("t4")}; scgi_temp_path ${at("t5")}; types { application/json json; }
server { listen ${ADDRESS}:${PORT.good} ssl; ${tls} ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM; location / { ${guard} } }
server { listen ${ADDRESS}:${PORT.bad} ssl; ${tls} ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;
location / { ${guard} } location = /trap { ${guard} return 200 "ssid=hoshizora"; } } }`,
  );
  writeFileSync(
    at("lighttpd.conf"),
    `server.modules = ("mod_auth", "mod_authn_file")
server.document-root = "${at("www")}"
server.bind = "${ADDRESS}"
server.port = ${PORT.basic}
auth.backend = "plain"
auth.backend.plain.userfile = "${at("plain")}"
auth.require = ("/basic/" => ("method" => "basic", "realm" => "device", "require" => "valid-user"),
  "/digest/" => ("method" => "digest", "realm" => "device", "require" => "valid-user", "algorithm" => "SHA-256"))
$SERVER["socket"] == "${ADDRESS}:${PORT.digest}" { }
`,
  );
  const user = root ? "user root\n" : "";
  writeFileSync(at("open.conf"), `${user}listener ${PORT.open} ${ADDRESS}\nallow_anonymous true\n`);
  writeFileSync(at("mq"), "");
  chmodSync(at("mq"), 0o600);
  done("mosquitto_passwd", ["-b", at("mq"), "tester", PASSWORD]);
  writeFileSync(
    at("closed.conf"),
    `${user}listener ${PORT.closed} ${ADDRESS}\nallow_anonymous false\npassword_file ${at("mq")}\n`,
  );
  hostKey = done("dropbearkey", ["-t", "ed25519", "-f", at("hostkey")]);
  writeFileSync(
    at("community.conf"),
    "rocommunity public\nrocommunity q7-Community-test\nsysDescr camera of the test\n",
  );
  writeFileSync(
    at("v3.conf"),
    'createUser tester SHA "q7-Real-server" AES "q7-Real-server"\nrouser tester priv\n',
  );
  for (const [id, port] of Object.entries(UDP)) {
    mkdirSync(at(`snmp-${id}`));
    const run = ["-f", "-Ln", "-C", "-c", at(`${id}.conf`), "-p", at(`${id}.pid`), `udp:${ADDRESS}:${port}`];
    started.push(
      spawn("snmpd", run, { env: { ...env, SNMP_PERSISTENT_DIR: at(`snmp-${id}`) }, stdio: "ignore" }),
    );
  }
  start("dropbear", ["-F", "-r", at("hostkey"), "-P", at("ssh.pid"), "-p", `${ADDRESS}:${PORT.ssh}`]);
  start("nginx", ["-c", at("nginx.conf"), "-p", folder]);
  start("lighttpd", ["-D", "-f", at("lighttpd.conf")]);
  start("mosquitto", ["-c", at("open.conf")]);
  start("mosquitto", ["-c", at("closed.conf")]);
  await Promise.all(Object.values(PORT).map(up));
  const compared = Promise.all([runTestssl(PORT.good), runTestssl(PORT.bad)]);

  const declaration = Declaration.parse({
    seiza: "product/1",
    product: {
      name: "Servers",
      model: "SRV-1",
      vendor: { name: "Test" },
      firmware: { version: "1.0" },
    },
    interfaces: [
      face("good", PORT.good, "https", "/kept/settings.json"),
      face("bad", PORT.bad, "https", "/trap"),
      face("basic", PORT.basic, "http", "/basic/settings.json"),
      face("digest", PORT.digest, "http", "/digest/settings.json"),
      face("ssh", PORT.ssh, "ssh", "shell"),
      snmpd("community", UDP.community),
      snmpd("v3", UDP.v3),
      face("open", PORT.open, "mqtt", "$SYS/broker/version"),
      face("closed", PORT.closed, "mqtt", "$SYS/broker/version"),
    ],
    authentication: [
      mechanism("good", { kind: "http-basic", path: "/kept/settings.json" }),
      mechanism("bad", { kind: "http-basic", path: "/kept/settings.json" }),
      mechanism("basic", { kind: "http-basic", path: "/basic/settings.json" }),
      mechanism("digest", { kind: "http-digest", path: "/digest/settings.json" }),
      mechanism("ssh", { kind: "ssh" }),
      mechanism("open", { kind: "mqtt" }),
      mechanism("closed", { kind: "mqtt" }),
    ],
    assets: [{ id: "config", name: "config", kind: "setting" }],
  });
  const account = { user: "tester", password: PASSWORD };
  const common = {
    declaration,
    policy: DEFAULT_POLICY,
    version: "test",
    folder,
    redact: new Redactor(),
    file: async () => {
      throw new Error("no file");
    },
    prompt: async () => false,
    target: await confirmTarget({
      typed: ADDRESS,
      serial: "SRV",
      operator: "test",
      at: new Date(),
      classes: [],
    }),
    credentials: {
      seiza: "credentials/1" as const,
      accounts: Object.fromEntries(Object.keys(PORT).map((id) => [id, account])),
      canaries: {},
      snmpCommunity: "q7-Community-test",
    },
  };
  const options = {
    state: "operation" as const,
    allow: [],
    tools: ["nmap", "sslscan"] as const,
    tcpRange: [7400, 7500] as [number, number],
    scanPauseMs: 0,
    lockWaitSeconds: 0,
    tryCommonCommunities: true,
  };
  // snmpd is silent where it refuses: the waiting goes on beside the rest.
  const silent = ["access.community", "access.v3"];
  const tcp = Object.keys(PORT).map((id) => `access.${id}`);
  const runs = await Promise.all(
    [silent, [...tcp, "tls", "ports.tcp"]].map((only) =>
      runChecks({ ...common, options: { ...options, only } }),
    ),
  );
  records = runs.flatMap((r) => r.records);
  await compared;
  judged = assess({
    declaration,
    records,
    statements: [],
    policy: DEFAULT_POLICY,
    today: new Date().toISOString().slice(0, 10),
    catalog: builtinCatalog(),
  });
}, 300_000);
afterAll(async () => {
  for (const child of started) {
    const ended = new Promise((r) => child.once("close", r));
    if (child.exitCode === null && child.kill("SIGTERM")) await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const part = (criterion: string, subject: string) => {
  const p = judged.judgements
    .find((j) => j.criterion === criterion)
    ?.parts.find((x) => x.subject === subject);
  return { outcome: p?.outcome, keys: p?.reasons.map((r) => r.key) };
};

test.each([
  ["good", "pass", "access.refused"],
  ["bad", "fail", "access.returned"],
  ["basic", "pass", "access.refused"],
  ["digest", "pass", "access.refused"],
  ["community", "fail", "access.returned"],
  ["open", "fail", "access.returned"],
  ["closed", "pass", "access.refused"],
])("access without credentials to %s: %s", (id, outcome, key) => {
  const p = part("S1.1-01", id);
  expect(p.keys).toContain(key);
  expect(p.outcome).toBe(outcome);
});

test.each([
  ["good", "pass"],
  ["bad", "fail"],
  ["basic", "fail"],
])("protection from eavesdropping at %s: %s", (id, outcome) => {
  expect(part("S1.1-12", id).outcome ?? part("S1.1-12", id)).toBe(outcome);
});

test("open ports are those that nmap finds", () => {
  const seen = records
    .flatMap((r) => r.facts)
    .filter((f) => f.kind === "ports")
    .map((f) => f.ports.filter((p) => p.state === "open").map((p) => p.port));
  expect(seen).toHaveLength(2);
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]).toEqual(expect.arrayContaining(Object.values(PORT)));
});

test("TLS versions and suites are those that sslscan finds", () => {
  const tls = records.flatMap((r) => r.facts).filter((f) => f.kind === "tls");
  const offered = (port: number) =>
    tls
      .find((f) => f.port === port)
      ?.versions.filter((v) => v.offered === "yes")
      .map((v) => v.version);
  expect(offered(PORT.good)).toEqual(["TLSv1.2", "TLSv1.3"]);
  expect(offered(PORT.bad)).toEqual(["TLSv1", "TLSv1.1"]);
  for (const f of tls)
    expect(f.secondOpinion, `port ${f.port}`).toEqual({ tool: "sslscan", agrees: true, differences: [] });
});

test("TLS versions are those that testssl.sh finds", () => {
  const ids = {
    SSLv2: "SSLv2",
    SSLv3: "SSLv3",
    TLSv1: "TLS1",
    "TLSv1.1": "TLS1_1",
    "TLSv1.2": "TLS1_2",
    "TLSv1.3": "TLS1_3",
  };
  for (const port of [PORT.good, PORT.bad]) {
    const own = records.flatMap((r) => r.facts).find((f) => f.kind === "tls" && f.port === port);
    const theirs = testssl.get(port) ?? [];
    for (const v of own?.kind === "tls" ? own.versions : []) {
      const finding = theirs.find((t) => t.id === ids[v.version])?.finding;
      expect(finding, `${port} ${v.version}`).toBeDefined();
      expect([port, v.version, /^offered/.test(finding as string)]).toEqual([
        port,
        v.version,
        v.offered === "yes",
      ]);
    }
  }
});

const factsOf = (check: string) => records.find((r) => r.check === check)?.facts ?? [];

test("dropbear refuses what is no password, and is known by its banner and its host key", () => {
  expect(factsOf("access.ssh")).toContainEqual(
    expect.objectContaining({
      kind: "access",
      tries: [
        expect.objectContaining({ as: "none", outcome: "refused" }),
        expect.objectContaining({ as: "empty-password", outcome: "refused" }),
      ],
    }),
  );
  // The account does not exist on this machine: without a log-in that succeeds the refusals prove nothing.
  expect(part("S1.1-01", "ssh")).toMatchObject({
    outcome: "inconclusive",
    keys: expect.arrayContaining(["access.no-proof"]),
  });
  const identity = factsOf("identity.device").find((f) => f.kind === "identity");
  expect(hostKey).toContain(identity?.parts["ssh:ssh"]);
  const named = factsOf("ports.tcp").flatMap((f) => (f.kind === "ports" ? f.ports : []));
  const own = named.find((p) => p.port === PORT.ssh && p.by === "banner");
  const nmap = spawnSync("nmap", ["-sT", "-sV", "-n", "-Pn", "-p", String(PORT.ssh), ADDRESS], {
    env,
    encoding: "utf8",
  });
  expect(nmap.stdout).toMatch(/7422\/tcp open +ssh +Dropbear sshd 2\d{3}\.\d+/);
  const version = /Dropbear sshd (\S+)/.exec(nmap.stdout)?.[1];
  expect(own).toMatchObject({ service: "ssh", product: "dropbear", version });
});

test("snmpd with a community answers versions 1 and 2c; one with users alone answers neither and offers version 3", () => {
  const tries = (id: string) =>
    factsOf(`access.${id}`).flatMap((f) =>
      f.kind === "access" ? f.tries.map((t) => [t.as, t.outcome]) : [],
    );
  expect(tries("community")).toEqual([
    ["public (v2c)", "returned"],
    ["public (v1)", "returned"],
    ["private (v2c)", "refused"],
    ["private (v1)", "refused"],
  ]);
  expect(tries("v3").map(([, outcome]) => outcome)).toEqual(["refused", "refused", "refused", "refused"]);
  expect(factsOf("access.v3")).toContainEqual(
    expect.objectContaining({ kind: "session", as: "engine-discovery", offers: ["v3"] }),
  );
  // Silence to strangers alone is no proof: no user of version 3 was tried (docs/evidence.md).
  expect(part("S1.1-01", "v3")).toMatchObject({
    outcome: "inconclusive",
    keys: expect.arrayContaining(["access.no-proof"]),
  });
});
