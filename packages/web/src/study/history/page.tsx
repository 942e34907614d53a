/** Revisions of the study, newest first: who, when, what, why; any of them can become the present again. */
import { ActionIcon, Badge, Button, Menu, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowsDiff, IconDots, IconFileText, IconFileTypography, IconRestore } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, downloads } from "../../api/client.ts";
import type { Revision } from "../../api/types.ts";
import { useLang } from "../../i18n/index.ts";
import { isKnownEdit as isKnown, useEditName } from "../../i18n/messages/edits.ts";
import historyWords from "../../i18n/messages/history.ts";
import shell from "../../i18n/messages/shell.ts";
import { useFormats } from "../../i18n/words.ts";
import { DiffList, Page, PageHead } from "../../parts/index.ts";
import { Failure } from "../../shell/error-page.tsx";
import { useStudy } from "../context.tsx";
import css from "./history.module.css";

const PAGE = 30;

export default function History() {
  const t = historyWords.useT();
  const s = shell.useT();
  const id = useStudy((x) => x.id);
  const current = useStudy((x) => x.head.revision);
  const flush = useStudy((x) => x.flush);
  const revisions = useInfiniteQuery({
    queryKey: ["revisions", id, current],
    queryFn: ({ pageParam }) =>
      api.revisions(id, { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  useEffect(() => void flush(), [flush]);
  const rows = revisions.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Page>
      <PageHead title={s("history")} text={t("text")} />
      {revisions.isError ? (
        <Failure error={revisions.error} retry={() => void revisions.refetch()} />
      ) : revisions.isPending ? (
        <Skeleton height={240} radius="lg" />
      ) : (
        <ol className={css.list}>
          {rows.map((row) => (
            <Row key={row.number} row={row} isCurrent={row.number === current} />
          ))}
        </ol>
      )}
      {revisions.hasNextPage && (
        <div className={css.more}>
          <Button
            variant="default"
            loading={revisions.isFetchingNextPage}
            onClick={() => void revisions.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Row({ row, isCurrent }: { row: Revision; isCurrent: boolean }) {
  const t = historyWords.useT();
  const editName = useEditName();
  const lang = useLang();
  const { moment } = useFormats();
  const navigate = useNavigate();
  const id = useStudy((s) => s.id);
  const restore = useStudy((s) => s.restore);
  const { number, by, at, why, label, diff, restoredFrom } = row;
  const bring = async () => {
    try {
      await restore(number);
      notifications.show({ message: t("restore.done", { number }) });
    } catch {
      notifications.show({ color: "red", message: t("restore.failed", { number }) });
    }
  };
  return (
    <li className={css.row}>
      <span className={css.number}>{t("revision", { number })}</span>
      <div>
        <span className={css.what}>{number === 1 && !isKnown(label) ? t("first") : editName(label)}</span>{" "}
        {isCurrent && <Badge variant="light">{t("current")}</Badge>}
        <div className={css.who}>
          {t("by", { by: by.name, at: moment(at) })}
          {restoredFrom !== undefined && ` — ${t("restored", { number: restoredFrom })}`}
        </div>
        {why !== undefined && <p className={css.why}>{why}</p>}
        {number > 1 &&
          (diff.length === 0 ? (
            <div className={css.who}>{t("changes.none")}</div>
          ) : (
            <details>
              <summary>{t("changes", { count: diff.length })}</summary>
              <DiffList diff={diff} />
            </details>
          ))}
      </div>
      <div className={css.tools}>
        {!isCurrent && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconRestore size={15} />}
            onClick={() => void bring()}
          >
            {t("restore")}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("revision", { number })}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!isCurrent && (
              <Menu.Item
                leftSection={<IconArrowsDiff size={16} />}
                onClick={() =>
                  void navigate({
                    to: "/studies/$id/compare",
                    params: { id },
                    search: { from: String(number), to: "now" },
                  })
                }
              >
                {t("compare")}
              </Menu.Item>
            )}
            <Menu.Item
              component="a"
              download
              href={`${downloads.report(id, number)}?lang=${lang}`}
              leftSection={<IconFileText size={16} />}
            >
              {t("report")}
            </Menu.Item>
            <Menu.Item
              component="a"
              download
              href={`${downloads.yaml(id, number)}?lang=${lang}`}
              leftSection={<IconFileTypography size={16} />}
            >
              {t("download")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
