/** Compiles a Typst source to PDF, with the fonts of the package and nothing else: no network, no system fonts. */
import { readFileSync } from "node:fs";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { TypstSource } from "../pdf/kit.ts";
import { FONT_FILES } from "./fonts.ts";

let compiler: NodeCompiler | undefined;
/** What a layout leaves in memory goes a moment later: a program that ends with the PDF need not wait for it. */
const KEPT_MS = 3_000;
let forget: NodeJS.Timeout | undefined;
/** One of each: both faces, both scripts, a table. */
const WARMING =
  '#set text(font: "Noto Sans JP", lang: "ja")\n*事業* A1, b。#table(columns: 2, [要件], table.cell(fill: red)[x])';

function compilerOf(): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: "/",
    fontArgs: [{ fontBlobs: FONT_FILES.map((f) => readFileSync(f)) }],
  });
  return compiler;
}

/** Loads the fonts, and what the layout of Japanese and English needs, before there is something to lay out. */
export function warmUp(): void {
  compilerOf().compile({ mainFileContent: WARMING });
}

export function compilePdf(source: TypstSource): Uint8Array {
  const compiler = compilerOf();
  if (forget) {
    clearTimeout(forget);
    compiler.evictCache(0);
  }
  compiler.resetShadow();
  for (const f of source.files) compiler.mapShadow(f.path, Buffer.from(f.text, "utf8"));
  const compiled = compiler.compile({ mainFileContent: source.main });
  if (!compiled.result) {
    const error = compiled.takeDiagnostics();
    throw new Error(`the PDF could not be laid out: ${JSON.stringify(error?.shortDiagnostics)}`);
  }
  const pdf = compiler.pdf(compiled.result);
  forget = setTimeout(() => {
    forget = undefined;
    compiler.evictCache(0);
  }, KEPT_MS);
  forget.unref();
  return pdf;
}
