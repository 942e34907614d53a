import { Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconArrowsDiff,
  IconCheck,
  IconHistory,
  IconLayoutDashboard,
  IconLayoutSidebar,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { useStudy } from "../study/context.tsx";
import { useProgress } from "../study/progress.ts";
import { STEP_PATHS } from "../study/step-paths.ts";
import css from "./shell.module.css";

const STEPS = [1, 2, 3, 4, 5, 6] as const;
const KEPT = "seiza.rail";

/** The way through: overview, ①–⑥, compare, history. */
export function StepRail() {
  const t = shell.useT();
  const c = common.useT();
  const id = useStudy((s) => s.id);
  const progress = useProgress();
  const [folded, setFolded] = useState<boolean | undefined>(() => {
    const kept = localStorage.getItem(KEPT);
    return kept === null ? undefined : kept === "folded";
  });
  const isNarrow = useMediaQuery("(max-width: 1180px)", undefined, { getInitialValueInEffect: false });
  const isFolded = folded ?? isNarrow ?? false;
  const link = (to: string, mark: ReactNode, text: ReactNode, state?: string, note?: string) => (
    <Tooltip label={text} position="right" disabled={!isFolded}>
      <Link
        to={to as "/studies/$id"}
        params={{ id }}
        className={css.railLink}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        <span
          className={css.railMark}
          data-state={state}
          data-plain={state === undefined || undefined}
          aria-hidden="true"
        >
          {mark}
        </span>
        <span className={css.railText}>
          {text}
          {note !== undefined && <span className={css.railState}>{note}</span>}
        </span>
      </Link>
    </Tooltip>
  );
  return (
    <nav
      className={css.rail}
      aria-label={t("steps")}
      data-folded={isFolded || undefined}
      data-pinned={folded === false || undefined}
    >
      <ul>
        <li>{link("/studies/$id", <IconLayoutDashboard size={18} stroke={1.7} />, c("step.0"))}</li>
      </ul>
      <hr className={css.railRule} />
      <ul className={css.railSteps}>
        {STEPS.map((step) => {
          const state = progress.find((p) => p.step === step)?.state;
          return (
            <li key={step}>
              {link(
                STEP_PATHS[step - 1] as string,
                state === "done" ? <IconCheck size={15} stroke={2.4} /> : step,
                c(`step.${step}`),
                state ?? "empty",
                state === undefined ? undefined : t(`state.${state}`),
              )}
            </li>
          );
        })}
      </ul>
      <hr className={css.railRule} />
      <ul>
        <li>{link("/studies/$id/compare", <IconArrowsDiff size={18} stroke={1.7} />, t("compare"))}</li>
        <li>{link("/studies/$id/history", <IconHistory size={18} stroke={1.7} />, t("history"))}</li>
      </ul>
      <div className={css.railFoot}>
        <Tooltip label={t(isFolded ? "rail.expand" : "rail.collapse")} position="right">
          <button
            type="button"
            className={css.tool}
            aria-label={t(isFolded ? "rail.expand" : "rail.collapse")}
            aria-expanded={!isFolded}
            onClick={() => {
              localStorage.setItem(KEPT, isFolded ? "open" : "folded");
              setFolded(!isFolded);
            }}
          >
            <IconLayoutSidebar size={18} stroke={1.7} />
          </button>
        </Tooltip>
      </div>
    </nav>
  );
}
