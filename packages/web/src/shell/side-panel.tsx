import { Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import shell from "../i18n/messages/shell.ts";
import { useStudy } from "../study/context.tsx";
import type { Panel } from "../study/session.ts";
import { DecisionsPanel } from "./decisions-panel.tsx";
import { ProblemsPanel } from "./problems-panel.tsx";
import css from "./shell.module.css";
import { WhyPanel } from "./why-panel.tsx";

/** The panel beside the page: why, problems or decisions. */
export default function SidePanel({ panel }: { panel: Panel }) {
  const t = shell.useT();
  const close = useStudy((s) => s.showPanel);
  const body = useRef<HTMLDivElement>(null);
  // Whoever opens a panel reads on in it, and is back where they were when it closes.
  useEffect(() => {
    const before = document.activeElement;
    body.current?.focus({ preventScroll: true });
    return () => {
      const { activeElement } = document;
      if (activeElement !== document.body && activeElement?.closest("aside") === null) return;
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      }, 0);
    };
  }, []);
  return (
    <aside className={css.side} aria-label={t(panel)}>
      <div className={css.sideHead}>
        <h2>{t(panel)}</h2>
        <Tooltip label={t("panel.close")}>
          <button
            type="button"
            className={css.tool}
            aria-label={t("panel.close")}
            onClick={() => close(undefined)}
          >
            <IconX size={17} />
          </button>
        </Tooltip>
      </div>
      <div ref={body} className={css.sideBody} tabIndex={0} role="region" aria-label={t(panel)}>
        {panel === "why" ? <WhyPanel /> : panel === "problems" ? <ProblemsPanel /> : <DecisionsPanel />}
      </div>
    </aside>
  );
}
