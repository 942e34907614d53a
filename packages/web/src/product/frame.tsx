/** The shell of a product: begins its session, judges what it says, shows header, tabs and page. */
import "../theme/mantine-all.css";
import { Button, Group, Loader, Stack } from "@mantine/core";
import type { Assessment } from "@seiza/conformance";
import { IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet, useNavigate } from "@tanstack/react-router";
import {
  lazy,
  type ReactNode,
  Suspense,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { api } from "../api/client.ts";
import { productsApi } from "../api/products.ts";
import home from "../home/home.module.css";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/products.ts";
import shell from "../i18n/messages/shell.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { AppTools, Brand } from "../shell/app-tools.tsx";
import { Failure } from "../shell/error-page.tsx";
import { useKeepFocus } from "../shell/keep-focus.ts";
import { useKeeper } from "../shell/keeper.ts";
import { SaveMark } from "../shell/save-mark.tsx";
import frame from "../shell/shell.module.css";
import { HelpHost, useShortcuts } from "../shell/shortcuts.tsx";
import { UndoButtons } from "../shell/undo-buttons.tsx";
import { dayOf } from "../study/decisions.ts";
import { type Judging, JudgingContext, ProductContext, useJudging, useProduct } from "./context.tsx";
import { saveText } from "./files.ts";
import { judge, readText } from "./judge.ts";
import { useLinkedStudy } from "./linked-study.ts";
import { nameOf } from "./new-product.ts";
import css from "./product.module.css";
import { type RunningProduct, startProduct } from "./session.ts";

const ExportDialog = lazy(() => import("./export/export-dialog.tsx"));
const route = getRouteApi("/products/$id");

export default function ProductFrame() {
  const { id } = route.useParams();
  return <Opening key={id} id={id} />;
}

function Opening({ id }: { id: string }) {
  const c = common.useT();
  const [attempt, setAttempt] = useState(0);
  const [running, setRunning] = useState<RunningProduct>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isGone = false;
    let session: RunningProduct | undefined;
    Promise.all([productsApi.get(id), api.session()]).then(
      ([opened, { person }]) => {
        if (isGone) return;
        session = startProduct(opened, {
          api: productsApi,
          person: { person: person.id, name: person.name },
          nameOf: (text) => nameOf(text, dayOf(new Date())),
          now: () => Date.now(),
        });
        setRunning(session);
      },
      (reason: unknown) => {
        if (!isGone) setError(reason);
      },
    );
    return () => {
      isGone = true;
      void session?.close();
    };
  }, [id, attempt]);
  if (error !== undefined)
    return (
      <main className={frame.message}>
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
      <main className={frame.message} aria-busy="true">
        <Loader aria-label={c("loading")} />
      </main>
    );
  return (
    <ProductContext.Provider value={running}>
      <HelpHost>
        <JudgingHost>
          <Frame running={running} />
        </JudgingHost>
      </HelpHost>
    </ProductContext.Provider>
  );
}

