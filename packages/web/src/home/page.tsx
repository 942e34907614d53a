/** All studies of the workspace. */
import { Button, Loader, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import type { Study } from "@seiza/model";
import { IconFileImport, IconPlus, IconSearch, IconStars } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { api, downloads } from "../api/client.ts";
import { onNotice } from "../api/events.ts";
import type { StudyHead } from "../api/types.ts";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import homeWords from "../i18n/messages/home.ts";
import intakeWords from "../i18n/messages/intake.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import drop from "../intake/drop.module.css";
import { READABLE } from "../intake/intake-types.ts";
import { useFileDrop } from "../intake/use-file-drop.ts";
import { EmptyState, PageHead } from "../parts/panel.tsx";
import { AppTools, Brand } from "../shell/app-tools.tsx";
import { Failure } from "../shell/error-page.tsx";
import { useKeepFocus } from "../shell/keep-focus.ts";
import frame from "../shell/shell.module.css";
import { HelpHost, useShortcuts } from "../shell/shortcuts.tsx";
import css from "./home.module.css";
import { HomeTabs } from "./home-tabs.tsx";
import { type Looked, lookAtFile, MistakesDialog } from "./import.tsx";
import { StudyCard } from "./study-card.tsx";

const PreviewDialog = lazy(() => import("../intake/preview-dialog.tsx"));
const RefusedDialog = lazy(() =>
  import("../intake/preview-dialog.tsx").then((m) => ({ default: m.RefusedDialog })),
);
const NewStudyDialog = lazy(() => import("./new-study-dialog.tsx"));
const PAGE = 48;
type Sort = "updated" | "name";

export default function Home() {
  return (
    <HelpHost>
      <Studies />
    </HelpHost>
  );
}

function Studies() {
  const t = homeWords.useT();
  const c = common.useT();
  const s = shell.useT();
  const k = intakeWords.useT();
  const w = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [query, setQuery] = useState("");
  const [asked] = useDebouncedValue(query.trim(), 200);
  const [sort, setSort] = useState<Sort>("updated");
  const [isNew, setNew] = useState(false);
  const [reading, setReading] = useState<string>();
  const frameRef = useRef<HTMLDivElement>(null);
  useKeepFocus(frameRef);
  const [looked, setLooked] = useState<{
    file: string;
    looked: Exclude<Looked, { kind: "study" } | { kind: "tooLarge" }>;
  }>();
  const lang = useLang();
  const searchField = useRef<HTMLInputElement>(null);
  const fileField = useRef<HTMLInputElement>(null);
  const studies = useInfiniteQuery({
    queryKey: ["studies", { asked, sort }],
    queryFn: ({ pageParam }) =>
      api.studies({
        limit: PAGE,
        sort,
        ...(asked === "" ? {} : { query: asked }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const heads = studies.data?.pages.flatMap((p) => p.items) ?? [];
  const again = () => void client.invalidateQueries({ queryKey: ["studies"] });

  useEffect(() => {
    document.title = `${t("title")} — ${c("product")}`;
  }, [t, c]);
  useEffect(() => {
    const look = () => void client.invalidateQueries({ queryKey: ["studies"] });
    return onNotice(
      downloads.events,
      (n) => {
        if (n.kind === "missed" || n.study !== undefined) look();
      },
      look,
    );
  }, [client]);
  useShortcuts({
    search: () => searchField.current?.focus(),
    go: { l: () => void navigate({ to: "/" }) },
  });

  const open = (head: StudyHead) => void navigate({ to: "/studies/$id", params: { id: head.id } });
  const told = (reason: unknown) =>
    notifications.show({
      color: "red",
      message: t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }),
    });
  const make = async (study: Study) => {
    try {
      const made = await api.create({ study, label: "study.import" });
      notifications.show({ message: t("imported", { name: w(made.head.name) }) });
      open(made.head);
    } catch (reason) {
      told(reason);
    }
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    setReading(file.name);
    try {
      const looked = await lookAtFile(file, lang);
      // Names that lead nowhere are mended in the workbench, where the problems panel shows them.
      if (looked.kind === "study") await make(looked.study);
      else if (looked.kind === "tooLarge")
        notifications.show({ color: "red", message: t("import.tooLarge", { size: looked.megabytes }) });
      else setLooked({ file: file.name, looked });
    } catch (reason) {
      told(reason);
    } finally {
      setReading(undefined);
    }
  };
  const copy = async (head: StudyHead) => {
    try {
      await api.copy(head.id);
      notifications.show({ message: t("copied", { name: w(head.name) }) });
      again();
    } catch (reason) {
      told(reason);
    }
  };
  const restore = async (head: StudyHead) => {
    try {
      await api.restore(head.id);
      notifications.show({ message: t("restored", { name: w(head.name) }) });
      again();
    } catch (reason) {
      told(reason);
    }
  };
  const remove = async (head: StudyHead) => {
    try {
      await api.remove(head.id, head.revision);
      again();
      const id = `deleted-${head.id}`;
      notifications.show({
        id,
        autoClose: 12_000,
        message: (
          <>
            {t("deleted", { name: w(head.name) })}{" "}
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                notifications.hide(id);
                void restore(head);
              }}
            >
              {t("deleted.undo")}
            </Button>
          </>
        ),
      });
    } catch (reason) {
      told(reason);
      again();
    }
  };
  const chooseFile = () => fileField.current?.click();
  const closeLooked = () => setLooked(undefined);
  const chooseAnother = () => {
    closeLooked();
    chooseFile();
  };
  const isOver = useFileDrop((file) => void take(file));

  return (
    <div ref={frameRef}>
      <a href="#main" className="skip">
        {s("skip")}
      </a>
      <header className={frame.header}>
        <Brand />
        <HomeTabs />
        <span className={frame.grow} />
        <AppTools />
      </header>
      <main id="main" className={css.body} tabIndex={-1}>
        <div className={css.page}>
          <PageHead
            title={t("title")}
            text={t("text")}
            actions={
              <>
                <Button
                  variant="default"
                  leftSection={<IconFileImport size={17} />}
                  onClick={chooseFile}
                  loading={reading !== undefined}
                >
                  {t("import")}
                </Button>
                <Button leftSection={<IconPlus size={17} />} onClick={() => setNew(true)}>
                  {t("new")}
                </Button>
              </>
            }
          />
          <input
            ref={fileField}
            type="file"
            accept={READABLE}
            hidden
            aria-label={t("import")}
            onChange={(e) => {
              void take(e.currentTarget.files?.[0]);
              e.currentTarget.value = "";
            }}
          />
          {(heads.length > 0 || query !== "") && (
            <div className={css.toolbar}>
              <TextInput
                ref={searchField}
                type="search"
                aria-label={t("search")}
                placeholder={t("search")}
                leftSection={<IconSearch size={16} />}
                value={query}
                onChange={(e) => setQuery(e.currentTarget.value)}
                onKeyDown={(e) => {
                  if (e.key === "Escape") setQuery("");
                }}
              />
              <NativeSelect
                aria-label={t("sort")}
                data={[
                  { value: "updated", label: t("sort.updated") },
                  { value: "name", label: t("sort.name") },
                ]}
                value={sort}
                onChange={(e) => setSort(e.currentTarget.value === "name" ? "name" : "updated")}
              />
            </div>
          )}
          {studies.isError ? (
            <Failure error={studies.error} retry={() => void studies.refetch()} />
          ) : studies.isPending ? (
            <div className={css.cards} role="status" aria-label={c("loading")}>
              {[0, 1, 2, 3, 4, 5].map((i) => (
                <div key={i} className={css.skeleton} />
              ))}
            </div>
          ) : heads.length === 0 ? (
            asked === "" ? (
              <EmptyState
                icon={<IconStars size={28} />}
                title={t("empty.title")}
                text={t("empty.text")}
                action={
                  <Button leftSection={<IconPlus size={17} />} onClick={() => setNew(true)}>
                    {t("new")}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<IconSearch size={28} />}
                title={t("none.title", { query: asked })}
                action={
                  <Button variant="light" onClick={() => setQuery("")}>
                    {t("none.clear")}
                  </Button>
                }
              />
            )
          ) : (
            <ul className={css.cards}>
              {heads.map((head) => (
                <StudyCard
                  key={head.id}
                  head={head}
                  onCopy={() => void copy(head)}
                  onDelete={() => void remove(head)}
                />
              ))}
            </ul>
          )}
          {studies.hasNextPage && (
            <div className={css.more}>
              <Button
                variant="default"
                loading={studies.isFetchingNextPage}
                onClick={() => void studies.fetchNextPage()}
              >
                {t("more")}
              </Button>
            </div>
          )}
        </div>
      </main>
      {isOver && (
        <div className={drop.drop}>
          <div className={drop.box}>
            <IconFileImport size={40} stroke={1.4} aria-hidden="true" />
            {t("drop.title")}
            <small>{t("drop.text")}</small>
          </div>
        </div>
      )}
      {reading !== undefined && (
        <div className={drop.drop} role="status">
          <div className={drop.box}>
            <Loader />
            {t("import.reading", { file: reading })}
          </div>
        </div>
      )}
      {looked?.looked.kind === "mistakes" && (
        <MistakesDialog
          file={looked.file}
          problems={looked.looked.problems}
          onClose={closeLooked}
          onAgain={chooseAnother}
        />
      )}
      <Suspense>
        {looked?.looked.kind === "model" && (
          <PreviewDialog file={looked.file} brought={looked.looked} onClose={closeLooked} onTake={make} />
        )}
        {(looked?.looked.kind === "refused" || looked?.looked.kind === "book") && (
          <RefusedDialog
            file={looked.file}
            place={looked.looked.kind === "refused" ? looked.looked.place : ""}
            text={
              looked.looked.kind === "refused"
                ? w(looked.looked.text)
                : k("book.home", { study: looked.looked.study })
            }
            onClose={closeLooked}
            onAgain={chooseAnother}
          />
        )}
      </Suspense>
      <Suspense>
        {isNew && (
          <NewStudyDialog
            onClose={() => setNew(false)}
            onCreated={({ head }) => {
              again();
              open(head);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
