/** Fields of the inspector: each with what it means, its default and where the default comes from. */

import type { StudyText } from "@seiza/model";
import { IconInfoCircle } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";

interface Common {
  label: string;
  /** What the field means. */
  about: string;
  /** Default and its origin, in words. */
  fallback?: string | undefined;
  disabled?: boolean | undefined;
}

function Field({ label, about, fallback, id, children }: Common & { id: string; children: ReactNode }) {
  const t = words.useT();
  const [open, setOpen] = useState(false);
  return (
    <div className={css.field}>
      <div className={css.fieldHead}>
        <label htmlFor={id}>{label}</label>
        <button
          type="button"
          className={css.about}
          aria-expanded={open}
          aria-controls={`${id}-about`}
          aria-label={t("inspect.explain", { field: label })}
          onClick={() => setOpen(!open)}
        >
          <IconInfoCircle size={15} stroke={1.7} />
        </button>
      </div>
      {children}
      <p id={`${id}-about`} className={css.aboutText} hidden={!open}>
        {about}
        {fallback !== undefined && <span className={css.aboutDefault}>{fallback}</span>}
      </p>
    </div>
  );
}

export interface Option {
  value: string;
  name: string;
}

/** A choice; `empty` names what the default is when nothing is chosen. */
export function SelectField({
  value,
  options,
  empty,
  onChange,
  ...rest
}: Common & {
  value: string | undefined;
  options: readonly Option[];
  empty?: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  const isKnown = value === undefined || options.some((o) => o.value === value);
  return (
    <Field id={id} {...rest}>
      <select
        id={id}
        className={css.control}
        value={value ?? ""}
        disabled={rest.disabled}
        data-unset={value === undefined || undefined}
        onChange={(e) => onChange(e.currentTarget.value === "" ? undefined : e.currentTarget.value)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {empty === undefined && value === undefined && <option value="" />}
        {!isKnown && <option value={value}>{value}</option>}
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Words that are told when the person has finished: by Enter or by leaving the field. */
export function TextField({
  value,
  onChange,
  placeholder,
  multiline = false,
  suggestions,
  inputMode,
  autoKey,
  ...rest
}: Common & {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  multiline?: boolean;
  suggestions?: readonly string[];
  inputMode?: "numeric";
  /** Mark by which a command finds the field. */
  autoKey?: string;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = () => {
    if (text !== value) onChange(text);
  };
  const shared = {
    id,
    className: css.control,
    value: text,
    placeholder,
    disabled: rest.disabled,
    onBlur: done,
    "data-field": autoKey,
  };
  return (
    <Field id={id} {...rest}>
      {multiline ? (
        <textarea {...shared} rows={2} onChange={(e) => setText(e.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={inputMode}
          list={suggestions ? `${id}-list` : undefined}
          onChange={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && !e.nativeEvent.isComposing) done();
            if (e.key === "Escape" && text !== value) {
              e.stopPropagation();
              setText(value);
            }
          }}
        />
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((s) => (
            <option key={s} value={s} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

/** A name in both languages. An empty name is told as undefined. */
export function NameFields({
  value,
  onChange,
  placeholder,
  disabled,
}: {
  value: StudyText | undefined;
  onChange: (value: StudyText | undefined) => void;
  placeholder?: { ja: string; en: string } | undefined;
  disabled?: boolean;
}) {
  const t = words.useT();
  const ja = typeof value === "string" ? value : (value?.ja ?? "");
  const en = typeof value === "string" ? "" : (value?.en ?? "");
  const set = (nextJa: string, nextEn: string) => {
    const a = nextJa.trim();
    const b = nextEn.trim();
    if (a === "" && b === "") onChange(undefined);
    else if (b === "" && (value === undefined || typeof value === "string")) onChange(a);
    else onChange({ ...(a === "" ? {} : { ja: a }), ...(b === "" ? {} : { en: b }) } as StudyText);
  };
  return (
    <>
      <TextField
        label={t("f.name.ja")}
        about={t("x.name")}
        value={ja}
        placeholder={placeholder?.ja}
        disabled={disabled}
        autoKey="name"
        onChange={(v) => set(v, en)}
      />
      <TextField
        label={t("f.name.en")}
        about={t("x.name")}
        value={en}
        placeholder={placeholder?.en ?? (typeof value === "string" ? value : undefined)}
        disabled={disabled}
        onChange={(v) => set(ja, v)}
      />
    </>
  );
}
