/** 評価: the sixteen criteria at a glance, what was observed, what is missing, and what to do next. */
import { Alert, Button, Loader } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Assessment, type Judgement, say, studyChange } from "@seiza/conformance";
import { IconDeviceFloppy, IconListCheck, IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { ApiError } from "../api/client.ts";
import { productsApi } from "../api/products.ts";
import type { ProblemBody } from "../api/types.ts";
import words from "../i18n/messages/products.ts";
import { useWords } from "../i18n/words.ts";
import { EmptyState, Page, PageHead } from "../parts/panel.tsx";
import { useSearchValues } from "../parts/search-values.ts";
import { useJudging, useProduct, useRunningProduct } from "./context.tsx";
import { CriterionDetail, RequirementDetail } from "./criterion.tsx";
import { criterionEntry } from "./judge.ts";
import { NextSteps } from "./next-steps.tsx";
import css from "./product.module.css";
import { OUTCOMES, OutcomeChip } from "./verdict.tsx";

export default function AssessmentPage() {
  const t = words.useT();
  const w = useWords();
  const { assessment, stale, isLoading, read } = useJudging();
  const id = useProduct((s) => s.id);
  const [refused, setRefused] = useState<RefusedBundle>();
  return (
    <Page>
      <PageHead
        title={t("assess.title")}
        text={w(say({ key: "disclaimer.preparation", values: {} }))}
        actions={assessment && !stale ? <Keeping onRefused={setRefused} /> : undefined}
      />
      {refused && <Refusal of={refused} onClose={() => setRefused(undefined)} />}
      {stale && !isLoading && (
        <Alert color="yellow" variant="light" mb="md" role="status">
          {assessment ? t("assess.stale") : t("assess.broken")}{" "}
          <Link
            className={css.inAlert}
            to="/products/$id/declaration"
            params={{ id }}
            search={{ line: read.diagnostics.find((d) => d.severity === "error")?.line } as never}
          >
            {t("assess.mend")}
          </Link>
        </Alert>
      )}
      <StudyNotice />
      {assessment ? (
        <Board assessment={assessment} />
      ) : isLoading ? (
        <div className={css.waiting}>
          <Loader aria-label={t("assess.waiting")} />
        </div>
      ) : (
        <EmptyState
          icon={<IconListCheck size={28} />}
          title={t("assess.empty")}
          text={t("assess.empty.text")}
          action={
            <Button component={Link} to="/products/$id/declaration" params={{ id } as never} variant="light">
              {t("assess.mend")}
            </Button>
          }
        />
      )}
    </Page>
  );
}

interface RefusedBundle {
  file: string;
  problem: ProblemBody;
}
/** What is wrong with a bundle, file by file. */
function Refusal({ of, onClose }: { of: RefusedBundle; onClose: () => void }) {
  const t = words.useT();
  return (
    <Alert
      color="red"
      variant="light"
      mb="md"
      title={t("bundle.refused", { file: of.file })}
      withCloseButton
      closeButtonLabel={t("close")}
      onClose={onClose}
      role="alert"
    >
      {of.problem.detail}
      <ul className={css.plain}>
        {of.problem.errors?.map((e) => (
          <li key={`${e.pointer}${e.detail}`}>
            <code>{e.pointer?.replace(/^\//, "")}</code> {e.detail}
          </li>
        ))}
      </ul>
      {of.problem.mend}
    </Alert>
  );
}

/** Keeps what is judged now, alone or with a signed bundle of evidence. */
function Keeping({ onRefused }: { onRefused: (refused: RefusedBundle | undefined) => void }) {
  const t = words.useT();
  const client = useQueryClient();
  const running = useRunningProduct();
  const id = useProduct((s) => s.id);
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<"keep" | "bundle">();
  const act = async (file?: File) => {
    setBusy(file ? "bundle" : "keep");
    onRefused(undefined);
    try {
      await running.store.getState().flush();
      const state = running.store.getState();
      if (state.save !== "saved") throw new Error(t("keep.unsaved"));
      const bundles = file ? [(await productsApi.upload(file)).sha256] : [];
      const kept = await productsApi.keep(id, state.head.revision, { bundles });
      const { body } = await productsApi.assessment(id, kept.id);
      await client.invalidateQueries({ queryKey: ["product", id] });
      const bundle = body.bundles.find((b) => bundles.includes(b.sha256));
      notifications.show({
        autoClose: 12_000,
        message: bundle
          ? t("bundle.good", {
              files: bundle.files,
              records: bundle.records,
              fingerprint: bundle.fingerprint,
              number: kept.number,
            })
          : t("keep.done", { number: kept.number }),
      });
    } catch (reason) {
      if (file && reason instanceof ApiError) onRefused({ file: file.name, problem: reason.problem });
      else
        notifications.show({
          color: "red",
          message: t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }),
        });
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUpload size={17} />}
        loading={busy === "bundle"}
        onClick={() => field.current?.click()}
      >
        {t("bundle.upload")}
      </Button>
      <Button
        leftSection={<IconDeviceFloppy size={17} />}
        loading={busy === "keep"}
        onClick={() => void act()}
      >
        {t("keep")}
      </Button>
      <input
        ref={field}
        type="file"
        accept=".zip"
        hidden
        aria-label={t("bundle.upload")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (file) void act(file);
        }}
      />
    </>
  );
}

