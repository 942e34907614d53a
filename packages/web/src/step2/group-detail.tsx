/** One threat group: the worst member's values, what they rest on, and the judgement of the group. */
import { ActionIcon, Button, Select } from "@mantine/core";
import type { ThreatGroup } from "@seiza/dossier";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import words from "../i18n/messages/step2.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Decided } from "../parts/decided.tsx";
import { BandChip, ReasonDialog, StatusChip, WhyLink } from "../parts/index.ts";
import { useStudy } from "../study/context.tsx";
import { BANDS, GroupStatus, Stride } from "./marks.tsx";
import css from "./step2.module.css";
import { useDossier } from "./use-dossier.ts";

type Action = "accept" | "drop" | "change";
type Field = "importance" | "threatLevel" | "countermeasureLevel";
const FIELDS: readonly Field[] = ["importance", "threatLevel", "countermeasureLevel"];
type Level = 1 | 2 | 3;
const LEVELS: readonly Level[] = [1, 2, 3];

export function GroupDetail({ group: g, onClose }: { group: ThreatGroup; onClose: () => void }) {
  const t = words.useT();
  const w = useWords();
  const { number } = useFormats();
  const { index, name, word } = useDossier();
  const studyId = useStudy((s) => s.id);
  const [action, setAction] = useState<Action>();
  const [values, setValues] = useState<Partial<Record<Field, Level>>>({});
  const head = useRef<HTMLHeadingElement>(null);
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    root.current?.scrollIntoView({ block: "nearest" });
  }, [g.id]);
  const { worst } = g;
  const decidedValue = (key: string, derived: number) => {
    const value = g.because.values?.[key];
    return typeof value === "number" ? value : derived;
  };
  const importance = decidedValue("importance", worst.importance);
  const threatLevel = decidedValue("threatLevel", worst.threatLevel);
  const countermeasureLevel = decidedValue("countermeasureLevel", worst.countermeasureLevel);
  const derived: Record<Field, number> = {
    importance: worst.importance,
    threatLevel: worst.threatLevel,
    countermeasureLevel: worst.countermeasureLevel,
  };
  const scenario = scenarioOf(index.term("threats", g.threat)?.more?.["scenario"]);
  const fill = (text: string) =>
    text
      .replace("{type}", name(g.type))
      .replace("{surface}", word("attack-surfaces", g.surface))
      .replace("{asset}", g.assetKinds.map((kind) => word("asset-kinds", kind)).join(" / "));
  const face = worst.interface.slice(worst.interface.lastIndexOf(".") + 1);
  const wayIn = face === "@body" ? t("group.body") : name(worst.interface);
  const dialog = (next: Action) => () => {
    setValues({});
    setAction(next);
  };
  return (
    <section
      ref={root}
      className={css.detail}
      aria-label={word("threats", g.threat)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && action === undefined) {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <div className={css.detailHead}>
        <div>
          <p className={css.kind}>
            {name(g.type)} · {word("attack-surfaces", g.surface)}
          </p>
          <h3 ref={head} tabIndex={-1}>
            {word("threats", g.threat)} <Stride of={g.stride} />
          </h3>
        </div>
        <ActionIcon aria-label={t("close")} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <div className={css.detailBody}>
        <div className={css.chips}>
          <span className={css.move}>
            <small>{t("now")}</small>
            <BandChip band={g.band} />
          </span>
          <span aria-hidden="true">→</span>
          <span className={css.move}>
            <small>{t("star1")}</small>
            <BandChip band={g.afterStar1} />
          </span>
          <GroupStatus status={g.status} />
          <span className={css.grow} />
          <WhyLink id={g.id} name={word("threats", g.threat)} />
        </div>
        {scenario !== undefined && <p>{fill(w(scenario))}</p>}

        <section>
          <h4>{t("group.worst")}</h4>
          <p className={css.place}>
            {t("group.place", { component: name(worst.component), interface: wayIn })}
            <br />
            <span className={css.kind}>
              {g.assetKinds.map((kind) => word("asset-kinds", kind)).join(" / ")}
            </span>
          </p>
          <div className={css.equation}>
            <Factor label={t("group.importance")} value={importance} derived={worst.importance} />
            <span aria-hidden="true">×</span>
            <Factor
              label={t("group.threatLevel")}
              value={threatLevel}
              derived={worst.threatLevel}
              {...(worst.threatPoints === undefined
                ? {}
                : { hint: t("group.points", { points: worst.threatPoints }) })}
            />
            <span aria-hidden="true">×</span>
            <Factor
              label={t("group.vulnerabilityLevel")}
              value={4 - countermeasureLevel}
              derived={worst.vulnerabilityLevel}
              hint={t("group.countermeasureLevel", { level: countermeasureLevel })}
            />
            <span aria-hidden="true">→</span>
            <div className={css.factor}>
              <small>{t("group.risk")}</small>
              <BandChip band={g.band} />
            </div>
          </div>
        </section>

        <section>
          <h4>{t("group.decide")}</h4>
          <Decided target={g.id} />
          <div className={css.buttons}>
            <Button variant="default" size="xs" onClick={dialog("accept")} disabled={g.status === "accepted"}>
              {t("group.accept")}
            </Button>
            <Button variant="default" size="xs" onClick={dialog("drop")} disabled={g.status === "dropped"}>
              {t("group.drop")}
            </Button>
            <Button variant="default" size="xs" onClick={dialog("change")}>
              {t("group.change")}
            </Button>
          </div>
        </section>

        <section>
          <h4>{t("group.controls")}</h4>
          {worst.controls.length === 0 ? (
            <p className={css.note}>{t("group.controls.none")}</p>
          ) : (
            <ul className={css.rows}>
              {worst.controls.map((c) => (
                <li key={c.control}>
                  <span>{word("countermeasures", c.control)}</span>
                  <small>
                    {t(`group.control.${c.state}`)} · {t(`group.control.${c.basis}`)}
                  </small>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h4>{t("group.causes")}</h4>
          {g.causes.length === 0 ? (
            <p className={css.note}>{t("group.causes.none")}</p>
          ) : (
            <ul className={css.rows}>
              {g.causes.map((cause) => (
                <li key={cause}>
                  <span>
                    {String(index.term("causes", cause)?.more?.["mark"] ?? "")} {word("causes", cause)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h4>{t("group.sources")}</h4>
          {g.sources.length === 0 ? (
            <p className={css.note}>{t("group.sources.none")}</p>
          ) : (
            <ul className={css.rows}>
              {g.sources.map((source) => (
                <li key={source}>
                  <span>{word("threat-sources", source.slice(3))}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h4>{t("group.star1")}</h4>
          <StatusChip status={g.star1.considered} />
          <ul className={css.rows}>
            {g.star1.reasons.map((reason) => (
              <li key={reason}>
                <span>{word("reasons", reason)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h4>{t("group.members")}</h4>
          <p className={css.note}>
            {t("group.members.text", {
              components: number(g.components),
              instances: number(g.instances),
            })}
          </p>
          <div className={css.chips}>
            {BANDS.filter((band) => g.bands[band] > 0).map((band) => (
              <span key={band} className={css.move}>
                <BandChip band={band} />
                {number(g.bands[band])}
              </span>
            ))}
          </div>
        </section>
        <p className={css.links}>
          <Link
            to="/studies/$id/types"
            params={{ id: studyId }}
            search={{ type: g.type, cell: `${g.surface}/${g.assetClass}` } as never}
          >
            {t("group.type")}
          </Link>
          <Link to="/studies/$id/requirements" params={{ id: studyId }} search={{ type: g.type } as never}>
            {t("group.requirements")}
          </Link>
        </p>
      </div>
      {action && (
        <ReasonDialog
          opened
          onClose={() => setAction(undefined)}
          title={t(`group.${action}.title`)}
          ready={action !== "change" || Object.keys(values).length > 0}
          decision={{
            target: g.id,
            action,
            ...(action === "change" ? { set: values } : {}),
          }}
        >
          <p className={css.dialogText}>
            <strong>
              {name(g.type)} · {word("attack-surfaces", g.surface)} · {word("threats", g.threat)}
            </strong>
          </p>
          <p className={css.note}>{t(`group.${action}.text`)}</p>
          {action === "change" && (
            <div className={css.selects}>
              {FIELDS.map((field) => (
                <Select
                  key={field}
                  data-autofocus
                  label={
                    field === "countermeasureLevel"
                      ? t("group.countermeasureLevel", { level: "" })
                      : t(`group.${field}`)
                  }
                  data={[
                    { value: "", label: t("group.keep", { value: derived[field] }) },
                    ...LEVELS.map((level) => ({ value: String(level), label: String(level) })),
                  ]}
                  value={values[field] === undefined ? "" : String(values[field])}
                  allowDeselect={false}
                  onChange={(value) =>
                    setValues(({ [field]: _, ...rest }) =>
                      value === null || value === "" ? rest : { ...rest, [field]: Number(value) as Level },
                    )
                  }
                />
              ))}
            </div>
          )}
        </ReasonDialog>
      )}
    </section>
  );
}

function Factor({
  label,
  value,
  derived,
  hint,
}: {
  label: string;
  value: number;
  derived: number;
  hint?: string;
}) {
  const t = words.useT();
  return (
    <div className={css.factor}>
      <small>{label}</small>
      <b data-decided={value !== derived || undefined}>{value}</b>
      {hint !== undefined && <small>{hint}</small>}
      {value !== derived && <small>{t("group.changed", { before: derived, after: value })}</small>}
    </div>
  );
}

const scenarioOf = (value: unknown): { ja: string; en: string } | undefined =>
  typeof value === "object" && value !== null && "ja" in value && "en" in value
    ? (value as { ja: string; en: string })
    : undefined;
