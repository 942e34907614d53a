/** Builds everything that is not committed: the checked catalogue, the compiled validator, the published schemas, the command, the web. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { parse } from "yaml";
import { z } from "zod";
import { assembleTables } from "../packages/catalog/src/assemble.ts";
import { VERSION } from "../packages/cli/src/version.ts";
import { productSchema } from "../packages/conformance/src/declaration/json-schema.ts";
import { Dossier } from "../packages/dossier/src/schema.ts";
import { openApiDocument } from "../packages/server/src/api/document.ts";
import { buildValidator } from "./build-validator.ts";
import { buildWeb } from "./build-web.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export function buildCatalogue(): void {
  const folder = `${root}packages/catalog/data`;
  const raw = readdirSync(folder)
    .filter((f) => f.endsWith(".yaml"))
    .sort()
    .map((file) => ({
      file: `packages/catalog/data/${file}`,
      value: parse(readFileSync(`${folder}/${file}`, "utf8")) as unknown,
    }));
  const { tables, problems } = assembleTables(raw);
  if (problems.length > 0) {
    for (const p of problems)
      console.error(`${p.file}${p.entry ? ` [${p.entry}]` : ""}  ${p.message.en}\n    ${p.mend.en}`);
    throw new Error(`the catalogue has ${problems.length} problems`);
  }
  mkdirSync(`${root}packages/catalog/src/generated`, { recursive: true });
  writeFileSync(`${root}packages/catalog/src/generated/builtin.json`, `${JSON.stringify(tables)}\n`);
}

export function buildDossierSchema(): void {
  const schema = { $id: "seiza-dossier-1", ...z.toJSONSchema(Dossier) };
  writeFileSync(`${root}schemas/dossier.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}

export function buildProductSchema(): void {
  writeFileSync(`${root}schemas/product.schema.json`, `${JSON.stringify(productSchema(), null, 2)}\n`);
}

/** After `buildValidator`, which writes the study's schema. */
export function buildOpenApi(): void {
  const study: unknown = JSON.parse(readFileSync(`${root}schemas/study.schema.json`, "utf8"));
  const document = openApiDocument(study, VERSION);
  writeFileSync(`${root}schemas/openapi.json`, `${JSON.stringify(document, null, 2)}\n`);
}

/** The benchmark measures what users run: bundled code, not sources transformed on the fly. */
async function buildBenchmark(): Promise<void> {
  await build({
    entryPoints: ["measure", "plain", "routes", "fuzz-target", "findings"].map(
      (name) => `${root}bench/${name}.ts`,
    ),
    outdir: `${root}bench/dist`,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    logLevel: "warning",
    banner: { js: REQUIRE },
  });
}

/** CommonJS inside an ESM bundle still asks for `require`. */
const REQUIRE = 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);';

/** Stay packages of their own: native libraries (one of ssh2's parts may be compiled), fonts, and what loads files that lie beside its code. */
const EXTERNAL = [
  "@electric-sql/pglite",
  "pg",
  "pino",
  "ssh2",
  "@myriaddreamin/*",
  "@resvg/*",
  "@expo-google-fonts/*",
  "ssh2",
];

/**
 * The argument parser loads the modules for child processes and sockets for commands in files of their own, which there
 * are none of; loading them takes longer than reading the arguments.
 */
const childProcessOnDemand: Plugin = {
  name: "child-process-on-demand",
  setup(build) {
    build.onLoad({ filter: /commander[\\/]lib[\\/]command\.js$/ }, async ({ path }) => {
      const text = readFileSync(path, "utf8");
      const eager = "const childProcess = require('node:child_process');";
      if (!text.includes(eager)) throw new Error(`${path} no longer has the line: ${eager}`);
      return {
        contents: text.replace(
          eager,
          "const childProcess = { spawn: (...given) => require('node:child_process').spawn(...given) };",
        ),
      };
    });
  },
};

async function buildCommand(): Promise<void> {
  const outdir = `${root}packages/cli/dist`;
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: {
      main: `${root}packages/cli/src/main.ts`,
      analyst: `${root}packages/server/src/analyst/worker.ts`,
      documents: `${root}packages/server/src/documents/worker.ts`,
      press: `${root}packages/render/src/node/press-thread.ts`,
    },
    outdir,
    plugins: [childProcessOnDemand],
    external: EXTERNAL,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    loader: { ".yaml": "text" },
    jsx: "automatic",
    jsxImportSource: "preact",
    banner: { js: REQUIRE },
    logLevel: "warning",
  });
  // Plain JavaScript that a thread loads by its place beside the code.
  copyFileSync(`${root}packages/conformance/src/node/net/knock.mjs`, `${outdir}/knock.mjs`);
}

mkdirSync(`${root}schemas`, { recursive: true });
buildCatalogue();
await buildValidator();
buildDossierSchema();
buildProductSchema();
buildOpenApi();
// It imports what the steps before have made.
const { buildTemplates } = await import("./build-templates.ts");
await buildTemplates(root);
await buildCommand();
await buildBenchmark();
await buildWeb(root);
