/**
 * The declaration of a product as a guided form. Its text is the only state: every edit changes the text, and what a
 * person wrote around the values stays.
 */
import "../../theme/mantine-all.css";
import { builtinCatalog } from "@seiza/catalog/builtin";
import {
  type DeclarationEdit,
  DeclarationNotEditable,
  editDeclaration,
  missingIn,
  QUESTIONS,
  viewDeclaration,
} from "@seiza/conformance";
import type { Diagnostic } from "@seiza/model";
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUpRight,
  IconCheck,
  IconCircleCheck,
} from "@tabler/icons-react";
import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import words from "../../i18n/messages/declaration.ts";
import { useWords } from "../../i18n/words.ts";
import { FormProvider, type FormState, type Note } from "./context.tsx";
import { SmallButton } from "./controls.tsx";
import { controlId, FieldOf, useFieldWords } from "./field.tsx";
import { fieldsOf, keyOf, type Path, type Raw, rootNode } from "./fields.ts";
import css from "./form.module.css";
import { ListField } from "./list.tsx";
import { type Counts, countsOf, notesBySection, notesOf } from "./notes.ts";
import { SECTIONS, type Section, type SectionId, sectionOf } from "./sections.ts";

export interface DeclarationFormProps {
  /** `product.yaml`, or the same as JSON. An empty text is a new declaration. */
  text: string;
  /** The whole text after an edit. */
  onText: (text: string) => void;
  /** What `readDeclaration` says of this text; it may come a little later than the text. */
  diagnostics: readonly Diagnostic[];
  readOnly?: boolean;
  /** Shows the text at a line; without it the form shows the text itself. */
  onShowText?: (line: number) => void;
  /** Part that is shown first, or all problems. */
  start?: SectionId | "problems";
  /** `YYYY-MM-DD`; the day of the browser without it. */
  today?: string;
  /** Lists to choose from by field, e.g. the studies that a product can be linked to. */
  choices?: FormState["choices"];
}
const NO_CHOICES: FormState["choices"] = {};
type View = SectionId | "problems";

const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** The text with an edit; a text without its first line gets it. */
function edited(text: string, edits: readonly DeclarationEdit[], value: Raw): string {
  const first: DeclarationEdit[] =
    value["seiza"] === undefined ? [{ op: "set", path: ["seiza"], value: "product/1" }] : [];
  return editDeclaration(text, [...first, ...edits]);
}

