/** What the client asks is what the server's document offers. */
import { readFileSync } from "node:fs";
import type { Study } from "@seiza/model";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, api, call, Unreachable } from "../src/api/client.ts";
import { productsApi } from "../src/api/products.ts";

interface Document {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string; required?: boolean }[] }>>;
}
const document = JSON.parse(
  readFileSync(new URL("../../../schemas/openapi.json", import.meta.url), "utf8"),
) as Document;
const pathOf = (path: string) => path.replace(/^\/api\/v1/, "");
const offered = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path: pathOf(path),
    parameters: operation.parameters ?? [],
  })),
);
const matches = (template: string, path: string) =>
  new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
afterEach(() => vi.unstubAllGlobals());

describe("the API", () => {
  it("offers everything the web asks for, with the headers and queries it sends", async () => {
    const asked: { method: string; url: URL; headers: Headers }[] = [];
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
      asked.push({
        method: init?.method ?? "GET",
        url: new URL(url, "http://localhost"),
        headers: new Headers(init?.headers),
      });
      return answer(200, {});
    });
    const study = {} as Study;
    await api.session();
    await api.begin("t");
    await api.updateSession({ name: "x" });
    await api.studies({ query: "家", limit: 10, cursor: "c", sort: "name", deleted: true });
    await api.create({ study });
    await api.study("s");
    await api.save("s", 3, { study });
    await api.remove("s", 3);
    await api.restore("s");
    await api.copy("s");
    await api.revisions("s", { limit: 1 });
    await api.revision("s", 2);
    await api.export("s", 2, { formats: ["pdf"], lang: "ja" });
    await api.exportAfter("e", 3);
    await api.cancelExport("e");
    await api.templates();
    await api.importArchive(new Blob());
    const product = {
      name: "x",
      document: { seiza: "product-document/1", text: "", statements: [] },
    } as const;
    await productsApi.list({ query: "カ", limit: 10, cursor: "c" });
    await productsApi.create({ ...product, document: { ...product.document, statements: [] } });
    await productsApi.get("p");
    await productsApi.save("p", 2, { ...product, document: { ...product.document, statements: [] } });
    await productsApi.remove("p", 2);
    await productsApi.keep("p", 2, { bundles: [] });
    await productsApi.kept("p", { limit: 1, cursor: "c" });
    await productsApi.assessment("p", "a");
    await productsApi.evidence("p");
    await productsApi.link("p", "0".repeat(64), "st-1");
    await productsApi.upload(new File(["x"], "x.txt"));
    await productsApi.bytes("0".repeat(64));
    for (const { method, url, headers } of asked) {
      const found = offered.find((o) => o.method === method && matches(o.path, pathOf(url.pathname)));
      expect(found, `${method} ${url.pathname}`).toBeDefined();
      for (const key of url.searchParams.keys())
        expect(
          found?.parameters.some((p) => p.in === "query" && p.name === key),
          `${url.pathname}?${key}`,
        ).toBe(true);
      for (const p of found?.parameters ?? [])
        if (p.in === "header" && p.required)
          expect(headers.has(p.name), `${url.pathname} ${p.name}`).toBe(true);
    }
    const save = asked.find((a) => a.method === "PUT");
    expect(save?.headers.get("if-match")).toBe('"3"');
  });

  it("tells a refusal from a server that is away", async () => {
    vi.stubGlobal("fetch", async () =>
      answer(422, { title: "誤り", status: 422, code: "study-invalid", detail: "3件" }),
    );
    await expect(call("/x")).rejects.toMatchObject({ status: 422, message: "3件" });
    await expect(call("/x")).rejects.toBeInstanceOf(ApiError);
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(call("/x")).rejects.toBeInstanceOf(Unreachable);
    vi.stubGlobal("fetch", async () => new Response("", { status: 502 }));
    await expect(call("/x")).rejects.toBeInstanceOf(Unreachable);
  });
});