/** Part that decides how a criterion came out: the first of the same outcome. */
const deciding = (j: Judgement) => j.parts.find((p) => p.outcome === j.outcome) ?? j.parts[0];

/** One line, whole on hovering. */
function Line({ of, className }: { of: string | undefined; className: string | undefined }) {
  return of === undefined ? null : (
    <span className={className} title={of}>
      {of}
    </span>
  );
}

function Board({ assessment }: { assessment: Assessment }) {
  const t = words.useT();
  const w = useWords();
  const [search, setSearch] = useSearchValues();
  const chosen = search["c"];
  const judgement = assessment.judgements.find((j) => j.criterion === chosen);
  const requirement = assessment.requirements.find((r) => r.requirement === chosen);
  const choose = (criterion?: string) => setSearch({ c: criterion }, { push: true });
  return (
    <>
      <ul className={css.counts} aria-label={t("counts")}>
        {OUTCOMES.filter((o) => assessment.counts.outcomes[o] > 0).map((o) => (
          <li key={o}>
            <OutcomeChip outcome={o} /> <b>{assessment.counts.outcomes[o]}</b>
          </li>
        ))}
        <li className={css.quiet}>
          {t("basis", { model: assessment.product.model, firmware: assessment.product.firmware })}
        </li>
      </ul>
      <div className={css.board}>
        <div className={css.rows}>
          <button
            type="button"
            className={css.row}
            aria-current={judgement === undefined && requirement === undefined ? "true" : undefined}
            onClick={() => choose()}
          >
            <span className={css.rowHead}>
              <IconListCheck size={17} aria-hidden="true" />
              <strong>{t("next")}</strong>
              <span className={css.grow} />
              {t("next.count", { count: assessment.next.length })}
            </span>
          </button>
          <ol className={css.plain} aria-label={t("criteria")}>
            {assessment.judgements.map((j) => {
              const part = deciding(j);
              const needs = new Set(j.parts.flatMap((p) => p.needs.map((n) => JSON.stringify(n))));
              const [first] = part?.needs ?? [];
              return (
                <li key={j.criterion}>
                  <button
                    type="button"
                    className={css.row}
                    aria-current={j === judgement ? "true" : undefined}
                    onClick={() => choose(j.criterion)}
                    data-criterion={j.criterion}
                  >
                    <span className={css.rowHead}>
                      <span className={css.number}>{j.criterion.replace("S1.1-", "")}</span>
                      <strong>{w(criterionEntry(j.criterion)?.name)}</strong>
                      <span className={css.grow} />
                      <OutcomeChip outcome={j.outcome} />
                    </span>
                    <span className={css.rowFoot}>
                      <Line of={part?.reasons[0] && w(say(part.reasons[0]))} className={css.rowText} />
                      <Line
                        of={
                          first &&
                          (needs.size > 1
                            ? t("need.more", { need: w(say(first)), count: needs.size - 1 })
                            : t("need.one", { need: w(say(first)) }))
                        }
                        className={css.rowNeed}
                      />
                    </span>
                  </button>
                </li>
              );
            })}
          </ol>
          <AddedRows assessment={assessment} chosen={requirement} onChoose={choose} />
        </div>
        <section className={css.detail} aria-label={t("detail")}>
          {judgement ? (
            <CriterionDetail key={judgement.criterion} judgement={judgement} />
          ) : requirement ? (
            <RequirementDetail key={requirement.requirement} judgement={requirement} />
          ) : (
            <NextSteps assessment={assessment} onCriterion={choose} />
          )}
        </section>
      </div>
    </>
  );
}

