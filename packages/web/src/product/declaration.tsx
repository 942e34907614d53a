/** 宣言: what the vendor says of the product, as the text it is kept in, with its problems beside it. */
import { useComputedColorScheme } from "@mantine/core";
import type { Diagnostic } from "@seiza/model";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLang } from "../i18n/index.ts";
import words from "../i18n/messages/products.ts";
import type { TextEditor } from "../step1/diagram/text-editor.ts";
import { useJudging, useProduct } from "./context.tsx";
import css from "./product.module.css";

export default function DeclarationPage() {
  const t = words.useT();
  const lang = useLang();
  const { read, today } = useJudging();
  const text = useProduct((s) => s.document.text);
  const edit = useProduct((s) => s.edit);
  const { line } = useSearch({ strict: false }) as { line?: number };
  const [asked, setAsked] = useState<{ line: number }>();
  useEffect(() => {
    if (line !== undefined) setAsked({ line: Number(line) });
  }, [line]);
  const errors = read.diagnostics.filter((d) => d.severity === "error").length;
  return (
    <div className={css.declaration} data-day={today}>
      <section className={css.textSide} aria-label={t("declaration.text")}>
        <DeclarationText
          text={text}
          diagnostics={read.text === text ? read.diagnostics : []}
          asked={asked}
          onText={(next) => edit((d) => (d.text === next ? d : { ...d, text: next }), "text")}
        />
      </section>
      <section className={css.problems} aria-label={t("problems")}>
        <h1>{t("declaration.title")}</h1>
        <p className={css.quiet}>{t("declaration.hint")}</p>
        <h2 role="status">
          {read.diagnostics.length === 0
            ? t("problems.none")
            : t("problems.count", { errors, others: read.diagnostics.length - errors })}
        </h2>
        <ul className={css.problemList}>
          {read.diagnostics.map((d, i) => (
            <li key={i}>
              <button type="button" data-severity={d.severity} onClick={() => setAsked({ line: d.line })}>
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
        {read.diagnostics.length === 0 && (
          <p className={css.fine}>
            <IconCircleCheck size={18} aria-hidden="true" /> {t("problems.none.text")}
          </p>
        )}
      </section>
    </div>
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
  const scheme = useComputedColorScheme("light");
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const [isThere, setThere] = useState(false);
  const latest = useRef({ text, onText });
  latest.current = { text, onText };
  useEffect(() => {
    let isGone = false;
    void import("../step1/diagram/text-editor.ts").then(({ createTextEditor }) => {
      if (isGone || !host.current) return;
      const own = createTextEditor({
        parent: host.current,
        text: latest.current.text,
        dark: scheme === "dark",
        readOnly: false,
        label: t("declaration.text"),
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
  }, [scheme, t]);
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
