import type { OpenAPIHono } from "@hono/zod-openapi";
import type { StoredAssessment } from "@seiza/conformance";
import type { Study } from "@seiza/model";
import type { z } from "zod";
import * as routes from "../api/routes.ts";
import type * as wire from "../api/schemas.ts";
import { allowed, type Call, type Env, type Parts } from "../context.ts";
import type { Export, Source } from "../documents/exports.ts";
import type { DocumentFile } from "../documents/jobs.ts";
import type { Lang } from "../messages.ts";
import { problemBody, Refused } from "../problem.ts";
import { disposition } from "./studies.ts";

/** A client that waits is answered after this time at the latest, ms. */
const WAIT_MS = 10_000;
/** What a bundle may unpack to, and what is taken of each raw file for the annex, bytes. */
const BUNDLE_BYTES = 400_000_000;
const RAW_BYTES = 200_000;

/** What the study is called, then what the file is. */
function named(study: Study, revision: number, file: DocumentFile, lang: Lang): string {
  const { name, id } = study.system;
  const shown = typeof name === "string" ? name : (name[lang] ?? name.ja ?? name.en ?? id);
  const end = file.name.startsWith(id) ? file.name.slice(id.length) : `.${file.name}`;
  return disposition(`${shown}_r${revision}${end}`, `${id}-r${revision}${end}`);
}

export function documents(app: OpenAPIHono<Env>, parts: Parts): void {
  const { store, exports } = parts;
  // A newer program may draw another document from the same revision.
  const program = parts.newId().slice(0, 8);

  const sourceOf = async (c: Call, id: string, n: number): Promise<Source> => {
    const scope = allowed(c, parts, "study.read", id);
    const { study } = await store.studies.revision(scope, id, n);
    return { workspace: scope.workspace, id, revision: n, study };
  };
  const sent = (file: DocumentFile, more: Record<string, string>) =>
    new Response(file.bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": file.mediaType,
        "cache-control": "private, no-cache",
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        ...more,
      },
    });
  const shown = (c: Call, e: Export): z.infer<typeof wire.Export> => ({
    id: e.id,
    study: e.study,
    revision: e.revision,
    lang: e.lang,
    state: e.state,
    change: e.change,
    parts: e.parts.map(({ format, state, problem }) => ({
      format,
      state,
      ...(problem ? { problem: problemBody(problem, c.get("lang"), c.get("requestId")) as never } : {}),
    })),
    ...(e.file
      ? { file: { name: e.file.name, mediaType: e.file.mediaType, size: e.file.bytes.byteLength } }
      : {}),
  });

  app.openapi(routes.getDocument, async (c) => {
    const { id, n, format } = c.req.valid("param");
    const lang = c.req.valid("query").lang ?? c.get("lang");
    const source = await sourceOf(c, id, n);
    const etag = `"${id}-${n}-${format}-${lang}-${program}"`;
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, { ETag: etag }) as never;
    const file = await exports.file(source, format, lang, c.req.raw.signal);
    return sent(file, {
      etag,
      "content-disposition": named(source.study, n, file, lang),
    }) as never;
  });
  app.openapi(routes.getPaper, async (c) => {
    const { id, assessment, format } = c.req.valid("param");
    const lang = c.req.valid("query").lang ?? c.get("lang");
    const scope = allowed(c, parts, "assessment.read", id);
    const found = await store.assessments.get(scope, id, assessment);
    const etag = `"${found.id}-${format}-${lang}-${program}"`;
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, { ETag: etag }) as never;
    const stored = found.body as StoredAssessment;
    const raw = new Map<string, Uint8Array>();
    if (format === "pdf")
      for (const { sha256 } of stored.bundles) {
        const { rawOfBundle } = await import("@seiza/conformance/node");
        const { bytes } = await store.evidence.get(scope, sha256);
        for (const [digest, head] of rawOfBundle(bytes, BUNDLE_BYTES, RAW_BYTES)) raw.set(digest, head);
      }
    const file = await exports.paper(
      found.id,
      { kind: "papers", stored, raw, format, lang },
      c.req.raw.signal,
    );
    const name = `${found.number}_${file.name}`;
    return sent(file, {
      etag,
      "content-disposition": disposition(name, name),
    }) as never;
  });
  app.openapi(routes.createExport, async (c) => {
    const { id, n } = c.req.valid("param");
    const { formats, lang } = c.req.valid("json");
    allowed(c, parts, "export.write", id);
    const begun = exports.begin(await sourceOf(c, id, n), formats, lang ?? c.get("lang"));
    return c.json(shown(c, begun), 202, { Location: `${routes.API}/exports/${begun.id}` });
  });
  app.openapi(routes.getExport, async (c) => {
    const { id } = c.req.valid("param");
    const { after } = c.req.valid("query");
    const { workspace } = allowed(c, parts, "export.read", id);
    const now =
      after === undefined ? exports.get(workspace, id) : await exports.after(workspace, id, after, WAIT_MS);
    return c.json(shown(c, now), 200);
  });
  app.openapi(routes.cancelExport, (c) => {
    const { id } = c.req.valid("param");
    exports.cancel(allowed(c, parts, "export.write", id).workspace, id);
    return c.body(null, 204);
  });
  app.openapi(routes.getExportFile, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "export.read", id);
    const { file, study, revision, lang } = exports.get(scope.workspace, id);
    if (!file) throw new Refused(409, "export-not-ready");
    const { study: content } = await store.studies.revision(scope, study, revision);
    return sent(file, { "content-disposition": named(content, revision, file, lang) }) as never;
  });
}
