import type { OpenAPIHono } from "@hono/zod-openapi";
import * as routes from "../api/routes.ts";
import { allowed, type Env, etagOf, expectedRevision, type Parts } from "../context.ts";
import { disposition } from "./studies.ts";

export function products(app: OpenAPIHono<Env>, parts: Parts): void {
  const { store } = parts;
  app.openapi(routes.listProducts, async (c) =>
    c.json(await store.products.list(allowed(c, parts, "product.read"), c.req.valid("query")), 200),
  );
  app.openapi(routes.createProduct, async (c) => {
    const scope = allowed(c, parts, "product.write");
    const { name, document } = c.req.valid("json");
    const product = await store.products.create(scope, { name, document });
    return c.json(product as never, 201, etagOf(product.revision));
  });
  app.openapi(routes.getProduct, async (c) => {
    const { id } = c.req.valid("param");
    const product = await store.products.get(allowed(c, parts, "product.read", id), id);
    return c.json(product as never, 200, etagOf(product.revision));
  });
  app.openapi(routes.saveProduct, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "product.write", id);
    const expected = expectedRevision(c);
    const { name, document } = c.req.valid("json");
    const product = await store.products.save(scope, id, { name, document, expected });
    return c.json(product as never, 200, etagOf(product.revision));
  });
  app.openapi(routes.removeProduct, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "product.write", id);
    await store.products.remove(scope, id, { expected: expectedRevision(c) });
    return c.body(null, 204);
  });
  app.openapi(routes.listProductEvidence, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "product.read", id);
    await store.products.get(scope, id);
    return c.json({ items: await store.evidence.links(scope, id) }, 200);
  });
  app.openapi(routes.linkEvidence, async (c) => {
    const { id, sha256 } = c.req.valid("param");
    const scope = allowed(c, parts, "product.write", id);
    await store.evidence.link(scope, { product: id, sha256, ...c.req.valid("query") });
    return c.body(null, 204);
  });
  app.openapi(routes.unlinkEvidence, async (c) => {
    const { id, sha256 } = c.req.valid("param");
    const scope = allowed(c, parts, "product.write", id);
    await store.evidence.unlink(scope, { product: id, sha256, ...c.req.valid("query") });
    return c.body(null, 204);
  });

  app.openapi(routes.listEvidence, async (c) =>
    c.json(await store.evidence.list(allowed(c, parts, "evidence.read"), c.req.valid("query")), 200),
  );
  app.openapi(routes.putEvidence, async (c) => {
    const { sha256 } = c.req.valid("param");
    const scope = allowed(c, parts, "evidence.write");
    const stored = await store.evidence.put(scope, bodyOf(c.req.raw), {
      sha256,
      name: c.req.valid("query").name ?? sha256.slice(0, 12),
      mediaType: (c.req.header("content-type") ?? "application/octet-stream").slice(0, 200),
    });
    return c.json(stored, 200);
  });
  app.openapi(routes.getEvidence, async (c) => {
    const { sha256 } = c.req.valid("param");
    const scope = allowed(c, parts, "evidence.read");
    const head = await store.evidence.head(scope, sha256);
    return new Response(streamOf(store.evidence.read(scope, sha256)), {
      headers: {
        // Whatever it is, it never runs here.
        "content-type": "application/octet-stream",
        "content-length": String(head.size),
        "content-disposition": disposition(head.name, sha256.slice(0, 12)),
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, max-age=31536000, immutable",
      },
    }) as never;
  });
}

/** The body in pieces; empty where there is none. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

export function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
