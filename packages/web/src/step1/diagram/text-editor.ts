/** CodeMirror for the study's text; loaded when the text is first shown. */
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";

export interface Remark {
  /** Both from 1. */
  line: number;
  column: number;
  severity: "error" | "warning" | "info";
  message: string;
}
/** What may change while a text is open; the text, its cursor and its own undo stay. */
export interface Manner {
  dark: boolean;
  readOnly: boolean;
  label: string;
}
export interface TextEditor {
  setManner(manner: Manner): void;
  text(): string;
  /** Puts another text in place of the present one, changing only what differs, so that cursor and scroll stay. */
  replace(text: string): void;
  show(remarks: readonly Remark[]): void;
  focus(): void;
  /** Puts the cursor on a line, counted from 1, and shows it. */
  goTo(line: number): void;
  destroy(): void;
}

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", backgroundColor: "var(--surface-1)", color: "var(--ink)" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "SFMono-Regular", Consolas, "Noto Sans Mono CJK JP", monospace',
    lineHeight: "1.6",
  },
  ".cm-gutters": {
    backgroundColor: "var(--surface-2)",
    color: "var(--ink-3)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-content": { caretColor: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent-soft) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accent-soft)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-line) !important",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface-1)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
  },
  ".cm-diagnosticText": { whiteSpace: "pre-line" },
});
const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--warn)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--ink-3)" },
]);

const extensionsFor = ({ dark, readOnly, label }: Manner) => [
  EditorView.darkTheme.of(dark),
  EditorView.editable.of(!readOnly),
  EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
];

export function createTextEditor(
  options: Manner & { parent: HTMLElement; text: string; onType: () => void },
): TextEditor {
  let isOurs = false;
  const manner = new Compartment();
  const view = new EditorView({
    parent: options.parent,
    doc: options.text,
    extensions: [
      basicSetup,
      yaml(),
      lintGutter(),
      look,
      syntaxHighlighting(colours),
      manner.of(extensionsFor(options)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !isOurs) options.onType();
      }),
    ],
  });
  return {
    setManner: (next) => view.dispatch({ effects: manner.reconfigure(extensionsFor(next)) }),
    text: () => view.state.doc.toString(),
    replace(text) {
      const before = view.state.doc.toString();
      let from = 0;
      const most = Math.min(before.length, text.length);
      while (from < most && before.charCodeAt(from) === text.charCodeAt(from)) from++;
      let to = before.length;
      let end = text.length;
      while (to > from && end > from && before.charCodeAt(to - 1) === text.charCodeAt(end - 1)) {
        to--;
        end--;
      }
      if (from === to && from === end) return;
      isOurs = true;
      view.dispatch({ changes: { from, to, insert: text.slice(from, end) } });
      isOurs = false;
    },
    show(remarks) {
      const { doc } = view.state;
      isOurs = true;
      view.dispatch(
        setDiagnostics(
          view.state,
          remarks
            .filter((r) => r.severity !== "info")
            .map((r) => {
              const line = doc.line(Math.max(1, Math.min(doc.lines, r.line)));
              const from = Math.min(line.to, line.from + Math.max(0, r.column - 1));
              return { from, to: Math.max(from, line.to), severity: r.severity, message: r.message };
            }),
        ),
      );
      isOurs = false;
    },
    focus: () => view.focus(),
    goTo(line) {
      const { from } = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
