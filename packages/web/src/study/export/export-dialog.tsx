/** What people take out of the workbench: formats, language, how far it is, and the file. */
import { useEffect, useState } from "react";
import { downloads } from "../../api/client.ts";
import type { DocumentFormat, ExportView } from "../../api/types.ts";
import { DOCUMENT_FORMATS } from "../../api/types.ts";
import { useLang } from "../../i18n/index.ts";
import exportWords from "../../i18n/messages/export.ts";
import { Dialog } from "../../parts/dialog.tsx";
import {
  Broken,
  Chooser,
  Done,
  Failed,
  keepChoice,
  keptChoice,
  Running,
} from "../../parts/exporting/exporting.tsx";
import { useStudy } from "../context.tsx";
import { useExport } from "./use-export.ts";

const GROUPS = {
  people: ["pdf", "pptx", "docx", "xlsx", "html"],
  pictures: ["svg", "png"],
  tools: ["yaml", "json", "csv", "oscal", "sarif", "otm", "threat-dragon"],
} as const satisfies Record<string, readonly DocumentFormat[]>;
/** Needs no analysis, so it can be taken in any state. */
const ALWAYS: DocumentFormat = "yaml";
const KEPT = "seiza.export";

export default function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = exportWords.useT();
  const shown = useLang();
  const id = useStudy((s) => s.id);
  const revision = useStudy((s) => s.head.revision);
  const save = useStudy((s) => s.save);
  const flush = useStudy((s) => s.flush);
  const errors = useStudy((s) => s.problems.filter((p) => p.severity === "error").length);
  const [choice, setChoice] = useState<readonly DocumentFormat[]>(() =>
    keptChoice(KEPT, DOCUMENT_FORMATS, "pdf"),
  );
  const [lang, setLang] = useState<"ja" | "en">(shown);
  const { going, begin, back } = useExport(id);
  const isUsable = (f: DocumentFormat) => errors === 0 || f === ALWAYS;
  const chosen = choice.filter(isUsable);
  const choose = (isIn: (f: DocumentFormat) => boolean) => {
    const next = DOCUMENT_FORMATS.filter(isIn);
    setChoice(next);
    keepChoice(KEPT, next);
  };
  // What is on the screen is what is taken out.
  useEffect(() => {
    if (save === "dirty") void flush();
  }, [save, flush]);
  const start = (formats: readonly DocumentFormat[]) => void begin(revision, formats, lang);
  const named = (parts: ExportView["parts"]) =>
    parts.map(({ format, state, problem }) => ({
      key: format,
      label: t(`format.${format}`),
      state,
      problem,
    }));

  return (
    <Dialog opened onClose={onClose} title={t("title")} size="xl" top>
      {going.state === "choosing" ? (
        <Chooser
          lead={t("text", { revision })}
          warning={errors > 0 ? t("unsound", { count: errors }) : undefined}
          groups={(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => ({
            key: group,
            title: t(`group.${group}`),
            isTall: group === "tools",
            choices: GROUPS[group].map((format) => ({
              key: format,
              label: t(`format.${format}`),
              hint: t(`hint.${format}`),
              isDisabled: !isUsable(format),
            })),
          }))}
          chosen={chosen}
          onToggle={(key, on) => choose((f) => (f === key ? on : choice.includes(f)))}
          onChoose={(keys) => choose((f) => keys.includes(f))}
          lang={lang}
          onLang={setLang}
          isReady={save === "saved"}
          after={save === "offline" || save === "conflict" ? t("unsaved") : undefined}
          onBegin={() => start(chosen)}
        />
      ) : going.state === "running" ? (
        <Running
          parts={named(
            going.view?.parts ?? going.formats.map((format) => ({ format, state: "waiting" as const })),
          )}
          onCancel={back}
        />
      ) : going.state === "done" ? (
        <Done
          parts={named(going.view.parts)}
          file={{ name: going.view.file?.name ?? "", size: going.view.file?.size ?? 0 }}
          again={downloads.export(going.view.id)}
          onBack={back}
        />
      ) : going.state === "failed" ? (
        <Failed
          parts={named(going.view.parts)}
          onRetry={() => start(going.formats)}
          onRest={() => start(going.view.parts.filter((p) => p.state === "done").map((p) => p.format))}
          onBack={back}
        />
      ) : (
        <Broken problem={going.problem} onBack={back} onRetry={() => start(going.formats)} />
      )}
    </Dialog>
  );
}
