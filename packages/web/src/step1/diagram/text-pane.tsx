/** The study as text beside the diagram: what is typed applies when it is sound, what is drawn shows here. */
import { useComputedColorScheme } from "@mantine/core";
import type { Diagnostic, Study } from "@seiza/model";
import { useEffect, useRef, useState } from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import type { TextEditor } from "./text-editor.ts";

export interface TextPaneProps {
  study: Study;
  readOnly: boolean;
  toText: (study: Study) => Promise<string>;
  fromText: (text: string) => Promise<{ study?: Study; problems: Diagnostic[] }>;
  onStudy: (study: Study) => void;
  /** Grows when the keyboard asks for the text. */
  asked: number;
  /** Escape leads back to where one came from. */
  onLeave: () => void;
}
type State = "loading" | "same" | "typing" | "applied" | "errors";
/** Pause after which typed text is read, and drawn changes are written, ms. */
const PAUSE = 320;

export function TextPane(props: TextPaneProps) {
  const { study, readOnly } = props;
  const t = words.useT();
  const lang = useLang();
  const manner = { dark: useComputedColorScheme("light") === "dark", readOnly, label: t("text.label") };
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const latest = useRef({ ...props, manner });
  latest.current = { ...props, manner };
  const [state, setState] = useState<State>("loading");
  const [errors, setErrors] = useState(0);
  /** Study that the text says; another one means that the diagram has moved on. */
  const said = useRef<Study>(undefined);
  const isTyped = useRef(false);
  const langNow = useRef(lang);
  langNow.current = lang;

  useEffect(() => {
    let isGone = false;
    let timer = 0;
    void import("./text-editor.ts").then(async ({ createTextEditor }) => {
      const text = await latest.current.toText(latest.current.study);
      if (isGone || !host.current) return;
      said.current = latest.current.study;
      editor.current = createTextEditor({
        parent: host.current,
        text,
        ...latest.current.manner,
        onType: () => {
          isTyped.current = true;
          setState("typing");
          clearTimeout(timer);
          timer = window.setTimeout(read, PAUSE);
        },
      });
      setState("same");
    });
    async function read() {
      const own = editor.current;
      if (!own) return;
      const text = own.text();
      const { study: next, problems } = await latest.current.fromText(text);
      if (isGone || own.text() !== text) return;
      own.show(
        problems.map((p) => ({
          line: p.line,
          column: p.column,
          severity: p.severity,
          message: `${p.message[langNow.current]}\n${p.mend[langNow.current]}`,
        })),
      );
      const wrong = problems.filter((p) => p.severity === "error").length;
      setErrors(wrong);
      if (!next || wrong > 0) {
        setState("errors");
        return;
      }
      isTyped.current = false;
      setState("applied");
      said.current = next;
      latest.current.onStudy(next);
    }
    return () => {
      isGone = true;
      clearTimeout(timer);
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, []);
  const { dark, label } = manner;
  useEffect(() => {
    editor.current?.setManner({ dark, readOnly, label });
  }, [dark, readOnly, label]);

  useEffect(() => {
    if (study === said.current || isTyped.current || !editor.current) return;
    let isGone = false;
    const timer = window.setTimeout(() => {
      void props.toText(study).then((text) => {
        if (isGone || isTyped.current) return;
        said.current = study;
        editor.current?.replace(text);
        setState("same");
      });
    }, PAUSE);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [study, state]);

  const followed = useRef(0);
  useEffect(() => {
    if (state === "loading" || props.asked === followed.current) return;
    followed.current = props.asked;
    editor.current?.focus();
  }, [state, props.asked]);

  const discard = () => {
    isTyped.current = false;
    said.current = undefined;
    editor.current?.show([]);
    void props.toText(study).then((text) => {
      said.current = study;
      editor.current?.replace(text);
      setState("same");
    });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape comes from the text inside
    <div
      className={css.textPane}
      onKeyDown={(e) => {
        if (e.key !== "Escape" || e.defaultPrevented || e.nativeEvent.isComposing) return;
        e.preventDefault();
        props.onLeave();
      }}
    >
      <p className={css.textState} role="status" data-state={state}>
        {state === "loading"
          ? t("text.loading")
          : state === "errors"
            ? t("text.state.errors", { count: errors })
            : t(`text.state.${state}`)}
        {state === "errors" && (
          <button type="button" className={css.textButton} onClick={discard}>
            {t("text.discard")}
          </button>
        )}
      </p>
      <div ref={host} className={css.textHost} data-testid="text" />
    </div>
  );
}
