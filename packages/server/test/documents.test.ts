/** Documents over the API: made aside, seen coming, taken back, there at once the second time. */
import { randomUUID } from "node:crypto";
import { Exports, type Running, SILENT } from "@seiza/server";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Client,
  removeFolder,
  renamed,
  serveFor,
  signIn,
  TEMPLATES,
  temporaryFolder,
} from "./support.ts";

let folder = "";
let running: Running;
let client: Client;
let cookie = "";
let at = "";
const hems = TEMPLATES.find((t) => t.id === "smart-home-hems")?.study as (typeof TEMPLATES)[number]["study"];

beforeAll(async () => {
  folder = temporaryFolder();
  running = await serveFor(folder);
  ({ client, cookie } = await signIn(running));
  const { body } = await client("POST", "/studies", { study: renamed(hems, "家の検討") });
  at = `/studies/${body.head.id}/revisions/1`;
});
afterAll(async () => {
  await running.stop();
  removeFolder(folder);
});

/** Waits as a client does: told of each change, until nothing is under way. */
async function ended(id: string, seen: string[] = []) {
  for (let after = 0; ; ) {
    const { body } = await client("GET", `/exports/${id}?after=${after}`);
    seen.push(body.parts.map((p: { state: string }) => p.state[0]).join(""));
    if (body.state !== "running") return body;
    after = body.change;
  }
}

