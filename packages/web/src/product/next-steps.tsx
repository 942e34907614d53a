/** 次にすること: what settles most comes first, and how the checks are run on the device. */
import { CopyButton, SegmentedControl, TextInput } from "@mantine/core";
import type { Assessment, NextStep } from "@seiza/conformance";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import words from "../i18n/messages/products.ts";
import { useWords } from "../i18n/words.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { criterionEntry } from "./judge.ts";
import { NeedLine } from "./need.tsx";
import css from "./product.module.css";

const KINDS = ["all", "declare", "file", "run-check", "person"] as const;
/** What blocks before what does not, then by how many criteria it helps; else in the order of work. */
const byWorth = (a: NextStep, b: NextStep): number =>
  Number(b.blocking) - Number(a.blocking) || b.criteria.length - a.criteria.length;

export function NextSteps({
  assessment,
  onCriterion,
}: {
  assessment: Assessment;
  onCriterion: (criterion: string) => void;
}) {
  const t = words.useT();
  const w = useWords();
  const [search, setSearch] = useSearchValues();
  const kind = KINDS.find((k) => k === search["kind"]) ?? "all";
  const steps = useMemo(() => [...assessment.next].sort(byWorth), [assessment]);
  const shown = steps.filter((s) => kind === "all" || s.kind === kind);
  const checks = assessment.next.filter((s) => s.kind === "run-check");
  return (
    <>
      <h2>{t("next")}</h2>
      {steps.length === 0 ? (
        <p>{t("next.none")}</p>
      ) : (
        <>
          <SegmentedControl
            size="xs"
            mt={6}
            aria-label={t("next.filter")}
            value={kind}
            onChange={(value) => setSearch({ kind: value === "all" ? undefined : value })}
            data={KINDS.map((k) => ({ value: k, label: t(`need.kind.${k}`) }))}
          />
          {checks.length > 0 && <Command key={kind} steps={checks} open={kind === "run-check"} />}
          <ol className={css.steps}>
            {shown.map((step) => (
              <li key={JSON.stringify([step.kind, step.about, step.key, step.values])}>
                <NeedLine need={step} criterion={step.criteria[0] as string} />
                <p className={css.stepFor}>
                  {step.blocking ? t("next.blocking") : t("next.beside")}
                  {step.criteria.map((id) => (
                    <button
                      key={id}
                      type="button"
                      className={css.tag}
                      title={w(criterionEntry(id)?.name)}
                      onClick={() => onCriterion(id)}
                    >
                      {id}
                    </button>
                  ))}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

/** How the checks are run where the device is. Nothing is sent to a device from here. */
function Command({ steps, open }: { steps: readonly NextStep[]; open: boolean }) {
  const t = words.useT();
  const checks = [...new Set(steps.map((s) => s.about))];
  // What changes the device is named on the line, so that nobody allows it without seeing it.
  const classes = [...new Set(steps.flatMap((s) => (s.class ? [s.class] : [])))].filter((c) =>
    ["W", "U", "P", "D"].includes(c),
  );
  const [target, setTarget] = useState("");
  const address = target.trim() === "" ? "192.0.2.10" : target.trim();
  const line = `npx seiza assess product.yaml --target ${address} --only ${checks.join(",")}${
    classes.length > 0 ? ` --allow ${classes.join(",")}` : ""
  } --out evidence.zip`;
  return (
    <details className={css.command} open={open}>
      <summary>{t("command")}</summary>
      <div>
        <p className={css.quiet}>{t("command.text")}</p>
        {classes.length > 0 && (
          <p className={css.quiet}>{t("command.changes", { classes: classes.join(", ") })}</p>
        )}
        <TextInput
          size="xs"
          label={t("command.target")}
          placeholder="192.0.2.10"
          value={target}
          onChange={(event) => setTarget(event.currentTarget.value.replace(/[^\w.:[\]-]/g, ""))}
          maw={260}
        />
        <div className={css.line}>
          <code>{line}</code>
          <CopyButton value={line}>
            {({ copied, copy }) => (
              <button type="button" className={css.act} onClick={copy}>
                {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                <span aria-live="polite">{copied ? t("command.copied") : t("command.copy")}</span>
              </button>
            )}
          </CopyButton>
        </div>
      </div>
    </details>
  );
}
