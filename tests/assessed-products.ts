/** Assessments that papers are tried on: a sound product, a weak one, and one with more and longer of everything. */
import {
  assess,
  type CheckRecord,
  DEFAULT_POLICY,
  type LinkedStudy,
  type Statement,
} from "@seiza/conformance";
import { type AssessmentDossier, assembleAssessment } from "@seiza/dossier/assessment";
import {
  access,
  catalog,
  declare,
  goodRecords,
  ports,
  record,
  scan,
  series,
  statement,
  TODAY,
} from "../packages/conformance/test/sample.ts";

const RAW = { sha256: "ab".repeat(32), bytes: 12, mediaType: "application/json" };
const LONG = "とても長い名前の管理画面から設定を変えるための入口".repeat(4);
const URL = `https://vendor.example/${"a-very-long-path-that-has-no-space/".repeat(8)}security.html`;

function dossier(
  declaration: ReturnType<typeof declare>,
  records: CheckRecord[],
  statements: Statement[],
  study?: LinkedStudy,
): AssessmentDossier {
  const assessment = assess({
    declaration,
    records,
    statements,
    policy: DEFAULT_POLICY,
    today: TODAY,
    catalog,
    ...(study ? { study } : {}),
  });
  return assembleAssessment({ assessment, declaration, records, statements, catalog, version: "0.1.0" });
}

/** A study that adds `n` requirements, each in so many words. */
const study = (n: number, words: string): LinkedStudy => ({
  id: "st-home",
  revision: 7,
  name: { ja: "スマートホームの検討", en: "Smart home study" },
  productType: "camera",
  typeName: { ja: "ネットワークカメラ", en: "Network camera" },
  requirements: Array.from({ length: n }, (_, i) => ({
    id: `rq:camera/CM${String(i + 1).padStart(2, "0")}`,
    no: i + 1,
    name: { ja: `要件その${i + 1}。${words}`, en: `Requirement ${i + 1}. ${words}` },
    status: i % 2 === 0 ? "accepted" : "proposed",
  })),
  covered: 3,
});

const finding = (n: number) => ({
  id: `CVE-2026-${String(10_000 + n)}`,
  aliases: [`GHSA-aaaa-bbbb-${String(n).padStart(4, "0")}`],
  subject: `lib${"long".repeat(12)}${n}`,
  version: "1.0.0-beta.1+build.20261101",
  kev: n % 7 === 0,
  sure: "exact",
  cvss: { version: "3.1", score: 5 + (n % 5), network: true },
  fixedIn: [],
  sources: ["greenbone"],
  title: "A flaw with a title that goes on and on, as titles of flaws do",
});

export const PRODUCTS: Record<"good" | "bad" | "overfull", () => AssessmentDossier> = {
  good: () =>
    dossier(declare(), goodRecords(), [
      statement("S1.1-05-1", "met", { by: "山田", role: "品質保証部長" }),
      statement("S1.1-05-2", "met", { by: "山田", role: "品質保証部長" }),
      statement("S1.1-09", "met", { by: "佐藤", secondReader: "鈴木" }),
    ]),
  bad: () =>
    dossier(
      declare((d) => {
        d.technicalConformity = { mark: "T", number: "D24-0123001", securityRule: true };
        d.notApplicable = [{ criterion: "S1.1-08", reason: "no-network-update", why: "更新は手元で行う" }];
      }),
      [
        record([access({ tries: [{ as: "no-credentials", outcome: "returned", status: "200" }] })], {
          raw: [{ path: "raw/access.json", ...RAW }],
        }),
        record([series({ blockedAfter: undefined, releasedAfterSeconds: undefined, goodAfter: true })], {
          check: "brute-force.http-basic",
          class: "L",
        }),
        record([], {
          check: "update",
          class: "U",
          state: "skipped",
          why: { key: "skip.no-target", values: {} },
        }),
      ],
      [
        statement("S1.1-09", "not-met", { text: "まだ承認されていない" }),
        statement("rq:camera/CM01", "met", { criterion: "rq:camera/CM01", text: "設計書の3章で確かめた" }),
        statement("rq:camera/CM02", "not-met", { criterion: "rq:camera/CM02", text: "実装していない" }),
      ],
      study(3, "通信相手を確かめる"),
    ),
  overfull: () =>
    dossier(
      declare((d) => {
        const product = d.product as Record<string, unknown>;
        product.name = { ja: LONG, en: `Watch camera ${"with a name that does not end ".repeat(6)}` };
        product.model = "HC-200";
        (d.disclosure as Record<string, unknown>).policy = URL;
        d.interfaces = (d.interfaces as Record<string, unknown>[]).concat(
          Array.from({ length: 40 }, (_, i) => ({
            id: `service-with-a-long-identifier-${i}`,
            kind: "ip",
            transport: "tcp",
            port: 20_000 + i,
            protocol: "http",
            needed: true,
            purpose: LONG,
            states: ["setup", "operation", "update", "maintenance"],
            access: "refuse",
            authentication: "admin",
          })),
        );
      }),
      [
        ...goodRecords(),
        ...Array.from({ length: 40 }, (_, i) =>
          record([access({ interface: `service-with-a-long-identifier-${i}`, at: `/${"x".repeat(300)}` })], {
            raw: [{ path: `raw/${"folder/".repeat(8)}access-${i}.json`, ...RAW }],
          }),
        ),
        record(
          [
            ports("tcp", {
              ports: Array.from({ length: 300 }, (_, i) => ({
                transport: "tcp",
                port: 30_000 + i,
                state: "open",
                by: "proved",
              })),
            }),
          ],
          { check: "ports.tcp", minute: 9 },
        ),
        record([scan({ findings: Array.from({ length: 300 }, (_, n) => finding(n)) })], {
          check: "import.greenbone",
          class: "O",
          minute: 9,
        }),
      ],
      Array.from({ length: 12 }, (_, i) =>
        statement(`S1.1-05-${(i % 3) + 1}`, "met", { text: `${LONG}。${URL}`, by: "山田 花子", role: LONG }),
      ),
      study(40, LONG),
    ),
};
