/** A product from declaration to compared assessments, over a real socket. */
import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckRecord } from "@seiza/conformance";
import { bundleFiles } from "@seiza/conformance/node";
import type { Running } from "@seiza/server";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, ROOT, removeFolder, serveFor, signIn, temporaryFolder } from "./support.ts";

const TEXT = readFileSync(`${ROOT}examples/products/camera/product.yaml`, "utf8");
const document = (text = TEXT) => ({ seiza: "product-document/1", text, statements: [] });
const { privateKey } = generateKeyPairSync("ed25519");

let folder = "";
let running: Running;
let client: Client;
beforeAll(async () => {
  folder = temporaryFolder();
  running = await serveFor(join(folder, "data"));
  ({ client } = await signIn(running));
});
afterAll(async () => {
  await running.stop();
  removeFolder(folder);
});

const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString();
/** The device shows its model number on the page. */
const record = (id: string, equal: boolean, minute: number): CheckRecord => ({
  id,
  check: "model-number",
  class: "R",
  criteria: ["S1.1-10"],
  state: "done",
  tool: { name: "seiza", version: "0" },
  startedAt: at(minute),
  endedAt: at(minute),
  limits: { requests: 1, seconds: 5, parallel: 1 },
  sent: 1,
  facts: [
    {
      kind: "model-number",
      declared: "SZ-CAM200",
      seen: [{ from: "page", text: equal ? "SZ-CAM200" : "SZ-CAM100", matches: equal }],
    },
  ],
  raw: [],
  product: { model: "SZ-CAM200", firmware: "2.4.1" },
});
function bundle(...records: CheckRecord[]): Uint8Array {
  const files = bundleFiles(
    {
      run: { id: records.map((r) => r.id).join(), startedAt: at(0), endedAt: at(1) },
      product: { model: "SZ-CAM200", firmware: "2.4.1" },
      records,
      log: [],
      raw: new Map(),
      tools: [],
    },
    privateKey,
  );
  return zipSync(
    Object.fromEntries(
      [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, bytes]) => [path, [bytes, { level: 0 as const, mtime: new Date(1980, 0, 1) }]]),
    ),
  );
}
async function stored(bytes: Uint8Array, name = "run.zip"): Promise<string> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect((await client("PUT", `/evidence/${sha256}?name=${name}`, bytes)).status).toBe(200);
  return sha256;
}
async function made(text = TEXT): Promise<{ id: string; revision: number }> {
  const reply = await client("POST", "/products", { name: { ja: "カメラ" }, document: document(text) });
  expect(reply.status).toBe(201);
  return reply.body;
}
const of = (revision: number) => ({ "if-match": `"${revision}"` });
const outcome = (body: { summary: { criteria: Record<string, string> } }) => body.summary.criteria["S1.1-10"];

test("without any record all sixteen are told, and none is called met by what was not looked at", async () => {
  const { id } = await made();
  const reply = await client("POST", `/products/${id}/assessments`, {}, of(1));
  expect(reply.status).toBe(201);
  expect(reply.headers.get("location")).toBe(`/api/v1/products/${id}/assessments/${reply.body.id}`);
  expect(reply.body).toMatchObject({ number: 1, productRevision: 1, firmware: "2.4.1" });
  expect(Object.keys(reply.body.summary.criteria)).toHaveLength(16);
  const whole = await client("GET", `/products/${id}/assessments/${reply.body.id}`);
  expect(whole.body.body).toMatchObject({
    seiza: "stored-assessment/1",
    text: TEXT,
    records: [],
    bundles: [],
  });
  expect(whole.body.body.assessment.disclaimer).toBe("disclaimer.preparation");
  expect(
    whole.body.body.assessment.judgements.filter((j: { outcome: string }) => j.outcome === "pass"),
  ).toEqual([]);
  const again = await client("GET", `/products/${id}/assessments/${reply.body.id}`, undefined, {
    "if-none-match": whole.headers.get("etag") ?? "",
  });
  expect(again.status).toBe(304);
});

