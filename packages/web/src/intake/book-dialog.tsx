/** What an edited workbook changes in the open study, cell by cell; taken in as one step, or refused cell by cell. */
import { Button, Group, Loader } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useLang } from "../i18n/index.ts";
import intake from "../i18n/messages/intake.ts";
import { useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useStudy } from "../study/context.tsx";
import { dayOf } from "../study/decisions.ts";
import css from "./intake.module.css";
import { changesOf, lookAt, MOST_BYTES } from "./intake.ts";
import type { BookChanges } from "./intake-types.ts";

type Seen =
  | { kind: "reading" }
  | BookChanges
  | { kind: "foreign" }
  | { kind: "other" }
  | { kind: "tooLarge" }
  | { kind: "failed"; reason: string };

export default function BookDialog({
  file,
  onClose,
  onAgain,
}: {
  file: File;
  onClose: () => void;
  onAgain: () => void;
}) {
  const t = intake.useT();
  const lang = useLang();
  const study = useStudy((s) => s.study);
  const person = useStudy((s) => s.person);
  const edit = useStudy((s) => s.edit);
  const [seen, setSeen] = useState<Seen>({ kind: "reading" });

  // Read again where the study changed beneath: what is shown is what will be taken.
  useEffect(() => {
    let isGone = false;
    const read = async (): Promise<Seen> => {
      if (file.size > MOST_BYTES) return { kind: "tooLarge" };
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (!/\.xls[xm]$/i.test(file.name)) return { kind: "other" };
      const brought = await lookAt(bytes, file.name, lang);
      // What is no workbook of ours is told as such; what is none at all says the reader itself.
      if (brought.kind === "model") return { kind: "foreign" };
      return changesOf(bytes, study, { by: person.name, date: dayOf(new Date()) });
    };
    setSeen({ kind: "reading" });
    read().then(
      (s) => {
        if (!isGone) setSeen(s);
      },
      (error: unknown) => {
        if (!isGone)
          setSeen({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isGone = true;
    };
  }, [file, study, person, lang]);

  const take = (changes: Extract<BookChanges, { kind: "changes" }>) => {
    edit("study.book", () => changes.after);
    notifications.show({ message: t("book.taken", { count: changes.edits.length }) });
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={t("book.title", { file: file.name })} size="80rem" top>
      {seen.kind === "reading" ? (
        <Group role="status" gap="sm">
          <Loader size="sm" />
          {t("book.reading", { file: file.name })}
        </Group>
      ) : seen.kind === "changes" ? (
        <>
          {seen.edits.length === 0 ? <p>{t("book.none")}</p> : <Changes changes={seen} />}
          <Group justify="flex-end" gap="xs" className={css.foot}>
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            {seen.edits.length > 0 && (
              <Button onClick={() => take(seen)} autoFocus>
                {t("book.take")}
              </Button>
            )}
          </Group>
        </>
      ) : (
        <>
          <div role="alert">
            <Refusal seen={seen} megabytes={Math.ceil(file.size / 1_000_000)} />
          </div>
          <Group justify="flex-end" gap="xs" className={css.foot}>
            {(seen.kind === "other" || seen.kind === "foreign") && (
              <Button variant="subtle" component={Link} to="/">
                {t("book.home.go")}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button onClick={onAgain} autoFocus>
              {t("again")}
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}

function Changes({ changes }: { changes: Extract<BookChanges, { kind: "changes" }> }) {
  const t = intake.useT();
  const w = useWords();
  const { by, date } = changes.signature;
  return (
    <>
      <p className={css.lead}>
        {t("book.changes", { count: changes.edits.length })}{" "}
        {changes.decides && t("book.signed", { by, date })}
      </p>
      <div className={css.body} tabIndex={0} role="region" aria-label={t("book.cell")}>
        <table className={css.table}>
          <thead>
            <tr>
              {(["cell", "item", "field", "before", "after"] as const).map((key) => (
                <th key={key} scope="col">
                  {t(`book.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.edits.map((e) => (
              <tr key={e.where}>
                <td>
                  <code>{e.where}</code>
                </td>
                <td>{w(e.item)}</td>
                <td>{w(e.field)}</td>
                <td data-before>{e.before === "" ? t("book.empty") : e.before}</td>
                <td>{e.after === "" ? t("book.empty") : e.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Refusal({
  seen,
  megabytes,
}: {
  seen: Exclude<Seen, { kind: "reading" } | { kind: "changes" }>;
  megabytes: number;
}) {
  const t = intake.useT();
  const w = useWords();
  if (seen.kind === "refused")
    return (
      <>
        <p className={css.bad}>{t("book.refused", { count: seen.problems.length })}</p>
        <ul className={`${css.body} ${css.notes}`} tabIndex={0} aria-label={t("book.cell")}>
          {seen.problems.map((p, i) => (
            <li key={`${p.where} ${i}`}>
              <code>{p.where}</code>
              {w(p.text)}
              <p>{w(p.mend)}</p>
            </li>
          ))}
        </ul>
      </>
    );
  if (seen.kind === "unsound")
    return (
      <>
        <p className={css.bad}>{t("book.unsound")}</p>
        <ul className={`${css.body} ${css.notes}`} tabIndex={0} aria-label={t("book.cell")}>
          {seen.problems.slice(0, 100).map((p, i) => (
            <li key={i}>
              <code>{p.path.join("/")}</code>
              {w(p.message)}
              {p.mend.ja !== "" && <p>{w(p.mend)}</p>}
            </li>
          ))}
        </ul>
      </>
    );
  if (seen.kind === "failed") return <p className={css.bad}>{t("failed", { reason: seen.reason })}</p>;
  if (seen.kind === "tooLarge") return <p className={css.bad}>{t("tooLarge", { size: megabytes })}</p>;
  return (
    <>
      <p className={css.bad}>{seen.kind === "foreign" ? t("book.assets") : t("book.other")}</p>
      <p className={css.note}>
        {seen.kind === "foreign" && t("book.other")} {t("book.otherMend")}
      </p>
    </>
  );
}
