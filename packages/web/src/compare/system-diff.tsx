/** What differs in the description of the system, by part. */
import { DIFF_PARTS, type DiffEntry, type FieldChange } from "@seiza/model";
import { useMemo, useState } from "react";
import words from "../i18n/messages/compare.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import { useGo } from "../shell/go.ts";
import { useItemWords } from "../shell/item-words.ts";
import { DossierIndex } from "../study/dossier-index.ts";
import css from "./compare.module.css";
import type { Comparison } from "./use-comparison.ts";

const FIRST = 10;
const STEP = 100;
const PREFIX: Partial<Record<DiffEntry["part"], string>> = {
  configuration: "cf",
  zone: "zn",
  segment: "sg",
  component: "co",
  interface: "if",
  flow: "fl",
  person: "pe",
  productType: "pt",
  threatSource: "ts",
  decision: "dc",
};

/** Stable id of what an entry is about, where it has one. */
export function idOf(entry: DiffEntry): string | undefined {
  const prefix = PREFIX[entry.part];
  if (prefix === undefined) return undefined;
  return entry.configuration === undefined
    ? `${prefix}:${entry.id}`
    : `${prefix}:${entry.configuration}/${entry.id}`;
}

export function SystemDiff({ comparison }: { comparison: Extract<Comparison, { state: "done" }> }) {
  const { diff, before, after, isNow } = comparison;
  const shellWords = shell.useT();
  const indices = useMemo(
    () => ({
      before: before.dossier && new DossierIndex(before.dossier),
      after: after.dossier && new DossierIndex(after.dossier),
    }),
    [before.dossier, after.dossier],
  );
  return (
    <>
      {DIFF_PARTS.map((part) => {
        const entries = diff.filter((e) => e.part === part);
        return (
          entries.length > 0 && (
            <section key={part} className={css.list} aria-label={shellWords(`diff.part.${part}`)}>
              <h3>
                {shellWords(`diff.part.${part}`)}
                <span className={css.verdicts}>
                  <span>{entries.length}</span>
                </span>
              </h3>
              <Entries entries={entries} isNow={isNow} indices={indices} />
            </section>
          )
        );
      })}
    </>
  );
}

interface Indices {
  before: DossierIndex | undefined;
  after: DossierIndex | undefined;
}

function Entries({
  entries,
  isNow,
  indices,
}: {
  entries: readonly DiffEntry[];
  isNow: boolean;
  indices: Indices;
}) {
  const t = words.useT();
  const [shown, setShown] = useState(FIRST);
  return (
    <>
      <ul>
        {entries.slice(0, shown).map((e) => (
          <Entry
            key={`${e.kind}/${e.configuration ?? ""}/${e.id}`}
            entry={e}
            isNow={isNow}
            indices={indices}
          />
        ))}
      </ul>
      {entries.length > shown && (
        <button type="button" className={css.more} onClick={() => setShown(shown + STEP)}>
          {t("more", { count: Math.min(STEP, entries.length - shown) })}
        </button>
      )}
    </>
  );
}

function Entry({ entry, isNow, indices }: { entry: DiffEntry; isNow: boolean; indices: Indices }) {
  const t = words.useT();
  const w = useWords();
  const { go, canGo } = useGo();
  const id = idOf(entry);
  const index = entry.kind === "removed" ? indices.before : indices.after;
  const items = useItemWords(index);
  const own = w(entry.name);
  // Flows and judgements rarely have names of their own.
  const derived = id === undefined || !index ? "" : w(index.name(flowId(id, index)));
  const name = own !== "" ? own : derived !== "" && derived !== id ? derived : entry.id;
  const component =
    entry.part === "interface" && index
      ? w(index.name(`co:${entry.configuration}/${entry.id.slice(0, entry.id.indexOf("."))}`))
      : "";
  const said = (field: FieldChange, value: unknown): string => {
    if (value === undefined) return t("value.none");
    if (Array.isArray(value))
      return value.every((v) => typeof v !== "object")
        ? value.map(String).join(", ") || t("value.none")
        : t("value.complex");
    if (typeof value === "object" && value !== null)
      return "ja" in value || "en" in value ? w(value as { ja: string; en: string }) : t("value.complex");
    return items.value(lastOf(field.path), value as string | number | boolean);
  };
  return (
    <li className={css.change} data-kind={entry.kind}>
      <span className={css.sign} data-kind={entry.kind} aria-hidden="true">
        {entry.kind === "added" ? "+" : entry.kind === "removed" ? "−" : "±"}
      </span>
      <div>
        <span className={css.kind} data-kind={entry.kind}>
          {t(`kind.${entry.kind}`)}
        </span>
        {entry.part === "layout" ? (
          <span>{t("layout", { count: entry.fields?.length ?? 0 })}</span>
        ) : isNow && entry.kind !== "removed" && id !== undefined && canGo(id) ? (
          <button type="button" className={css.link} aria-label={t("go", { name })} onClick={() => go(id)}>
            {name}
          </button>
        ) : (
          <span>{name}</span>
        )}
        {component !== "" && <small className={css.type}>{component}</small>}
        {entry.part !== "layout" && entry.fields && (
          <div className={css.fields}>
            {entry.fields.slice(0, 12).map((field) => (
              <span key={field.path}>
                {t("field.set", {
                  field: items.valueName(lastOf(field.path)),
                  before: said(field, field.before),
                  after: said(field, field.after),
                })}
              </span>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

const lastOf = (path: string) => path.slice(path.lastIndexOf(".") + 1);

/** A flow without an id of its own has one in the dossier that begins like its key in the difference. */
function flowId(id: string, index: DossierIndex): string {
  if (!id.startsWith("fl:") || index.flows.has(id)) return id;
  const [ends = "", to = ""] = id.slice(id.indexOf("/") + 1).split(">");
  const configuration = id.slice(3, id.indexOf("/"));
  for (const flow of index.flows.values())
    if (flow.from === `if:${configuration}/${ends}` && flow.to === `if:${configuration}/${to}`)
      return flow.id;
  return id;
}
