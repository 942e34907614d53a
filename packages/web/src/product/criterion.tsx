/** One criterion: what it asks, what was seen of each part, what would settle it, who said what. */
import { notifications } from "@mantine/notifications";
import {
  type Judgement,
  type PartJudgement,
  QUESTIONS,
  type Reason,
  type RequirementJudgement,
  say,
} from "@seiza/conformance";
import { IconPaperclip } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { evidenceAddress } from "../api/products.ts";
import words from "../i18n/messages/products.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import decided from "../parts/decided.module.css";
import { useJudging, useProduct } from "./context.tsx";
import { criterionEntry } from "./judge.ts";
import { NeedLine } from "./need.tsx";
import css from "./product.module.css";
import { StatementDialog } from "./statement-dialog.tsx";
import { OutcomeChip } from "./verdict.tsx";

export function CriterionDetail({ judgement }: { judgement: Judgement }) {
  const t = words.useT();
  const w = useWords();
  const { criterion } = judgement;
  const entry = criterionEntry(criterion);
  const { read, newest } = useJudging();
  const id = useProduct((s) => s.id);
  const [saying, setSaying] = useState(false);
  const records = useMemo(
    () => (newest?.records ?? []).filter((r) => r.criteria.includes(criterion)),
    [newest, criterion],
  );
  const claim = read.declaration?.notApplicable.find((n) => n.criterion === criterion);
  const abouts = [
    ...new Set(judgement.parts.map((p) => (p.subject === undefined ? p.part : `${p.part}:${p.subject}`))),
  ];
  if (!entry) return null;
  return (
    <>
      <header className={css.detailHead}>
        <h2>
          {criterion} {w(entry.name)}
        </h2>
        <OutcomeChip outcome={judgement.outcome} />
      </header>
      <p className={css.lead}>{w(QUESTIONS[criterion])}</p>
      <details className={css.asks}>
        <summary>{t("asks")}</summary>
        <p>{w(entry.text)}</p>
        {entry.parts && (
          <>
            <p className={css.quiet}>{entry.parts.need === "any" ? t("asks.any") : t("asks.all")}</p>
            <ul className={css.plain}>
              {entry.parts.list.map((p) => (
                <li key={p.id}>
                  <b>{p.mark}</b> {w(p.text)}
                  {p.items.length > 0 && (
                    <ul>
                      {p.items.map((i) => (
                        <li key={i.id}>
                          {i.mark} {w(i.text)}
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
      <h3>{t("observed")}</h3>
      <ul className={css.parts}>
        {judgement.parts.map((p) => (
          <Part key={`${p.part} ${p.subject ?? ""}`} part={p} criterion={criterion} />
        ))}
      </ul>
      {judgement.remarks.length > 0 && (
        <>
          <h3>{t("remarks")}</h3>
          <Reasons reasons={judgement.remarks} />
        </>
      )}
      <h3>{t("na")}</h3>
      {claim ? (
        <p>{t("na.claimed", { why: w(claim.why) })}</p>
      ) : entry.notApplicable.length === 0 ? (
        <p className={css.quiet}>{t("na.never")}</p>
      ) : (
        <>
          <p className={css.quiet}>{t("na.when")}</p>
          <ul>
            {entry.notApplicable.map((n) => (
              <li key={n.id}>{w(n.when)}</li>
            ))}
          </ul>
        </>
      )}
      <div className={css.detailHead}>
        <h3>{t("statements")}</h3>
        {read.declaration && (
          <button type="button" className={css.act} onClick={() => setSaying(true)}>
            {t("statement.whole")}
          </button>
        )}
      </div>
      <Statements criterion={criterion} />
      {saying && (
        <StatementDialog
          criterion={criterion}
          abouts={abouts}
          question={w(QUESTIONS[criterion])}
          onClose={() => setSaying(false)}
        />
      )}
      <h3>{t("records")}</h3>
      {records.length === 0 ? (
        <p className={css.quiet}>{t("records.none")}</p>
      ) : (
        <ul className={css.plain}>
          {records.map((r) => {
            const expired = judgement.expired.find((e) => e.record === r.id);
            return (
              <li key={r.id}>
                <Link to="/products/$id/evidence" params={{ id }} search={{ r: r.id } as never}>
                  {r.check}
                </Link>{" "}
                <RecordFacts startedAt={r.startedAt} tool={r.tool} state={r.state} />
                {expired && <b className={css.expired}>{t("expired")}</b>}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

function RecordFacts({
  startedAt,
  tool,
  state,
}: {
  startedAt: string;
  tool: { name: string; version: string };
  state: "done" | "failed" | "skipped" | "aborted";
}) {
  const t = words.useT();
  const { moment } = useFormats();
  return (
    <span className={css.quiet}>
      {t("record.line", {
        at: moment(startedAt),
        tool: `${tool.name} ${tool.version}`,
        state: t(`state.${state}`),
      })}
    </span>
  );
}

function Part({ part, criterion }: { part: PartJudgement; criterion: string }) {
  const t = words.useT();
  const w = useWords();
  const mark = criterionEntry(criterion)?.parts?.list.find((p) => part.part.startsWith(p.id))?.mark;
  const name = [part.part === criterion ? undefined : (mark ?? part.part), part.subject].filter(
    (x) => x !== undefined,
  );
  return (
    <li>
      <div className={css.detailHead}>
        <h4>{name.length === 0 ? t("part.whole") : name.join(" · ")}</h4>
        <OutcomeChip outcome={part.outcome} />
      </div>
      {part.overridden && <p className={css.quiet}>{t("part.overridden")}</p>}
      <Reasons reasons={part.reasons} />
      {part.needs.length > 0 && (
        <>
          <p className={css.settles}>{t("settles")}</p>
          {part.needs.map((need) => (
            <NeedLine key={`${need.about} ${w(say(need))}`} need={need} criterion={criterion} />
          ))}
        </>
      )}
    </li>
  );
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const w = useWords();
  return (
    <ul className={css.reasons}>
      {reasons.map((r) => (
        <li key={`${r.key} ${JSON.stringify(r.values)}`}>
          {w(say(r))} <Cites cites={r.cites} />
        </li>
      ))}
    </ul>
  );
}

/** What a reason rests on: a place of the declaration, a record of the evidence. */
function Cites({ cites }: { cites: readonly string[] }) {
  const t = words.useT();
  const id = useProduct((s) => s.id);
  const { newest, read } = useJudging();
  return (
    <>
      {cites.map((cite) => {
        if (cite.startsWith("declaration#")) {
          const line = lineOf(read.text, cite.slice("declaration#".length));
          return (
            <Link
              key={cite}
              className={css.cite}
              to="/products/$id/declaration"
              params={{ id }}
              search={(line === undefined ? {} : { line }) as never}
            >
              {t("cite.declaration")}
            </Link>
          );
        }
        const record = newest?.records.find((r) => r.id === cite);
        return record ? (
          <Link
            key={cite}
            className={css.cite}
            to="/products/$id/evidence"
            params={{ id }}
            search={{ r: cite } as never}
          >
            {record.check}
          </Link>
        ) : null;
      })}
    </>
  );
}

/** Line on which the first key of a pointer stands: near enough to look from there. */
function lineOf(text: string, pointer: string): number | undefined {
  const [key] = pointer.split("/").filter((x) => x !== "");
  if (key === undefined) return undefined;
  const at = text.split("\n").findIndex((l) => l.startsWith(`${key}:`));
  return at < 0 ? undefined : at + 1;
}

function Statements({ criterion }: { criterion: string }) {
  const t = words.useT();
  const { day } = useFormats();
  const { assessment } = useJudging();
  const all = useProduct((s) => s.document.statements);
  const edit = useProduct((s) => s.edit);
  const own = all.filter((s) => s.criterion === criterion);
  if (own.length === 0) return <p className={css.quiet}>{t("statements.none")}</p>;
  return (
    <ul className={decided.list}>
      {own.map((s) => (
        <li key={s.id} className={decided.item} data-statement={s.id}>
          <div className={decided.head}>
            <strong>{t(`says.${s.says}`)}</strong>
            <span>{s.about}</span>
            {assessment?.expired.some((e) => e.record === s.id) && (
              <b className={css.expired}>{t("expired")}</b>
            )}
          </div>
          <blockquote>{s.text}</blockquote>
          {s.attachments.map((a) => (
            <a key={a.sha256} className={css.file} href={evidenceAddress(a.sha256)} download={a.path}>
              <IconPaperclip size={14} aria-hidden="true" />
              {a.path}
            </a>
          ))}
          <div className={decided.foot}>
            <span>
              {s.role === undefined
                ? t("statement.made", { by: s.by, date: day(s.date), firmware: s.firmware })
                : t("statement.made.role", {
                    by: s.by,
                    role: s.role,
                    date: day(s.date),
                    firmware: s.firmware,
                  })}
            </span>
            <button
              type="button"
              className={decided.link}
              onClick={() => {
                edit((d) => ({ ...d, statements: d.statements.filter((x) => x.id !== s.id) }));
                notifications.show({ message: t("statement.withdrawn") });
              }}
            >
              {t("statement.withdraw")}
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A requirement that a study adds to the sixteen. */
export function RequirementDetail({ judgement }: { judgement: RequirementJudgement }) {
  const t = words.useT();
  const w = useWords();
  const study = useJudging().assessment?.study;
  return (
    <>
      <header className={css.detailHead}>
        <h2>{w(judgement.name)}</h2>
        <OutcomeChip outcome={judgement.outcome} />
      </header>
      <p className={css.quiet}>
        {t("requirement.from")} {judgement.status && t(`standing.${judgement.status}`)}
      </p>
      {study && judgement.no !== undefined && (
        <p>
          <Link
            to="/studies/$id/requirements"
            params={{ id: study.id }}
            search={
              { type: `pt:${study.productType}`, tab: "requirements", item: judgement.requirement } as never
            }
          >
            {t("requirement.open", { study: w(study.name), no: judgement.no })}
          </Link>
        </p>
      )}
      <Reasons reasons={judgement.reasons} />
      {judgement.needs.map((need) => (
        <NeedLine key={need.key} need={need} criterion={judgement.requirement} />
      ))}
      <h3>{t("statements")}</h3>
      <Statements criterion={judgement.requirement} />
    </>
  );
}
