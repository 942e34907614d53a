import type { OpenAPIHono } from "@hono/zod-openapi";
import { diagnose, type Study, type StudyText, validateStudy } from "@seiza/model";
import { Conflict, type Revision, type Scope, type StudyHead } from "@seiza/store";
import type { z } from "zod";
import * as routes from "../api/routes.ts";
import type * as wire from "../api/schemas.ts";
import { allowed, type Call, type Env, etagOf, expectedRevision, type Parts } from "../context.ts";
import { requirementsOf } from "../linked-study.ts";
import { placesOf, Refused, unresolved } from "../problem.ts";

/** The store's values are what goes over the wire; only `progress` and values of a difference are looser there. */
const headOut = (head: StudyHead) => head as z.infer<typeof wire.StudyHead>;
const revisionOut = (revision: Revision) => revision as z.infer<typeof wire.Revision>;

/**
 * Structure only: a study on its way may name what is not there yet; its summary counts those errors.
 * @throws Refused 422 with every place
 */
export function checkedStudy(value: unknown): Study {
  const { study, problems } = validateStudy(value);
  const diagnostics = diagnose(problems, () => ({ file: "", line: 1, column: 1 }));
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (!study || errors.length > 0)
    throw new Refused(422, "study-invalid", { count: errors.length }, { errors: placesOf(errors, false) });
  return study;
}

function copied(name: StudyText): StudyText {
  if (typeof name === "string") return `${name} (コピー)`;
  return {
    ...("ja" in name && name.ja !== undefined ? { ja: `${name.ja}(コピー)` } : {}),
    ...("en" in name && name.en !== undefined ? { en: `${name.en} (copy)` } : {}),
  } as StudyText;
}
const named = (study: Study, name: StudyText | undefined): Study =>
  name === undefined ? study : { ...study, system: { ...study.system, name } };

/** A conflict tells the writer the head as it is now. */
async function orConflict<T>(parts: Parts, scope: Scope, id: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const current = await parts.store.studies.head(scope, id, { deleted: true });
    throw new Refused(412, "conflict", { expected: error.expected, current: current.revision }, { current });
  }
}

type NewStudy = z.infer<typeof wire.NewStudy>;
async function newStudy(parts: Parts, body: NewStudy): Promise<{ study: Study; label: string | undefined }> {
  if ("template" in body) {
    const template = parts.templates.find((t) => t.id === body.template);
    if (!template)
      throw new Refused(404, "template-unknown", {
        id: body.template,
        has: parts.templates.map((t) => t.id).join(", "),
      });
    return { study: checkedStudy(named(template.study, body.name)), label: "study.template" };
  }
  if ("text" in body) {
    const answer = await parts.analyst.ask({ kind: "read", text: body.text, fileName: body.fileName });
    if (answer.kind === "study") return { study: answer.study, label: "study.import" };
    const diagnostics = answer.kind === "invalid" ? answer.diagnostics : [];
    throw new Refused(
      422,
      "study-invalid",
      { count: diagnostics.filter((d) => d.severity === "error").length },
      { errors: placesOf(diagnostics, true) },
    );
  }
  return { study: checkedStudy(body.study), label: body.label };
}