export function DeclarationForm({
  text,
  onText,
  diagnostics,
  readOnly = false,
  onShowText,
  start = "product",
  today,
  choices = NO_CHOICES,
}: DeclarationFormProps) {
  const t = words.useT();
  const view = useMemo(() => viewDeclaration(text), [text]);
  const good = useRef<Raw>({});
  if (view.value) good.current = view.value;
  const value = view.value ?? good.current;
  const isBroken = view.trouble !== undefined;

  // Two edits may come before the text comes back.
  const latest = useRef(text);
  useLayoutEffect(() => {
    latest.current = text;
  }, [text]);
  const [refused, setRefused] = useState(false);
  const edit = useCallback(
    (edits: readonly DeclarationEdit[]) => {
      const now = latest.current;
      try {
        const next = edited(now, edits, viewDeclaration(now).value ?? {});
        setRefused(false);
        if (next === now) return;
        latest.current = next;
        onText(next);
      } catch (error) {
        if (!(error instanceof DeclarationNotEditable)) throw error;
        setRefused(true);
      }
    },
    [onText],
  );

  const settled = useDeferredValue(value);
  const day = today ?? dayOf(new Date());
  const missing = useMemo(
    () => missingIn(settled, { catalog: builtinCatalog(), today: day }),
    [settled, day],
  );
  const notes = useMemo(() => notesOf(diagnostics, missing), [diagnostics, missing]);
  const bySection = useMemo(() => notesBySection(notes), [notes]);

  const [shown, setShown] = useState<View>(start);
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const state = useMemo<FormState>(
    () => ({
      value,
      List: ListField,
      readOnly: readOnly || isBroken,
      choices,
      edit,
      notes,
      chosen,
      choose: (list, entry) =>
        setChosen(({ [keyOf(list)]: _before, ...others }) =>
          entry === undefined ? others : { ...others, [keyOf(list)]: entry },
        ),
      open,
      setOpen: (path, isOpen) =>
        setOpen((before) => {
          const next = new Set(before);
          if (isOpen) next.add(keyOf(path));
          else next.delete(keyOf(path));
          return next;
        }),
    }),
    [value, readOnly, isBroken, choices, edit, notes, chosen, open],
  );

  const frame = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<{ path: Path } | undefined>();
  const jump = (path: Path) => {
    setShown(sectionOf(path).id);
    setChosen((before) => {
      const next = { ...before };
      path.forEach((step, i) => {
        if (typeof step === "number") next[keyOf(path.slice(0, i))] = step;
      });
      return next;
    });
    setOpen((before) => new Set([...before, ...path.map((_, i) => keyOf(path.slice(0, i + 1)))]));
    setTarget({ path });
  };
  useEffect(() => {
    if (!target) return;
    for (let length = target.path.length; length > 0; length--) {
      const found = document.getElementById(controlId(target.path.slice(0, length)));
      if (!found || !frame.current?.contains(found)) continue;
      found.scrollIntoView({ block: "center" });
      found.focus({ preventScroll: true });
      break;
    }
    setTarget(undefined);
  }, [target]);
  const show = (next: View) => {
    setShown(next);
    frame.current?.scrollIntoView({ block: "start" });
  };
  const section = SECTIONS.find((s) => s.id === shown);
  const total = countsOf(notes);

  return (
    <FormProvider value={state}>
      <div className={css.frame} ref={frame}>
        <div className={css.layout}>
          <Navigation shown={shown} show={show} bySection={bySection} total={total} value={value} />
          <div className={css.main}>
            {isBroken && (
              <Broken
                text={text}
                line={view.trouble?.line ?? 1}
                detail={diagnostics.find((d) => d.severity === "error")}
                fallback={view.trouble?.detail ?? ""}
                hasGood={Object.keys(value).length > 0}
                onText={readOnly ? undefined : onText}
                onShowText={onShowText}
              />
            )}
            {refused && (
              <div className={css.banner} data-tone="warn" role="alert">
                <IconAlertTriangle size={20} className={css.bannerIcon} aria-hidden="true" />
                <div>
                  <h3>{t("refused.title")}</h3>
                  <p>{t("refused.text")}</p>
                </div>
              </div>
            )}
            {readOnly && <p className={css.quiet}>{t("read.only")}</p>}
            {isBroken && Object.keys(value).length === 0 ? null : section ? (
              <fieldset className={css.fieldset} disabled={state.readOnly} key={section.id}>
                <SectionView section={section} notes={bySection.get(section) ?? []} jump={jump} show={show} />
              </fieldset>
            ) : (
              <AllProblems notes={notes} jump={jump} />
            )}
          </div>
        </div>
      </div>
    </FormProvider>
  );
}

/** Gaps told at the head of a part; the list of all problems has the rest. */
const FEW = 5;

const isFilled = (section: Section, value: Raw): boolean =>
  section.keys.some((key) => {
    const part = value[key];
    return part !== undefined && part !== null && (!Array.isArray(part) || part.length > 0);
  });

function Badges({ counts }: { counts: Counts }) {
  const t = words.useT();
  return (
    <>
      {counts.errors > 0 && (
        <span
          className={css.count}
          data-tone="bad"
          role="img"
          aria-label={t("count.errors", { count: counts.errors })}
          title={t("count.errors", { count: counts.errors })}
        >
          {counts.errors}
        </span>
      )}
      {counts.warnings > 0 && (
        <span
          className={css.count}
          data-tone="warn"
          role="img"
          aria-label={t("count.warnings", { count: counts.warnings })}
          title={t("count.warnings", { count: counts.warnings })}
        >
          {counts.warnings}
        </span>
      )}
      {counts.missing > 0 && (
        <span
          className={css.count}
          data-tone="missing"
          role="img"
          aria-label={t("count.missing", { count: counts.missing })}
          title={t("count.missing", { count: counts.missing })}
        >
          {counts.missing}
        </span>
      )}
    </>
  );
}

