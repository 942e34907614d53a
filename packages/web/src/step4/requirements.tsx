/** What is asked of the product and its vendor, and what only site and service can do. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { Dossier, Requirement, SiteCondition } from "@seiza/dossier";
import { IconListCheck, IconPlus, IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import judging from "../i18n/messages/judging.ts";
import words from "../i18n/messages/step4.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import {
  BandChip,
  type Column,
  EmptyState,
  StatusChip,
  VirtualTable,
  WhyLink,
  Words,
} from "../parts/index.ts";
import { type Asked, Decided, JudgeButtons, JudgeDialog } from "../parts/judging.tsx";
import { ManyBar, type ManyItem, Mark, MarkAll, useMarks } from "../parts/many.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { AddRequirement } from "./add.tsx";
import css from "./step4.module.css";
import { treatedOf } from "./treat.tsx";

const STATES = ["all", "open", "settled", "dropped"] as const;
const RELATIONS = ["all", "same", "stricter", "new"] as const;
type Row = Requirement | SiteCondition;

const stateOf = (row: Row): (typeof STATES)[number] =>
  row.status === "proposed" ? "open" : row.status === "dropped" ? "dropped" : "settled";
const isRequirement = (row: Row): row is Requirement => "star1" in row;

export function Requirements({
  kind,
  dossier,
  index,
  type,
  address,
  setAddress,
}: {
  kind: "requirements" | "site";
  dossier: Dossier;
  index: DossierIndex;
  type: string;
  address: Record<string, string | undefined>;
  setAddress: (change: Record<string, string | undefined>) => void;
}) {
  const t = words.useT();
  const j = judging.useT();
  const w = useWords();
  const f = useFormats();
  const [asked, setAsked] = useState<Asked>();
  const [isAdding, setAdding] = useState(false);
  const isSite = kind === "site";
  const all: readonly Row[] = useMemo(
    () =>
      (isSite ? dossier.step4.siteConditions : dossier.step4.requirements)
        .filter((r) => r.type === type)
        .sort((a, b) => a.no - b.no),
    [dossier, isSite, type],
  );
  const groups = useMemo(() => treatedOf(dossier, index, type).map((r) => r.group), [dossier, index, type]);
  const state = STATES.find((x) => x === address["state"]) ?? "all";
  const relation = RELATIONS.find((x) => x === address["relation"]) ?? "all";
  const wanted = useDeferredValue((address["q"] ?? "").trim().toLowerCase());
  const threatsOf = (row: Row) => [
    ...new Set(row.groups.map((g) => index.groups.get(g)?.threat).filter((x) => x !== undefined)),
  ];
  const rows = all.filter(
    (r) =>
      (state === "all" || stateOf(r) === state) &&
      (isSite || relation === "all" || (isRequirement(r) && r.star1.relation === relation)) &&
      (wanted === "" ||
        [
          r.id,
          w(r.statement),
          r.countermeasure === undefined ? "" : w(index.word("countermeasures", r.countermeasure)),
          ...threatsOf(r).map((x) => w(index.word("threats", x))),
        ].some((x) => x.toLowerCase().includes(wanted))),
  );
  const isFiltered = state !== "all" || (!isSite && relation !== "all") || wanted !== "";
  const nameOf = (r: Row) =>
    r.countermeasure === undefined ? t("req.added") : w(index.word("countermeasures", r.countermeasure));

  const marks = useMarks(rows, (r) => r.id);
  const many = (wanted: (r: Row) => boolean): ManyItem[] =>
    marks.marked
      .filter((r) => r.countermeasure !== undefined && wanted(r))
      .map((r) => ({ target: r.id, name: nameOf(r), note: w(r.statement) }));
  const columns: Column<Row>[] = [
    {
      key: "mark",
      title: j("many.column"),
      head: <MarkAll of={marks} label={j("many.markAll")} />,
      width: "38px",
      cell: (r) => <Mark of={marks} row={r} name={nameOf(r)} />,
    },
    {
      key: "no",
      title: t("req.no"),
      width: "60px",
      align: "right",
      cell: (r) => f.number(r.no),
      sort: (r) => r.no,
    },
    {
      key: "statement",
      title: t(isSite ? "site.statement" : "req.statement"),
      width: "minmax(230px, 3fr)",
      cell: (r) => (
        <div className={css.statement} data-off={r.status === "dropped" || undefined}>
          <b>{nameOf(r)}</b> <WhyLink id={r.id} name={nameOf(r)} compact />
          <p>
            <Words of={r.statement} />
          </p>
          <details className={css.fold}>
            <summary>{isSite ? t("req.threats") : t("req.detail")}</summary>
            <More row={r} threats={threatsOf(r)} index={index} />
          </details>
          <Decided ids={r.decided} name={nameOf(r)} />
        </div>
      ),
    },
    {
      key: "level",
      title: t("req.level"),
      width: "98px",
      align: "center",
      cell: (r) => <BandChip band={r.level} />,
      sort: (r) => r.level,
    },
    ...(isSite
      ? []
      : [
          {
            key: "relation",
            title: t("req.relation"),
            width: "minmax(122px, 0.7fr)",
            cell: (r: Row) =>
              isRequirement(r) && (
                <>
                  <span className={css.relation} data-relation={r.star1.relation}>
                    {t(`relation.${r.star1.relation}`)}
                  </span>
                  <span className={css.sub}>{r.star1.criteria.join(" ")}</span>
                </>
              ),
            sort: (r: Row) => (isRequirement(r) ? RELATIONS.indexOf(r.star1.relation) : 0),
          },
          {
            key: "verification",
            title: t("req.verification"),
            width: "minmax(128px, 1.1fr)",
            cell: (r: Row) =>
              isRequirement(r) &&
              (r.verification.length === 0 ? (
                <span className={css.quiet}>{t("req.verification.none")}</span>
              ) : (
                <ul className={css.ways}>
                  {r.verification.map((v) => (
                    <li key={v}>{w(index.word("verifications", v))}</li>
                  ))}
                </ul>
              )),
          },
        ]),
    {
      key: "status",
      title: t("req.status"),
      width: "124px",
      cell: (r) => (
        <div className={css.judge}>
          <StatusChip status={r.status} />
          <JudgeButtons
            asked={{ target: r.id, name: nameOf(r), statement: r.statement }}
            status={r.countermeasure === undefined ? "in-place" : r.status}
            ask={setAsked}
          />
        </div>
      ),
      sort: (r) => STATES.indexOf(stateOf(r)),
    },
  ];
  const sites = isSite ? 0 : dossier.step4.siteConditions.filter((r) => r.type === type).length;
  return (
    <>
      <p className={css.about}>{t(isSite ? "site.about" : "req.about")}</p>
      <div className={css.tools}>
        <TextInput
          size="xs"
          aria-label={t("req.find")}
          placeholder={t("req.find")}
          leftSection={<IconSearch size={15} />}
          value={address["q"] ?? ""}
          onChange={(e) => setAddress({ q: e.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          aria-label={t("req.status")}
          value={state}
          onChange={(e) =>
            setAddress({ state: e.currentTarget.value === "all" ? undefined : e.currentTarget.value })
          }
          data={STATES.map((value) => ({ value, label: t(`req.status.${value}`) }))}
        />
        {!isSite && (
          <NativeSelect
            size="xs"
            aria-label={t("req.relation")}
            value={relation}
            onChange={(e) =>
              setAddress({ relation: e.currentTarget.value === "all" ? undefined : e.currentTarget.value })
            }
            data={RELATIONS.map((value) => ({
              value,
              label: value === "all" ? t("req.relation.all") : t(`relation.${value}`),
            }))}
          />
        )}
        <span className={css.count} role="status">
          {t("req.count", { shown: f.number(rows.length), all: f.number(all.length) })}
        </span>
        {!isSite && groups.length > 0 && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAdding(true)}
          >
            {t("requirement.own")}
          </Button>
        )}
      </div>
      <ManyBar
        said={marks.marked.length === 0 ? undefined : t("req.marked", { count: marks.marked.length })}
        items={{
          accept: many((r) => r.status === "proposed" || r.status === "dropped"),
          drop: many((r) => r.status !== "dropped"),
        }}
        clear={marks.clear}
      />
      <VirtualTable
        rows={rows}
        columns={columns}
        onMark={marks.toggle}
        rowKey={(r) => r.id}
        label={t(isSite ? "site.table" : "req.table")}
        height="max(360px, calc(100dvh - 330px))"
        estimate={150}
        isSelected={(r) => r.id === address["item"]}
        {...(address["item"] === undefined ? {} : { scrollTo: address["item"] })}
        empty={
          <EmptyState
            icon={<IconListCheck size={26} />}
            title={t(isFiltered ? "req.none.filter" : isSite ? "site.none" : "req.none")}
            text={t(isFiltered ? "req.none.filter.text" : isSite ? "site.none.text" : "req.none.text")}
            action={
              isFiltered && (
                <Button
                  size="xs"
                  variant="light"
                  onClick={() => setAddress({ q: undefined, state: undefined, relation: undefined })}
                >
                  {j("filter.clear")}
                </Button>
              )
            }
          />
        }
      />
      {sites > 0 && (
        <p className={css.beside}>
          {t("site.beside", { count: sites })}{" "}
          <button
            type="button"
            className={css.link}
            onClick={() => setAddress({ tab: "site", q: undefined, state: undefined, relation: undefined })}
          >
            {t("site.show")}
          </button>
        </p>
      )}
      <JudgeDialog asked={asked} onClose={() => setAsked(undefined)} />
      {isAdding && (
        <AddRequirement groups={groups} first={undefined} index={index} onClose={() => setAdding(false)} />
      )}
    </>
  );
}

function More({ row, threats, index }: { row: Row; threats: readonly string[]; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const beyond =
    row.countermeasure === undefined
      ? undefined
      : (index.term("countermeasures", row.countermeasure)?.more?.["beyondStar1"] as
          | { ja: string; en: string }
          | undefined);
  const list = (title: string, table: string, ids: readonly string[], isCoded: boolean) =>
    ids.length > 0 && (
      <>
        <dt>{title}</dt>
        {ids.map((id) => (
          <dd key={id}>
            {isCoded && <code className={css.code}>{id}</code>} {w(index.word(table, id))}
          </dd>
        ))}
      </>
    );
  return (
    <dl className={css.more}>
      {list(t("req.threats"), "threats", threats, false)}
      {isRequirement(row) && (
        <>
          {list(t("req.star1.requirements"), "star1-requirements", row.star1.requirements, true)}
          {list(t("req.star1.criteria"), "star1-criteria", row.star1.criteria, true)}
          {row.star1.relation !== "same" && beyond && (
            <>
              <dt>{t("req.beyond")}</dt>
              <dd>{w(beyond)}</dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}
