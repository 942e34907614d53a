/** The OpenAPI 3.1 document: the routes, with the published study schema laid in where a study stands. */
import { OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import * as routes from "./routes.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Names of the study schema's definitions among the document's components. */
const named = (definition: string) => (definition.startsWith("Study") ? definition : `Study${definition}`);

function moved(value: Json): Json {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? `#/components/schemas/${named(inner.replace("#/$defs/", ""))}`
        : moved(inner),
    ]),
  );
}

/**
 * @param studySchema the published study schema (`schemas/study.schema.json`)
 * @param version the product's
 */
export function openApiDocument(studySchema: unknown, version: string): Record<string, unknown> {
  const app = new OpenAPIHono();
  for (const [name, route] of Object.entries(routes))
    if (typeof route === "object" && "path" in route)
      app.openAPIRegistry.registerPath({
        ...(route as RouteConfig),
        path: `${routes.API}${route.path}`,
        operationId: name,
      });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Seiza",
      version,
      description:
        "Studies of domain-specific IoT systems with every revision. A call needs the session cookie; a write also the page's own origin.",
    },
  });
  const { $schema, $id, $defs, ...root } = studySchema as { [key: string]: Json };
  const schemas = document.components?.schemas as Record<string, unknown>;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, Json>))
    schemas[named(name)] = moved(definition);
  schemas.Study = moved(root);
  return document as unknown as Record<string, unknown>;
}
