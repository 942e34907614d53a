/** Every key of the workbench by the place where it works. */
import { Fragment } from "react";
import diagram from "../i18n/messages/diagram.ts";
import shell from "../i18n/messages/shell.ts";
import { KEYS } from "../step1/diagram/commands.ts";
import { isMac } from "./platform.ts";
import css from "./shell.module.css";

type Row = [name: string, chords: readonly (readonly string[])[]];

export default function ShortcutList({ inStudy }: { inStudy: boolean }) {
  const t = shell.useT();
  const d = diagram.useT();
  const command = isMac() ? "⌘" : "Ctrl";
  const chord = (keys: string): string[] =>
    keys === "+" ? ["+"] : keys.split("+").map((key) => (key === "Mod" ? command : key));
  const UP_DOWN = [["↑"], ["↓"]];
  const everywhere: Row[] = [
    [t("help.search"), [["/"]]],
    [t("help.help"), [["?"]]],
    [t("help.close"), [["Esc"]]],
    [t("help.skip"), [["Tab"]]],
    [t("help.record"), [[command, "Enter"]]],
  ];
  const study: Row[] = [
    [t("help.undo"), [[command, "Z"]]],
    [t("help.redo"), [[command, "Shift", "Z"]]],
    [t("help.go"), [["G"], ["0"], ["…"], ["6"]]],
    [t("help.compare"), [["G"], ["C"]]],
    [t("help.history"), [["G"], ["H"]]],
    [t("help.export"), [["G"], ["E"]]],
    [t("help.home"), [["G"], ["L"]]],
  ];
  const lists: Row[] = [
    [t("help.rows"), UP_DOWN],
    [t("help.rows.ends"), [["Home"], ["End"], ["PageUp"], ["PageDown"]]],
    [t("help.rows.open"), [["Enter"]]],
    [t("help.rows.mark"), [["Space"]]],
    [t("help.tabs"), [["←"], ["→"]]],
    [t("help.palette"), UP_DOWN],
    [t("help.route"), [["←"], ["→"]]],
    [t("help.route.play"), [["Space"]]],
  ];
  const picture: Row[] = [
    [d("keys.step"), [["Tab"]]],
    [d("keys.towards"), [["Alt", "←↑↓→"]]],
    [d("keys.move"), [["←↑↓→"]]],
    [d("keys.moveFar"), [["Shift", "←↑↓→"]]],
    [d("keys.gather"), [["Space"]]],
    [d("keys.menu"), [[","], ["Shift", "F10"]]],
    [d("keys.select"), [["V"]]],
    [d("keys.hand"), [["H"]]],
    [d("keys.leave"), [["Esc"], ["Tab"]]],
    ...Object.entries(KEYS)
      .filter(([id]) => id !== "cmd.undo" && id !== "cmd.redo")
      .map(([id, keys]): Row => [d(id as keyof typeof KEYS), [chord(keys)]]),
  ];
  /** Chords after a `g` come one after the other; others stand for each other. */
  const list = (rows: readonly Row[]) => (
    <dl className={css.keys}>
      {rows.map(([name, chords]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>
            {chords.map((keys, i) => (
              <Fragment key={keys.join("+")}>
                {i === 1 && chords[0]?.[0] === "G" && ` ${t("help.then")} `}
                {i > 0 && !(i === 1 && chords[0]?.[0] === "G") && " "}
                {keys.map((key, k) => (
                  <Fragment key={key}>
                    {k > 0 && " + "}
                    <kbd>{key}</kbd>
                  </Fragment>
                ))}
              </Fragment>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
  return (
    <div className={css.keyLists} data-wide={inStudy || undefined}>
      <div>
        <h3>{t("help.everywhere")}</h3>
        {list(everywhere)}
        {inStudy && (
          <>
            <h3>{t("help.study")}</h3>
            {list(study)}
            <h3>{t("help.lists")}</h3>
            {list(lists)}
          </>
        )}
      </div>
      {inStudy && (
        <div>
          <h3>{t("help.diagram")}</h3>
          {list(picture)}
        </div>
      )}
    </div>
  );
}
