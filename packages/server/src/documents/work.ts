/** Makes one format of one study; the same in a thread of its own and in a test. */
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { readDeclaration } from "@seiza/conformance";
import { assembleDossier, type Dossier } from "@seiza/dossier";
import { assembleAssessment } from "@seiza/dossier/assessment";
import { exportModel } from "@seiza/exchange";
import { type Diagnostic, diagnose, lintStudy, resolveStudy, type Study, toYaml } from "@seiza/model";
import { renderAssessmentFiles, renderFiles, zipped } from "@seiza/render/node";
import type { DocumentAnswer, DocumentFile, DocumentJob } from "./jobs.ts";

let catalog: ReturnType<typeof builtinCatalog> | undefined;
interface Seen {
  key: string;
  dossier?: Dossier;
  errors: Diagnostic[];
}
/** All formats of a study are asked for one after the other. */
let last: Seen | undefined;

const encoder = new TextEncoder();

function seen(key: string, study: Study, version: string): Seen {
  if (last?.key === key) return last;
  catalog ??= builtinCatalog();
  const start = () => ({ file: `${study.system.id}.yaml`, line: 1, column: 1 });
  const { index, problems } = resolveStudy(study, catalog);
  const diagnostics = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
  const errors = diagnostics.filter((d) => d.severity === "error");
  last = { key, errors };
  if (index && errors.length === 0)
    last.dossier = assembleDossier(
      analyse(index),
      version,
      diagnostics.filter((d) => d.severity !== "info"),
    );
  return last;
}

async function filesOf(
  job: Extract<DocumentJob, { kind: "format" }>,
  version: string,
): Promise<DocumentFile[] | Diagnostic[]> {
  const { key, study, format, lang } = job;
  if (format === "yaml")
    return [
      {
        name: `${study.system.id}.yaml`,
        mediaType: "application/yaml; charset=utf-8",
        bytes: encoder.encode(toYaml(study)),
      },
    ];
  const { dossier, errors } = seen(key, study, version);
  if (!dossier) return errors;
  if (format === "otm" || format === "threat-dragon") {
    catalog ??= builtinCatalog();
    const { text } = exportModel(study, format, { catalog, lang });
    return [
      {
        name: `${study.system.id}.${format === "otm" ? "otm" : "threat-dragon.json"}`,
        mediaType: "application/json",
        bytes: encoder.encode(text),
      },
    ];
  }
  return renderFiles(dossier, format, lang);
}

/** Papers of a stored assessment: as it was judged then. */
function papersOf(
  { stored, raw, format, lang }: Extract<DocumentJob, { kind: "papers" }>,
  version: string,
): Promise<DocumentFile[]> | Diagnostic[] {
  catalog ??= builtinCatalog();
  const { assessment, records, statements, text } = stored;
  const { declaration, diagnostics } = readDeclaration(text, "product.yaml", {
    catalog,
    today: assessment.today,
  });
  if (!declaration) return diagnostics.filter((d) => d.severity === "error");
  const dossier = assembleAssessment({ assessment, declaration, records, statements, catalog, version });
  return renderAssessmentFiles(dossier, format, lang, raw);
}

const isFile = (x: DocumentFile | Diagnostic): x is DocumentFile => "bytes" in x;

/** @param version the product's, written into dossiers */
export async function makeDocument(job: DocumentJob, version: string): Promise<DocumentAnswer> {
  if (job.kind === "pack")
    return { kind: "packed", bytes: zipped(Object.fromEntries(job.files.map((f) => [f.path, f.bytes]))) };
  const made = await (job.kind === "papers" ? papersOf(job, version) : filesOf(job, version));
  if (made.every(isFile)) return { kind: "files", files: made };
  return { kind: "invalid", diagnostics: made.filter((x) => !isFile(x)) as Diagnostic[] };
}
