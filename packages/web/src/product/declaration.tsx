/** 宣言: what the vendor says of the product, as a guided form and as the text that it is kept in. */
import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import type { Diagnostic } from "@seiza/model";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLang } from "../i18n/index.ts";
import words from "../i18n/messages/products.ts";
import { useSearchValues } from "../parts/search-values.ts";
import type { TextEditor } from "../step1/diagram/text-editor.ts";
import { useJudging, useProduct } from "./context.tsx";
import { DeclarationForm } from "./form/declaration-form.tsx";
import css from "./product.module.css";

const VIEWS = ["form", "both", "text"] as const;
/** Width from which form and text have room beside each other, px. */
const WIDE = 1240;

export default function DeclarationPage() {
  const t = words.useT();
  const { read, today } = useJudging();
  const text = useProduct((s) => s.document.text);
  const edit = useProduct((s) => s.edit);
  const [search, setSearch] = useSearchValues();
  const width = useViewportSize().width;
  const view = VIEWS.find((v) => v === search["view"]) ?? (width >= WIDE ? "both" : "form");
  const line = search["line"];
  const [asked, setAsked] = useState<{ line: number }>();
  useEffect(() => {
    if (line !== undefined) setAsked({ line: Number(line) });
  }, [line]);
  const onText = useCallback(
    (next: string) => edit((d) => (d.text === next ? d : { ...d, text: next }), "text"),
    [edit],
  );
  const errors = read.diagnostics.filter((d) => d.severity === "error").length;
  const diagnostics = read.text === text ? read.diagnostics : NONE;
  return (
    <div className={css.declarationPage}>
      <header className={css.declarationHead}>
        <h1>{t("declaration.title")}</h1>
        <p className={css.quiet}>{t("declaration.hint")}</p>
        <SegmentedControl
          size="xs"
          aria-label={t("declaration.view")}
          value={view}
          onChange={(value) => setSearch({ view: value, line: undefined })}
          data={VIEWS.map((v) => ({ value: v, label: t(`declaration.view.${v}`) }))}
        />
      </header>
      <div className={css.declaration} data-view={view}>
        {view !== "text" && (
          <section className={css.formSide} aria-label={t("declaration.form")}>
            <DeclarationForm
              text={text}
              onText={onText}
              diagnostics={diagnostics}
              today={today}
              onShowText={(at) => {
                if (view === "form") setSearch({ view: "text", line: String(at) });
                else setAsked({ line: at });
              }}
            />
          </section>
        )}
        {view !== "form" && (
          <section className={css.textSide} aria-label={t("declaration.text")}>
            <DeclarationText text={text} diagnostics={diagnostics} asked={asked} onText={onText} />
          </section>
        )}
        {view === "text" && (
          <section className={css.problems} aria-label={t("problems")}>
            <h2 role="status">
              {read.diagnostics.length === 0
                ? t("problems.none")
                : t("problems.count", { errors, others: read.diagnostics.length - errors })}
            </h2>
            <Problems diagnostics={read.diagnostics} onLine={(at) => setAsked({ line: at })} />
          </section>
        )}
      </div>
    </div>
  );
}
const NONE: readonly Diagnostic[] = [];

function Problems({
  diagnostics,
  onLine,
}: {
  diagnostics: readonly Diagnostic[];
  onLine: (line: number) => void;
}) {
  const t = words.useT();
  const lang = useLang();
  if (diagnostics.length === 0)
    return (
      <p className={css.fine}>
        <IconCircleCheck size={18} aria-hidden="true" /> {t("problems.none.text")}
      </p>
    );
  return (
    <ul className={css.problemList}>
      {diagnostics.map((d) => (
        <li key={`${d.line}:${d.column} ${d.code} ${d.message[lang]}`}>
          <button type="button" data-severity={d.severity} onClick={() => onLine(d.line)}>
            {d.severity === "info" ? (
              <IconInfoCircle size={16} aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={16} aria-hidden="true" />
            )}
            <span>
              <small>
                {t(`severity.${d.severity}`)} · {t("line", { line: d.line })}
              </small>
              {d.message[lang]}
              {d.mend[lang] !== "" && <em>{d.mend[lang]}</em>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function DeclarationText({
  text,
  diagnostics,
  asked,
  onText,
}: {
  text: string;
  diagnostics: readonly Diagnostic[];
  /** Line to go to; a new object asks again. */
  asked?: { line: number } | undefined;
  onText: (text: string) => void;
}) {
  const t = words.useT();
  const lang = useLang();
  const dark = useComputedColorScheme("light") === "dark";
  const label = t("declaration.text");
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const [isThere, setThere] = useState(false);
  const manner = { dark, label, readOnly: false };
  const latest = useRef({ text, onText, manner });
  latest.current = { text, onText, manner };
  useEffect(() => {
    let isGone = false;
    void import("../step1/diagram/text-editor.ts").then(({ createTextEditor }) => {
      if (isGone || !host.current) return;
      const own = createTextEditor({
        parent: host.current,
        text: latest.current.text,
        ...latest.current.manner,
        onType: () => latest.current.onText(own.text()),
      });
      editor.current = own;
      setThere(true);
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = undefined;
      setThere(false);
    };
  }, []);
  useEffect(() => {
    editor.current?.setManner({ dark, label, readOnly: false });
  }, [dark, label]);
  useEffect(() => {
    if (isThere && editor.current?.text() !== text) editor.current?.replace(text);
  }, [text, isThere]);
  useEffect(() => {
    if (!isThere) return;
    editor.current?.show(
      diagnostics.map((d) => ({
        line: d.line,
        column: d.column,
        severity: d.severity,
        message: `${d.message[lang]}\n${d.mend[lang]}`.trim(),
      })),
    );
  }, [diagnostics, lang, isThere]);
  useEffect(() => {
    if (isThere && asked) editor.current?.goTo(asked.line);
  }, [asked, isThere]);
  return <div ref={host} className={css.textHost} data-testid="text" />;
}
