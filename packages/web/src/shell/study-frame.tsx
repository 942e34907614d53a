/** The shell of a study: begins its session, shows header, rail, page and side panel. */
import "../theme/mantine-all.css";
import { Loader } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, startTransition, useEffect, useRef, useState } from "react";
import { api } from "../api/client.ts";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import { BookHost } from "../intake/host.tsx";
import { startAnalysis } from "../study/analysis.ts";
import { StudyContext, useStudy } from "../study/context.tsx";
import { browserDrafts } from "../study/drafts.ts";
import { ExportHost, useExporting } from "../study/export/host.tsx";
import { openStudy } from "../study/opening.ts";
import { type RunningSession, startSession } from "../study/session.ts";
import { STEP_PATHS } from "../study/step-paths.ts";
import { Failure } from "./error-page.tsx";
import { useKeepFocus } from "./keep-focus.ts";
import { useKeeper } from "./keeper.ts";
import css from "./shell.module.css";
import { HelpHost, useShortcuts } from "./shortcuts.tsx";
import { StepRail } from "./step-rail.tsx";
import { StudyHeader, useUndo } from "./study-header.tsx";

const SidePanel = lazy(() => import("./side-panel.tsx"));
const ConflictDialog = lazy(() => import("./conflict-dialog.tsx"));
const SearchDialog = lazy(() => import("./search-dialog.tsx"));
const route = getRouteApi("/studies/$id");

export default function StudyFrame() {
  const { id } = route.useParams();
  return <Opening key={id} id={id} />;
}

function Opening({ id }: { id: string }) {
  const t = common.useT();
  const { opening } = route.useLoaderData();
  const first = useRef(opening);
  const [attempt, setAttempt] = useState(0);
  const [running, setRunning] = useState<RunningSession>();
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    let isGone = false;
    let session: RunningSession | undefined;
    const worker = startAnalysis();
    const content = first.current ?? openStudy(id);
    first.current = undefined;
    Promise.all([content, api.session()]).then(
      ([opened, { person }]) => {
        if (isGone) return;
        session = startSession(opened, {
          api,
          worker,
          drafts: browserDrafts,
          person: { person: person.id, name: person.name },
          now: () => new Date(),
        });
        // In short pieces: the whole screen is drawn for the first time.
        startTransition(() => setRunning(session));
      },
      (reason: unknown) => {
        if (!isGone) setError(reason);
      },
    );
    return () => {
      isGone = true;
      if (session) void session.close();
      else worker.close();
    };
  }, [id, attempt]);

  if (error !== undefined)
    return (
      <main className={css.message}>
        <Failure
          error={error}
          retry={() => {
            setError(undefined);
            setAttempt((n) => n + 1);
          }}
        />
      </main>
    );
  if (!running)
    return (
      <main className={css.message} aria-busy="true">
        <Loader aria-label={t("loading")} />
      </main>
    );
  return (
    <StudyContext.Provider value={running}>
      <HelpHost inStudy>
        <ExportHost>
          <BookHost>
            <Frame running={running} />
          </BookHost>
        </ExportHost>
      </HelpHost>
    </StudyContext.Provider>
  );
}

/** What other windows did to this study, heard and told. */
function useStudyKeeper(running: RunningSession): void {
  const t = shell.useT();
  const id = useStudy((s) => s.id);
  useKeeper(running, (notice) => {
    if (notice === undefined) void running.heard();
    else if (notice.study === id && notice.kind === "study.saved") void running.heard(notice.revision);
  });
  const notice = useStudy((s) => s.notice);
  useEffect(() => {
    if (notice)
      notifications.show({
        message: t("notice.saved", { by: notice.by.name, revision: notice.revision }),
      });
  }, [notice, t]);
}

function Frame({ running }: { running: RunningSession }) {
  const t = shell.useT();
  const c = common.useT();
  const w = useWords();
  const navigate = useNavigate();
  const id = useStudy((s) => s.id);
  const name = useStudy((s) => s.study.system.name);
  const panel = useStudy((s) => s.panel);
  const showPanel = useStudy((s) => s.showPanel);
  const save = useStudy((s) => s.save);
  const isStale = useStudy((s) => s.stale && !s.busy && s.analysis !== undefined);
  const [searching, setSearching] = useState(false);
  const [settling, setSettling] = useState(false);
  const exporting = useExporting();
  const { undo, redo } = useUndo();
  useStudyKeeper(running);
  const frame = useRef<HTMLDivElement>(null);
  useKeepFocus(frame);
  useEffect(() => {
    document.title = `${w(name)} — ${c("product")}`;
  }, [w, name, c]);
  useEffect(() => setSettling(save === "conflict"), [save]);
  const to = (path: string) => () => void navigate({ to: path as "/studies/$id", params: { id } });
  useShortcuts({
    undo,
    redo,
    search: () => setSearching(true),
    dismiss: () => showPanel(undefined),
    go: {
      "0": to("/studies/$id"),
      ...Object.fromEntries(STEP_PATHS.map((path, i) => [String(i + 1), to(path)])),
      c: to("/studies/$id/compare"),
      h: to("/studies/$id/history"),
      e: exporting.open,
      l: () => void navigate({ to: "/" }),
    },
  });
  return (
    <div className={css.frame} ref={frame}>
      <a href="#main" className="skip">
        {t("skip")}
      </a>
      <StudyHeader onSearch={() => setSearching(true)} onConflict={() => setSettling(true)} />
      <StepRail />
      <main id="main" className={css.main} tabIndex={-1}>
        {isStale && (
          <div className={css.stale} role="status">
            {t("analysis.stale")}
            <button type="button" className={css.linkButton} onClick={() => showPanel("problems")}>
              {t("problems")}
            </button>
          </div>
        )}
        <Suspense
          fallback={
            <div className={css.message}>
              <Loader aria-label={c("loading")} />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        {panel !== undefined && <SidePanel panel={panel} />}
        {settling && <ConflictDialog onClose={() => setSettling(false)} />}
        {searching && <SearchDialog onClose={() => setSearching(false)} />}
      </Suspense>
    </div>
  );
}
