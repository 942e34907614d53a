/** What comes in with a model of another tool, before it becomes a study. */
import { Button, Group } from "@mantine/core";
import type { Study } from "@seiza/model";
import { useState } from "react";
import intake from "../i18n/messages/intake.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import css from "./intake.module.css";
import type { ModelBrought } from "./intake-types.ts";

const COUNTS = [
  "configurations",
  "zones",
  "components",
  "flows",
  "people",
  "assets",
  "productTypes",
] as const;
const SHOWN = 200;

export default function PreviewDialog({
  file,
  brought,
  onClose,
  onTake,
}: {
  file: string;
  brought: ModelBrought;
  onClose: () => void;
  onTake: (study: Study) => Promise<void>;
}) {
  const t = intake.useT();
  const w = useWords();
  const { number } = useFormats();
  const [isTaking, setTaking] = useState(false);
  const { notes, columns, counts, errors, warnings } = brought;
  const hasSheets = columns.some((c) => c.sheet !== "");
  return (
    <Dialog opened onClose={onClose} title={t("preview.title", { file })} size="xl" top>
      <div className={css.body} tabIndex={0} role="region" aria-label={t("placed")}>
        <p className={css.lead}>{t("preview.text", { format: t(`format.${brought.format}`) })}</p>
        <dl className={css.counts}>
          {COUNTS.map((key) => (
            <div key={key}>
              <dt>{t(`count.${key}`)}</dt>
              <dd>{number(counts[key])}</dd>
            </div>
          ))}
        </dl>
        {notes.length === 0 && <p>{t("everything")}</p>}
        <Noted notes={notes} kinds={["refused", "left-out"]} />
        {columns.length > 0 && (
          <section>
            <h3>{t("columns")}</h3>
            <table className={css.table}>
              <thead>
                <tr>
                  {hasSheets && <th scope="col">{t("columns.sheet")}</th>}
                  <th scope="col">{t("columns.head")}</th>
                  <th scope="col">{t("columns.as")}</th>
                </tr>
              </thead>
              <tbody>
                {columns.map((c) => (
                  <tr key={`${c.sheet}!${c.head}`}>
                    {hasSheets && <td>{c.sheet}</td>}
                    <td>{c.head}</td>
                    <td>{w(c.name)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        <Noted notes={notes} kinds={["rides-along", "assumed"]} />
        {errors + warnings > 0 && <p className={css.note}>{t("problems", { errors, warnings })}</p>}
      </div>
      <Group justify="flex-end" gap="xs" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          data-autofocus
          loading={isTaking}
          onClick={() => {
            setTaking(true);
            void onTake(brought.study).finally(() => setTaking(false));
          }}
        >
          {t("create")}
        </Button>
      </Group>
    </Dialog>
  );
}

function Noted({
  notes,
  kinds,
}: {
  notes: ModelBrought["notes"];
  kinds: readonly ModelBrought["notes"][number]["kind"][];
}) {
  const t = intake.useT();
  const w = useWords();
  const { number } = useFormats();
  return kinds.map((kind) => {
    const of = notes.filter((n) => n.kind === kind);
    if (of.length === 0) return null;
    return (
      <section key={kind}>
        <h3>
          {t(`kind.${kind}`)} <span className={css.number}>{number(of.length)}</span>
        </h3>
        <ul className={css.notes}>
          {of.slice(0, SHOWN).map((n, i) => (
            <li key={i}>
              {n.place !== "" && <code>{n.place}</code>}
              {w(n.text)}
            </li>
          ))}
          {of.length > SHOWN && <li>{t("more", { count: of.length - SHOWN })}</li>}
        </ul>
      </section>
    );
  });
}

/** A file that nothing could be made of: what is the matter, and what can be done. */
export function RefusedDialog({
  file,
  place,
  text,
  onClose,
  onAgain,
}: {
  file: string;
  place: string;
  text: string;
  onClose: () => void;
  onAgain: () => void;
}) {
  const t = intake.useT();
  return (
    <Dialog opened onClose={onClose} title={t("refused.title", { file })} size="lg">
      <div role="alert">
        <p className={css.bad}>
          {place !== "" && place !== file && <code>{place}</code>} {text}
        </p>
      </div>
      <p className={css.note}>{t("refused.formats")}</p>
      <Group justify="flex-end" gap="xs" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button onClick={onAgain} data-autofocus>
          {t("again")}
        </Button>
      </Group>
    </Dialog>
  );
}
