/** The analyst's work itself, the same in a thread of its own and in a test. */
import { analyse } from "@seiza/analysis";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  assembleDossier,
  type Dossier,
  dossierChunks,
  linkableTypes,
  linkedStudy,
  progressOf,
} from "@seiza/dossier";
import {
  type Diagnostic,
  diagnose,
  lintStudy,
  readStudy,
  resolveStudy,
  type Study,
  toYaml,
} from "@seiza/model";
import { type Places, renderHtml, thumbnail } from "@seiza/render";
import type { StudySummary } from "@seiza/store";
import type { Answer, Job } from "./jobs.ts";

let catalog: ReturnType<typeof builtinCatalog> | undefined;
const encoder = new TextEncoder();
const NO_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 180" aria-hidden="true" focusable="false"></svg>';

interface Seen {
  dossier?: Dossier;
  diagnostics: Diagnostic[];
}
function look(study: Study, version: string): Seen {
  catalog ??= builtinCatalog();
  const start = () => ({ file: `${study.system.id}.yaml`, line: 1, column: 1 });
  const { index, problems } = resolveStudy(study, catalog);
  const diagnostics = diagnose(index ? [...problems, ...lintStudy(index)] : problems, start);
  if (!index || diagnostics.some((d) => d.severity === "error")) return { diagnostics };
  const told = diagnostics.filter((d) => d.severity !== "info");
  return { dossier: assembleDossier(analyse(index), version, told), diagnostics };
}

async function summarise(study: Study, revision: number, version: string): Promise<StudySummary> {
  const { dossier, diagnostics } = look(study, version);
  const layouts = Object.fromEntries(study.configurations.map((c) => [c.id, c.layout as Places | undefined]));
  const counts = dossier?.study.counts ?? {
    configurations: study.configurations.length,
    components: study.configurations.reduce((sum, c) => sum + c.components.length, 0),
    flows: study.configurations.reduce((sum, c) => sum + (c.flows?.length ?? 0), 0),
    productTypes: study.productTypes.length,
  };
  return {
    revision,
    progress: progressOf(dossier, diagnostics),
    counts: {
      ...counts,
      ...(dossier
        ? { threatGroups: dossier.step2.summary.groups, requirements: dossier.step4.requirements.length }
        : {}),
      decisions: study.decisions?.length ?? 0,
    },
    picture: dossier ? await thumbnail(dossier, layouts) : NO_PICTURE,
    problems: {
      errors: diagnostics.filter((d) => d.severity === "error").length,
      warnings: diagnostics.filter((d) => d.severity === "warning").length,
    },
  };
}

/** @param version the product's, written into dossiers */
export async function work(job: Job, version: string): Promise<Answer> {
  switch (job.kind) {
    case "summary":
      return { kind: "summary", summary: await summarise(job.study, job.revision, version) };
    case "yaml":
      return { kind: "file", bytes: encoder.encode(toYaml(job.study)) };
    case "read": {
      const { study, diagnostics } = readStudy({ name: job.fileName, bytes: encoder.encode(job.text) });
      return study ? { kind: "study", study } : { kind: "invalid", diagnostics };
    }
    case "requirements": {
      const { dossier, diagnostics } = look(job.study, version);
      if (!dossier)
        return { kind: "invalid", diagnostics: diagnostics.filter((d) => d.severity === "error") };
      const linked = linkedStudy(dossier, job.productType, { id: job.id, revision: job.revision });
      return { kind: "requirements", types: linkableTypes(dossier), ...(linked ? { linked } : {}) };
    }
    case "dossier":
    case "report": {
      const { dossier, diagnostics } = look(job.study, version);
      if (!dossier)
        return { kind: "invalid", diagnostics: diagnostics.filter((d) => d.severity === "error") };
      const text =
        job.kind === "dossier"
          ? [...dossierChunks(dossier)].join("")
          : await renderHtml(dossier, { lang: job.lang });
      return { kind: "file", bytes: encoder.encode(text) };
    }
  }
}
