/** The case of one product type: verdict, what is missing, what ★1 leaves, candidate criteria. */
import { Button } from "@mantine/core";
import type { Dossier, NeedRow, ThreatGroup } from "@seiza/dossier";
import { IconArrowRight, IconListCheck } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import words from "../i18n/messages/step6.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import {
  BandChip,
  type Column,
  EmptyState,
  Panel,
  StatusChip,
  VirtualTable,
  WhyLink,
  Words,
} from "../parts/index.ts";
import { type Asked, Decided, JudgeButtons, JudgeDialog } from "../parts/judging.tsx";
import { useGo } from "../shell/go.ts";
import { useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import { Grounds, placeOfGround } from "./grounds.tsx";
import css from "./step6.module.css";

const CANDIDATES = "candidates";
/** Leads to a part of the page, for eyes and keyboard. */
function show(place: string) {
  const part = document.getElementById(place);
  part?.scrollIntoView({ block: "start" });
  part?.focus({ preventScroll: true });
}

export function Case({ need, dossier, index }: { need: NeedRow; dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const navigate = useNavigate();
  const id = useStudy((s) => s.id);
  const name = w(index.name(need.type));
  return (
    <>
      <section className={css.head} data-result={need.result}>
        <div className={css.headLine}>
          <h2>{name}</h2>
          <span className={css.result} data-result={need.result}>
            {t(`result.${need.result}`)}
          </span>
          <WhyLink id={need.id} name={name} />
        </div>
        <p className={css.strength}>
          <span>{t(need.need ? "need.yes" : "need.no")}</span>
          {need.need && (
            <span>
              {t("strength")} <b>{f.number(need.strength)}</b> <small>{t("strength.text")}</small>
            </span>
          )}
        </p>
        {need.need ? (
          <ToDo need={need} dossier={dossier} index={index} />
        ) : (
          <>
            <p>{t("notNeeded.text")}</p>
            <Button
              mt={10}
              size="xs"
              variant="light"
              rightSection={<IconArrowRight size={15} />}
              onClick={() => void navigate({ to: "/studies/$id/star1", params: { id } })}
            >
              {t("notNeeded.go")}
            </Button>
          </>
        )}
      </section>
      <div className={css.stack}>
        {need.need && (
          <>
            <Left need={need} index={index} />
            <Candidates need={need} index={index} />
          </>
        )}
        <Grounds need={need} index={index} />
      </div>
    </>
  );
}

function ToDo({ need, dossier, index }: { need: NeedRow; dossier: Dossier; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const navigate = useNavigate();
  const id = useStudy((s) => s.id);
  const holding = need.grounds.filter((g) => g.state === "met");
  const lacking = need.grounds.filter((g) => g.state === "missing" && g.missing.length > 0);
  const isArguable = need.result === "needed";
  const candidates = need.candidates.filter((c) => c.status === "proposed").length;
  const requirements = dossier.step4.requirements.filter(
    (r) => r.type === need.type && r.status === "proposed",
  ).length;
  const go = (label: string, onClick: () => void) => (
    <button type="button" className={css.link} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <>
      {isArguable && (
        <p className={css.argued}>
          {t("argued.title")}:{" "}
          {holding.map((g, i) => (
            <span key={g.ground}>
              {i > 0 && " · "}
              {go(w(index.word("star2-grounds", g.ground)), () => show(placeOfGround(g.ground)))}
            </span>
          ))}
        </p>
      )}
      {(!isArguable || candidates > 0 || requirements > 0) && (
        <div className={css.todo}>
          <h3>{t("todo.title")}</h3>
          {!isArguable && <p className={css.note}>{t("todo.text")}</p>}
          <ul>
            {!isArguable &&
              lacking.map((g) => (
                <li key={g.ground}>
                  <b>{w(index.word("star2-grounds", g.ground))}</b>{" "}
                  {go(t("todo.go"), () => show(placeOfGround(g.ground)))}
                  <ul>
                    {g.missing.map((m) => (
                      <li key={m.en}>
                        <Words of={m} />
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            {!isArguable &&
              lacking.length === 0 &&
              need.missing.map((m) => (
                <li key={m.en}>
                  <Words of={m} />{" "}
                  {go(t("todo.star1"), () => void navigate({ to: "/studies/$id/star1", params: { id } }))}
                </li>
              ))}
            {candidates > 0 && (
              <li>
                {t("todo.candidates", { count: candidates })}{" "}
                {go(t("todo.candidates.go"), () => show(CANDIDATES))}
              </li>
            )}
            {requirements > 0 && (
              <li>
                {t("todo.requirements", { count: requirements })}{" "}
                {go(
                  t("todo.requirements.go"),
                  () =>
                    void navigate({
                      to: "/studies/$id/requirements",
                      params: { id },
                      search: { type: need.type, tab: "requirements", state: "open" } as never,
                    }),
                )}
              </li>
            )}
          </ul>
        </div>
      )}
    </>
  );
}

/** Rows drawn before the table scrolls in itself. */
const TALL = 7;

function Left({ need, index }: { need: NeedRow; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const left = useMemo(
    () =>
      need.groups
        .map((id) => index.groups.get(id))
        .filter((g) => g !== undefined)
        .sort((a, b) =>
          a.afterStar1 < b.afterStar1 ? -1 : a.afterStar1 > b.afterStar1 ? 1 : a.id < b.id ? -1 : 1,
        ),
    [need, index],
  );
  const columns: Column<ThreatGroup>[] = [
    {
      key: "now",
      title: t("col.now"),
      width: "72px",
      align: "center",
      cell: (g) => <BandChip band={g.band} />,
      sort: (g) => g.band,
    },
    {
      key: "star1",
      title: t("col.star1"),
      width: "96px",
      align: "center",
      cell: (g) => <BandChip band={g.afterStar1} />,
      sort: (g) => g.afterStar1,
    },
    {
      key: "threat",
      title: t("col.threat"),
      width: "minmax(170px, 1.2fr)",
      cell: (g) => (
        <>
          {w(index.word("threats", g.threat))}{" "}
          <WhyLink id={g.id} name={w(index.word("threats", g.threat))} compact />
          <span className={css.sub}>
            {w(index.word("attack-surfaces", g.surface))} · {w(index.word("asset-classes", g.assetClass))}
          </span>
        </>
      ),
      sort: (g) => w(index.word("threats", g.threat)),
    },
    {
      key: "reason",
      title: t("col.reason"),
      width: "minmax(180px, 1.4fr)",
      cell: (g) => (
        <ul className={css.plain}>
          {g.star1.reasons.map((r) => (
            <li key={r}>{w(index.word("reasons", r))}</li>
          ))}
        </ul>
      ),
    },
  ];
  const routes = need.routes
    .map((id) => index.routes.get(id))
    .filter((r) => r !== undefined)
    .sort((a, b) => (a.afterStar1 ?? "E").localeCompare(b.afterStar1 ?? "E") || a.band.localeCompare(b.band));
  return (
    <Panel title={t("left.title")}>
      <h3 className={css.small}>{t("left.assets")}</h3>
      <ul className={css.assets}>
        {need.assets.map((a) => (
          <li key={a.id} data-beyond={!a.inStar1 || undefined}>
            {w(index.word("asset-kinds", a.id.slice(a.id.lastIndexOf("/") + 1)))}
            <small>{t(a.inStar1 ? "left.inStar1" : "left.beyond")}</small>
          </li>
        ))}
      </ul>
      <h3 className={css.small}>{t("left.groups")}</h3>
      <VirtualTable
        rows={left}
        columns={columns}
        rowKey={(g) => g.id}
        label={t("left.groups")}
        height={left.length < TALL ? 38 + left.length * 64 : 420}
        estimate={62}
      />
      <h3 className={css.small}>{t("left.routes")}</h3>
      {routes.length === 0 ? (
        <p className={css.none}>{t("left.routes.none")}</p>
      ) : (
        <ul className={css.routes}>
          {routes.map((route) => {
            const goal = index.goals.get(route.goal);
            const said = t("left.route", {
              source: w(index.name(route.source)),
              goal: w(index.name(goal?.component ?? route.goal)),
            });
            return (
              <li key={route.id}>
                <details>
                  <summary>
                    <BandChip band={route.band} /> <span aria-hidden="true">→</span>{" "}
                    <BandChip band={route.afterStar1} /> {said}
                  </summary>
                  <ol>
                    {route.steps.map((step, i) => (
                      <li key={i}>
                        <Words of={step.text} />
                      </li>
                    ))}
                  </ol>
                </details>
                <WhyLink id={route.id} name={said} compact />
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

function Candidates({ need, index }: { need: NeedRow; index: DossierIndex }) {
  const t = words.useT();
  const w = useWords();
  const f = useFormats();
  const { go } = useGo();
  const [asked, setAsked] = useState<Asked>();
  const nameOf = (requirement: string) => {
    const control = index.requirements.get(requirement)?.countermeasure;
    return control === undefined ? w(index.name(requirement)) : w(index.word("countermeasures", control));
  };
  return (
    <Panel title={t("candidates.title")}>
      <div id={CANDIDATES} tabIndex={-1} className={css.place}>
        <p className={css.note}>{t("candidates.text")}</p>
      </div>
      {need.candidates.length === 0 ? (
        <EmptyState
          icon={<IconListCheck size={26} />}
          title={t("candidates.none")}
          text={t("candidates.none.text")}
          action={
            <Button size="xs" variant="light" onClick={() => go(need.type, "/requirements")}>
              {t("todo.requirements.go")}
            </Button>
          }
        />
      ) : (
        <div className={css.scroll}>
          <table className={css.candidates}>
            <thead>
              <tr>
                <th scope="col">{t("candidates.statement")}</th>
                <th scope="col">{t("candidates.verification")}</th>
                <th scope="col" data-num="">
                  {t("candidates.groups")}
                </th>
                <th scope="col">{t("candidates.status")}</th>
              </tr>
            </thead>
            <tbody>
              {need.candidates.map((c) => {
                const name = nameOf(c.requirement);
                return (
                  <tr key={c.id} id={c.id} data-off={c.status === "dropped" || undefined}>
                    <th scope="row">
                      <b>{name}</b> <WhyLink id={c.requirement} name={name} compact />
                      <p>
                        <Words of={c.statement} />
                      </p>
                      <button type="button" className={css.link} onClick={() => go(c.requirement)}>
                        {t("candidates.requirement")}
                      </button>
                      <Decided ids={c.decided} name={name} />
                    </th>
                    <td>
                      {c.verification.length === 0 ? (
                        <span className={css.none}>{t("candidates.verification.none")}</span>
                      ) : (
                        <ul className={css.plain}>
                          {c.verification.map((v) => (
                            <li key={v} title={w(index.term("verifications", v)?.text)}>
                              {w(index.word("verifications", v))}
                            </li>
                          ))}
                        </ul>
                      )}
                    </td>
                    <td data-num="">{f.number(c.groups.length)}</td>
                    <td>
                      <div className={css.judge}>
                        <StatusChip status={c.status} />
                        <JudgeButtons
                          asked={{ target: c.id, name, statement: c.statement }}
                          status={c.status}
                          ask={setAsked}
                        />
                      </div>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <JudgeDialog asked={asked} onClose={() => setAsked(undefined)} />
    </Panel>
  );
}
