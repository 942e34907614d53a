/** Goals of attack, the routes to them, drawn on the diagram step by step; choke points. */
import { Button, TextInput } from "@mantine/core";
import type { AttackGoal, AttackRoute, Dossier } from "@seiza/dossier";
import { IconRoute, IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import words from "../../i18n/messages/step2.ts";
import { useFormats, useWords } from "../../i18n/words.ts";
import { Decided } from "../../parts/decided.tsx";
import {
  BandChip,
  type Column,
  EmptyState,
  NothingYet,
  Panel,
  ReasonDialog,
  VirtualTable,
  WhyLink,
} from "../../parts/index.ts";
import { useSearchValues } from "../../parts/search-values.ts";
import { useStudy } from "../../study/context.tsx";
import { Star1State } from "../marks.tsx";
import css from "../step2.module.css";
import { matcher, useWholeDossier } from "../use-dossier.ts";
import { RoutePlayer } from "./player.tsx";
import own from "./routes.module.css";

/** Routes of each source that are asked for at first, and at most. */
const FIRST_K = 4;
const MOST_K = 32;
const BANDS = ["A", "B", "C", "D", "E", "none"] as const;

const rank = (g: AttackGoal) => `${g.now.band ?? "Z"}${g.star1.band ?? "Z"}${9 - g.level}${g.id}`;
const keyOf = (g: AttackGoal) => g.id;

/** Goal that a route's id names: `ar:<cfg>/<component>/<loss>/…`. */
const goalOfRoute = (id: string): string => `ag:${id.slice(3).split("/").slice(0, 3).join("/")}`;

export default function Routes() {
  const t = words.useT();
  const { number } = useFormats();
  const w = useWords();
  const { dossier, index, name } = useWholeDossier();
  const [search, setSearch] = useSearchValues();
  const { routes } = dossier.step2;
  const goals = useMemo(() => [...routes.goals].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)), [routes.goals]);
  const goalName = useMemo(
    () => (g: Pick<AttackGoal, "component" | "loss">) =>
      t("goal.name", { component: name(g.component), loss: t(`loss.${g.loss}`) }),
    [t, name],
  );
  const shown = useMemo(() => {
    const matches = matcher(search["gq"] ?? "");
    return goals.filter((g) => matches(`${goalName(g)} ${name(g.type)} ${g.id}`));
  }, [goals, search, goalName, name]);
  const wantedRoute = search["route"];
  const goal =
    index.goals.get(search["goal"] ?? (wantedRoute === undefined ? "" : goalOfRoute(wantedRoute))) ??
    goals[0];
  const columns = useMemo(
    (): Column<AttackGoal>[] => [
      {
        key: "goal",
        title: t("goals.col.goal"),
        width: "minmax(100px, 1fr)",
        sort: (g) => goalName(g),
        cell: (g) => (
          <>
            {goalName(g)}
            {g.status === "accepted" && <span className={own.mark}>{t("goal.accepted")}</span>}
          </>
        ),
      },
      {
        key: "now",
        title: t("goals.col.now"),
        width: "68px",
        align: "center",
        sort: (g) => g.now.band ?? "Z",
        cell: (g) => <Risk band={g.now.band} />,
      },
      {
        key: "star1",
        title: t("goals.col.star1"),
        width: "62px",
        align: "center",
        sort: (g) => g.star1.band ?? "Z",
        cell: (g) => <Risk band={g.star1.band} />,
      },
      {
        key: "plan",
        title: t("goals.col.plan"),
        width: "68px",
        align: "center",
        sort: (g) => g.plan.band ?? "Z",
        cell: (g) => <Risk band={g.plan.band} />,
      },
    ],
    [t, goalName],
  );
  if (goals.length === 0)
    return (
      <NothingYet
        icon={<IconRoute size={28} />}
        title={t("goals.none")}
        text={t("goals.none.text")}
        step={1}
      />
    );
  return (
    <div className={css.stack}>
      <div className={css.sectionHead} style={{ marginTop: 0 }}>
        <h2>{t("routes.title")}</h2>
        <p className={css.note}>{t("routes.text")}</p>
        {routes.notes.map((note) => (
          <p key={note.ja} className={css.note}>
            {w(note)}
          </p>
        ))}
      </div>
      <div className={own.host}>
        <div className={own.grid}>
          <section className={own.goals} aria-label={t("goals.title")}>
            <TextInput
              aria-label={t("goals.filter")}
              placeholder={t("goals.filter")}
              leftSection={<IconSearch size={16} />}
              value={search["gq"] ?? ""}
              onChange={(event) => setSearch({ gq: event.currentTarget.value })}
              mb={8}
            />
            <VirtualTable
              rows={shown}
              columns={columns}
              rowKey={keyOf}
              label={t("goals.title")}
              height="min(58vh, 560px)"
              onRow={(g) => setSearch({ goal: g.id, route: undefined }, { push: true })}
              isSelected={(g) => g.id === goal?.id}
              {...(goal ? { scrollTo: goal.id } : {})}
              empty={<EmptyState title={t("goals.nomatch")} />}
            />
            {routes.goalsTotal > goals.length && (
              <p className={css.note}>
                {t("goals.partial", { total: number(routes.goalsTotal), shown: number(goals.length) })}
              </p>
            )}
          </section>
          {goal && <GoalView key={goal.id} goal={goal} title={goalName(goal)} wanted={wantedRoute} />}
        </div>
      </div>
      <div className={own.foot}>
        <Chokes dossier={dossier} />
        <ByType dossier={dossier} />
      </div>
    </div>
  );
}

