/** The way through ①–⑥: what is done, what is open, the next sensible thing. */
import { Button } from "@mantine/core";
import type { ProgressPoint, StepProgress } from "@seiza/dossier";
import {
  IconArrowRight,
  IconCheck,
  IconCircleDashed,
  IconFileCode,
  IconFileText,
  IconFileTypography,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import i18next from "i18next";
import { downloads } from "../../api/client.ts";
import { useLang } from "../../i18n/index.ts";
import common from "../../i18n/messages/common.ts";
import intakeWords from "../../i18n/messages/intake.ts";
import overview from "../../i18n/messages/overview.ts";
import progressWords from "../../i18n/messages/progress.ts";
import shell from "../../i18n/messages/shell.ts";
import steps from "../../i18n/messages/steps.ts";
import { useFormats } from "../../i18n/words.ts";
import { useBookIntake } from "../../intake/host.tsx";
import { BandChip, Page, PageHead, Panel, Words } from "../../parts/index.ts";
import parts from "../../parts/parts.module.css";
import { isPicture, Picture } from "../../parts/picture.tsx";
import { useGo } from "../../shell/go.ts";
import { useStudy } from "../context.tsx";
import { useExporting } from "../export/host.tsx";
import { useProgress } from "../progress.ts";
import { STEP_PATHS } from "../step-paths.ts";
import css from "./overview.module.css";

const BANDS = ["A", "B", "C", "D", "E"] as const;
type Bands = Record<(typeof BANDS)[number], number>;
const NONE: Bands = { A: 0, B: 0, C: 0, D: 0, E: 0 };
type Step = StepProgress["step"];

/** Where a point is settled; what the checks found is listed in the problems panel. */
function useFollow(): (point: ProgressPoint, step: Step) => void {
  const { go } = useGo();
  const showPanel = useStudy((s) => s.showPanel);
  return ({ key, target }, step) => {
    go(target ?? "", pageOf(step));
    if (key === "step1.errors" || key === "step1.warnings") showPanel("problems");
  };
}

/** Words of a point; a plan that found nothing to do has words of its own. */
function usePointWords(): (point: ProgressPoint) => string {
  progressWords.useT();
  return ({ key, values }) => {
    const special = `${key}.${values["state"]}`;
    const known = i18next.exists(special, { ns: "progress" }) ? special : key;
    return i18next.t(known, { ns: "progress", ...values });
  };
}

export default function Overview() {
  const t = overview.useT();
  const c = common.useT();
  const progress = useProgress();
  return (
    <Page>
      <PageHead title={c("step.0")} text={t("text")} />
      <div className={css.room}>
        <div className={css.grid}>
          <div>
            <Next progress={progress} />
            {progress.length === 0 ? (
              <p>{t("pending")}</p>
            ) : (
              <ol className={css.steps}>
                {progress.map((p) => (
                  <StepCard key={p.step} progress={p} />
                ))}
              </ol>
            )}
          </div>
          <div className={css.side}>
            <Facts />
            <Risks />
            <Downloads />
          </div>
        </div>
      </div>
    </Page>
  );
}

function Next({ progress }: { progress: readonly StepProgress[] }) {
  const t = overview.useT();
  const c = common.useT();
  const said = usePointWords();
  const follow = useFollow();
  if (progress.length === 0) return null;
  const at = progress.find((p) => p.next !== undefined);
  if (!at?.next)
    return (
      <div className={css.next}>
        <div>
          <strong>{t("next.none")}</strong>
          <p>{t("next.none.text")}</p>
        </div>
      </div>
    );
  const { next, step } = at;
  return (
    <div className={css.next}>
      <div>
        <small>{t("next")}</small>
        <strong>{said(next)}</strong>
        <p>
          {c(`mark.${step}`)} {c(`step.${step}`)}
        </p>
      </div>
      <Button rightSection={<IconArrowRight size={17} />} onClick={() => follow(next, step)}>
        {t("next.open", { mark: c(`mark.${step}`) })}
      </Button>
    </div>
  );
}
const pageOf = (step: Step) => (STEP_PATHS[step - 1] as string).replace("/studies/$id", "");

function StepCard({ progress }: { progress: StepProgress }) {
  const { step, state, done, open } = progress;
  const t = overview.useT();
  const c = common.useT();
  const s = shell.useT();
  const st = steps.useT();
  const said = usePointWords();
  const follow = useFollow();
  const id = useStudy((x) => x.id);
  const tone = { done: "ok", open: "info", empty: "off" }[state];
  return (
    <li className={css.step}>
      <span className={css.mark} data-state={state} aria-hidden="true">
        {state === "done" ? <IconCheck size={20} stroke={2.2} /> : step}
      </span>
      <div>
        <div className={css.head}>
          <h2>
            <Link to={STEP_PATHS[step - 1] as "/studies/$id/system"} params={{ id }}>
              {c(`step.${step}`)}
            </Link>
          </h2>
          <StateChip tone={tone} text={s(`state.${state}`)} />
        </div>
        <p className={css.text}>{st(`text.${step}`)}</p>
      </div>
      <Button
        component={Link}
        to={STEP_PATHS[step - 1] as string}
        params={{ id } as never}
        variant="default"
        size="compact-md"
        aria-label={t("goStep", { step: c(`step.${step}`) })}
      >
        {t("go")}
      </Button>
      <div className={css.points}>
        <ul aria-label={t("done")}>
          {done.map((p) => (
            <li key={p.key}>
              <IconCheck size={15} aria-hidden="true" />
              <span>{said(p)}</span>
            </li>
          ))}
        </ul>
        <ul aria-label={t("open")} data-open>
          {open.map((p) => (
            <li key={p.key}>
              <IconCircleDashed size={15} aria-hidden="true" />
              <button type="button" className={css.point} onClick={() => follow(p, step)}>
                {said(p)}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

function StateChip({ tone, text }: { tone: string; text: string }) {
  return (
    <span className={parts.status} data-tone={tone}>
      {text}
    </span>
  );
}

function Facts() {
  const t = overview.useT();
  const { number } = useFormats();
  const study = useStudy((s) => s.study);
  const picture = useStudy((s) => s.head.summary?.picture);
  const counts = useStudy((s) => s.analysis?.dossier.study.counts);
  const hasErrors = useStudy((s) => s.problems.some((p) => p.severity === "error"));
  const threshold = study.system.threshold ?? "B";
  const rows: [string, number | undefined][] = [
    [t("configurations"), study.configurations.length],
    [t("components"), study.configurations.reduce((n, c) => n + c.components.length, 0)],
    [t("units"), counts?.units],
    [t("flows"), study.configurations.reduce((n, c) => n + (c.flows?.length ?? 0), 0)],
    [t("types"), study.productTypes.length],
  ];
  return (
    <Panel flush>
      {isPicture(picture) && <Picture svg={picture} className={css.picture as string} />}
      <div className={css.sideText}>
        {study.system.scope === undefined ? t("scope.none") : <Words of={study.system.scope} />}
        <dl className={css.facts}>
          {rows.map(([name, value]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{name}</dt>
              <dd>{value === undefined ? (hasErrors ? "–" : "…") : number(value)}</dd>
            </div>
          ))}
          <dt>{t("threshold")}</dt>
          <dd>{t("threshold.value", { band: threshold })}</dd>
        </dl>
      </div>
    </Panel>
  );
}

function Bar({ bands, when }: { bands: Bands; when: string }) {
  const t = overview.useT();
  const total = BANDS.reduce((n, b) => n + bands[b], 0);
  return (
    <div className={css.barRow}>
      <span>{when}</span>
      <div className={css.bar} role="img" aria-label={t("risks.said", { when, ...bands })}>
        {BANDS.map((b) =>
          bands[b] === 0 ? null : (
            <span
              key={b}
              style={{
                flexGrow: bands[b],
                flexBasis: 0,
                background: `var(--band-${b.toLowerCase()})`,
                color: `var(--band-${b.toLowerCase()}-ink)`,
              }}
            >
              {bands[b] / total > 0.13 ? `${b} ${bands[b]}` : bands[b] / total > 0.06 ? b : ""}
            </span>
          ),
        )}
      </div>
    </div>
  );
}

function Risks() {
  const t = overview.useT();
  const hasErrors = useStudy((s) => s.problems.some((p) => p.severity === "error"));
  const summary = useStudy((s) => s.whole?.dossier.step2.summary);
  const types = useStudy((s) => s.whole?.dossier.step2.routes.types);
  const threshold = useStudy((s) => s.whole?.dossier.study.threshold);
  const { number } = useFormats();
  const isComing = useStudy((s) => s.busy || s.stale) && !hasErrors;
  const isThere = summary && types && threshold;
  if (!isThere && !isComing) return null;
  const bad = (when: "now" | "star1" | "plan") =>
    isThere
      ? number(
          types.reduce(
            (n, row) => n + BANDS.filter((b) => b <= threshold).reduce((m, b) => m + row[when][b], 0),
            0,
          ),
        )
      : "…";
  return (
    <Panel title={t("risks")}>
      <Bar bands={summary?.groupBands ?? NONE} when={t("risks.now")} />
      <Bar bands={summary?.groupBandsStar1 ?? NONE} when={t("risks.star1")} />
      <div className={css.legend} aria-hidden="true">
        {BANDS.map((b) => (
          <BandChip key={b} band={b} />
        ))}
      </div>
      <p className={css.note}>{t("risks.note")}</p>
      <h3 style={{ fontSize: "0.8125rem", margin: "14px 0 8px" }}>{t("goals")}</h3>
      <dl className={css.goals}>
        {(["now", "star1", "plan"] as const).map((when) => (
          <div key={when}>
            <dt>{t(`goals.${when}`)}</dt>
            <dd>{bad(when)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Downloads() {
  const t = overview.useT();
  const lang = useLang();
  const id = useStudy((s) => s.id);
  const revision = useStudy((s) => s.head.revision);
  const isSaved = useStudy((s) => s.save === "saved");
  const hasErrors = useStudy((s) => s.problems.some((p) => p.severity === "error"));
  const exporting = useExporting();
  const book = useBookIntake();
  const k = intakeWords.useT();
  const rows = [
    { key: "report", icon: <IconFileText size={17} stroke={1.6} />, at: downloads.report, sound: true },
    { key: "dossier", icon: <IconFileCode size={17} stroke={1.6} />, at: downloads.dossier, sound: true },
    { key: "yaml", icon: <IconFileTypography size={17} stroke={1.6} />, at: downloads.yaml, sound: false },
  ] as const;
  return (
    <Panel title={t("downloads")}>
      <div className={css.downloads}>
        {rows.map(({ key, icon, at, sound }) =>
          isSaved && !(sound && hasErrors) ? (
            <a key={key} href={`${at(id, revision)}?lang=${lang}`} download>
              {icon}
              {t(`downloads.${key}`)}
            </a>
          ) : (
            <span key={key}>
              {icon}
              {t(`downloads.${key}`)}
            </span>
          ),
        )}
      </div>
      <Button variant="light" size="compact-md" fullWidth mt="xs" onClick={exporting.open}>
        {t("downloads.more")}
      </Button>
      <Button variant="default" size="compact-md" fullWidth mt={6} onClick={book.choose}>
        {k("book.choose")}
      </Button>
      <p className={css.note}>{isSaved ? t("downloads.note", { revision }) : t("downloads.unsaved")}</p>
    </Panel>
  );
}
