/** What is judged of a product: declaration and persons' words from its document, records from bundles of evidence. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  type Assessment,
  assess,
  type BundleHead,
  type CheckRecord,
  compareAssessments,
  DEFAULT_POLICY,
  type Declaration,
  ProductDocument,
  readDeclaration,
  type Statement,
  type StoredAssessment,
  say,
} from "@seiza/conformance";
import type { Product, Scope } from "@seiza/store";
import * as routes from "../api/routes.ts";
import { allowed, type Env, etagOf, expectedRevision, type Parts } from "../context.ts";
import { studyFor } from "../linked-study.ts";
import { placesOf, Refused } from "../problem.ts";

/** What a bundle may unpack to, in bytes. It comes without compression. */
const BUNDLE_BYTES = 400_000_000;

let catalog: ReturnType<typeof builtinCatalog> | undefined;
const criteria = () => {
  catalog ??= builtinCatalog();
  return catalog;
};

/** @throws Refused 422 */
function documentOf(product: Product): ProductDocument {
  const read = ProductDocument.safeParse(product.document);
  if (!read.success) throw new Refused(422, "product-document-invalid");
  return read.data;
}

/** @throws Refused 422 with the place of each mistake */
function declarationOf(text: string, today: string): Declaration {
  const { declaration, diagnostics } = readDeclaration(text, "product.yaml", { catalog: criteria(), today });
  if (declaration) return declaration;
  const errors = diagnostics.filter((d) => d.severity === "error");
  throw new Refused(422, "declaration-invalid", { count: errors.length }, { errors: placesOf(errors, true) });
}

/** Few facts for lists. */
const summaryOf = ({ counts, judgements }: Assessment) => ({
  ...counts,
  criteria: Object.fromEntries(judgements.map((j) => [j.criterion, j.outcome])),
});

export function assessments(app: OpenAPIHono<Env>, parts: Parts): void {
  const { store } = parts;
  const day = (scope: Scope) => scope.at.toISOString().slice(0, 10);

  /** @throws Refused 422 where it is not as it was signed; NotFound */
  async function bundle(scope: Scope, sha256: string): Promise<{ head: BundleHead; records: CheckRecord[] }> {
    const { readBundleZip } = await import("@seiza/conformance/node");
    const file = await store.evidence.get(scope, sha256);
    const read = readBundleZip(file.bytes, file.name, BUNDLE_BYTES);
    if (!read.ok || !read.manifest)
      throw new Refused(
        422,
        "bundle-broken",
        { name: file.name, count: read.problems.length },
        {
          errors: (lang) =>
            read.problems.slice(0, 100).map((p) => ({
              pointer: `/${p.file}`,
              code: p.code,
              severity: "error",
              detail: say({ key: `bundle.${p.code}`, values: {} })[lang],
            })),
        },
      );
    return {
      records: read.records,
      head: {
        sha256,
        name: file.name,
        fingerprint: read.fingerprint ?? "",
        run: read.manifest.run,
        files: read.files,
        records: read.records.length,
      },
    };
  }

  const stored = async (scope: Scope, product: string, id: string) => {
    const found = await store.assessments.get(scope, product, id);
    return { ...found, body: found.body as StoredAssessment };
  };

  app.openapi(routes.addStatement, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "product.write", id);
    const expected = expectedRevision(c);
    const { attachments, secondReader, role, ...given } = c.req.valid("json");
    if (given.says === "override" && (secondReader === undefined || secondReader === given.by))
      throw new Refused(422, "override-second-reader");
    const product = await store.products.get(scope, id);
    const document = documentOf(product);
    const declaration = declarationOf(document.text, day(scope));
    const files = await Promise.all(attachments.map((sha256) => store.evidence.head(scope, sha256)));
    const statement: Statement = {
      ...given,
      ...(role === undefined ? {} : { role }),
      ...(secondReader === undefined ? {} : { secondReader }),
      id: `st-${scope.newId()}`,
      attachments: files.map((f) => ({
        path: f.name,
        sha256: f.sha256,
        bytes: f.size,
        mediaType: f.mediaType,
      })),
      firmware: declaration.product.firmware.version,
    };
    const next = await store.products.save(scope, id, {
      name: product.name,
      document: { ...document, statements: [...document.statements, statement] },
      expected,
    });
    for (const f of files)
      await store.evidence.link(scope, { product: id, sha256: f.sha256, subject: statement.id });
    return c.json(next as never, 201, etagOf(next.revision));
  });

  app.openapi(routes.createAssessment, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "assessment.write", id);
    const expected = expectedRevision(c);
    const { bundles, keep, why } = c.req.valid("json");
    const product = await store.products.get(scope, id);
    if (product.revision !== expected)
      throw new Refused(412, "conflict", { expected, current: product.revision });
    const document = documentOf(product);
    const declaration = declarationOf(document.text, day(scope));
    const [newest] = (await store.assessments.list(scope, id, { limit: 1 })).items;
    const last = newest ? (await stored(scope, id, newest.id)).body : undefined;
    const before = keep ? last : undefined;
    const study = await studyFor(parts, scope, declaration, last?.assessment.study);
    const heads: BundleHead[] = [...(before?.bundles ?? [])];
    const records: CheckRecord[] = [...(before?.records ?? [])];
    for (const sha256 of new Set(bundles)) {
      if (heads.some((h) => h.sha256 === sha256)) continue;
      const read = await bundle(scope, sha256);
      heads.push(read.head);
      records.push(...read.records);
    }
    const assessment = assess({
      declaration,
      records,
      statements: document.statements,
      policy: DEFAULT_POLICY,
      today: day(scope),
      catalog: criteria(),
      ...(study ? { study } : {}),
    });
    const body: StoredAssessment = {
      seiza: "stored-assessment/1",
      text: document.text,
      statements: document.statements,
      records,
      bundles: heads,
      assessment,
    };
    const head = await store.assessments.add(scope, id, {
      productRevision: product.revision,
      firmware: declaration.product.firmware.version,
      why,
      summary: summaryOf(assessment),
      body,
      evidence: heads.map((h) => h.sha256),
    });
    return c.json(head as never, 201, { Location: `${routes.API}/products/${id}/assessments/${head.id}` });
  });

  app.openapi(routes.listAssessments, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "assessment.read", id);
    return c.json((await store.assessments.list(scope, id, c.req.valid("query"))) as never, 200);
  });
  app.openapi(routes.getAssessment, async (c) => {
    const { id, assessment } = c.req.valid("param");
    const found = await store.assessments.get(allowed(c, parts, "assessment.read", id), id, assessment);
    const headers = { ETag: `"${found.id}"`, "cache-control": "private, no-cache" };
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers) as never;
    return c.json(found as never, 200, headers);
  });
  app.openapi(routes.compareProduct, async (c) => {
    const { id } = c.req.valid("param");
    const scope = allowed(c, parts, "assessment.read", id);
    const asked = c.req.valid("query");
    const from = await stored(scope, id, asked.from);
    const to = await stored(scope, id, asked.to);
    const comparison = compareAssessments(from.body.assessment, to.body.assessment);
    const head = ({ body: _body, ...rest }: typeof from) => rest;
    return c.json({ from: head(from), to: head(to), comparison } as never, 200);
  });
}
