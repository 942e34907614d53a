/** Frame of the pages that go through the product types one by one: the types on the left, one of them beside. */
import { Alert, Button, Loader, NativeSelect } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { IconAlertTriangle, IconStack2 } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo } from "react";
import words from "../i18n/messages/judging.ts";
import { useWords } from "../i18n/words.ts";
import { useArrived, useStudy } from "../study/context.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import css from "./by-type.module.css";
import { NoResult, NothingYet } from "./nothing-yet.tsx";

/** Search parameters of the address as text, and a way to change some of them; `undefined` takes one away. */
export function useAddress(): [
  Record<string, string | undefined>,
  (change: Record<string, string | undefined>) => void,
] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const shown = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(search).map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
      ),
    [search],
  );
  const set = useCallback(
    (change: Record<string, string | undefined>) => {
      const next = (before: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, v]) => v !== undefined && v !== ""),
        );
      void navigate({ to: ".", search: next as never, replace: true, resetScroll: false });
    },
    [navigate],
  );
  return [shown, set];
}

/** In the order in which the study takes the types up. */
export function inPriorityOrder<T extends { type: string }>(dossier: Dossier, rows: readonly T[]): T[] {
  const place = new Map(dossier.step2.priorities.map((p, i) => [p.type, i]));
  return [...rows].sort((a, b) => (place.get(a.type) ?? 1e9) - (place.get(b.type) ?? 1e9));
}

/**
 * Shows its content with the last good result, and says what that result is of.
 * @param whole the content is of attack routes, ⑤ or ⑥, and waits until they are known too
 */
export function WithResult({
  whole = false,
  children,
}: {
  whole?: boolean;
  children: (dossier: Dossier, index: DossierIndex) => ReactNode;
}) {
  const t = words.useT();
  const analysis = useStudy((s) => (whole ? s.whole : s.analysis));
  const stale = useStudy((s) => s.stale || (whole && s.whole !== s.analysis));
  const busy = useStudy((s) => s.busy);
  const isBroken = useStudy((s) => s.problems.some((p) => p.severity === "error"));
  const showPanel = useStudy((s) => s.showPanel);
  const problems = (
    <Button size="xs" variant="light" color="yellow" onClick={() => showPanel("problems")}>
      {t("broken.show")}
    </Button>
  );
  const isThere = useArrived((s) => (whole ? s.whole : s.analysis));
  if (!analysis || !isThere) return <NoResult />;
  return (
    <>
      <div role="status" className={css.status}>
        {isBroken && stale ? (
          <Alert color="yellow" variant="light" py={6} icon={<IconAlertTriangle size={18} />}>
            <span className={css.line}>
              {t("broken.stale")} {problems}
            </span>
          </Alert>
        ) : (
          stale &&
          busy && (
            <span className={css.busy}>
              <Loader size={13} /> {t("stale")}
            </span>
          )
        )}
      </div>
      {children(analysis.dossier, analysis.index)}
    </>
  );
}

export interface TypeEntry {
  type: string;
  /** Said below the name. */
  note: ReactNode;
  /** The same in plain words, for the list on narrow pages. */
  said: string;
  mark?: ReactNode;
}

export function ByType({
  entries,
  chosen,
  choose,
  children,
}: {
  entries: readonly TypeEntry[];
  chosen: string;
  choose: (type: string) => void;
  children: ReactNode;
}) {
  const t = words.useT();
  const w = useWords();
  const index = useStudy((s) => s.analysis?.index);
  const name = (type: string) => (index ? w(index.name(type)) : type);
  if (entries.length === 0)
    return (
      <NothingYet
        icon={<IconStack2 size={26} />}
        title={t("types.none")}
        text={t("types.none.text")}
        step={1}
      />
    );
  return (
    <div className={css.frame}>
      <div className={css.columns}>
        <nav className={css.list} aria-label={t("types")}>
          <ul>
            {entries.map((e) => (
              <li key={e.type}>
                <button
                  type="button"
                  aria-current={e.type === chosen ? "true" : undefined}
                  onClick={() => choose(e.type)}
                >
                  <span className={css.name}>
                    {name(e.type)}
                    {e.mark}
                  </span>
                  <span className={css.note}>{e.note}</span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <NativeSelect
          className={css.select ?? ""}
          label={t("types")}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
          data={entries.map((e) => ({
            value: e.type,
            label: t("types.option", { name: name(e.type), said: e.said }),
          }))}
        />
        <div className={css.detail}>{children}</div>
      </div>
    </div>
  );
}
