/** One control each: they hold what is being typed, and tell it when the person pauses or leaves. */
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import words from "../../i18n/messages/declaration.ts";
import css from "./form.module.css";

export interface Control {
  id: string;
  /** Ids of what explains it and of what is wrong with it. */
  describedBy?: string | undefined;
  invalid: boolean;
  /** Said where the label is not enough: one of two inputs, a row of a list. */
  label?: string | undefined;
}
const aria = ({ id, describedBy, invalid, label }: Control) => ({
  id,
  "aria-describedby": describedBy,
  "aria-invalid": invalid || undefined,
  "aria-label": label,
});

/** A pause in typing after which what stands there is told. */
const PAUSE_MS = 900;

/** Words being typed: told after a pause, on leaving and on Enter; follows the text when others change it. */
function useDraft(value: string, tell: (text: string) => void) {
  const [draft, setDraft] = useState(value);
  const told = useRef(value);
  const now = useRef({ draft, tell });
  now.current = { draft, tell };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setDraft(value);
  }, [value]);
  const done = () => {
    clearTimeout(timer.current);
    const { draft, tell } = now.current;
    if (draft === told.current) return;
    told.current = draft;
    tell(draft);
  };
  const last = useRef(done);
  last.current = done;
  useEffect(() => () => last.current(), []);
  return {
    draft,
    change(text: string) {
      now.current.draft = text;
      setDraft(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => last.current(), PAUSE_MS);
    },
    done,
    reset() {
      clearTimeout(timer.current);
      now.current.draft = told.current;
      setDraft(told.current);
    },
  };
}

