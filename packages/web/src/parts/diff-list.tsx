import type { DiffEntry, StudyDiff } from "@seiza/model";
import { useFieldName } from "../i18n/messages/fields.ts";
import history from "../i18n/messages/history.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import css from "./diff-list.module.css";

const SIGN = { added: "+", removed: "−", changed: "±" } as const;

/** Differences of two studies, an entry a line; fields of changed items below. */
export function DiffList({
  diff,
  most = 60,
  fields = true,
}: {
  diff: StudyDiff;
  most?: number;
  fields?: boolean;
}) {
  const t = shell.useT();
  return (
    <ul className={css.list}>
      {diff.slice(0, most).map((e) => (
        <Entry key={`${e.part}/${e.configuration ?? ""}/${e.id}/${e.kind}`} entry={e} fields={fields} />
      ))}
      {diff.length > most && <li className={css.rest}>{t("diff.more", { count: diff.length - most })}</li>}
    </ul>
  );
}

/** Lines of one entry before the rest is left out. */
const FIELDS = 6;
function Entry({ entry, fields }: { entry: DiffEntry; fields: boolean }) {
  const t = shell.useT();
  const h = history.useT();
  const field = useFieldName();
  const w = useWords();
  const said = (value: unknown): string => {
    if (value === undefined) return h("unset");
    if (typeof value === "object" && value !== null) {
      const isText = Object.keys(value).every((k) => k === "ja" || k === "en");
      if (isText) return w(value as { ja: string; en: string });
      if (Array.isArray(value) && value.every((v) => typeof v !== "object")) return value.join(", ");
      return h("structured");
    }
    return String(value);
  };
  return (
    <li className={css.entry} data-kind={entry.kind}>
      <span className={css.sign} aria-hidden="true">
        {SIGN[entry.kind]}
      </span>
      <div>
        <span className={css.part}>
          {t(`diff.part.${entry.part}`)} · {t(`diff.${entry.kind}`)}
        </span>
        {entry.part !== "layout" && <span className={css.name}>{w(entry.name) || entry.id}</span>}
        {fields && entry.kind === "changed" && entry.part !== "layout" && (
          <ul className={css.fields}>
            {entry.fields?.slice(0, FIELDS).map((f) => (
              <li key={f.path}>
                {h("field", { field: field(f.path), before: said(f.before), after: said(f.after) })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