test("a bundle brings its records; the next one adds to them; two assessments are compared", async () => {
  const { id } = await made();
  const bad = await stored(bundle(record("r1", false, 1)));
  const good = await stored(bundle(record("r2", true, 2)), "second.zip");
  const first = await client("POST", `/products/${id}/assessments`, { bundles: [bad], why: "初回" }, of(1));
  const second = await client("POST", `/products/${id}/assessments`, { bundles: [good] }, of(1));
  expect([first.status, second.status]).toEqual([201, 201]);
  expect([outcome(first.body), outcome(second.body)]).not.toContain(undefined);
  expect(outcome(first.body)).not.toBe(outcome(second.body));
  const whole = (await client("GET", `/products/${id}/assessments/${second.body.id}`)).body.body;
  expect(whole.records.map((r: CheckRecord) => r.id)).toEqual(["r1", "r2"]);
  expect(whole.bundles.map((b: { sha256: string }) => b.sha256)).toEqual([bad, good]);
  const { items } = (await client("GET", `/products/${id}/assessments`)).body;
  expect(items.map((a: { number: number; why?: string }) => [a.number, a.why])).toEqual([
    [2, undefined],
    [1, "初回"],
  ]);
  const { body } = await client("GET", `/products/${id}/compare?from=${first.body.id}&to=${second.body.id}`);
  expect([body.from.number, body.to.number]).toEqual([1, 2]);
  expect(body.comparison.changed.map((c: { criterion: string }) => c.criterion)).toEqual(["S1.1-10"]);
  expect((await client("GET", `/products/${id}/evidence`)).body.items).toHaveLength(3);
  const fresh = await client("POST", `/products/${id}/assessments`, { keep: false }, of(1));
  const { body: alone } = await client("GET", `/products/${id}/assessments/${fresh.body.id}`);
  expect(alone.body.records).toEqual([]);
});

