/**
 * What the vendor of the device declares, and the files that go with it. It describes the good device; switches change the
 * device and the vendor's files, never the declaration's promises.
 */
import { ADAPTER } from "./adapter-text.ts";
import { LOCK_AFTER } from "./lock.ts";
import { CURRENT_VERSION, FACTORY_VERSION, MODEL, OTHER_MODEL, VENDOR } from "./memory.ts";
import { TOPICS } from "./mqtt.ts";
import { makePackage, publicKeyPem, vendorSigningKey } from "./package-format.ts";
import { informationPage, policyPage, SITE, type SiteOptions, securityTxt } from "./vendor-site.ts";

/** Path below the folder of `product.yaml` → content. */
export type ProductFiles = Map<string, Buffer>;

export const FILES = {
  current: `packages/${MODEL}-${CURRENT_VERSION}.bin`,
  previous: `packages/${MODEL}-${FACTORY_VERSION}.bin`,
  otherModel: `packages/${OTHER_MODEL}-${CURRENT_VERSION}.bin`,
  publicKey: "packages/signing-key.pem",
  adapter: "adapter.mjs",
  updatePolicy: "documents/update-policy.md",
  manual: "documents/manual.md",
  policy: "documents/policy.html",
  securityTxt: "documents/security.txt",
  information: "documents/information.html",
  sbom: "sbom.cdx.json",
  scan: "scan.trivy.json",
  nvd: "vulnerability-data/nvd.json",
  kev: "vulnerability-data/kev.json",
} as const;

const HOME = "利用者の機器";

export interface DeclarationInput {
  ports: {
    http: number;
    https: number;
    ssh: number;
    mqtts: number;
    ssdp: number;
    control: number;
    vendor: number;
  };
  benchAddress: string;
  lockSeconds: number;
}

