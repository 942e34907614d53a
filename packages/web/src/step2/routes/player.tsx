/** One attack route: drawn on the diagram, step by step, with the same steps in words. */
import { ActionIcon } from "@mantine/core";
import type { AttackRoute } from "@seiza/dossier";
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
} from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import words from "../../i18n/messages/step2.ts";
import { useWords } from "../../i18n/words.ts";
import { BandChip, WhyLink } from "../../parts/index.ts";
import type { Overlay } from "../../step1/diagram/overlay.ts";
import { useStudy } from "../../study/context.tsx";
import { Star1State } from "../marks.tsx";
import { StudyPicture } from "../picture.tsx";
import css from "../step2.module.css";
import { useWholeDossier } from "../use-dossier.ts";
import { overlayOf } from "./overlay-of.ts";
import own from "./routes.module.css";

/** Time that a step stays while playing, ms. */
const PACE = 2200;

export function RoutePlayer({ route }: { route: AttackRoute }) {
  const t = words.useT();
  const w = useWords();
  const { dossier, index, name, word } = useWholeDossier();
  const study = useStudy((s) => s.whole?.of ?? s.study);
  const count = route.steps.length;
  /** Steps shown; all at first. */
  const [at, setAt] = useState(count);
  const [isPlaying, setPlaying] = useState(false);
  const [hasMoved, setMoved] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const go = (next: number) => {
    setMoved(true);
    setAt(Math.max(1, Math.min(count, next)));
  };
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= count) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setAt(at + 1), PACE);
    return () => clearTimeout(timer);
  }, [isPlaying, at, count]);
  useEffect(() => {
    if (hasMoved) list.current?.children[at - 1]?.scrollIntoView({ block: "nearest", behavior: "auto" });
  }, [at, hasMoved]);
  const play = () => {
    setMoved(true);
    if (!isPlaying && at >= count) setAt(1);
    setPlaying(!isPlaying);
  };
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target instanceof HTMLButtonElement;
    if (event.key === "ArrowRight") go(at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "Home") go(1);
    else if (event.key === "End") go(count);
    else if (event.key === " " && !isButton) play();
    else return;
    if (event.key !== " ") setPlaying(false);
    event.preventDefault();
    event.stopPropagation();
  };
  const configuration = route.goal.slice(3).split("/")[0] ?? "";
  const overlay = useMemo(
    (): Overlay => ({ ...overlayOf(route, index, dossier), upTo: at }),
    [route, index, dossier, at],
  );
  const current = route.steps[at - 1];
  const criteria = (ids: readonly string[]) =>
    ids.map((id) => `${id} ${word("star1-criteria", id)}`).join(" / ");
  return (
    <section className={own.player} aria-label={t("step.title")} onKeyDown={keys}>
      <div className={own.controls} role="toolbar" aria-label={t("step.player")}>
        <ActionIcon
          aria-label={t("step.first")}
          title={t("step.first")}
          onClick={() => {
            setPlaying(false);
            go(1);
          }}
        >
          <IconPlayerSkipBack size={18} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          aria-label={t("step.prev")}
          title={t("step.prev")}
          disabled={at <= 1}
          onClick={() => {
            setPlaying(false);
            go(at - 1);
          }}
        >
          <IconChevronLeft size={20} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="filled"
          color="ai"
          radius="xl"
          size="lg"
          aria-label={t(isPlaying ? "step.pause" : "step.play")}
          title={t(isPlaying ? "step.pause" : "step.play")}
          disabled={count < 2}
          onClick={play}
        >
          {isPlaying ? (
            <IconPlayerPause size={18} aria-hidden="true" />
          ) : (
            <IconPlayerPlay size={18} aria-hidden="true" />
          )}
        </ActionIcon>
        <ActionIcon
          aria-label={t("step.next")}
          title={t("step.next")}
          disabled={at >= count}
          onClick={() => {
            setPlaying(false);
            go(at + 1);
          }}
        >
          <IconChevronRight size={20} aria-hidden="true" />
        </ActionIcon>
        <span className={own.position}>{t("step.position", { at, count })}</span>
        <span className={css.kind}>{t("step.keys")}</span>
        <span className={css.unseen} role="status">
          {hasMoved && current ? `${t("step.position", { at, count })} ${w(current.text)}` : ""}
        </span>
      </div>
      {current && (
        <p className={own.now} aria-hidden="true">
          <span className={own.stepNo}>{at}</span>
          <span>{w(current.text)}</span>
        </p>
      )}
      <StudyPicture
        study={study}
        configuration={configuration}
        dossier={dossier}
        overlay={overlay}
        fitTo={[...(overlay.focus ?? [])].filter((id) => id.startsWith("co:")).join(" ")}
        height="clamp(300px, 50vh, 600px)"
      />
      <div className={own.routeHead}>
        <BandChip band={route.band} />
        <strong>{word("threat-sources", route.source.slice(3))}</strong>
        <Star1State route={route} />
        <span className={css.kind}>
          {t("route.effort.full", {
            cost: route.cost,
            feasibility: t(`feasibility.${route.feasibility}`),
          })}
          {" · "}
          {t("route.entry", { name: name(route.entry) })}
          {route.foothold !== undefined && ` · ${t("route.foothold", { name: name(route.foothold) })}`}
        </span>
        <span className={css.grow} />
        <WhyLink id={route.id} name={word("threat-sources", route.source.slice(3))} />
      </div>
      <ol className={own.steps} ref={list} aria-label={t("step.title")}>
        {route.steps.map((s, i) => {
          const star1 = index.term("attack-techniques", s.technique)?.more?.["star1"] as
            | { ja: string; en: string }
            | undefined;
          return (
            <li
              key={`${i}-${s.technique}`}
              data-at={i + 1 === at || undefined}
              data-later={i + 1 > at || undefined}
            >
              <button
                type="button"
                aria-current={i + 1 === at ? "step" : undefined}
                onClick={() => {
                  setPlaying(false);
                  go(i + 1);
                }}
              >
                <span className={own.stepNo} aria-hidden="true">
                  {i + 1}
                </span>
                <span>{w(s.text)}</span>
              </button>
              <div className={own.stepMore}>
                {s.closedBy.length > 0 ? (
                  <span className={css.star1} data-state="closed">
                    {t("step.closedBy", { criteria: criteria(s.closedBy) })}
                  </span>
                ) : (
                  <>
                    <span className={css.star1} data-state="open">
                      {t("step.open")}
                    </span>
                    {star1 && <span className={css.kind}>{w(star1)}</span>}
                  </>
                )}
                {s.stoppedBy.length > 0 && (
                  <span className={css.kind}>
                    {t("step.stoppedBy")}: {s.stoppedBy.map((id) => word("countermeasures", id)).join(" / ")}
                  </span>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
