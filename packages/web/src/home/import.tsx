/** A study from a file: read and checked here, with the place of every mistake, then given to the server. */
import { Button, Group } from "@mantine/core";
import type { Diagnostic } from "@seiza/model";
import { api, type Opened } from "../api/client.ts";
import common from "../i18n/messages/common.ts";
import homeWords from "../i18n/messages/home.ts";
import { useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import css from "./home.module.css";

export type Imported =
  | { kind: "made"; made: Opened }
  | { kind: "mistakes"; file: string; problems: Diagnostic[] }
  | { kind: "tooLarge"; megabytes: number };

export const MOST_BYTES = 20_000_000;

/** @throws what the server or the worker threw */
export async function importFile(file: File): Promise<Imported> {
  if (file.size > MOST_BYTES) return { kind: "tooLarge", megabytes: Math.ceil(file.size / 1_000_000) };
  const { startAnalysis } = await import("../study/analysis.ts");
  const worker = startAnalysis();
  try {
    const { study, problems } = await worker.read(await file.text(), file.name);
    if (!study)
      return { kind: "mistakes", file: file.name, problems: problems.filter((p) => p.severity === "error") };
    // Names that lead nowhere are mended in the workbench, where the problems panel shows them.
    return { kind: "made", made: await api.create({ study, label: "study.import" }) };
  } finally {
    worker.close();
  }
}

const SHOWN = 100;
export function MistakesDialog({
  file,
  problems,
  onClose,
  onAgain,
}: {
  file: string;
  problems: readonly Diagnostic[];
  onClose: () => void;
  onAgain: () => void;
}) {
  const t = homeWords.useT();
  const c = common.useT();
  const w = useWords();
  return (
    <Dialog opened onClose={onClose} title={t("import.title", { file })} size="xl">
      <p>{t("import.text", { count: problems.length })}</p>
      <ul className={css.mistakes} tabIndex={0}>
        {problems.slice(0, SHOWN).map((p) => (
          <li key={`${p.line}:${p.column}:${p.code}:${p.path.join("/")}`}>
            <code>
              {p.file}:{p.line}:{p.column}
            </code>
            {w(p.message)}
            {p.mend.ja !== "" && <p>{w(p.mend)}</p>}
          </li>
        ))}
        {problems.length > SHOWN && <li>{t("import.more", { count: problems.length - SHOWN })}</li>}
      </ul>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {c("close")}
        </Button>
        <Button onClick={onAgain}>{t("import.again")}</Button>
      </Group>
    </Dialog>
  );
}
