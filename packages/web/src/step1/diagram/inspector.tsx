/** What is selected, field by field. */
import type { Catalog } from "@seiza/catalog";
import type { Dossier } from "@seiza/dossier";
import {
  addInterface,
  addSegment,
  type Component,
  type Configuration,
  type Diagnostic,
  endOf,
  flowIdsOf,
  freeId,
  type Interface,
  type ProductType,
  rename,
  type Segment,
  type Study,
  setComponent,
  setConfiguration,
  setFlow,
  setInterface,
  setProductType,
  setSegment,
  setZone,
  thingOf,
  type Zone,
} from "@seiza/model";
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconArrowRight,
  IconExclamationCircle,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/diagram.ts";
import { placeOf } from "../../study/places.ts";
import { componentDefault, type Default, interfaceDefault, typeDefault, zoneDefault } from "./defaults.ts";
import css from "./diagram.module.css";
import { NameFields, type Option, SelectField, TextField } from "./fields.tsx";
import { iconOf } from "./icons.ts";
import { Icon } from "./menu.tsx";
import { type Lang, say } from "./scene.ts";

export interface InspectorProps {
  study: Study;
  configuration: Configuration;
  catalog: Catalog;
  dossier?: Dossier | undefined;
  problems: readonly Diagnostic[];
  selection: readonly string[];
  readOnly: boolean;
  edit: (label: string, change: (study: Study) => Study) => void;
  select: (ids: readonly string[]) => void;
  remove: (ids: readonly string[]) => void;
  tell: (message: string) => void;
  why?: ((id: string) => void) | undefined;
  /** Commands offered for several things at once. */
  many: ReactNode;
}
type T = ReturnType<typeof words.useT>;

const TRAITS = [
  "class",
  "ip",
  "generalPurpose",
  "constrained",
  "hasSoftware",
  "update",
  "vulnerability",
  "storage",
  "physicalAccess",
  "infoAvailability",
  "disposalPossible",
  "technicalConformity",
] as const;
const IMPACTS = ["actuates", "safetyRole", "outage", "human", "environment", "infoLoss"] as const;
const YES_NO = new Set([
  "ip",
  "generalPurpose",
  "constrained",
  "hasSoftware",
  "disposalPossible",
  "technicalConformity",
  "attemptLimit",
  "canDisable",
  "enabled",
  "flat",
]);
/** Values that stand on no scale of the catalogue but may be written. */
const MAY_BE_UNKNOWN = new Set([
  "update",
  "actuates",
  "storage",
  "physicalAccess",
  "infoAvailability",
  "outage",
  "human",
  "environment",
  "infoLoss",
  "authentication",
  "encryption",
  "integrity",
]);

/** Words for facts and their values, from the catalogue's scales. */
function useFacts(catalog: Catalog, t: T, lang: Lang) {
  return useMemo(() => {
    const name = (fact: string, value: string | undefined): string => {
      if (value === undefined) return "";
      if (value === "true") return t("yes");
      if (value === "false") return t("no");
      return (
        catalog.scales.get(fact)?.values.find((v) => v.id === value)?.name[lang] ??
        (value === "unknown" ? t("unknown") : value)
      );
    };
    const options = (fact: string): Option[] => {
      if (YES_NO.has(fact))
        return [
          { value: "true", name: t("yes") },
          { value: "false", name: t("no") },
        ];
      const values = (catalog.scales.get(fact)?.values ?? []).map((v) => ({
        value: v.id,
        name: v.name[lang],
      }));
      const used =
        fact === "reach" ? values.filter((v) => !["supply-chain", "disposal"].includes(v.value)) : values;
      return MAY_BE_UNKNOWN.has(fact) && !used.some((v) => v.value === "unknown")
        ? [...used, { value: "unknown", name: t("unknown") }]
        : used;
    };
    const label = (fact: string): string =>
      catalog.scales.get(fact)?.name[lang] ?? t(`f.${fact}` as Parameters<T>[0]);
    const about = (fact: string): string => t(`x.${fact}` as Parameters<T>[0]);
    const from = (d: Default): string => {
      switch (d.from.kind) {
        case "type":
          return t("from.type", { name: say(d.from.type.name, lang) });
        case "catalogue":
          return t("from.catalogue", { name: d.from.name[lang] });
        case "zone":
          return t("from.zone", { name: say(d.from.zone.name, lang) });
        case "zone-kind":
          return t("from.kind", { name: d.from.name[lang] });
        case "protocol":
          return t("from.protocol", { name: d.from.name[lang] });
        case "use":
          return t("from.use");
        case "derived":
          return t("from.medium");
        default:
          return t("from.assumed");
      }
    };
    const fallback = (fact: string, d: Default): string =>
      d.value === undefined
        ? t("default.value", { value: from(d) })
        : t("default.value.from", { value: name(fact, d.value), from: from(d) });
    const short = (fact: string, d: Default): string =>
      t("default.value", { value: d.value === undefined ? from(d) : name(fact, d.value) });
    return { name, options, label, about, fallback, short };
  }, [catalog, t, lang]);
}