/** Kept assessments of the product, newest first; the newest whole. */
function JudgingHost({ children }: { children: ReactNode }) {
  const id = useProduct((s) => s.id);
  const text = useProduct((s) => s.document.text);
  const statements = useProduct((s) => s.document.statements);
  const calmText = useDeferredValue(text);
  const calmStatements = useDeferredValue(statements);
  const today = dayOf(new Date());
  const kept = useQuery({
    queryKey: ["product", id, "kept"],
    queryFn: async () => (await productsApi.kept(id, { limit: 100 })).items,
  });
  const newestId = kept.data?.[0]?.id;
  const newest = useQuery({
    queryKey: ["product", id, "assessment", newestId ?? ""],
    queryFn: () => productsApi.assessment(id, newestId as string),
    enabled: newestId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const body = newest.data?.body;
  const read = useMemo(() => readText(calmText, today), [calmText, today]);
  const linked = useLinkedStudy(read.declaration?.study, body?.assessment.study);
  const isLoading = kept.isPending || (newestId !== undefined && newest.isPending) || linked.isLoading;
  const last = useRef<Assessment>(undefined);
  const judging = useMemo((): Judging => {
    if (read.declaration && !isLoading)
      last.current = judge(read.declaration, calmStatements, body?.records ?? [], today, linked.study);
    return {
      read,
      stale: read.declaration === undefined,
      today,
      kept: kept.data ?? [],
      isLoading,
      linked,
      ...(last.current ? { assessment: last.current } : {}),
      ...(body ? { newest: body } : {}),
    };
  }, [read, calmStatements, body, today, kept.data, isLoading, linked]);
  return <JudgingContext.Provider value={judging}>{children}</JudgingContext.Provider>;
}

function Saved({ onConflict }: { onConflict: () => void }) {
  const t = words.useT();
  const save = useProduct((s) => s.save);
  const error = useProduct((s) => s.saveError);
  const head = useProduct((s) => s.head);
  const flush = useProduct((s) => s.flush);
  return (
    <SaveMark
      save={save}
      head={head}
      error={error}
      offlineHint={t("offline.hint")}
      onPress={save === "conflict" ? onConflict : () => void flush()}
    />
  );
}

function ConflictDialog({ onClose }: { onClose: () => void }) {
  const t = shell.useT();
  const { moment } = useFormats();
  const conflict = useProduct((s) => s.conflict);
  const mine = useProduct((s) => s.document);
  const settle = useProduct((s) => s.settle);
  if (!conflict) return null;
  const choose = (choice: "mine" | "theirs") => () => {
    settle(choice);
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={t("conflict.title")} size={620}>
      <Stack>
        <p>
          {t("conflict.text", {
            by: conflict.updatedBy.name,
            at: moment(conflict.updatedAt),
            revision: conflict.revision,
          })}
        </p>
        <Group>
          <Button onClick={choose("mine")}>{t("conflict.keepMine")}</Button>
          <Button variant="default" onClick={choose("theirs")}>
            {t("conflict.takeTheirs")}
          </Button>
          <Button variant="subtle" onClick={() => saveText(mine.text, "product.yaml")}>
            {t("conflict.saveCopy")}
          </Button>
        </Group>
        <p className={css.quiet}>{t("conflict.takeTheirs.hint")}</p>
      </Stack>
    </Dialog>
  );
}

function Takeaway({ onOpen }: { onOpen: () => void }) {
  const t = words.useT();
  return (
    <button
      type="button"
      className={frame.tool}
      aria-label={t("export")}
      title={t("export")}
      onClick={onOpen}
    >
      <IconDownload size={18} stroke={1.7} />
      <span className={frame.wide}>{t("export")}</span>
    </button>
  );
}

const TABS = [
  ["assessment", "/products/$id"],
  ["declaration", "/products/$id/declaration"],
  ["evidence", "/products/$id/evidence"],
  ["compare", "/products/$id/compare"],
] as const;

function Frame({ running }: { running: RunningProduct }) {
  const t = words.useT();
  const s = shell.useT();
  const c = common.useT();
  const w = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = useProduct((x) => x.id);
  const headName = useProduct((x) => x.head.name);
  const save = useProduct((x) => x.save);
  const undo = useProduct((x) => x.undo);
  const redo = useProduct((x) => x.redo);
  const canUndo = useProduct((x) => x.canUndo);
  const canRedo = useProduct((x) => x.canRedo);
  const { read } = useJudging();
  const name = read.declaration?.product.name ?? headName;
  const errors = read.diagnostics.filter((d) => d.severity === "error").length;
  const [settling, setSettling] = useState(false);
  const [exporting, setExporting] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useKeepFocus(root);
  useEffect(() => {
    document.title = `${w(name)} — ${c("product")}`;
  }, [w, name, c]);
  useEffect(() => setSettling(save === "conflict"), [save]);
  useKeeper(running, (notice) => {
    if (notice === undefined || notice.product === id) {
      void running.heard();
      void client.invalidateQueries({ queryKey: ["product", id] });
    }
    // The study that the product is linked to may be another one now.
    if (notice === undefined || notice.study !== undefined)
      void client.invalidateQueries({ queryKey: ["studies"] });
  });
  const to = (path: (typeof TABS)[number][1]) => () => void navigate({ to: path, params: { id } });
  useShortcuts({
    undo,
    redo,
    go: {
      ...Object.fromEntries(TABS.map(([, path], i) => [String(i + 1), to(path)])),
      e: () => setExporting(true),
      l: () => void navigate({ to: "/products" }),
    },
  });
  return (
    <div className={css.frame} ref={root}>
      <a href="#main" className="skip">
        {s("skip")}
      </a>
      <header className={frame.header}>
        <Brand />
        <span className={frame.crumb} aria-hidden="true">
          /
        </span>
        <Link to="/products" className={css.crumb}>
          {t("title")}
        </Link>
        <span className={frame.crumb} aria-hidden="true">
          /
        </span>
        <strong className={css.productName}>{w(name)}</strong>
        <Saved onConflict={() => setSettling(true)} />
        <span className={frame.grow} />
        <UndoButtons undo={{ can: canUndo, act: undo }} redo={{ can: canRedo, act: redo }} />
        <span className={frame.divider} />
        <Takeaway onOpen={() => setExporting(true)} />
        <AppTools />
      </header>
      <nav className={`${home.tabs} ${css.tabs}`} aria-label={t("tabs")}>
        {TABS.map(([key, path]) => (
          <Link key={key} to={path} params={{ id }} activeOptions={{ exact: true, includeSearch: false }}>
            {t(`tab.${key}`)}
            {key === "declaration" && errors > 0 && (
              <span className={frame.count} data-tone="bad" title={t("errors", { count: errors })}>
                {errors}
              </span>
            )}
          </Link>
        ))}
      </nav>
      <main id="main" className={css.main} tabIndex={-1}>
        <Suspense
          fallback={
            <div className={frame.message}>
              <Loader aria-label={c("loading")} />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </main>
      <Suspense>{exporting && <ExportDialog onClose={() => setExporting(false)} />}</Suspense>
      {settling && <ConflictDialog onClose={() => setSettling(false)} />}
    </div>
  );
}