/** Content of `product.yaml` for a device that listens on these ports. */
export function declarationOf({
  ports,
  benchAddress,
  lockSeconds,
}: DeclarationInput): Record<string, unknown> {
  const site = `https://${benchAddress}:${ports.vendor}`;
  const read = (path: string, pointer: string) => ({
    interface: "web",
    steps: [{ path }],
    value: { pointer },
  });
  return {
    seiza: "product/1",
    product: {
      name: { ja: "ネットワークカメラ", en: "Network camera" },
      model: MODEL,
      vendor: { name: { ...VENDOR }, contact: "psirt@hoshizora.example", website: site },
      type: "camera",
      description: {
        ja: "模擬の製品。seiza simulate が、この申告どおりの機器をこのコンピュータの中で動かす。",
        en: "A simulated product: seiza simulate runs a device that keeps to this declaration, inside this computer.",
      },
      firmware: {
        version: CURRENT_VERSION,
        released: "2026-04-01",
        previous: FACTORY_VERSION,
        latestPublishedAt: `${site}${SITE.latest}`,
      },
    },
    interfaces: [
      {
        id: "web",
        kind: "ip",
        name: { ja: "管理画面と API", en: "Admin pages and API" },
        purpose: { ja: "設定、映像の確認、更新", en: "Settings, viewing, updates" },
        needed: true,
        transport: "tcp",
        port: ports.https,
        protocol: "https",
        tls: true,
        access: "refuse",
        authentication: "password",
        protects: [
          { id: "snapshot", at: "/assets/snapshot.png", assets: ["video"] },
          { id: "recordings", at: "/api/recordings", assets: ["video"], marker: '"recordings"' },
          { id: "users", at: "/api/users", assets: ["credentials"], marker: '"users"' },
          { id: "log", at: "/api/log", assets: ["settings"], marker: '"log"' },
          { id: "settings", at: "/api/settings", assets: ["settings"], marker: '"deviceName"' },
        ],
      },
      {
        id: "web-plain",
        kind: "ip",
        name: { ja: "HTTPS への転送", en: "Redirect to HTTPS" },
        purpose: {
          ja: "ブラウザを HTTPS へ転送し、UPnP の機器記述を返す。守るべき情報は扱わない。",
          en: "Sends browsers on to HTTPS and serves the UPnP description; no protected asset.",
        },
        needed: true,
        transport: "tcp",
        port: ports.http,
        protocol: "http",
        tls: false,
        access: "open",
      },
      {
        id: "mqtt",
        kind: "ip",
        name: { ja: "アプリへの通知", en: "Notices to apps" },
        purpose: { ja: "動体検知を自社アプリへ知らせる", en: "Tells the vendor's apps of motion" },
        needed: true,
        transport: "tcp",
        port: ports.mqtts,
        protocol: "mqtts",
        tls: true,
        access: "refuse",
        authentication: "password",
        protects: [
          { id: "motion", at: TOPICS.motion, assets: ["video"] },
          { id: "state", at: TOPICS.state, assets: ["settings"] },
        ],
      },
      {
        id: "ssh",
        kind: "ip",
        name: { ja: "保守用の接続", en: "Maintenance access" },
        purpose: { ja: "設置業者が版を確かめる", en: "Installers look the version up" },
        needed: true,
        transport: "tcp",
        port: ports.ssh,
        protocol: "ssh",
        access: "refuse",
        authentication: "password",
      },
      {
        id: "ssdp",
        kind: "ip",
        name: { ja: "機器の発見", en: "Discovery" },
        purpose: {
          ja: "パソコンから機器を見つける。型式番号と管理画面の場所だけを返す。",
          en: "Lets computers find the device; answers with model number and the place of the admin page only.",
        },
        needed: true,
        transport: "udp",
        port: ports.ssdp,
        protocol: "ssdp",
        access: "open",
      },
    ],
    authentication: [
      {
        id: "password",
        name: { ja: "利用者のパスワード", en: "User password" },
        kind: "password",
        of: "user",
        overNetwork: true,
        account: "tester",
        login: [
          {
            interface: "web",
            recipe: {
              kind: "http-form",
              before: [{ path: "/login", take: { csrf: { between: ['name="csrf" value="', '"'] } } }],
              submit: {
                method: "POST",
                path: "/login",
                form: { csrf: "{csrf}", user: "{user}", password: "{password}" },
              },
              success: { status: [303], header: { name: "set-cookie", contains: "session=" } },
              failure: { status: [401, 429] },
            },
          },
          { interface: "ssh", recipe: { kind: "ssh" } },
          { interface: "mqtt", recipe: { kind: "mqtt" } },
        ],
        values: { chosenBy: "user", minLength: 8, alphabet: "printable" },
        default: {
          rule: "forced-change",
          how: {
            ja: "最初のログインでパスワードの変更を求め、変更するまで他の機能は使えない。8文字未満と既定の値は拒む。",
            en: "The first log-in asks for a new password and opens nothing else until then. Under 8 characters and the default itself are refused.",
          },
          setup: {
            interface: "web",
            steps: [{ method: "POST", path: "/api/setup", json: { new: "{new}" } }],
            success: { status: [200], json: { pointer: "/ok", equals: true } },
            failure: { status: [422] },
          },
        },
        change: {
          possible: true,
          where: { ja: "管理画面の「利用者」", en: "Admin pages, Users" },
          recipe: {
            interface: "web",
            steps: [{ method: "POST", path: "/api/password", json: { old: "{old}", new: "{new}" } }],
            success: { status: [200], json: { pointer: "/ok", equals: true } },
            failure: { status: [403, 422, 429] },
          },
        },
        bruteForce: {
          mechanism: "lock",
          after: LOCK_AFTER,
          seconds: lockSeconds,
          spareAccount: true,
        },
      },
    ],
    assets: [
      {
        id: "video",
        name: { ja: "映像と録画", en: "Video and recordings" },
        kind: "acquired",
        stored: [{ where: "internal", protection: ["access-right", "encryption"] }],
      },
      {
        id: "settings",
        name: { ja: "設定と記録", en: "Settings and log" },
        kind: "setting",
        stored: [{ where: "internal", protection: ["access-right", "encryption"] }],
      },
      {
        id: "credentials",
        name: { ja: "利用者とパスワード", en: "Users and passwords" },
        kind: "credential",
        stored: [{ where: "internal", protection: ["hash", "access-right"] }],
      },
    ],
    flows: [
      {
        id: "view",
        from: HOME,
        to: MODEL,
        protocol: "HTTPS",
        interface: "web",
        assets: ["video", "settings", "credentials"],
        protection: "own",
      },
      {
        id: "notice",
        from: MODEL,
        to: HOME,
        protocol: "MQTT over TLS",
        interface: "mqtt",
        assets: ["video", "credentials"],
        protection: "own",
      },
      {
        id: "maintenance",
        from: HOME,
        to: MODEL,
        protocol: "SSH",
        interface: "ssh",
        assets: ["settings", "credentials"],
        protection: "own",
      },
    ],
    update: {
      possible: true,
      overNetwork: true,
      automatic: false,
      ways: ["upload"],
      integrity: "signature",
      publicKey: FILES.publicKey,
      packages: { current: FILES.current, previous: FILES.previous, otherModel: FILES.otherModel },
      install: {
        interface: "web",
        steps: [{ method: "POST", path: "/api/update", file: { field: "package", value: "{package}" } }],
        success: { status: [200], json: { pointer: "/accepted", equals: true } },
        failure: { status: [422] },
      },
      readVersion: read("/api/info", "/version"),
      versionShown: { ja: "管理画面の最初のページ", en: "First of the admin pages" },
      userSteps: 4,
      manual: FILES.manual,
    },
    support: {
      until: "2032-03-31",
      policy: { ja: "販売終了から5年間", en: "Five years from the end of sales" },
    },
    disclosure: { policy: `${site}${SITE.policy}`, securityTxt: `${site}${SITE.securityTxt}` },
    updatePolicy: { document: FILES.updatePolicy, date: "2026-04-01", approvedBy: "品質保証部長" },
    modelNumber: {
      shown: "ui",
      where: { ja: "管理画面の最初のページ", en: "First of the admin pages" },
      read: read("/api/info", "/model"),
    },
    restart: { readySeconds: 10, markers: [read("/api/settings", "/place")] },
    deletion: [
      {
        id: "erase",
        name: { ja: "データ削除", en: "Delete data" },
        clears: ["acquired", "setting", "credential"],
        recipe: {
          interface: "web",
          steps: [{ method: "POST", path: "/api/reset", json: {} }],
          success: { status: [200], json: { pointer: "/ok", equals: true } },
        },
        visibleAt: [
          { asset: "video", read: read("/api/recordings", "/recordings/0/what") },
          { asset: "settings", read: read("/api/settings", "/place") },
          { asset: "credentials", read: read("/api/users", "/users/1/name") },
        ],
      },
    ],
    documents: [
      {
        id: "guide",
        name: { ja: "安全にお使いいただくために", en: "Using the product safely" },
        at: `${site}${SITE.information}`,
        language: "ja",
        covers: ["safe-use", "updates", "disclaimer", "support-end", "disposal"],
      },
    ],
    vulnerability: { sbom: [FILES.sbom], vex: [], reports: [FILES.scan] },
    adapter: {
      command: ["node", FILES.adapter, `http://${benchAddress}:${ports.control}`],
      verbs: ["restart", "ready", "read-state", "plant", "delete", "unlock"],
      seconds: 30,
    },
  };
}