function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h3>{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}

export function Inspector(props: InspectorProps) {
  const { study, configuration, catalog, selection, readOnly, edit, select, problems, dossier } = props;
  const t = words.useT();
  const lang = useLang();
  const facts = useFacts(catalog, t, lang);
  const one = selection.length === 1 ? selection[0] : undefined;
  const thing = one === undefined ? undefined : thingOf(one);
  const mine = useMemo(
    () => (one === undefined ? [] : problems.filter((p) => p.severity !== "info" && isAt(study, p, one))),
    [problems, one, study],
  );
  const cfg = configuration.id;
  const nameOf = (component: string) => {
    const c = configuration.components.find((x) => x.id === component);
    const type = study.productTypes.find((x) => x.id === c?.type);
    return say(c?.name ?? type?.name, lang) || component;
  };

  /** A fact as a choice. */
  const fact = (
    key: string,
    value: unknown,
    fallback: Default | undefined,
    set: (value: string | boolean | undefined) => void,
  ) => (
    <SelectField
      key={key}
      label={facts.label(key)}
      about={facts.about(key)}
      fallback={fallback && facts.fallback(key, fallback)}
      value={value === undefined ? undefined : String(value)}
      options={facts.options(key)}
      empty={fallback ? facts.short(key, fallback) : undefined}
      disabled={readOnly}
      onChange={(v) => set(v !== undefined && YES_NO.has(key) ? v === "true" : v)}
    />
  );
  const idField = (stableId: string, id: string, into: (to: string) => string) => (
    <TextField
      label={t("f.id")}
      about={t("x.id")}
      value={id}
      disabled={readOnly}
      onChange={(to) => {
        const next = rename(study, stableId, to.trim());
        if (next === study) {
          props.tell(t("done.idTaken", { id: to }));
          return;
        }
        edit("id.change", (s) => rename(s, stableId, to.trim()));
        select([into(to.trim())]);
      }}
    />
  );
  const note = (value: Component["note"], set: (note: Component["note"]) => void) => (
    <TextField
      label={t("f.note")}
      about={t("x.note")}
      value={say(value, lang)}
      multiline
      disabled={readOnly}
      onChange={(v) =>
        set(v.trim() === "" ? undefined : typeof value === "object" ? { ...value, [lang]: v } : v)
      }
    />
  );
  const link = (id: string, name: ReactNode, more?: ReactNode, icon?: string) => (
    <button key={id} type="button" className={css.link} onClick={() => select([id])}>
      {icon !== undefined && <Icon of={icon} size={16} />}
      <span className={css.linkName}>{name}</span>
      {more !== undefined && <span className={css.linkMore}>{more}</span>}
    </button>
  );
  const problemList = mine.length > 0 && (
    <section className={css.problems} aria-label={t("inspect.problems")}>
      {mine.slice(0, 8).map((p, i) => (
        <div key={`${p.code}${i}`} data-severity={p.severity} className={css.problem}>
          {p.severity === "error" ? <IconExclamationCircle size={17} /> : <IconAlertTriangle size={17} />}
          <div>
            <p>{p.message[lang]}</p>
            <p className={css.mend}>{p.mend[lang]}</p>
          </div>
        </div>
      ))}
    </section>
  );
  const head = (kind: string, name: string, icon?: ReactNode) => (
    <header className={css.inspectHead}>
      {icon}
      <div className={css.inspectName}>
        <p>{kind}</p>
        <h2>{name}</h2>
      </div>
      {!readOnly && one !== undefined && thing?.kind !== "configuration" && (
        <button
          type="button"
          className={css.iconButton}
          aria-label={t("inspect.remove")}
          title={t("inspect.remove")}
          onClick={() => props.remove([one])}
        >
          <IconTrash size={17} stroke={1.7} />
        </button>
      )}
    </header>
  );
  const flowsOf = (isMine: (end: string) => boolean) => {
    const ids = flowIdsOf(configuration);
    return (configuration.flows ?? []).flatMap((f, i) => {
      const isFrom = isMine(f.from);
      if (!isFrom && !isMine(f.to)) return [];
      const other = endOf(isFrom ? f.to : f.from).component;
      return [
        <button
          key={ids[i]}
          type="button"
          className={css.link}
          onClick={() => select([`fl:${cfg}/${ids[i]}`])}
        >
          {isFrom ? <IconArrowRight size={16} /> : <IconArrowLeft size={16} />}
          <span className={css.linkName}>{nameOf(other)}</span>
          <span className={css.linkMore}>{f.protocol ?? endOf(isFrom ? f.from : f.to).interface}</span>
        </button>,
      ];
    });
  };

  if (selection.length > 1)
    return (
      <div className={css.inspector}>
        {head(t("inspector"), t("inspect.many", { count: selection.length }))}
        <p className={css.hint}>{t("inspect.many.text")}</p>
        {props.many}
      </div>
    );

  if (thing?.kind === "component" && thing.configuration === cfg) {
    const x = configuration.components.find((c) => c.id === thing.id);
    if (x) {
      const type = study.productTypes.find((p) => p.id === x.type);
      const set = (patch: Parameters<typeof setComponent>[3]) =>
        edit("component.change", (s) => setComponent(s, cfg, x.id, patch));
      const trait = (key: (typeof TRAITS)[number] | (typeof IMPACTS)[number]) =>
        fact(key, x[key], componentDefault(study, configuration, catalog, x, key), (v) => set({ [key]: v }));
      const row = dossier?.step1.configurations
        .find((c) => c.id === `cf:${cfg}`)
        ?.components.find((r) => r.id === one);
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(
            t("inspect.component"),
            nameOf(x.id),
            <span className={css.partIcon} data-class={x.class ?? type?.class}>
              <Icon of={iconOf(type, catalog)} size={20} />
            </span>,
          )}
          {row && (
            <p className={css.facts}>
              <span>{t("inspect.importance", { level: row.importance })}</span>
              {row.labelCapable && <span>{t("labelCapable")}</span>}
              {props.why && (
                <button
                  type="button"
                  className={css.textButton}
                  onClick={() => props.why?.(`co:${cfg}/${x.id}`)}
                >
                  {t("inspect.why")}
                </button>
              )}
            </p>
          )}
          {problemList}
          <Section title={t("inspect.basic")}>
            <NameFields
              value={x.name}
              placeholder={{ ja: say(type?.name, "ja"), en: say(type?.name, "en") }}
              disabled={readOnly}
              onChange={(name) => set({ name })}
            />
            <SelectField
              label={t("f.type")}
              about={t("x.type")}
              value={x.type}
              disabled={readOnly}
              options={study.productTypes.map((p) => ({ value: p.id, name: say(p.name, lang) }))}
              onChange={(v) => v && set({ type: v })}
            />
            {type && (
              <button type="button" className={css.textButton} onClick={() => select([`pt:${type.id}`])}>
                {t("inspect.open", { name: say(type.name, lang) })}
              </button>
            )}
            <SelectField
              label={t("f.zone")}
              about={t("x.zone")}
              value={x.zone}
              disabled={readOnly}
              options={configuration.zones.map((z) => ({ value: z.id, name: say(z.name, lang) }))}
              onChange={(v) => v && set({ zone: v })}
            />
            <TextField
              label={t("f.quantity")}
              about={t("x.quantity")}
              value={x.quantity === undefined ? "" : String(x.quantity)}
              placeholder="1"
              inputMode="numeric"
              disabled={readOnly}
              onChange={(v) => {
                const n = Number.parseInt(v.normalize("NFKC"), 10);
                set({ quantity: Number.isInteger(n) && n > 1 ? Math.min(n, 10_000_000) : undefined });
              }}
            />
          </Section>
          <Section
            title={t("inspect.interfaces")}
            actions={
              !readOnly && (
                <button
                  type="button"
                  className={css.iconButton}
                  aria-label={t("inspect.addInterface")}
                  title={t("inspect.addInterface")}
                  onClick={() => addFace(x)}
                >
                  <IconPlus size={16} />
                </button>
              )
            }
          >
            {(x.interfaces ?? []).map((f) =>
              link(
                `if:${cfg}/${x.id}.${f.id}`,
                say(f.name, lang) || f.id,
                [
                  f.protocol ?? catalog.media.get(f.medium)?.name[lang] ?? f.medium,
                  facts.name("use", f.use),
                ].join("・"),
              ),
            )}
            {(x.interfaces ?? []).length === 0 && <p className={css.hint}>{t("inspect.noInterfaces")}</p>}
          </Section>
          <Section title={t("inspect.flows")}>
            {flowsOf((end) => end.startsWith(`${x.id}.`))}
            {flowsOf((end) => end.startsWith(`${x.id}.`)).length === 0 && (
              <p className={css.hint}>{t("inspect.noFlows")}</p>
            )}
          </Section>
          <Section title={t("inspect.traits")}>
            <p className={css.hint}>{t("inspect.traits.hint")}</p>
            {TRAITS.map(trait)}
          </Section>
          <Section title={t("inspect.impact")}>{IMPACTS.map(trait)}</Section>
          <Section title={t("f.note")}>
            {note(x.note, (v) => set({ note: v }))}
            {idField(`co:${cfg}/${x.id}`, x.id, (to) => `co:${cfg}/${to}`)}
          </Section>
        </div>
      );
    }
  }

  if (thing?.kind === "zone" && thing.configuration === cfg) {
    const z = configuration.zones.find((q) => q.id === thing.id);
    if (z) {
      const set = (patch: Partial<Record<keyof Zone, unknown>>) =>
        edit("zone.change", (s) => setZone(s, cfg, z.id, patch as Parameters<typeof setZone>[3]));
      const members = configuration.components.filter((c) => c.zone === z.id);
      const segments = (configuration.segments ?? []).filter((s) => s.zone === z.id);
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(t("inspect.zone"), say(z.name, lang))}
          {problemList}
          <Section title={t("inspect.basic")}>
            <NameFields
              value={z.name}
              disabled={readOnly}
              onChange={(name) => name !== undefined && set({ name })}
            />
            <SelectField
              label={t("f.kind")}
              about={t("x.kind")}
              value={z.kind}
              disabled={readOnly}
              options={[...catalog["zone-kinds"].values()].map((k) => ({ value: k.id, name: k.name[lang] }))}
              onChange={(v) => v && set({ kind: v })}
            />
            <SelectField
              label={t("f.parent")}
              about={t("x.parent")}
              value={z.parent}
              empty="—"
              disabled={readOnly}
              options={configuration.zones
                .filter((q) => q.id !== z.id)
                .map((q) => ({ value: q.id, name: say(q.name, lang) }))}
              onChange={(v) => set({ parent: v })}
            />
            <SelectField
              label={t("f.trust")}
              about={t("x.trust")}
              fallback={facts.fallback("trust", zoneDefault(catalog, z, "trust"))}
              value={z.trust === undefined ? undefined : String(z.trust)}
              empty={facts.short("trust", zoneDefault(catalog, z, "trust"))}
              disabled={readOnly}
              options={[0, 1, 2, 3, 4].map((n) => ({ value: String(n), name: String(n) }))}
              onChange={(v) => set({ trust: v === undefined ? undefined : Number(v) })}
            />
            {fact("physicalAccess", z.physicalAccess, zoneDefault(catalog, z, "physicalAccess"), (v) =>
              set({ physicalAccess: v }),
            )}
            {fact("flat", z.flat, zoneDefault(catalog, z, "flat"), (v) => set({ flat: v }))}
          </Section>
          <Section title={t("inspect.members")}>
            {configuration.zones
              .filter((q) => q.parent === z.id)
              .map((q) => link(`zn:${cfg}/${q.id}`, say(q.name, lang), t("inspect.zone")))}
            {members.slice(0, 60).map((c) =>
              link(
                `co:${cfg}/${c.id}`,
                nameOf(c.id),
                undefined,
                iconOf(
                  study.productTypes.find((p) => p.id === c.type),
                  catalog,
                ),
              ),
            )}
          </Section>
          <Section
            title={t("inspect.segments")}
            actions={
              !readOnly && (
                <button
                  type="button"
                  className={css.iconButton}
                  aria-label={t("inspect.addSegment")}
                  title={t("inspect.addSegment")}
                  onClick={() => {
                    const id = freeId(
                      "segment",
                      (configuration.segments ?? []).map((s) => s.id),
                    );
                    edit("segment.add", (s) => addSegment(s, cfg, { id, zone: z.id, medium: "wifi" }));
                    select([`sg:${cfg}/${id}`]);
                  }}
                >
                  <IconPlus size={16} />
                </button>
              )
            }
          >
            {segments.map((s) =>
              link(
                `sg:${cfg}/${s.id}`,
                say(s.name, lang) || s.id,
                catalog.media.get(s.medium)?.name[lang] ?? s.medium,
              ),
            )}
          </Section>
          <Section title={t("f.note")}>
            {note(z.note, (v) => set({ note: v }))}
            {idField(`zn:${cfg}/${z.id}`, z.id, (to) => `zn:${cfg}/${to}`)}
          </Section>
        </div>
      );
    }
  }

  if (thing?.kind === "interface" && thing.configuration === cfg) {
    const end = endOf(thing.id);
    const owner = configuration.components.find((c) => c.id === end.component);
    const f = owner?.interfaces?.find((q) => q.id === end.interface);
    if (owner && f) {
      const set = (patch: Partial<Record<keyof Interface, unknown>>) =>
        edit("interface.change", (s) =>
          setInterface(s, cfg, owner.id, f.id, patch as Parameters<typeof setInterface>[4]),
        );
      const value = (key: keyof Interface) =>
        fact(key, f[key], interfaceDefault(catalog, f, key), (v) => set({ [key]: v }));
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(t("inspect.interface"), say(f.name, lang) || f.id)}
          {link(
            `co:${cfg}/${owner.id}`,
            nameOf(owner.id),
            undefined,
            iconOf(
              study.productTypes.find((p) => p.id === owner.type),
              catalog,
            ),
          )}
          {problemList}
          <Section title={t("inspect.basic")}>
            <NameFields value={f.name} disabled={readOnly} onChange={(name) => set({ name })} />
            {fact("use", f.use, undefined, (v) => v !== undefined && set({ use: v }))}
            <SelectField
              label={t("f.medium")}
              about={t("x.medium")}
              value={f.medium}
              disabled={readOnly}
              options={mediaOf(catalog, lang)}
              onChange={(v) => v && set({ medium: v })}
            />
            <SelectField
              label={t("f.segment")}
              about={t("x.segment")}
              value={f.segment}
              empty="—"
              disabled={readOnly}
              options={(configuration.segments ?? []).map((s) => ({
                value: s.id,
                name: say(s.name, lang) || s.id,
              }))}
              onChange={(v) => set({ segment: v })}
            />
            <TextField
              label={t("f.protocol")}
              about={t("x.protocol")}
              value={f.protocol ?? ""}
              disabled={readOnly}
              suggestions={[...catalog.protocols.values()].map((p) => p.name[lang])}
              onChange={(v) => set({ protocol: v.trim() === "" ? undefined : v.trim() })}
            />
          </Section>
          <Section title={t("inspect.protection")}>
            {(["authentication", "encryption", "integrity", "attemptLimit"] as const).map(value)}
          </Section>
          <Section title={t("inspect.access")}>
            {(["privilege", "reach", "enabled", "canDisable"] as const).map(value)}
          </Section>
          <Section title={t("inspect.flows")}>
            {flowsOf((e) => e === thing.id)}
            {flowsOf((e) => e === thing.id).length === 0 && (
              <p className={css.hint}>{t("inspect.noFlows")}</p>
            )}
          </Section>
          <Section title={t("f.note")}>
            {note(f.note, (v) => set({ note: v }))}
            {idField(`if:${cfg}/${thing.id}`, f.id, (to) => `if:${cfg}/${owner.id}.${to}`)}
          </Section>
        </div>
      );
    }
  }

  if (thing?.kind === "flow" && thing.configuration === cfg) {
    const at = flowIdsOf(configuration).indexOf(thing.id);
    const f = configuration.flows?.[at];
    if (f) {
      const set = (patch: Parameters<typeof setFlow>[3]) => {
        const next = setFlow(study, cfg, thing.id, patch);
        edit("flow.change", (s) => setFlow(s, cfg, thing.id, patch));
        const c = next.configurations.find((q) => q.id === cfg);
        if (c) select([`fl:${cfg}/${flowIdsOf(c)[at]}`]);
      };
      const ends = (side: "from" | "to") => {
        const own = endOf(f[side]);
        const c = configuration.components.find((x) => x.id === own.component);
        return (
          <SelectField
            label={`${t(`f.${side}`)}: ${nameOf(own.component)}`}
            about={t("x.ends")}
            value={f[side]}
            disabled={readOnly}
            options={(c?.interfaces ?? []).map((q) => ({
              value: `${own.component}.${q.id}`,
              name: [say(q.name, lang) || q.id, q.protocol ?? q.medium].join("・"),
            }))}
            onChange={(v) => v && set({ [side]: v })}
          />
        );
      };
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(
            t("inspect.flow"),
            say(f.name, lang) || `${nameOf(endOf(f.from).component)} → ${nameOf(endOf(f.to).component)}`,
          )}
          {problemList}
          <Section title={t("inspect.basic")}>
            {ends("from")}
            {ends("to")}
            <div className={css.pairLinks}>
              {link(`if:${cfg}/${f.from}`, f.from)}
              {link(`if:${cfg}/${f.to}`, f.to)}
            </div>
            <SelectField
              label={t("f.command")}
              about={t("x.command")}
              value={f.command === true ? "true" : "false"}
              disabled={readOnly}
              options={facts.options("enabled")}
              onChange={(v) => set({ command: v === "true" ? true : undefined })}
            />
            {fact("filter", f.filter ?? "none", undefined, (v) =>
              set({ filter: v === "none" ? undefined : (v as typeof f.filter) }),
            )}
            <TextField
              label={t("f.protocol")}
              about={t("x.protocol")}
              value={f.protocol ?? ""}
              disabled={readOnly}
              suggestions={[...catalog.protocols.values()].map((p) => p.name[lang])}
              onChange={(v) => set({ protocol: v.trim() === "" ? undefined : v.trim() })}
            />
            {(study.assets ?? []).length > 0 && (
              <fieldset className={css.checks} disabled={readOnly}>
                <legend>{t("f.carries")}</legend>
                <p className={css.hint}>{t("x.carries")}</p>
                {(study.assets ?? []).slice(0, 60).map((a) => (
                  <label key={a.id}>
                    <input
                      type="checkbox"
                      checked={f.carries?.includes(a.id) ?? false}
                      onChange={(e) => {
                        const rest = (f.carries ?? []).filter((q) => q !== a.id);
                        const next = e.currentTarget.checked ? [...rest, a.id] : rest;
                        set({ carries: next.length > 0 ? next : undefined });
                      }}
                    />
                    {say(a.name, lang)}
                  </label>
                ))}
              </fieldset>
            )}
          </Section>
          <Section title={t("f.note")}>
            <NameFields value={f.name} disabled={readOnly} onChange={(name) => set({ name })} />
            {note(f.note, (v) => set({ note: v }))}
          </Section>
        </div>
      );
    }
  }

  if (thing?.kind === "segment" && thing.configuration === cfg) {
    const s = (configuration.segments ?? []).find((q) => q.id === thing.id);
    if (s) {
      const set = (patch: Partial<Record<keyof Segment, unknown>>) =>
        edit("segment.change", (q) => setSegment(q, cfg, s.id, patch as Parameters<typeof setSegment>[3]));
      const linkOptions = (key: "linkAuthentication" | "linkEncryption") =>
        (key === "linkAuthentication"
          ? (["none", "shared", "certificate"] as const)
          : (["none", "link"] as const)
        ).map((v) => ({ value: v, name: t(`${key}.${v}` as Parameters<T>[0]) }));
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(t("inspect.segment"), say(s.name, lang) || s.id)}
          {problemList}
          <Section title={t("inspect.basic")}>
            <NameFields value={s.name} disabled={readOnly} onChange={(name) => set({ name })} />
            <SelectField
              label={t("f.zone")}
              about={t("x.zone")}
              value={s.zone}
              disabled={readOnly}
              options={configuration.zones.map((z) => ({ value: z.id, name: say(z.name, lang) }))}
              onChange={(v) => v && set({ zone: v })}
            />
            <SelectField
              label={t("f.medium")}
              about={t("x.medium")}
              value={s.medium}
              disabled={readOnly}
              options={mediaOf(catalog, lang)}
              onChange={(v) => v && set({ medium: v })}
            />
            {(["linkAuthentication", "linkEncryption"] as const).map((key) => (
              <SelectField
                key={key}
                label={t(`f.${key}`)}
                about={t(`x.${key}`)}
                value={s[key]}
                empty={t("default.value", { value: t("unknown") })}
                disabled={readOnly}
                options={linkOptions(key)}
                onChange={(v) => set({ [key]: v })}
              />
            ))}
            {note(s.note, (v) => set({ note: v }))}
            {idField(`sg:${cfg}/${s.id}`, s.id, (to) => `sg:${cfg}/${to}`)}
          </Section>
        </div>
      );
    }
  }

  if (thing?.kind === "productType") {
    const p = study.productTypes.find((q) => q.id === thing.id);
    if (p) {
      const set = (patch: Partial<Record<keyof ProductType, unknown>>) =>
        edit("type.change", (s) => setProductType(s, p.id, patch as Parameters<typeof setProductType>[2]));
      const trait = (key: string) =>
        fact(key, (p as Record<string, unknown>)[key], typeDefault(p, catalog, key), (v) =>
          set({ [key]: v }),
        );
      return (
        <div className={css.inspector} data-testid="inspector">
          {head(
            t("inspect.type"),
            say(p.name, lang),
            <span className={css.partIcon} data-class={p.class}>
              <Icon of={iconOf(p, catalog)} size={20} />
            </span>,
          )}
          {problemList}
          <Section title={t("inspect.basic")}>
            <NameFields
              value={p.name}
              disabled={readOnly}
              onChange={(name) => name !== undefined && set({ name })}
            />
            <SelectField
              label={t("f.based")}
              about={t("x.based")}
              value={p.based}
              empty="—"
              disabled={readOnly}
              options={[...catalog["product-types"].values()].map((q) => ({
                value: q.id,
                name: q.name[lang],
              }))}
              onChange={(v) => set({ based: v })}
            />
            {fact("class", p.class, undefined, (v) => v !== undefined && set({ class: v }))}
          </Section>
          <Section title={t("inspect.traits")}>{TRAITS.filter((k) => k !== "class").map(trait)}</Section>
          <Section title={t("inspect.impact")}>{IMPACTS.map(trait)}</Section>
          <Section title={t("f.note")}>
            {note(p.note, (v) => set({ note: v }))}
            {idField(`pt:${p.id}`, p.id, (to) => `pt:${to}`)}
          </Section>
        </div>
      );
    }
  }

  return (
    <div className={css.inspector} data-testid="inspector">
      {head(t("inspect.system"), say(configuration.name, lang))}
      <p className={css.hint}>{t("inspect.none.text")}</p>
      {problemList}
      <Section title={t("inspect.basic")}>
        <NameFields
          value={configuration.name}
          disabled={readOnly}
          onChange={(name) =>
            name !== undefined && edit("configuration.change", (s) => setConfiguration(s, cfg, { name }))
          }
        />
        {note(configuration.text, (text) =>
          edit("configuration.change", (s) => setConfiguration(s, cfg, { text })),
        )}
        {idField(`cf:${cfg}`, cfg, (to) => `cf:${to}`)}
      </Section>
      <Section title={t("inspect.types")}>
        {study.productTypes.map((p) =>
          link(`pt:${p.id}`, say(p.name, lang), facts.name("class", p.class), iconOf(p, catalog)),
        )}
      </Section>
    </div>
  );

  function addFace(x: Component): void {
    const face = newInterface(configuration, x);
    edit("interface.add", (s) => addInterface(s, cfg, x.id, face));
    select([`if:${cfg}/${x.id}.${face.id}`]);
  }
}

/** A further interface: on a segment of its zone when there is one, else a wired port. */
export function newInterface(configuration: Configuration, x: Component): Interface {
  const segment = (configuration.segments ?? []).find((s) => s.zone === x.zone);
  return {
    id: freeId(
      "net",
      (x.interfaces ?? []).map((f) => f.id),
    ),
    use: "normal",
    medium: segment?.medium ?? "ethernet",
    ...(segment ? { segment: segment.id } : {}),
  };
}
const mediaOf = (catalog: Catalog, lang: Lang): Option[] =>
  [...catalog.media.values()].map((m) => ({ value: m.id, name: m.name[lang] }));
/** Whether a problem is about a thing or an interface of it. */
function isAt(study: Study, p: Diagnostic, id: string): boolean {
  const { id: at } = placeOf(study, p.path);
  if (at === id) return true;
  return id.startsWith("co:") && at?.startsWith(`if:${id.slice(3)}.`) === true;
}