/** Band or a plain word that no route is left. */
function Risk({ band }: { band: "A" | "B" | "C" | "D" | "E" | undefined }) {
  return band === undefined ? <span className={own.dash}>–</span> : <BandChip band={band} />;
}

function GoalView({ goal, title, wanted }: { goal: AttackGoal; title: string; wanted: string | undefined }) {
  const t = words.useT();
  const { index, word } = useWholeDossier();
  const [, setSearch] = useSearchValues();
  const worker = useStudy((s) => s.worker);
  const of = useStudy((s) => s.whole?.of);
  const [accepting, setAccepting] = useState(false);
  const [found, setFound] = useState<{ k: number; routes: AttackRoute[] }>();
  const [state, setState] = useState<"idle" | "busy" | "none" | "some">("idle");
  const known = useMemo(
    () => goal.routes.map((id) => index.routes.get(id)).filter((r) => r !== undefined),
    [goal.routes, index],
  );
  useEffect(() => {
    // What was found belongs to the study that was searched.
    setFound(undefined);
    setState("idle");
  }, [of]);
  const routes = useMemo(() => {
    const ids = new Set(known.map((r) => r.id));
    return [...known, ...(found?.routes.filter((r) => !ids.has(r.id)) ?? [])].sort((a, b) =>
      a.band < b.band ? -1 : a.band > b.band ? 1 : a.cost - b.cost || (a.id < b.id ? -1 : 1),
    );
  }, [known, found]);
  const route = routes.find((r) => r.id === wanted) ?? routes[0];
  const search = async () => {
    if (!of) return;
    setState("busy");
    const k = found ? Math.min(MOST_K, found.k * 2) : FIRST_K;
    const more = await worker.routesOf(of, goal.id, k);
    const before = new Set(routes.map((r) => r.id));
    const isNew = more.some((r) => !before.has(r.id));
    setFound({ k, routes: more });
    setState(isNew ? "some" : "none");
  };
  return (
    <section className={own.goal} aria-label={title}>
      <div className={own.goalHead}>
        <div>
          <p className={css.kind}>
            {t(`goal.${goal.loss}.text`)} · {t("goal.level", { level: goal.level })}
          </p>
          <h3>{title}</h3>
          <p className={css.kind}>
            {t("goal.assets")}:{" "}
            {goal.assets.map((a) => word("asset-kinds", a.slice(a.lastIndexOf("/") + 1))).join(" / ")}
          </p>
        </div>
        <div className={own.goalSide}>
          <div className={css.chips}>
            <span className={css.move}>
              <small>{t("now")}</small>
              <BandChip band={goal.now.band} />
            </span>
            <span aria-hidden="true">→</span>
            <span className={css.move}>
              <small>{t("star1")}</small>
              <BandChip band={goal.star1.band} />
            </span>
            <span aria-hidden="true">→</span>
            <span className={css.move}>
              <small>{t("plan")}</small>
              <BandChip band={goal.plan.band} />
            </span>
          </div>
          <div className={css.chips}>
            <WhyLink id={goal.id} name={title} />
            <Button
              variant="default"
              size="compact-xs"
              disabled={goal.status === "accepted"}
              onClick={() => setAccepting(true)}
            >
              {t("goal.accept")}
            </Button>
          </div>
        </div>
      </div>
      <Decided target={goal.id} />
      {route && <RoutePlayer key={route.id} route={route} />}
      <div className={own.listHead}>
        <h4>{t("route.list")}</h4>
        <span className={css.count}>{t("route.count", { count: routes.length })}</span>
        <span className={css.grow} />
        <span className={css.kind} role="status">
          {state === "none"
            ? t("route.nomore")
            : state === "some"
              ? t("route.moreFound", { count: routes.length })
              : ""}
        </span>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconZoomQuestion size={15} aria-hidden="true" />}
          loading={state === "busy"}
          disabled={state === "none" || (found?.k ?? 0) >= MOST_K}
          onClick={() => void search()}
        >
          {t("route.more")}
        </Button>
      </div>
      <ul className={own.list}>
        {routes.map((r) => (
          <li key={r.id}>
            <button
              type="button"
              className={own.route}
              aria-pressed={r.id === route?.id}
              onClick={() => setSearch({ goal: goal.id, route: r.id })}
            >
              <BandChip band={r.band} />
              <span className={own.routeText}>
                <strong>{word("threat-sources", r.source.slice(3))}</strong>
                <small>
                  {t("route.steps", { count: r.steps.length })} · {t("route.effort", { cost: r.cost })}
                  {found && !index.routes.has(r.id) && ` · ${t("route.found")}`}
                </small>
              </span>
              <Star1State route={r} />
            </button>
          </li>
        ))}
      </ul>
      {accepting && (
        <ReasonDialog
          opened
          onClose={() => setAccepting(false)}
          title={t("goal.accept.title", { name: title })}
          decision={{ target: goal.id, action: "accept" }}
        >
          <p className={css.note}>{t("goal.accept.text")}</p>
        </ReasonDialog>
      )}
    </section>
  );
}

