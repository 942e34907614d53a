/** A study from a file: read and checked here, with the place of every mistake, before it is given to the server. */
import { Button, Group } from "@mantine/core";
import type { Diagnostic } from "@seiza/model";
import common from "../i18n/messages/common.ts";
import homeWords from "../i18n/messages/home.ts";
import { useWords } from "../i18n/words.ts";
import type { Brought } from "../intake/intake-types.ts";
import { Dialog } from "../parts/dialog.tsx";
import css from "./home.module.css";

export type Looked = Brought | { kind: "tooLarge"; megabytes: number };

/** What a file is and what would come of it; nothing is made yet. @throws what the worker threw */
export async function lookAtFile(file: File, lang: "ja" | "en"): Promise<Looked> {
  const { lookAt, MOST_BYTES } = await import("../intake/intake.ts");
  if (file.size > MOST_BYTES) return { kind: "tooLarge", megabytes: Math.ceil(file.size / 1_000_000) };
  return lookAt(new Uint8Array(await file.arrayBuffer()), file.name, lang);
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