export function TextControl({
  value,
  tell,
  long = false,
  mono = false,
  narrow = false,
  offers,
  placeholder,
  inputMode,
  ...control
}: Control & {
  value: string;
  tell: (text: string) => void;
  long?: boolean;
  mono?: boolean;
  narrow?: boolean;
  offers?: readonly { value: string; name?: string }[] | undefined;
  placeholder?: string | undefined;
  inputMode?: "numeric" | "url";
}) {
  const { draft, change, done, reset } = useDraft(value, tell);
  const shared = {
    ...aria(control),
    className: css.input,
    "data-mono": mono || undefined,
    "data-narrow": narrow || undefined,
    value: draft,
    placeholder,
    onBlur: done,
  };
  if (long)
    return (
      <textarea
        {...shared}
        rows={Math.min(8, Math.max(2, draft.split("\n").length))}
        onChange={(e) => change(e.currentTarget.value)}
      />
    );
  return (
    <>
      <input
        {...shared}
        type="text"
        inputMode={inputMode}
        list={offers ? `${control.id}-offers` : undefined}
        autoComplete="off"
        spellCheck={mono ? false : undefined}
        onChange={(e) => change(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === "Enter") done();
          if (e.key === "Escape" && draft !== value) {
            e.stopPropagation();
            reset();
          }
        }}
      />
      {offers && (
        <datalist id={`${control.id}-offers`}>
          {offers.map((o) => (
            <option key={o.value} value={o.value}>
              {o.name}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

/** A number; digits may be full-width. What is no number is not told, and said so. */
export function NumberControl({
  value,
  tell,
  unit,
  onBad,
  ...control
}: Control & {
  value: unknown;
  tell: (number: number | undefined) => void;
  unit?: string | undefined;
  onBad: (isBad: boolean) => void;
}) {
  const shown = value === undefined || value === null ? "" : String(value);
  return (
    <span className={css.measured}>
      <TextControl
        {...control}
        value={shown}
        narrow
        inputMode="numeric"
        tell={(text) => {
          const plain = text.normalize("NFKC").replaceAll(",", "").trim();
          const number = Number(plain);
          const isBad = plain !== "" && !Number.isFinite(number);
          onBad(isBad);
          if (!isBad) tell(plain === "" ? undefined : number);
        }}
      />
      {unit !== undefined && <span className={css.unit}>{unit}</span>}
    </span>
  );
}

/** JSON as text. What is no JSON is not told, and said so. */
export function JsonControl({
  value,
  tell,
  onBad,
  ...control
}: Control & { value: unknown; tell: (value: unknown) => void; onBad: (isBad: boolean) => void }) {
  const shown = value === undefined ? "" : JSON.stringify(value, null, 2);
  return (
    <TextControl
      {...control}
      value={shown}
      long
      mono
      tell={(text) => {
        if (text.trim() === "") {
          onBad(false);
          tell(undefined);
          return;
        }
        try {
          const read: unknown = JSON.parse(text);
          onBad(false);
          tell(read);
        } catch {
          onBad(true);
        }
      }}
    />
  );
}

const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** A day. What is written in another form is shown as text, to be mended. */
export function DateControl({
  value,
  tell,
  ...control
}: Control & { value: unknown; tell: (day: string | undefined) => void }) {
  const shown = value === undefined || value === null ? "" : String(value);
  const tellDay = (text: string) => tell(text === "" ? undefined : text);
  const [draft, setDraft] = useState(shown);
  useEffect(() => setDraft(shown), [shown]);
  if (shown !== "" && !ISO.test(shown))
    return (
      <TextControl {...control} value={shown} narrow tell={(t) => tellDay(t.normalize("NFKC").trim())} />
    );
  return (
    <input
      {...aria(control)}
      type="date"
      className={css.input}
      data-narrow
      max="9999-12-31"
      value={draft}
      onChange={(e) => {
        const { value: text, validity } = e.currentTarget;
        setDraft(text);
        // Half a day typed is no day; a year is typed digit by digit.
        if (text === "" ? !validity.badInput : Number(text.slice(0, 4)) >= 1900) tellDay(text);
      }}
    />
  );
}

export interface Option {
  value: string;
  name: string;
}

export function ChoiceControl({
  value,
  options,
  empty,
  tell,
  ...control
}: Control & {
  value: unknown;
  options: readonly Option[];
  /** What stands there while nothing is chosen. */
  empty: string;
  tell: (value: string | undefined) => void;
}) {
  const shown = value === undefined || value === null ? "" : String(value);
  const isKnown = shown === "" || options.some((o) => o.value === shown);
  return (
    <select
      {...aria(control)}
      className={css.input}
      data-unset={shown === "" || undefined}
      value={shown}
      onChange={(e) => tell(e.currentTarget.value === "" ? undefined : e.currentTarget.value)}
    >
      <option value="">{empty}</option>
      {!isKnown && <option value={shown}>{shown}</option>}
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.name}
        </option>
      ))}
    </select>
  );
}

/** Yes, no, and, where it may be left out, neither. */
export function YesNoControl({
  value,
  required,
  tell,
  ...control
}: Control & { value: unknown; required: boolean; tell: (value: boolean | undefined) => void }) {
  const t = words.useT();
  const options: { said: string; is: boolean | undefined }[] = [
    { said: t("yes"), is: true },
    { said: t("no"), is: false },
    ...(required ? [] : [{ said: t("unset"), is: undefined }]),
  ];
  return (
    <span
      className={css.segments}
      role="radiogroup"
      aria-labelledby={`${control.id}-label`}
      aria-describedby={control.describedBy}
    >
      {options.map(({ said, is }, i) => (
        <label key={said} data-on={value === is || undefined}>
          <input
            type="radio"
            // Where a jump to the field goes.
            id={i === 0 ? control.id : undefined}
            name={control.id}
            checked={value === is}
            onChange={() => tell(is)}
          />
          {said}
        </label>
      ))}
    </span>
  );
}

/** Several of a few. */
export function ChoicesControl({
  value,
  options,
  tell,
  ...control
}: Control & { value: readonly unknown[]; options: readonly Option[]; tell: (value: string[]) => void }) {
  const on = value.map(String);
  const unknown = on.filter((v) => !options.some((o) => o.value === v));
  const all = [...options, ...unknown.map((v) => ({ value: v, name: v }))];
  return (
    <span
      className={css.checks}
      role="group"
      aria-labelledby={`${control.id}-label`}
      aria-describedby={control.describedBy}
    >
      {all.map((o, i) => (
        <label key={o.value}>
          <input
            type="checkbox"
            id={i === 0 ? control.id : undefined}
            checked={on.includes(o.value)}
            onChange={(e) =>
              tell(
                e.currentTarget.checked
                  ? all.filter((x) => x.value === o.value || on.includes(x.value)).map((x) => x.value)
                  : on.filter((v) => v !== o.value),
              )
            }
          />
          {o.name}
        </label>
      ))}
    </span>
  );
}

/** Lines of text, one entry each. */
export function TextsControl({
  value,
  set,
  insert,
  remove,
  mono,
  ...control
}: Control & {
  value: readonly unknown[];
  set: (at: number, text: string) => void;
  insert: (text: string) => void;
  remove: (at: number) => void;
  mono: boolean;
}) {
  const t = words.useT();
  const [adding, setAdding] = useState(false);
  return (
    <span
      className={css.rows}
      role="group"
      aria-labelledby={`${control.id}-label`}
      aria-describedby={control.describedBy}
    >
      {value.map((line, i) => (
        <span key={i} className={css.row}>
          <TextControl
            id={i === 0 ? control.id : `${control.id}-${i}`}
            invalid={control.invalid}
            label={`${control.label ?? ""} ${i + 1}`}
            value={String(line ?? "")}
            mono={mono}
            tell={(text) => (text.trim() === "" ? remove(i) : set(i, text.trim()))}
          />
          <IconButton label={t("remove.of", { item: String(line) })} onClick={() => remove(i)}>
            <IconTrash size={16} />
          </IconButton>
        </span>
      ))}
      {adding || value.length === 0 ? (
        <span className={css.row}>
          <TextControl
            key={value.length}
            id={value.length === 0 ? control.id : `${control.id}-new`}
            invalid={control.invalid && value.length === 0}
            label={`${control.label ?? ""} ${value.length + 1}`}
            value=""
            mono={mono}
            tell={(text) => {
              setAdding(false);
              if (text.trim() !== "") insert(text.trim());
            }}
          />
        </span>
      ) : (
        <SmallButton onClick={() => setAdding(true)}>
          <IconPlus size={14} aria-hidden="true" />
          {t("add.row")}
        </SmallButton>
      )}
    </span>
  );
}

/** Names with values, as headers have. */
export function PairsControl({
  value,
  tell,
  ...control
}: Control & { value: Readonly<Record<string, unknown>>; tell: (value: Record<string, unknown>) => void }) {
  const t = words.useT();
  const entries = Object.entries(value);
  const write = (next: readonly (readonly [string, unknown])[]) => tell(Object.fromEntries(next));
  const [adding, setAdding] = useState(false);
  return (
    <span
      className={css.rows}
      role="group"
      aria-labelledby={`${control.id}-label`}
      aria-describedby={control.describedBy}
    >
      {entries.map(([key, said], i) => (
        <span key={i} className={css.row} data-pair>
          <TextControl
            id={i === 0 ? control.id : `${control.id}-${i}`}
            invalid={false}
            label={`${control.label ?? ""} ${i + 1} ${t("pairs.key")}`}
            value={key}
            mono
            tell={(name) => write(entries.map((e, j) => (j === i && name !== "" ? [name, e[1]] : e)))}
          />
          <TextControl
            id={`${control.id}-${i}-value`}
            invalid={false}
            label={`${control.label ?? ""} ${i + 1} ${t("pairs.value")}`}
            value={String(said)}
            mono
            tell={(text) => write(entries.map((e, j) => (j === i ? [e[0], text] : e)))}
          />
          <IconButton
            label={t("remove.of", { item: key })}
            onClick={() => write(entries.filter((_, j) => j !== i))}
          >
            <IconTrash size={16} />
          </IconButton>
        </span>
      ))}
      {adding ? (
        <span className={css.row} data-pair>
          <TextControl
            id={entries.length === 0 ? control.id : `${control.id}-new`}
            invalid={false}
            label={`${control.label ?? ""} ${entries.length + 1} ${t("pairs.key")}`}
            placeholder={t("pairs.key")}
            value=""
            mono
            tell={(name) => {
              setAdding(false);
              if (name !== "") write([...entries, [name, ""]]);
            }}
          />
        </span>
      ) : (
        <SmallButton id={entries.length === 0 ? control.id : undefined} onClick={() => setAdding(true)}>
          <IconPlus size={14} aria-hidden="true" />
          {t("add.row")}
        </SmallButton>
      )}
    </span>
  );
}

export function IconButton({
  label,
  onClick,
  disabled,
  children,
}: {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      className={css.icon}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
export function SmallButton({
  id,
  label,
  onClick,
  disabled,
  pressed,
  children,
}: {
  id?: string | undefined;
  label?: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      id={id}
      className={css.small}
      aria-label={label}
      aria-expanded={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