function Chokes({ dossier }: { dossier: Dossier }) {
  const t = words.useT();
  const { number } = useFormats();
  const { name } = useWholeDossier();
  const { chokePoints } = dossier.step2.routes;
  if (chokePoints.length === 0) return null;
  return (
    <Panel title={t("chokes.title")} flush>
      <p className={`${css.note} ${css.intro}`}>{t("chokes.text")}</p>
      <div className={css.scroll} style={{ border: 0, borderRadius: "0 0 12px 12px" }}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("chokes.component")}</th>
              <th scope="col" className={css.num}>
                {t("chokes.pairs")}
              </th>
              <th scope="col" className={css.num}>
                {t("chokes.weight")}
              </th>
              <th scope="col" className={css.num}>
                {t("chokes.cuts")}
              </th>
              <th scope="col">{t("why")}</th>
            </tr>
          </thead>
          <tbody>
            {chokePoints.slice(0, 20).map((c) => (
              <tr key={c.id}>
                <th scope="row">{name(c.component)}</th>
                <td className={css.num}>{number(c.pairs)}</td>
                <td className={css.num}>{number(c.weight)}</td>
                <td className={css.num}>{c.cuts === undefined ? "–" : number(c.cuts)}</td>
                <td>
                  <WhyLink id={c.id} name={name(c.component)} compact />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ByType({ dossier }: { dossier: Dossier }) {
  const t = words.useT();
  const { number } = useFormats();
  const { name } = useWholeDossier();
  const { types } = dossier.step2.routes;
  const most = Math.max(1, ...types.map((row) => row.goals));
  return (
    <Panel title={t("bytype.title")} flush>
      <p className={`${css.note} ${css.intro}`}>{t("bytype.text")}</p>
      <div className={css.scroll} style={{ border: 0, borderRadius: "0 0 12px 12px" }}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("col.type")}</th>
              <th scope="col" className={css.num}>
                {t("bytype.goals")}
              </th>
              <th scope="col" style={{ width: "54%" }}>
                {t("now")} / {t("star1")} / {t("plan")}
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map((row) => (
              <tr key={`${row.type}/${row.loss}`}>
                <th scope="row">
                  {t("goal.name", { component: name(row.type), loss: t(`loss.${row.loss}`) })}
                </th>
                <td className={css.num}>{number(row.goals)}</td>
                <td>
                  {(["now", "star1", "plan"] as const).map((key) => (
                    <div key={key} className={own.bandBarLine}>
                      <span className={css.kind}>{t(`goals.col.${key}`)}</span>
                      <span
                        className={own.bandBar}
                        role="img"
                        aria-label={t("bytype.bar", row[key])}
                        style={{ width: `${Math.max(22, (100 * row.goals) / most)}%` }}
                      >
                        {BANDS.filter((band) => row[key][band] > 0).map((band) => (
                          <span key={band} data-band={band} style={{ flexGrow: row[key][band] }}>
                            {band === "none" ? "–" : band}
                            {row.goals > 1 && ` ${row[key][band]}`}
                          </span>
                        ))}
                      </span>
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
