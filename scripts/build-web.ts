/** The web: bundled by Vite into `packages/web/dist`, each text file also compressed beside it (.br, .gz) for the server. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const COMPRESSED = /\.(js|css|html|svg|json|txt)$/;
/** Smaller files cost more to unpack than to send. */
const LEAST_BYTES = 1024;
/** Brotli's best qualities take seconds on files of this size. */
const LARGE_BYTES = 500_000;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One value for everything that goes into the bundle. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  const files = [
    ...["catalog", "model", "analysis", "conformance", "dossier", "web"].flatMap((name) =>
      filesBelow(`${root}packages/${name}/src`),
    ),
    ...filesBelow(`${root}packages/web/public`),
    `${root}packages/web/index.html`,
    `${root}packages/web/vite.config.ts`,
    `${root}package-lock.json`,
    `${root}scripts/build-web.ts`,
  ];
  for (const file of files) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

async function compress(folder: string): Promise<void> {
  await Promise.all(
    filesBelow(folder)
      .filter((file) => COMPRESSED.test(file))
      .map(async (file) => {
        const bytes = await readFile(file);
        if (bytes.length < LEAST_BYTES) return;
        const quality = bytes.length > LARGE_BYTES ? 9 : 11;
        const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
        await Promise.all([
          brotli(bytes, { params }).then((out) => writeFile(`${file}.br`, out)),
          zip(bytes, { level: 9 }).then((out) => writeFile(`${file}.gz`, out)),
        ]);
      }),
  );
}

/** Address of each page (`*` one part of it) and its module. Below `/studies/` the study's shell belongs to each. */
const PAGES: Record<string, string> = {
  "/": "src/home/page.tsx",
  "/settings": "src/settings/page.tsx",
  "/studies/*": "src/study/overview/page.tsx",
  "/studies/*/system": "src/step1/page.tsx",
  "/studies/*/risks": "src/step2/page.tsx",
  "/studies/*/types": "src/step3/page.tsx",
  "/studies/*/requirements": "src/step4/page.tsx",
  "/studies/*/star1": "src/step5/page.tsx",
  "/studies/*/star2": "src/step6/page.tsx",
  "/studies/*/compare": "src/compare/page.tsx",
  "/studies/*/history": "src/study/history/page.tsx",
};
const SHELL = "src/shell/study-frame.tsx";

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}

/**
 * Scripts and styles of each page beyond those that `index.html` names, in `.pages.json`: the server names them with the
 * page, so that the browser fetches them at once and not one after the other.
 */
function notePages(dist: string): void {
  const chunks = JSON.parse(readFileSync(`${dist}/.vite/manifest.json`, "utf8")) as Record<string, Chunk>;
  const html = readFileSync(`${dist}/index.html`, "utf8");
  const pages = Object.entries(PAGES).map(([path, page]) => {
    const scripts = new Set<string>();
    const styles = new Set<string>();
    const visit = (name: string): void => {
      const chunk = chunks[name];
      if (!chunk) throw new Error(`the web's build has no ${name}: PAGES in scripts/build-web.ts`);
      if (scripts.has(`/${chunk.file}`)) return;
      scripts.add(`/${chunk.file}`);
      for (const file of chunk.css ?? []) styles.add(`/${file}`);
      for (const other of chunk.imports ?? []) visit(other);
    };
    if (path.startsWith("/studies/")) visit(SHELL);
    visit(page);
    const more = (files: Set<string>) => [...files].filter((file) => !html.includes(file)).sort();
    return { path, scripts: more(scripts), styles: more(styles) };
  });
  writeFileSync(`${dist}/.pages.json`, JSON.stringify(pages));
}

/** Builds when something that goes into the bundle has changed since the last time. */
export async function buildWeb(root: string): Promise<void> {
  const dist = `${root}packages/web/dist`;
  const stamp = `${dist}/.built-from`;
  const wanted = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const { build } = await import("vite");
  await build({
    root: `${root}packages/web`,
    configFile: `${root}packages/web/vite.config.ts`,
    logLevel: "warn",
  });
  notePages(dist);
  await compress(dist);
  writeFileSync(stamp, wanted);
}