const UPDATE_POLICY = `# セキュリティ更新の優先度方針

版 3(2026年4月1日、承認: 品質保証部長)

## 深刻度

CVSS v3.1 の基本値と、悪用の有無(CISA KEV)で四段階に分ける。

| 段階 | 条件 | 修正版を公開するまで |
|---|---|---|
| 緊急 | 悪用が確認された、又は CVSS 9.0 以上 | 14日以内 |
| 重要 | CVSS 7.0 以上 | 30日以内 |
| 警告 | CVSS 4.0 以上 | 90日以内 |
| 注意 | それ以外 | 次の定例の更新 |

## 役割

脆弱性の受付は PSIRT、深刻度の判断は開発部と品質保証部、公開の承認は品質保証部長が行う。

## 対象と例外

サポート期間内の全製品。期限までに出せないときは、回避策を先に公開する。
`;

const MANUAL = `# ${MODEL} 取扱説明書(更新の手順)

型式番号 ${MODEL}、ソフトウェア 2.4 以降

1. 当社サイトから更新ファイルをダウンロードします。
2. 管理画面にログインし、「更新」を開きます。
3. ファイルを選び、「更新する」を押します。
4. 再起動の後、最初のページでソフトウェアの版を確かめます。
`;

/** Ships fixed parts, and the vulnerable one only with its switch. Versions as of the spring of 2026. */
const COMPONENTS = (vulnerable: boolean) => [
  { name: "linux_kernel", version: "6.12.20", supplier: "Linux" },
  { name: "busybox", version: "1.37.0", supplier: "BusyBox" },
  { name: "openssl", version: vulnerable ? "1.0.1f" : "3.0.19", supplier: "OpenSSL" },
  { name: "mosquitto", version: "2.0.22", supplier: "Eclipse" },
  { name: "dropbear", version: "2025.88", supplier: "Dropbear" },
];