describe("one document", () => {
  test("is a PDF under the study's name, made while other calls are answered", async () => {
    let isMade = false;
    const made = client("GET", `${at}/documents/pdf?lang=ja`).finally(() => {
      isMade = true;
    });
    let answered = 0;
    while (!isMade) {
      expect((await client("GET", "/health")).status).toBe(200);
      answered++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const pdf = await made;
    expect(pdf.status).toBe(200);
    expect(answered).toBeGreaterThan(5);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(new TextDecoder().decode(pdf.bytes.subarray(0, 5))).toBe("%PDF-");
    expect(decodeURIComponent(pdf.headers.get("content-disposition") ?? "")).toContain("家の検討_r1.pdf");
  });

  test("is the same bytes again, and not sent at all to who has it", async () => {
    const first = await client("GET", `${at}/documents/xlsx?lang=ja`);
    const second = await client("GET", `${at}/documents/xlsx?lang=ja`);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    const etag = first.headers.get("etag") ?? "";
    const kept = await client("GET", `${at}/documents/xlsx?lang=ja`, undefined, { "if-none-match": etag });
    expect([kept.status, kept.bytes.length]).toEqual([304, 0]);
    const english = await client("GET", `${at}/documents/xlsx?lang=en`, undefined, { "if-none-match": etag });
    expect(english.status).toBe(200);
    expect(Object.keys(unzipSync(first.bytes))).toContain("xl/workbook.xml");
  });

  test("of several files comes as a zip; the study and models of other tools as they are", async () => {
    const csv = await client("GET", `${at}/documents/csv`);
    expect(csv.headers.get("content-type")).toBe("application/zip");
    expect(Object.keys(unzipSync(csv.bytes)).every((n) => n.endsWith(".csv"))).toBe(true);
    const otm = await client("GET", `${at}/documents/otm`);
    expect(otm.body.otmVersion).toBe("0.2.0");
    const dragon = await client("GET", `${at}/documents/threat-dragon`);
    expect(dragon.body.version).toMatch(/^2/);
    const yaml = await client("GET", `${at}/documents/yaml`);
    expect(new TextDecoder().decode(yaml.bytes)).toContain("家の検討");
  });

  test("of a study with errors is refused with their places; of no format there is, with the formats", async () => {
    const broken = structuredClone(hems);
    const [c] = broken.configurations[0]?.components ?? [];
    if (c) c.type = "no-such-type";
    const { body } = await client("POST", "/studies", { study: broken });
    const { status, body: problem } = await client(
      "GET",
      `/studies/${body.head.id}/revisions/1/documents/pdf`,
      undefined,
      { "accept-language": "en" },
    );
    expect([status, problem.code]).toEqual([422, "study-unresolved"]);
    expect(problem.errors[0].pointer).toMatch(/^\/configurations\/0\/components\/\d+\/type/);
    expect((await client("GET", `${at}/documents/doc`)).status).toBe(400);
    expect((await client("GET", `${at.replace(/1$/, "9")}/documents/pdf`)).status).toBe(404);
  });
});

describe("an export", () => {
  test("comes format by format and ends in one zip with everything in it", async () => {
    const begun = await client("POST", `${at}/exports`, { formats: ["pdf", "csv", "yaml"], lang: "en" });
    expect(begun.status).toBe(202);
    expect(begun.headers.get("location")).toBe(`/api/v1/exports/${begun.body.id}`);
    const seen: string[] = [];
    const done = await ended(begun.body.id, seen);
    expect(done.state).toBe("done");
    expect(seen.at(-1)).toBe("ddd");
    expect(seen.some((s) => s.startsWith("d") && s !== "ddd")).toBe(true);
    const file = await client("GET", `/exports/${begun.body.id}/file`);
    const names = Object.keys(unzipSync(file.bytes));
    expect(file.bytes.length).toBe(done.file.size);
    expect(names).toContain("smart-home-hems.pdf");
    expect(names).toContain("smart-home-hems.yaml");
    expect(names.filter((n) => n.startsWith("csv/")).length).toBeGreaterThan(5);
    const yaml = unzipSync(file.bytes)["smart-home-hems.yaml"] as Uint8Array;
    expect(strFromU8(yaml)).toContain("家の検討");
  });

  test("is cancelled while it runs, is gone then, and the next one is made all the same", async () => {
    const { body } = await client("POST", `${at}/exports`, { formats: ["pptx", "docx", "png"], lang: "en" });
    expect((await client("GET", `/exports/${body.id}/file`)).body.code).toBe("export-not-ready");
    expect((await client("DELETE", `/exports/${body.id}`)).status).toBe(204);
    expect((await client("GET", `/exports/${body.id}`)).body.code).toBe("export-unknown");
    const next = await client("POST", `${at}/exports`, { formats: ["sarif"] });
    expect((await ended(next.body.id)).state).toBe("done");
  });

  test("of a study with errors says which format failed and why, in the caller's language", async () => {
    const broken = structuredClone(hems);
    const [c] = broken.configurations[0]?.components ?? [];
    if (c) c.type = "no-such-type";
    const { body } = await client("POST", "/studies", { study: broken });
    const begun = await client("POST", `/studies/${body.head.id}/revisions/1/exports`, {
      formats: ["yaml", "pdf"],
    });
    const done = await ended(begun.body.id);
    expect(done.state).toBe("failed");
    expect(done.parts[0]).toEqual({ format: "yaml", state: "done" });
    expect(done.parts[1].problem).toMatchObject({ code: "study-unresolved", title: "検討に誤りがあります" });
  });

  test("asks for a format at least, and knows each", async () => {
    expect((await client("POST", `${at}/exports`, { formats: [] })).body.code).toBe("body-invalid");
    expect((await client("POST", `${at}/exports`, { formats: ["exe"] })).body.code).toBe("body-invalid");
  });

  test("is given up by a client that leaves, and the server goes on", async () => {
    const gone = new AbortController();
    const asked = fetch(`${running.address}/api/v1${at}/documents/pptx?lang=en`, {
      headers: { cookie },
      signal: gone.signal,
    });
    setTimeout(() => gone.abort(), 50);
    await expect(asked).rejects.toThrow();
    expect((await client("GET", `${at}/documents/sarif?lang=en`)).status).toBe(200);
  });
});

describe("what is kept", () => {
  const source = (revision: number) => ({ workspace: "w", id: "s", revision, study: hems });
  /** A thread that counts what it is asked, and makes a kilobyte of each. */
  function counting() {
    let asked = 0;
    const exports = new Exports(
      {
        ask: async (job) => {
          asked++;
          return job.kind === "pack"
            ? { kind: "packed", bytes: new Uint8Array(1000) }
            : { kind: "files", files: [{ name: "x", mediaType: "text/plain", bytes: new Uint8Array(1000) }] };
        },
        close: async () => {},
      },
      randomUUID,
      () => new Date(),
      SILENT,
      2500,
    );
    return { exports, asked: () => asked };
  }

  test("is made once by study, revision, format and language", async () => {
    const { exports, asked } = counting();
    await exports.files(source(1), "pdf", "ja");
    await exports.files(source(1), "pdf", "ja");
    expect(asked()).toBe(1);
    await exports.files(source(1), "pdf", "en");
    await exports.files(source(2), "pdf", "ja");
    expect(asked()).toBe(3);
  });

  test("stays within its bound: what was not asked for longest goes first", async () => {
    const { exports, asked } = counting();
    await exports.files(source(1), "pdf", "ja");
    await exports.files(source(1), "xlsx", "ja");
    await exports.files(source(1), "pdf", "ja");
    await exports.files(source(1), "docx", "ja");
    expect(exports.cache.bytes).toBe(2000);
    expect(asked()).toBe(3);
    await exports.files(source(1), "pdf", "ja");
    expect(asked()).toBe(3);
    await exports.files(source(1), "xlsx", "ja");
    expect(asked()).toBe(4);
  });

  test("belongs to its workspace: others are told there is none", async () => {
    const { exports } = counting();
    const { id } = exports.begin(source(1), ["pdf"], "ja");
    expect(() => exports.get("other", id)).toThrow("export-unknown");
    await exports.after("w", id, 99, 1000);
    expect(exports.get("w", id).study).toBe("s");
  });
});
