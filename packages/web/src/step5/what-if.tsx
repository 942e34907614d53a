/** What-if (★の付与による変化): switches per product type; their effect beside them while they are moved. */
import { Button, Checkbox, Collapse, Group, SegmentedControl, Switch } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { IconArrowBackUp, IconChevronDown, IconStars } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import words from "../i18n/messages/step5.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { BandChip, type Column, NothingYet, Panel, VirtualTable, WhyLink, Words } from "../parts/index.ts";
import type { Labels, WhatIfView } from "../study/analysis-types.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { GoalHeat, type GoalPoint } from "./goal-heat.tsx";
import css from "./step5.module.css";
import { WhatIfPicture } from "./what-if-picture.tsx";

type TypeRow = Dossier["step1"]["productTypes"][number];
type GoalRow = WhatIfView["goals"][number];

/** Product types that can carry a label, most urgent first. */
export function labelTypes(dossier: Dossier): TypeRow[] {
  const rank = new Map(dossier.step2.priorities.map((p) => [p.type, p.rank ?? 1e6]));
  return dossier.step1.productTypes
    .filter((type) => type.label.capable !== "no")
    .sort((a, b) => (rank.get(a.id) ?? 1e6) - (rank.get(b.id) ?? 1e6) || (a.id < b.id ? -1 : 1));
}
const bare = (type: string) => type.replace(/^pt:/, "");

/** Labels of the plan by product types: ★1 on those chosen. */
export function plannedLabels(dossier: Dossier): Labels {
  const plan = dossier.step5.plans.find((p) => p.by === "types");
  return Object.fromEntries((plan?.chosen ?? []).map((type) => [bare(type), 1]));
}

function TypeSwitch({ type, dossier }: { type: TypeRow; dossier: Dossier }) {
  const t = words.useT();
  const w = useWords();
  const id = bare(type.id);
  const level = useStudy((s) => s.whatIf.labels[id] ?? 0);
  const tried = useStudy((s) => s.whatIf.criteria[id]);
  const set = useStudy((s) => s.whatIf.set);
  const setCriterion = useStudy((s) => s.whatIf.setCriterion);
  const [isOpen, setOpen] = useState(false);
  const name = w(type.name);
  const criteria = Object.keys(dossier.terms["star1-criteria"] ?? {}).sort();
  return (
    <div className={css.switch} data-on={level > 0 || (tried?.length ?? 0) > 0 || undefined}>
      <div className={css.switchRow}>
        <span className={css.switchName}>
          <Words of={type.name} />
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t("whatif.level", { type: name })}
          value={String(level)}
          onChange={(value) => set(id, Number(value) as 0 | 1 | 2)}
          data={[0, 1, 2].map((n) => ({
            value: String(n),
            label: t(`whatif.level.${n as 0 | 1 | 2}`),
          }))}
        />
        <button
          type="button"
          className={css.expand}
          aria-expanded={isOpen}
          aria-label={t("whatif.criteria.of", { type: name })}
          title={t("whatif.criteria")}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronDown size={16} aria-hidden="true" />
        </button>
      </div>
      <Collapse expanded={isOpen}>
        <div className={css.criteria}>
          {criteria.map((criterion) => (
            <Checkbox
              key={criterion}
              size="xs"
              checked={level > 0 || (tried?.includes(criterion) ?? false)}
              disabled={level > 0}
              title={level > 0 ? t("whatif.criteria.included") : undefined}
              onChange={(event) => setCriterion(id, criterion, event.currentTarget.checked)}
              label={
                <>
                  <code>{criterion}</code> <Words of={dossier.terms["star1-criteria"]?.[criterion]?.name} />
                </>
              }
            />
          ))}
        </div>
      </Collapse>
    </div>
  );
}

function Figure({
  label,
  hint,
  before,
  after,
}: {
  label: string;
  hint?: string;
  before: number;
  after: number;
}) {
  const t = words.useT();
  const f = useFormats();
  const change = after < before ? "less" : after > before ? "more" : "same";
  return (
    <div className={css.figure} title={hint}>
      <span className={css.figureLabel}>{label}</span>
      <span className={css.figureValues}>
        <span>
          <small>{t("whatif.now")}</small> {f.number(before)}
        </span>
        <span aria-hidden="true">→</span>
        <b data-change={change}>
          <small>{t("whatif.then")}</small> {f.number(after)}
        </b>
      </span>
    </div>
  );
}