test("an assessment gives each of its papers in either language, the same ones again", async () => {
  const { id } = await made();
  const sha256 = await stored(bundle(record("r9", false, 1)), "papers.zip");
  const { body } = await client("POST", `/products/${id}/assessments`, { bundles: [sha256] }, of(1));
  const paper = (format: string, headers = {}, lang = "en") =>
    client("GET", `/products/${id}/assessments/${body.id}/papers/${format}?lang=${lang}`, undefined, headers);
  for (const [format, end] of [
    ["xlsx", "checklist.xlsx"],
    ["pdf", "evidence.pdf"],
    ["oscal", "oscal-assessment-results.json"],
    ["cyclonedx", "attestation.cdx.json"],
    ["sarif", "sarif"],
    ["json", "assessment.json"],
  ] as const) {
    const reply = await paper(format);
    expect(reply.status, format).toBe(200);
    expect(reply.headers.get("content-disposition")).toContain(end);
    const again = await paper(format, { "if-none-match": reply.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  }
  const outcomes = (await paper("oscal")).body["assessment-results"].results[0].props;
  for (const [criterion, outcome] of Object.entries(body.summary.criteria))
    expect(outcomes.find((p: { name: string }) => p.name === `outcome-${criterion}`).value).toBe(outcome);
  expect(Buffer.from((await paper("pdf")).bytes.subarray(0, 5)).toString()).toBe("%PDF-");
  const title = async (lang: string) =>
    (await paper("oscal", {}, lang)).body["assessment-results"].metadata.title;
  expect(await title("ja")).toContain("チェックリスト");
  expect(await title("en")).not.toContain("チェックリスト");
  expect((await paper("docx")).status).toBe(400);
  expect((await client("GET", `/products/${id}/assessments/none/papers/pdf`)).status).toBe(404);
});

test("a bundle with a changed byte, a repacked one, and what is no bundle are refused with the place", async () => {
  const { id } = await made();
  const whole = bundle(record("r1", true, 1));
  const changed = Uint8Array.from(whole);
  const spot = Buffer.from(whole).indexOf('"check": "model-number"');
  changed[spot + 10] = 0x4d;
  for (const [bytes, code] of [
    [changed, ["unreadable", "changed", "records-broken", "container"]],
    [new TextEncoder().encode("no zip"), ["unreadable"]],
    [zipSync({ "records.json": new TextEncoder().encode("[]") }), ["no-manifest", "container"]],
  ] as const) {
    const reply = await client(
      "POST",
      `/products/${id}/assessments`,
      { bundles: [await stored(bytes)] },
      of(1),
    );
    expect([reply.status, reply.body.code]).toEqual([422, "bundle-broken"]);
    expect(reply.body.errors.length).toBeGreaterThan(0);
    for (const e of reply.body.errors) {
      expect(code).toContain(e.code);
      expect(e.detail).not.toContain("bundle.");
    }
  }
  expect((await client("GET", `/products/${id}/assessments`)).body.items).toEqual([]);
});

test("a declaration with a mistake is kept but not judged; the place is told in the caller's language", async () => {
  const { id } = await made(TEXT.replace("model: SZ-CAM200", "modle: SZ-CAM200"));
  const reply = await client(
    "POST",
    `/products/${id}/assessments`,
    {},
    { ...of(1), "accept-language": "en" },
  );
  expect([reply.status, reply.body.code]).toEqual([422, "declaration-invalid"]);
  expect(reply.body.errors).toContainEqual(
    expect.objectContaining({ pointer: "/product/modle", line: 9, severity: "error" }),
  );
});

test("a person's word joins the document with name, date and file; an override asks for a second reader", async () => {
  const { id } = await made();
  const sha256 = await stored(new TextEncoder().encode("議事録"), "minutes.txt");
  const given = {
    criterion: "S1.1-07",
    about: "S1.1-07",
    says: "met",
    text: "手順を確かめた",
    by: "星野",
    date: "2026-11-20",
  };
  const path = `/products/${id}/statements`;
  expect((await client("POST", path, given)).status).toBe(428);
  const added = await client("POST", path, { ...given, attachments: [sha256] }, of(1));
  expect(added.status).toBe(201);
  expect(added.headers.get("etag")).toBe('"2"');
  expect(added.body.document.statements).toEqual([
    expect.objectContaining({
      by: "星野",
      firmware: "2.4.1",
      attachments: [{ path: "minutes.txt", sha256, bytes: 9, mediaType: "application/octet-stream" }],
    }),
  ]);
  expect((await client("POST", path, given, of(1))).status).toBe(412);
  for (const secondReader of [undefined, "星野"]) {
    const alone = await client("POST", path, { ...given, says: "override", secondReader }, of(2));
    expect([alone.status, alone.body.code]).toEqual([422, "override-second-reader"]);
  }
  const two = await client("POST", path, { ...given, says: "override", secondReader: "月岡" }, of(2));
  expect(two.status).toBe(201);
  const judged = await client("POST", `/products/${id}/assessments`, {}, of(3));
  const { body } = (await client("GET", `/products/${id}/assessments/${judged.body.id}`)).body;
  expect(body.assessment.rests.statements).toHaveLength(2);
  expect((await client("POST", `/products/${id}/assessments`, {}, of(2))).status).toBe(412);
  const missing = await client("GET", `/products/${id}/assessments/none`);
  expect([missing.status, missing.body.code]).toEqual([404, "not-found"]);
});

test("a document of another form is told so", async () => {
  const { body } = await client("POST", "/products", { name: "古い", document: { maker: "m" } });
  const reply = await client("POST", `/products/${body.id}/assessments`, {}, of(1));
  expect([reply.status, reply.body.code]).toEqual([422, "product-document-invalid"]);
});

test("a linked study adds its requirements; a later change or removal leaves what was judged", async () => {
  const begun = await client("POST", "/studies", { template: "smart-home-hems" });
  const { head, study } = begun.body;
  const type = "hems-gateway";
  const asked = await client("GET", `/studies/${head.id}/revisions/1/requirements/${type}`);
  expect(asked.body).toMatchObject({ id: head.id, revision: 1, productType: type });
  expect(asked.body.requirements.length).toBeGreaterThan(0);
  const none = await client("GET", `/studies/${head.id}/revisions/1/requirements/spaceship`);
  expect([none.status, none.body.code]).toEqual([404, "product-type-unknown"]);
  expect(none.body.detail).toContain(type);

  const link = `\nstudy: { workspace: ${head.id}, productType: ${type} }\n`;
  const { id } = await made(TEXT + link);
  const keep = async () => {
    const { body } = await client("POST", `/products/${id}/assessments`, {}, of(1));
    return (await client("GET", `/products/${id}/assessments/${body.id}`)).body.body.assessment;
  };
  const first = await keep();
  expect(first.study).toEqual(asked.body);
  expect(first.requirements.map((r: { outcome: string }) => r.outcome)).toEqual(
    asked.body.requirements.map(() => "person"),
  );
  const [dropped] = asked.body.requirements;
  await client(
    "PUT",
    `/studies/${head.id}`,
    {
      study: {
        ...study,
        decisions: [
          ...(study.decisions ?? []),
          {
            id: "no-1",
            target: dropped.id,
            action: "drop",
            reason: "他で足りる",
            by: "佐藤",
            date: "2026-11-20",
          },
        ],
      },
    },
    of(1),
  );
  const second = await keep();
  expect(second.study.revision).toBe(2);
  expect(second.requirements.map((r: { requirement: string }) => r.requirement)).not.toContain(dropped.id);
  expect((await client("DELETE", `/studies/${head.id}`, undefined, of(2))).status).toBeLessThan(300);
  expect((await keep()).study).toEqual(second.study);

  // Never judged while the study was there: what it adds is not known, and is not called nothing.
  const late = await made(TEXT + link);
  const { body } = await client("POST", `/products/${late.id}/assessments`, {}, of(1));
  const blind = (await client("GET", `/products/${late.id}/assessments/${body.id}`)).body.body.assessment;
  expect(blind.requirements).toMatchObject([{ verdict: "cannot-tell", needs: [{ about: "/study" }] }]);
});