/** CVE-2014-0160; records reduced to what matching needs (NVD API 2.0; KEV entry of 2022-05-04). */
const HEARTBLEED = "CVE-2014-0160";
const HEARTBLEED_VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
const AFFECTED = ["1.0.1", "1.0.1a", "1.0.1b", "1.0.1c", "1.0.1d", "1.0.1e", "1.0.1f"];

export interface FilesInput {
  has: SiteOptions["has"];
  /** Milliseconds since 1970. */
  now: number;
  /** Origin of the vendor site. */
  origin: string;
}

/** Everything that `product.yaml` names by a relative path, and vulnerability data to match the SBOM with. */
export function productFiles({ has, now, origin }: FilesInput): ProductFiles {
  const signingKey = vendorSigningKey();
  const text = (t: string) => Buffer.from(t, "utf8");
  const json = (value: unknown) => text(`${JSON.stringify(value, null, 2)}\n`);
  const image = (model: string, version: string) => {
    const payload = Buffer.alloc(4096);
    for (let i = 0; i < payload.length; i++)
      payload[i] = (i * 31 + version.charCodeAt(4) * 7 + model.length) & 0xff;
    return makePackage({ model, version, payload }, signingKey);
  };
  const at = new Date(now).toISOString();
  const vulnerable = has("component-vulnerable");
  const components = COMPONENTS(vulnerable).map(({ name, version, supplier }) => ({
    type: name === "linux_kernel" ? "operating-system" : "library",
    "bom-ref": `${name}@${version}`,
    name,
    version,
    supplier: { name: supplier },
    purl: `pkg:generic/${name}@${version}`,
    cpe: `cpe:2.3:${name === "linux_kernel" ? "o" : "a"}:${supplier.toLowerCase()}:${name}:${version}:*:*:*:*:*:*:*`,
  }));
  const site: SiteOptions = { has, now: () => now, origin: () => origin };
  const files: ProductFiles = new Map([
    [FILES.current, image(MODEL, CURRENT_VERSION)],
    [FILES.previous, image(MODEL, FACTORY_VERSION)],
    [FILES.otherModel, image(OTHER_MODEL, CURRENT_VERSION)],
    [FILES.publicKey, text(publicKeyPem(signingKey))],
    [FILES.adapter, text(ADAPTER)],
    [FILES.updatePolicy, text(UPDATE_POLICY)],
    [FILES.manual, text(MANUAL)],
    [FILES.securityTxt, text(securityTxt(site))],
    [FILES.information, text(informationPage(has))],
    [
      FILES.sbom,
      json({
        bomFormat: "CycloneDX",
        specVersion: "1.6",
        version: 1,
        metadata: {
          timestamp: at,
          component: { type: "firmware", "bom-ref": "firmware", name: MODEL, version: CURRENT_VERSION },
        },
        components,
      }),
    ],
    [
      FILES.scan,
      json({
        SchemaVersion: 2,
        CreatedAt: at,
        ArtifactName: `${MODEL} ${CURRENT_VERSION}`,
        ArtifactType: "cyclonedx",
        Results: [
          {
            Target: `${MODEL} ${CURRENT_VERSION}`,
            Class: "lang-pkgs",
            Type: "generic",
            ...(vulnerable
              ? {
                  Vulnerabilities: [
                    {
                      VulnerabilityID: HEARTBLEED,
                      PkgName: "openssl",
                      PkgIdentifier: { PURL: "pkg:generic/openssl@1.0.1f" },
                      InstalledVersion: "1.0.1f",
                      FixedVersion: "1.0.1g",
                      Severity: "HIGH",
                      Title: "openssl: information disclosure in handling of TLS heartbeat extension packets",
                      CVSS: { nvd: { V3Vector: HEARTBLEED_VECTOR, V3Score: 7.5 } },
                    },
                  ],
                }
              : {}),
          },
        ],
      }),
    ],
    [
      FILES.nvd,
      json({
        resultsPerPage: 1,
        startIndex: 0,
        totalResults: 1,
        format: "NVD_CVE",
        version: "2.0",
        timestamp: at.slice(0, -1),
        vulnerabilities: [
          {
            cve: {
              id: HEARTBLEED,
              sourceIdentifier: "secalert@redhat.com",
              published: "2014-04-07T22:55:03.893",
              lastModified: "2025-10-22T01:15:53.233",
              vulnStatus: "Deferred",
              descriptions: [{ lang: "en", value: "OpenSSL TLS heartbeat read overrun (Heartbleed)." }],
              metrics: {
                cvssMetricV31: [
                  {
                    source: "nvd@nist.gov",
                    type: "Primary",
                    cvssData: {
                      version: "3.1",
                      vectorString: HEARTBLEED_VECTOR,
                      baseScore: 7.5,
                      baseSeverity: "HIGH",
                    },
                  },
                ],
              },
              configurations: [
                {
                  nodes: [
                    {
                      operator: "OR",
                      negate: false,
                      cpeMatch: AFFECTED.map((version) => ({
                        vulnerable: true,
                        criteria: `cpe:2.3:a:openssl:openssl:${version}:*:*:*:*:*:*:*`,
                      })),
                    },
                  ],
                },
              ],
            },
          },
        ],
      }),
    ],
    [
      FILES.kev,
      json({
        title: "CISA Catalog of Known Exploited Vulnerabilities (extract)",
        catalogVersion: at.slice(0, 10).replaceAll("-", "."),
        dateReleased: at,
        count: 1,
        vulnerabilities: [
          {
            cveID: HEARTBLEED,
            vendorProject: "OpenSSL",
            product: "OpenSSL",
            vulnerabilityName: "OpenSSL Information Disclosure Vulnerability",
            dateAdded: "2022-05-04",
            shortDescription:
              "The TLS and DTLS implementations in OpenSSL do not properly handle Heartbeat Extension packets.",
            requiredAction: "Apply updates per vendor instructions.",
            dueDate: "2022-05-25",
            knownRansomwareCampaignUse: "Unknown",
          },
        ],
      }),
    ],
  ]);
  if (!has("policy-missing")) files.set(FILES.policy, text(policyPage(has)));
  return files;
}