export function WhatIf({ dossier, index }: { dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const types = useMemo(() => labelTypes(dossier), [dossier]);
  const result = useStudy((s) => s.whatIf.result);
  const busy = useStudy((s) => s.whatIf.busy);
  const setAll = useStudy((s) => s.whatIf.setAll);
  const reset = useStudy((s) => s.whatIf.reset);
  const [goal, setGoal] = useState<string>();
  const [onlyChanged, setOnlyChanged] = useState(true);
  const threshold = dossier.study.threshold;
  const planned = useMemo(() => plannedLabels(dossier), [dossier]);

  const now: GoalPoint[] = useMemo(
    () =>
      result
        ? result.goals.map((g) => ({ level: g.level, band: g.before }))
        : dossier.step2.routes.goals.map((g) => ({ level: g.level, band: g.now.band })),
    [result, dossier],
  );
  const then: GoalPoint[] | undefined = useMemo(
    () => result?.goals.map((g) => ({ level: g.level, band: g.after })),
    [result],
  );
  const rows = useMemo(() => {
    const all = result?.goals ?? [];
    const isChanged = (g: GoalRow) => g.before !== g.after || g.closedFor.length > 0;
    const order = (band: string | undefined) => band ?? "Z";
    return all
      .filter((g) => !onlyChanged || isChanged(g))
      .sort(
        (a, b) =>
          order(a.before).localeCompare(order(b.before)) ||
          order(b.after).localeCompare(order(a.after)) ||
          (a.goal < b.goal ? -1 : 1),
      );
  }, [result, onlyChanged]);

  if (types.length === 0)
    return (
      <NothingYet
        icon={<IconStars size={26} />}
        title={t("whatif.noTypes")}
        text={t("whatif.noTypes.text")}
        step={1}
      />
    );

  const sources = (ids: readonly string[]) =>
    ids.map((id) => w(index.name(id.startsWith("ts:") ? id : `ts:${id}`)));
  const columns: Column<GoalRow>[] = [
    {
      key: "goal",
      title: t("goals.goal"),
      width: "minmax(200px, 2fr)",
      cell: (g) => (
        <span className={css.goal}>
          {w(index.name(g.goal))}
          <WhyLink id={g.goal} name={w(index.name(g.goal))} compact />
        </span>
      ),
      sort: (g) => w(index.name(g.goal)),
    },
    {
      key: "level",
      title: t("goals.level"),
      width: "64px",
      align: "right",
      cell: (g) => g.level,
      sort: (g) => -g.level,
    },
    {
      key: "before",
      title: t("goals.before"),
      width: "92px",
      align: "center",
      cell: (g) => <BandChip band={g.before} />,
      sort: (g) => g.before ?? "Z",
    },
    {
      key: "after",
      title: t("goals.after"),
      width: "92px",
      align: "center",
      cell: (g) => <BandChip band={g.after} />,
      sort: (g) => g.after ?? "Z",
    },
    {
      key: "closed",
      title: t("goals.closed"),
      width: "minmax(140px, 1.4fr)",
      cell: (g) => <span className={css.small}>{sources(g.closedFor).join("、") || "–"}</span>,
      sort: (g) => -g.closedFor.length,
    },
    {
      key: "open",
      title: t("goals.open"),
      width: "minmax(140px, 1.4fr)",
      cell: (g) => (
        <span className={css.small}>
          {sources(g.sources.filter((x) => !g.closedFor.includes(x))).join("、") || "–"}
        </span>
      ),
      sort: (g) => -(g.sources.length - g.closedFor.length),
    },
  ];

  return (
    <div className={css.whatif}>
      <Panel title={t("whatif.title")}>
        <p className={css.note}>{t("whatif.text")}</p>
        <Group gap="xs" my="sm">
          <Button
            size="xs"
            variant="light"
            onClick={() => setAll(Object.fromEntries(types.map((x) => [bare(x.id), 1])))}
          >
            {t("whatif.all")}
          </Button>
          {Object.keys(planned).length > 0 && (
            <Button size="xs" variant="light" onClick={() => setAll(planned)}>
              {t("whatif.plan")}
            </Button>
          )}
          <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={reset}>
            {t("whatif.reset")}
          </Button>
        </Group>
        <div className={css.switches}>
          {types.map((type) => (
            <TypeSwitch key={type.id} type={type} dossier={dossier} />
          ))}
        </div>
      </Panel>
      <div className={css.effect} aria-busy={busy}>
        <p role="status" className={css.said} data-empty={!result || undefined}>
          {result
            ? result.weight.before === result.weight.after && result.pairs.before === result.pairs.after
              ? t("whatif.same")
              : t("whatif.said", {
                  badBefore: result.bad.before,
                  badAfter: result.bad.after,
                  pairsBefore: result.pairs.before,
                  pairsAfter: result.pairs.after,
                })
            : t("whatif.nothing")}
        </p>
        {result && (
          <div className={css.figures}>
            <Figure
              label={t("whatif.bad", { band: threshold })}
              before={result.bad.before}
              after={result.bad.after}
            />
            <Figure
              label={t("whatif.pairs")}
              hint={t("whatif.pairs.text")}
              before={result.pairs.before}
              after={result.pairs.after}
            />
            <Figure label={t("whatif.weight")} before={result.weight.before} after={result.weight.after} />
          </div>
        )}
        <Panel title={t("heat.title")} level={3}>
          <div className={css.heats}>
            <GoalHeat title={t("whatif.now")} goals={now} />
            {then && <GoalHeat title={t("whatif.then")} goals={then} beside={now} />}
          </div>
        </Panel>
        <WhatIfPicture dossier={dossier} index={index} goal={goal} />
        {result && (
          <Panel
            title={t("goals.title")}
            level={3}
            flush
            actions={
              <Switch
                size="xs"
                label={t("goals.changed")}
                checked={onlyChanged}
                onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
              />
            }
          >
            <VirtualTable
              rows={rows}
              columns={columns}
              rowKey={(g) => g.goal}
              label={t("goals.title")}
              height={Math.min(520, 60 + rows.length * 46)}
              onRow={(g) => setGoal(g.goal)}
              isSelected={(g) => g.goal === goal}
              empty={<p className={css.none}>{t("goals.empty")}</p>}
            />
          </Panel>
        )}
      </div>
    </div>
  );
}