/** What the study of the domain adds, in a list of its own below the sixteen. */
function AddedRows({
  assessment,
  chosen,
  onChoose,
}: {
  assessment: Assessment;
  chosen: Assessment["requirements"][number] | undefined;
  onChoose: (requirement: string) => void;
}) {
  const t = words.useT();
  const w = useWords();
  const { study, requirements } = assessment;
  if (!study && requirements.length === 0) return null;
  return (
    <section aria-label={t("added")} className={css.added}>
      <h2>{t("added")}</h2>
      {study && (
        <p className={css.quiet}>
          <Link to="/studies/$id/requirements" params={{ id: study.id }} search={typeOf(study.productType)}>
            {w(study.name)}
          </Link>{" "}
          {t("added.of", { type: w(study.typeName), revision: study.revision ?? 0 })}
          <br />
          {t("added.counts", { count: requirements.length, covered: study.covered })}
        </p>
      )}
      <ol className={css.plain}>
        {requirements.map((r) => (
          <li key={r.requirement}>
            <button
              type="button"
              className={css.row}
              aria-current={r === chosen ? "true" : undefined}
              onClick={() => onChoose(r.requirement)}
              data-requirement={r.requirement}
            >
              <span className={css.addedRow}>
                <span className={css.number}>{r.no === undefined ? "+" : `+${r.no}`}</span>
                <span>
                  <span className={css.addedName} title={w(r.name)}>
                    {w(r.name)}
                  </span>
                  {r.status === "proposed" && <small>{t("standing.proposed")}</small>}
                </span>
                <OutcomeChip outcome={r.outcome} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
const typeOf = (productType: string) => ({ type: `pt:${productType}`, tab: "requirements" }) as never;

const KIND = { added: "study.added", changed: "study.changed.one", removed: "study.removed" } as const;

/** The study cannot be read as it is now, or asks for something else than what was judged and kept. */
function StudyNotice() {
  const t = words.useT();
  const w = useWords();
  const id = useProduct((s) => s.id);
  const { linked, kept, newest } = useJudging();
  const before = newest?.assessment.study;
  const [latest] = kept;
  const mend = (
    <Link className={css.inAlert} to="/products/$id/declaration" params={{ id }}>
      {t("study.choose")}
    </Link>
  );
  if (linked.trouble)
    return (
      <Alert color="yellow" variant="light" mb="md" role="status">
        {t(`study.${linked.trouble}`)}{" "}
        {linked.study && t("study.lastKept", { revision: linked.study.revision ?? 0 })} {mend}
      </Alert>
    );
  const now = linked.study;
  if (!now || !before || !latest || before.id !== now.id || before.productType !== now.productType)
    return null;
  if (before.revision === now.revision) return null;
  const change = studyChange(before, now);
  const rows = [
    ...change.added.map((r) => ({ kind: "added" as const, r })),
    ...change.changed.map((x) => ({ kind: "changed" as const, r: x.after })),
    ...change.removed.map((r) => ({ kind: "removed" as const, r })),
  ];
  return (
    <Alert color="blue" variant="light" mb="md" role="status" data-study-changed>
      {t("study.changed", {
        number: latest.number,
        before: before.revision ?? 0,
        now: now.revision ?? 0,
      })}{" "}
      {rows.length === 0 ? (
        t("study.changed.none")
      ) : (
        <details>
          <summary>
            {t("study.changed.counts", {
              added: change.added.length,
              changed: change.changed.length,
              removed: change.removed.length,
            })}
          </summary>
          <ul className={css.plain}>
            {rows.map(({ kind, r }) => (
              <li key={`${kind} ${r.id}`}>
                <b>{t(KIND[kind])}</b> {w(r.name)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Alert>
  );
}
