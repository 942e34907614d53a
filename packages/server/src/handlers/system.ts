import type { OpenAPIHono } from "@hono/zod-openapi";
import * as routes from "../api/routes.ts";
import { allowed, type Env, type Parts } from "../context.ts";
import { bodyOf, streamOf } from "./products.ts";
import { disposition } from "./studies.ts";

export function system(app: OpenAPIHono<Env>, parts: Parts): void {
  const { store } = parts;
  app.openapi(routes.getHealth, async (c) => {
    const health = await store.health();
    const body = { version: parts.version, database: health.database };
    return health.ok
      ? c.json({ status: "ok" as const, ...body }, 200)
      : c.json({ status: "failing" as const, ...body }, 503);
  });
  app.openapi(routes.listTemplates, (c) => {
    allowed(c, parts, "template.read");
    return c.json(
      parts.templates.map(({ id, kind, name, text, study, summary }) => ({
        id,
        kind,
        name,
        text,
        domain: study.system.domain,
        counts: summary.counts,
        picture: summary.picture,
      })),
      200,
    );
  });
  app.openapi(routes.listDecisions, async (c) => {
    const { current, ...options } = c.req.valid("query");
    const scope = allowed(c, parts, "decision.read", options.study);
    const page = await store.decisions.list(scope, { ...options, current: current === "true" });
    return c.json(page as never, 200);
  });
  app.openapi(routes.listAudit, async (c) =>
    c.json((await store.audit.list(allowed(c, parts, "audit.read"), c.req.valid("query"))) as never, 200),
  );
  app.openapi(routes.getEvents, (c) => {
    const scope = allowed(c, parts, "event.read");
    const last = Number(c.req.header("last-event-id") ?? "");
    const after = c.req.header("last-event-id") && Number.isSafeInteger(last) && last >= 0 ? last : undefined;
    return new Response(parts.events.open(scope, after), {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
    }) as never;
  });

  app.openapi(routes.getArchive, (c) => {
    allowed(c, parts, "archive.read");
    const at = parts.clock();
    const name = `seiza-${at.toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-")}.zip`;
    return new Response(streamOf(store.exportArchive({ at })), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": disposition(name, name),
        "cache-control": "no-store",
      },
    }) as never;
  });
  app.openapi(routes.readArchive, async (c) => {
    allowed(c, parts, "archive.write");
    const counts = await store.importArchive(bodyOf(c.req.raw));
    // The local person and workspace are the archive's now.
    const local = await store.people.local({
      at: parts.clock(),
      newId: parts.newId,
      personName: "",
      workspaceName: "",
    });
    parts.local.person = local.person.id;
    parts.local.workspace = local.workspace.id;
    parts.callers.forget();
    void parts.summaries.catchUp();
    return c.json({ counts: { ...counts } }, 200);
  });
}