export function studies(app: OpenAPIHono<Env>, parts: Parts): void {
  const { store } = parts;
  const program = parts.newId().slice(0, 8);
  const changed = (scope: Scope, id: string) => parts.summaries.changed(scope.workspace, id);
  const made = async (
    scope: Scope,
    study: Study,
    intent: { why?: string | undefined; label?: string | undefined },
  ) => {
    const head = await store.studies.create(scope, study, intent);
    changed(scope, head.id);
    return { head: headOut(head), study };
  };

  app.openapi(routes.listStudies, async (c) => {
    const scope = allowed(c, parts, "study.list");
    const { deleted, ...options } = c.req.valid("query");
    const page = await store.studies.list(scope, { ...options, deleted: deleted === "true" });
    return c.json({ ...page, items: page.items.map(headOut) }, 200);
  });
  app.openapi(routes.createStudy, async (c) => {
    const scope = allowed(c, parts, "study.write");
    const body = c.req.valid("json");
    const { study, label } = await newStudy(parts, body);
    const answer = await made(scope, study, { why: body.why, label });
    return c.json(answer, 201, etagOf(answer.head.revision));
  });
  app.openapi(routes.getStudy, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "study.read", id);
    const { head, study } = await store.studies.get(scope, id);
    // The summary comes after the revision: a reader that has both may keep them.
    const tag = `"${head.revision}"`;
    if (c.req.header("if-none-match") === tag && head.summary?.revision === head.revision)
      return c.body(null, 304, { ETag: tag }) as never;
    return c.json({ head: headOut(head), study }, 200, etagOf(head.revision));
  });
  app.openapi(routes.saveStudy, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "study.write", id);
    const expected = expectedRevision(c);
    const { study, ...intent } = c.req.valid("json");
    const sound = checkedStudy(study);
    const head = await orConflict(parts, scope, id, () =>
      store.studies.save(scope, id, { ...intent, study: sound, expected }),
    );
    if (head.revision !== expected) changed(scope, id);
    return c.json(headOut(head), 200, etagOf(head.revision));
  });
  app.openapi(routes.removeStudy, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "study.remove", id);
    const expected = expectedRevision(c);
    const head = await orConflict(parts, scope, id, () => store.studies.remove(scope, id, { expected }));
    return c.json(headOut(head), 200);
  });
  app.openapi(routes.restoreStudy, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "study.remove", id);
    const head = await store.studies.restore(scope, id);
    changed(scope, id);
    return c.json(headOut(head), 200, etagOf(head.revision));
  });
  app.openapi(routes.copyStudy, async (c) => {
    const { id } = c.req.valid("param");
    allowed(c, parts, "study.read", id);
    const scope = allowed(c, parts, "study.write");
    const { study } = await store.studies.get(scope, id);
    const name = (c.req.valid("json") as z.infer<typeof wire.CopyStudy> | undefined)?.name;
    const answer = await made(scope, checkedStudy(named(study, name ?? copied(study.system.name))), {
      label: "study.copy",
    });
    return c.json(answer, 201, etagOf(answer.head.revision));
  });
  app.openapi(routes.listRevisions, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "study.read", id);
    const page = await store.studies.revisions(scope, id, c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(revisionOut) } as never, 200);
  });
  app.openapi(routes.getRevision, async (c) => {
    const { id, n } = c.req.valid("param");
    const scope = allowed(c, parts, "study.read", id);
    const { revision, study } = await store.studies.revision(scope, id, n);
    return c.json({ revision: revisionOut(revision), study } as never, 200);
  });

  app.openapi(routes.getRequirements, async (c) => {
    const { id, n, type } = c.req.valid("param");
    const scope = allowed(c, parts, "study.read", id);
    // A newer program may derive other requirements from the same revision.
    const headers = { ETag: `"${id}-${n}-${program}"`, "cache-control": "private, no-cache" };
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers) as never;
    const linked = await requirementsOf(parts, scope, { id, revision: n, productType: type });
    return c.json(linked as never, 200, headers);
  });

  const files = {
    dossier: { end: "dossier.json", type: "application/json" },
    report: { end: "html", type: "text/html; charset=utf-8" },
    yaml: { end: "yaml", type: "application/yaml; charset=utf-8" },
  } as const;
  const download = async (c: Call, kind: keyof typeof files, id: string, n: number, lang: "ja" | "en") => {
    const scope = allowed(c, parts, "study.read", id);
    const { study } = await store.studies.revision(scope, id, n);
    const answer = await parts.analyst.ask({ kind, study, lang });
    if (answer.kind === "invalid") throw unresolved(answer.diagnostics);
    if (answer.kind !== "file") throw new Error(`the analyst answered ${answer.kind}`);
    const name = study.system.name;
    const shown = typeof name === "string" ? name : (name[lang] ?? name.ja ?? name.en ?? study.system.id);
    return new Response(answer.bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": files[kind].type,
        "content-disposition": disposition(
          `${shown}_r${n}.${files[kind].end}`,
          `${study.system.id}-r${n}.${files[kind].end}`,
        ),
        "cache-control": "private, no-cache",
        // Opened in the browser it can do nothing in our name.
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      },
    });
  };
  app.openapi(routes.getDossier, (c) => {
    const { id, n } = c.req.valid("param");
    return download(c, "dossier", id, n, c.req.valid("query").lang ?? c.get("lang")) as never;
  });
  app.openapi(routes.getReport, (c) => {
    const { id, n } = c.req.valid("param");
    return download(c, "report", id, n, c.req.valid("query").lang ?? c.get("lang")) as never;
  });
  app.openapi(routes.getStudyFile, (c) => {
    const { id, n } = c.req.valid("param");
    return download(c, "yaml", id, n, c.req.valid("query").lang ?? c.get("lang")) as never;
  });
}

/** Content-Disposition with the real name (RFC 5987) and one in ASCII for what cannot read it. */
export function disposition(name: string, plain: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in a file name
  const safe = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+/g, "_").slice(0, 150);
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain.replace(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encoded}`;
}
