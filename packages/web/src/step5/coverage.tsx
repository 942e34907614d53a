/** ④の要件と★1: requirement by requirement, met by ★1 criteria, partly, not at all, with why. */
import { SegmentedControl, Select, TextInput } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { IconListCheck, IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import words from "../i18n/messages/step5.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { type Column, NothingYet, Panel, StatusChip, VirtualTable, WhyLink, Words } from "../parts/index.ts";
import type { DossierIndex } from "../study/dossier-index.ts";
import css from "./step5.module.css";

type Row = Dossier["step5"]["coverage"][number];
const VERDICTS = ["met", "partly", "not"] as const;

export function Coverage({ dossier, index }: { dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const all = dossier.step5.coverage;
  const [type, setType] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<string>("all");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const types = useMemo(() => [...new Set(all.map((r) => r.type))], [all]);
  const statement = (r: Row) => index.requirements.get(r.requirement)?.statement;
  const rows = useMemo(
    () =>
      all.filter(
        (r) =>
          (type === null || r.type === type) &&
          (verdict === "all" || r.verdict === verdict) &&
          (wanted === "" ||
            `${w(statement(r))} ${r.requirement} ${r.criteria.join(" ")}`.toLowerCase().includes(wanted)),
      ),
    [all, type, verdict, wanted, w, index],
  );
  if (all.length === 0)
    return (
      <NothingYet
        icon={<IconListCheck size={26} />}
        title={t("coverage.empty")}
        text={t("coverage.empty.text")}
        step={4}
      />
    );
  const columns: Column<Row>[] = [
    {
      key: "type",
      title: t("coverage.type"),
      width: "minmax(130px, 0.8fr)",
      cell: (r) => w(index.name(r.type)),
      sort: (r) => w(index.name(r.type)),
    },
    {
      key: "statement",
      title: t("coverage.statement"),
      width: "minmax(260px, 2.4fr)",
      cell: (r) => (
        <span>
          <Words of={statement(r)} /> <WhyLink id={r.id} name={w(statement(r))} compact />
        </span>
      ),
    },
    {
      key: "verdict",
      title: t("coverage.verdict"),
      width: "124px",
      cell: (r) => <StatusChip status={r.verdict} />,
      sort: (r) => VERDICTS.indexOf(r.verdict),
    },
    {
      key: "criteria",
      title: t("coverage.criteria"),
      width: "104px",
      cell: (r) => (
        <span className={css.small}>
          {r.criteria.length === 0
            ? "–"
            : r.criteria.map((c) => (
                <code key={c} title={w(index.word("star1-criteria", c))}>
                  {c}
                </code>
              ))}
        </span>
      ),
      sort: (r) => r.criteria.join(" "),
    },
    {
      key: "reason",
      title: t("coverage.reason"),
      width: "minmax(220px, 1.6fr)",
      cell: (r) => (
        <span className={css.small}>
          {r.reasons.map((x) => (
            <span key={x} className={css.block}>
              {w(index.word("reasons", x))}
            </span>
          ))}
        </span>
      ),
    },
  ];
  const count = (of: string | undefined, v: string) =>
    all.filter((r) => (of === undefined || r.type === of) && r.verdict === v).length;
  return (
    <div className={css.stack}>
      <Panel title={t("coverage.matrix")} level={3}>
        <div className={css.scroll}>
          <table className={css.matrix}>
            <thead>
              <tr>
                <th scope="col">{t("coverage.type")}</th>
                {VERDICTS.map((v) => (
                  <th key={v} scope="col">
                    <StatusChip status={v} />
                  </th>
                ))}
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {types.map((id) => {
                const counts = VERDICTS.map((v) => count(id, v));
                const total = counts.reduce((a, b) => a + b, 0);
                return (
                  <tr key={id}>
                    <th scope="row">
                      <button
                        type="button"
                        className={css.link}
                        aria-pressed={type === id}
                        onClick={() => setType(type === id ? null : id)}
                      >
                        {w(index.name(id))}
                      </button>
                    </th>
                    {counts.map((n, i) => (
                      <td key={VERDICTS[i]}>{f.number(n)}</td>
                    ))}
                    <td aria-hidden="true">
                      <span className={css.share}>
                        {counts.map((n, i) => (
                          <i key={VERDICTS[i]} data-verdict={VERDICTS[i]} style={{ flexGrow: n / total }} />
                        ))}
                      </span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t("coverage.total")}</th>
                {VERDICTS.map((v) => (
                  <td key={v}>{f.number(count(undefined, v))}</td>
                ))}
                <td />
              </tr>
            </tfoot>
          </table>
        </div>
      </Panel>
      <Panel title={t("coverage.title")} level={3} flush>
        <div className={css.filters}>
          <TextInput
            aria-label={t("coverage.filter")}
            placeholder={t("coverage.filter")}
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Select
            aria-label={t("coverage.type")}
            placeholder={t("coverage.type")}
            clearable
            searchable
            value={type}
            onChange={setType}
            data={types.map((id) => ({ value: id, label: w(index.name(id)) }))}
          />
          <SegmentedControl
            aria-label={t("coverage.verdict")}
            value={verdict}
            onChange={setVerdict}
            data={[
              { value: "all", label: t("coverage.all") },
              ...VERDICTS.map((v) => ({ value: v, label: <StatusChip status={v} /> })),
            ]}
          />
        </div>
        <VirtualTable
          rows={rows}
          columns={columns}
          rowKey={(r) => r.id}
          label={t("coverage.title")}
          estimate={64}
          empty={<p className={css.none}>{t("coverage.none")}</p>}
        />
      </Panel>
    </div>
  );
}