function Navigation({
  shown,
  show,
  bySection,
  total,
  value,
}: {
  shown: View;
  show: (view: View) => void;
  bySection: ReadonlyMap<Section, Note[]>;
  total: Counts;
  value: Raw;
}) {
  const t = words.useT();
  return (
    <nav className={css.nav} aria-label={t("nav")}>
      <select
        className={css.input}
        aria-label={t("nav.choose")}
        value={shown}
        onChange={(e) => show(e.currentTarget.value as View)}
      >
        <option value="problems">{t("nav.problems")}</option>
        {SECTIONS.map((s) => (
          <option key={s.id} value={s.id}>
            {t(`s.${s.id}`)}
          </option>
        ))}
      </select>
      <ol>
        <li>
          <button
            type="button"
            aria-current={shown === "problems" ? "page" : undefined}
            onClick={() => show("problems")}
          >
            <span>{t("nav.problems")}</span>
            <Badges counts={total} />
          </button>
        </li>
        {SECTIONS.map((s) => {
          const counts = countsOf(bySection.get(s) ?? []);
          const isDone = isFilled(s, value) && counts.errors + counts.warnings + counts.missing === 0;
          return (
            <li key={s.id}>
              <button
                type="button"
                aria-current={shown === s.id ? "page" : undefined}
                onClick={() => show(s.id)}
              >
                <span>{t(`s.${s.id}`)}</span>
                {isDone && (
                  <IconCheck size={16} className={css.done} role="img" aria-label={t("section.complete")} />
                )}
                <Badges counts={counts} />
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function SectionView({
  section,
  notes,
  jump,
  show,
}: {
  section: Section;
  notes: readonly Note[];
  jump: (path: Path) => void;
  show: (view: View) => void;
}) {
  const t = words.useT();
  const w = useWords();
  const all = fieldsOf(rootNode());
  const missing = notes.filter((n) => n.severity === "missing");
  const place = SECTIONS.indexOf(section);
  const before = SECTIONS[place - 1];
  const after = SECTIONS[place + 1];
  return (
    <>
      <header className={css.sectionHead}>
        <h2>{t(`s.${section.id}`)}</h2>
        <p>{t(`w.${section.id}`)}</p>
        {section.criteria.length > 0 && (
          <p className={css.feeds}>
            <span>{t("feeds")}</span>
            {section.criteria.map((c) => (
              <abbr key={c} title={w(QUESTIONS[c])}>
                {c}
              </abbr>
            ))}
          </p>
        )}
      </header>
      {missing.length > 0 && (
        <aside className={css.missing} aria-label={t("missing.title")}>
          <h3>
            {t("missing.title")}{" "}
            <span className={css.count} data-tone="missing">
              {missing.length}
            </span>
          </h3>
          <ul>
            {missing.slice(0, FEW).map((n, i) => (
              <li key={i}>
                <button type="button" className={css.link} onClick={() => jump(n.path)}>
                  {w(n.message)}
                </button>
                <span className={css.criteria}>{n.criteria?.join(" ")}</span>
              </li>
            ))}
          </ul>
          {missing.length > FEW && (
            <button type="button" className={css.link} onClick={() => show("problems")}>
              {t("missing.more", { count: missing.length - FEW })}
            </button>
          )}
        </aside>
      )}
      {section.keys.map((key) => {
        const field = all.find((f) => f.key === key);
        return field && <FieldOf key={key} path={[key]} node={field.node} required={field.required} />;
      })}
      <div className={css.steps}>
        {before && (
          <SmallButton onClick={() => show(before.id)}>
            <IconArrowLeft size={15} aria-hidden="true" />
            {t("previous", { name: t(`s.${before.id}`) })}
          </SmallButton>
        )}
        {after && (
          <SmallButton onClick={() => show(after.id)}>
            {t("next", { name: t(`s.${after.id}`) })}
            <IconArrowRight size={15} aria-hidden="true" />
          </SmallButton>
        )}
      </div>
    </>
  );
}

const ORDER = { error: 0, warning: 1, missing: 2, info: 3 };
const TONE = { error: "bad", warning: "warn", missing: "missing", info: "info" } as const;
/** More are not drawn; mending the first makes room. */
const SHOWN = 200;

function AllProblems({ notes, jump }: { notes: readonly Note[]; jump: (path: Path) => void }) {
  const t = words.useT();
  const w = useWords();
  const f = useFieldWords();
  const sorted = [...notes].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]).slice(0, SHOWN);
  return (
    <>
      <header className={css.sectionHead}>
        <h2>{t("nav.problems")}</h2>
        <p>{t("problems.text")}</p>
      </header>
      {sorted.length === 0 && (
        <p className={css.allWell}>
          <IconCircleCheck size={20} aria-hidden="true" />
          {t("problems.none")}
        </p>
      )}
      <ul className={css.problems}>
        {sorted.map((n, i) => (
          <li key={i}>
            <span className={css.kind} data-tone={TONE[n.severity]}>
              {t(`problems.${n.severity}`)}
            </span>
            <div>
              <p>
                {w(n.message)} <span className={css.criteria}>{n.criteria?.join(" ")}</span>
              </p>
              {n.mend && <p className={css.mend}>{w(n.mend)}</p>}
              <p className={css.where}>
                {n.path.length > 0 ? t(`s.${sectionOf(n.path).id}`) : f.name("product")}
                {n.line !== undefined && ` · ${t("problems.line", { line: n.line })}`}
              </p>
            </div>
            {n.path.length > 0 && (
              <button type="button" className={css.small} onClick={() => jump(n.path)}>
                <IconArrowUpRight size={15} aria-hidden="true" />
                {t("problems.go")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The text cannot be read: where, and the way to mend it. */
function Broken({
  text,
  line,
  detail,
  fallback,
  hasGood,
  onText,
  onShowText,
}: {
  text: string;
  line: number;
  detail: Diagnostic | undefined;
  fallback: string;
  hasGood: boolean;
  onText: ((text: string) => void) | undefined;
  onShowText: ((line: number) => void) | undefined;
}) {
  const t = words.useT();
  const w = useWords();
  // Without anything to look at, the text is the next thing to do.
  const [isOpen, setOpen] = useState(!hasGood && onShowText === undefined);
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef(line);
  useEffect(() => {
    const field = area.current;
    if (!isOpen || !field) return;
    const lines = field.value.split("\n");
    const from = lines.slice(0, first.current - 1).reduce((sum, l) => sum + l.length + 1, 0);
    field.focus();
    field.setSelectionRange(from, from + (lines[first.current - 1]?.length ?? 0));
    field.scrollTop = Math.max(0, (first.current - 4) * 20);
  }, [isOpen]);
  return (
    <div className={css.banner} data-tone="bad" role="alert">
      <IconAlertTriangle size={20} className={css.bannerIcon} aria-hidden="true" />
      <div>
        <h3>{t("broken.title", { line: detail?.line ?? line })}</h3>
        <p>
          {detail ? w(detail.message) : fallback}
          {detail && <span className={css.mend}>{w(detail.mend)}</span>}
        </p>
        <p>{t(hasGood ? "broken.text" : "broken.first")}</p>
        {onText && (
          <SmallButton
            {...(onShowText ? {} : { pressed: isOpen })}
            onClick={() => {
              first.current = detail?.line ?? line;
              if (onShowText) onShowText(detail?.line ?? line);
              else setOpen(!isOpen);
            }}
          >
            {t(isOpen ? "broken.close" : "broken.open")}
          </SmallButton>
        )}
        {isOpen && onText && (
          <textarea
            ref={area}
            className={css.text}
            aria-label={t("broken.label")}
            spellCheck={false}
            rows={16}
            value={text}
            onChange={(e) => onText(e.currentTarget.value)}
          />
        )}
      </div>
    </div>
  );
}
