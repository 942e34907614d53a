import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconFileDownload, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { downloads } from "../api/client.ts";
import type { StudyHead } from "../api/types.ts";
import common from "../i18n/messages/common.ts";
import homeWords from "../i18n/messages/home.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Picture } from "../parts/picture.tsx";
import { StepDots } from "../parts/step-dots.tsx";
import { Words } from "../parts/words.tsx";
import css from "./home.module.css";

const DOMAINS = ["smart-home", "factory-fa", "factory-pa", "building", "other"] as const;
export const domainKey = (domain: string) =>
  `domain.${DOMAINS.find((d) => d === domain) ?? "other"}` as const;

export function StudyCard({
  head,
  onCopy,
  onDelete,
}: {
  head: StudyHead;
  onCopy: () => void;
  onDelete: () => void;
}) {
  const t = homeWords.useT();
  const c = common.useT();
  const w = useWords();
  const { ago, moment } = useFormats();
  const { summary } = head;
  const errors = summary?.problems.errors ?? 0;
  return (
    <li className={css.card}>
      <Picture svg={summary?.picture} className={css.picture as string} />
      <div className={css.cardBody}>
        <span className={css.domain}>{c(domainKey(head.domain))}</span>
        <h2 className={css.name}>
          <Link to="/studies/$id" params={{ id: head.id }} className={css.cardLink}>
            <Words of={head.name} />
          </Link>
        </h2>
        <div className={css.facts}>
          {summary && (
            <>
              <span>{t("components", { count: summary.counts["components"] ?? 0 })}</span>
              <span>{t("types", { count: summary.counts["productTypes"] ?? 0 })}</span>
              {errors > 0 && <span data-tone="bad">{t("errors", { count: errors })}</span>}
            </>
          )}
        </div>
        <StepDots progress={summary?.progress} />
        <span className={css.foot} title={moment(head.updatedAt)}>
          {t("updated", { ago: ago(head.updatedAt), by: head.updatedBy.name })}
        </span>
      </div>
      <div className={css.menu}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("menu", { name: w(head.name) })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={onCopy}>
              {t("copy")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFileDownload size={16} />}
              component="a"
              href={downloads.yaml(head.id, head.revision)}
              download
            >
              {t("download")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash size={16} />} c="var(--bad)" onClick={onDelete}>
              {t("delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
