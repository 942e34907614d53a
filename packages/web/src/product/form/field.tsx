/** A field of the declaration by what the schema says of it: its label, why it is asked, its control, what is wrong with it. */

import { builtinCatalog } from "@seiza/catalog/builtin";
import { type DeclarationEdit, freeDeclarationId, renameEntry } from "@seiza/conformance";
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconCircleDashed,
  IconExclamationCircle,
  IconInfoCircle,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { useLang } from "../../i18n/index.ts";
import words from "../../i18n/messages/declaration.ts";
import fieldWords from "../../i18n/messages/declaration-fields.ts";
import { useWords, withWords } from "../../i18n/words.ts";
import {
  type FormState,
  isMistake,
  type Note,
  notesAt,
  notesBelow,
  notesOfHolder,
  useForm,
} from "./context.tsx";
import {
  ChoiceControl,
  ChoicesControl,
  DateControl,
  IconButton,
  JsonControl,
  NumberControl,
  type Option,
  PairsControl,
  SmallButton,
  TextControl,
  TextsControl,
  YesNoControl,
} from "./controls.tsx";
import {
  at,
  beginning,
  type Field,
  fieldsOf,
  formOf,
  formsOf,
  hintOf,
  isRaw,
  keyOf,
  keysIn,
  kindOf,
  LEAVES,
  type NamedList,
  type Node,
  nameOf,
  type Path,
  type Raw,
} from "./fields.ts";
import css from "./form.module.css";
import { sectionOf } from "./sections.ts";

/** Marks that stand for values in recipes are said as they are written. */
const MARKS = { user: "{user}", password: "{password}", new: "{new}", old: "{old}" };

/** Words of fields and their values. */
export function useFieldWords() {
  const t = fieldWords.useT();
  const lang = useLang();
  return useMemo(
    () => ({
      name: (field: string): string => t(`f.${field}`, MARKS),
      about: (field: string): string | undefined =>
        Object.hasOwn(fieldWords[lang], `x.${field}`) ? t(`x.${field}`, MARKS) : undefined,
      value: (field: string, value: string): string =>
        Object.hasOwn(fieldWords[lang], `v.${field}.${value}`) ? t(`v.${field}.${value}`) : value,
    }),
    [t, lang],
  );
}

/** Id of the control of a place, by which jumps find it. */
export const controlId = (path: Path): string => `declaration:${keyOf(path)}`;

const TONE = { error: "bad", warning: "warn", info: "info", missing: "missing" } as const;
const ICON = {
  error: IconExclamationCircle,
  warning: IconAlertTriangle,
  info: IconInfoCircle,
  missing: IconCircleDashed,
};

export function Notes({ notes, id }: { notes: readonly Note[]; id?: string }) {
  const w = useWords();
  const t = words.useT();
  if (notes.length === 0) return null;
  return (
    <ul className={css.notes} id={id}>
      {notes.map((note, i) => {
        const Icon = ICON[note.severity];
        return (
          <li key={i} data-tone={TONE[note.severity]}>
            <Icon size={15} aria-hidden="true" />
            <span>
              <span className={css.noteKind}>{t(`problems.${note.severity}`)}</span>{" "}
              {note.criteria && note.criteria.length > 0 && `${note.criteria.join(" ")}: `}
              {w(note.message)}
              {note.mend && <span className={css.mend}>{w(note.mend)}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Label({
  id,
  name,
  fieldKey,
  required,
  isGroup,
}: {
  id: string;
  name: string;
  /** As it is called in the text. */
  fieldKey: string;
  required: boolean;
  isGroup: boolean;
}) {
  const t = words.useT();
  const said = (
    <>
      {name}
      {required && <span className={css.required}>{t("required")}</span>}
      <code className={css.key} aria-hidden="true">
        {fieldKey}
      </code>
    </>
  );
  return isGroup ? (
    <span className={css.label} id={`${id}-label`}>
      {said}
    </span>
  ) : (
    <label className={css.label} id={`${id}-label`} htmlFor={id}>
      {said}
    </label>
  );
}

interface Props {
  path: Path;
  node: Node;
  required: boolean;
}
const GROUPED = new Set(["yesno", "choices", "names", "texts", "numbers", "pairs", "pair", "words"]);
const WIDE = new Set(["choices", "names", "texts", "pairs", "pair", "words", "json", "numbers"]);

/** One control with everything around it. */
function Leaf({ path, node, required }: Props) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const [isBad, setBad] = useState(false);
  const field = nameOf(path);
  const kind = kindOf(node, field);
  const value = at(path, form.value);
  const id = controlId(path);
  const notes = notesBelow(form.notes, path);
  const about = f.about(field);
  const fallback = saidDefault(node, field, f, t);
  const hasAbout = about !== undefined || fallback !== undefined;
  const describedBy = [hasAbout && `${id}-about`, (notes.length > 0 || isBad) && `${id}-notes`]
    .filter((x) => typeof x === "string")
    .join(" ");
  return (
    <div className={css.field} data-wide={WIDE.has(kind) || undefined} data-field={keyOf(path)}>
      <Label
        id={id}
        name={f.name(field)}
        fieldKey={String(path.at(-1))}
        required={required}
        isGroup={GROUPED.has(kind)}
      />
      {hasAbout && (
        <p className={css.about} id={`${id}-about`}>
          {about}
          {about !== undefined && fallback !== undefined && " "}
          {fallback !== undefined && <span className={css.fallback}>{fallback}</span>}
        </p>
      )}
      <LeafControl
        path={path}
        node={node}
        required={required}
        value={value}
        control={{
          id,
          describedBy: describedBy === "" ? undefined : describedBy,
          invalid: isBad || notes.some(isMistake),
        }}
        onBad={setBad}
      />
      {isBad && (
        <p className={css.bad} id={`${id}-notes`} role="alert">
          {t(kind === "json" ? "bad.json" : "bad.number")}
        </p>
      )}
      {!isBad && <Notes notes={notes} id={`${id}-notes`} />}
    </div>
  );
}

type T = ReturnType<typeof words.useT>;
function saidDefault(
  node: Node,
  field: string,
  f: ReturnType<typeof useFieldWords>,
  t: T,
): string | undefined {
  const value = node.default;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  const said = Array.isArray(value)
    ? value.map((v) => f.value(field, String(v))).join(", ")
    : typeof value === "boolean"
      ? t(value ? "yes" : "no")
      : f.value(field, String(value));
  return t("default", { value: said });
}

/** Entries of a list that others name, with how people call them. */
export function useNamed(of: NamedList | undefined): Option[] {
  const { value } = useForm();
  const w = useWords();
  const list = of === undefined ? undefined : value[of];
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    if (!isRaw(entry) || typeof entry["id"] !== "string" || entry["id"] === "") return [];
    const name = w(entry["name"] as never);
    return [
      {
        value: entry["id"],
        name: typeof name === "string" && name !== "" ? `${name} (${entry["id"]})` : entry["id"],
      },
    ];
  });
}

function LeafControl({
  path,
  node,
  required,
  value,
  control,
  onBad,
}: Props & {
  value: unknown;
  control: { id: string; describedBy: string | undefined; invalid: boolean };
  onBad: (isBad: boolean) => void;
}) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const field = nameOf(path);
  const hint = hintOf(field);
  const kind = kindOf(node, field);
  const listed = useNamed(hint.of);
  const offers = useOffers(hint.offers);
  const chosen = useCatalogued(hint.catalog, path);
  const set = (next: unknown) => {
    if (next === undefined) {
      if (value !== undefined) form.edit([{ op: "remove", path }]);
    } else form.edit([{ op: "set", path, value: next }]);
  };
  const empty = required ? t("choose") : t("unset");
  const list: unknown[] = Array.isArray(value) ? value : [];
  const strangers = (kind === "name" && value !== undefined ? [value] : list)
    .map(String)
    .filter((v) => !listed.some((o) => o.value === v));
  const named = [...listed, ...strangers.map((v) => ({ value: v, name: t("names.unknown", { name: v }) }))];
  const given = form.choices[field];
  if (given && (value === undefined || typeof value === "string")) {
    const isStrange = value !== undefined && value !== "" && !given.some((o) => o.value === value);
    const options = isStrange
      ? [...given, { value: String(value), name: t("names.unknown", { name: String(value) }) }]
      : [...given];
    return <ChoiceControl {...control} value={value} options={options} empty={empty} tell={set} />;
  }
  if (value !== undefined && value !== null && !fits(kind, value))
    return <p className={css.bad}>{t("bad.shape")}</p>;
  switch (kind) {
    case "words":
      return <WordsControl path={path} value={value} control={control} long={hint.long ?? false} />;
    case "number":
      return (
        <NumberControl
          {...control}
          value={value}
          tell={set}
          onBad={onBad}
          unit={hint.unit ? t(`unit.${hint.unit}`) : undefined}
        />
      );
    case "date":
      return <DateControl {...control} value={value} tell={set} />;
    case "yesno":
      return <YesNoControl {...control} value={value} required={required} tell={set} />;
    case "choice": {
      const options =
        chosen ?? (node.enum ?? []).map((v) => ({ value: String(v), name: f.value(field, String(v)) }));
      return <ChoiceControl {...control} value={value} options={options} empty={empty} tell={set} />;
    }
    case "name":
      return <ChoiceControl {...control} value={value} options={named} empty={empty} tell={set} />;
    case "choices":
    case "names": {
      const options =
        kind === "names"
          ? named
          : ((node.items as Node).enum ?? []).map((v) => ({
              value: String(v),
              name: f.value(field, String(v)),
            }));
      const usual = value === undefined && Array.isArray(node.default) ? node.default : list;
      if (options.length === 0 && usual.length === 0)
        return (
          <p className={css.quiet}>{t("names.none", { section: t(`s.${sectionOf([hint.of ?? ""]).id}`) })}</p>
        );
      return (
        <ChoicesControl
          {...control}
          value={usual}
          options={options}
          tell={(next) =>
            set(
              next.length === 0 && !required && !(node.default as unknown[] | undefined)?.length
                ? undefined
                : next,
            )
          }
        />
      );
    }
    case "texts":
    case "numbers": {
      const typed = (text: string) =>
        kind === "numbers" && /^\d+$/.test(text.normalize("NFKC")) ? Number(text.normalize("NFKC")) : text;
      return (
        <TextsControl
          {...control}
          label={f.name(field)}
          value={list}
          mono={field !== "interfaces/services"}
          set={(i, text) => form.edit([{ op: "set", path: [...path, i], value: typed(text) }])}
          insert={(text) => form.edit([{ op: "insert", path, at: list.length, value: typed(text) }])}
          remove={(i) => form.edit([{ op: "remove", path: [...path, i] }])}
        />
      );
    }
    case "pairs":
      return (
        <PairsControl
          {...control}
          label={f.name(field)}
          value={isRaw(value) ? value : {}}
          tell={(next) => set(Object.keys(next).length === 0 ? undefined : next)}
        />
      );
    case "pair":
      return (
        <span className={css.both}>
          {[0, 1].map((i) => (
            <span key={i}>
              <span className={css.sub} aria-hidden="true">
                {t(i === 0 ? "pair.before" : "pair.after")}
              </span>
              <TextControl
                {...control}
                id={i === 0 ? control.id : `${control.id}-after`}
                label={t(i === 0 ? "pair.before" : "pair.after")}
                mono
                value={String(list[i] ?? "")}
                tell={(text) => set(i === 0 ? [text, list[1] ?? ""] : [list[0] ?? "", text])}
              />
            </span>
          ))}
        </span>
      );
    case "json":
      return <JsonControl {...control} value={value} tell={set} onBad={onBad} />;
    case "constant":
      return <code id={control.id}>{String(node.const)}</code>;
    default: {
      const isId = path.at(-1) === "id";
      return (
        <TextControl
          {...control}
          value={value === undefined || value === null ? "" : String(value)}
          long={hint.long ?? false}
          mono={isId || MONO.test(field)}
          offers={offers}
          tell={(text) => {
            const plain = isId ? text.normalize("NFKC").trim() : text.trim();
            const [top, place] = path;
            if (isId && plain !== "" && path.length === 3 && typeof place === "number")
              form.edit(renameEntry(form.value, String(top), place, plain));
            else set(plain === "" ? undefined : plain);
          }}
        />
      );
    }
  }
}
const MONO =
  /(website|latestPublishedAt|\/file|publicKey|packages\/|manual|disclosure\/|\/document|\/at|\/units|^step|^take|^answer|^login|account|marker|technicalConformity\/number)/;

const fits = (kind: string, value: unknown): boolean => {
  switch (kind) {
    case "json":
      return true;
    case "words":
      return typeof value === "string" || isRaw(value);
    case "choices":
    case "names":
    case "texts":
    case "numbers":
    case "pair":
      return Array.isArray(value);
    case "pairs":
      return isRaw(value);
    case "yesno":
      return typeof value !== "object";
    default:
      return typeof value !== "object";
  }
};

/** Words in both languages; the one shown first is the one the person reads. */
function WordsControl({
  path,
  value,
  control,
  long,
}: {
  path: Path;
  value: unknown;
  control: { id: string; describedBy: string | undefined; invalid: boolean };
  long: boolean;
}) {
  const form = useForm();
  const t = words.useT();
  const f = useFieldWords();
  const lang = useLang();
  const name = f.name(nameOf(path));
  const before = value as { ja?: string; en?: string } | string | undefined;
  const own = (which: "ja" | "en"): string =>
    typeof before === "string" ? (which === lang ? before : "") : String(before?.[which] ?? "");
  const set = (which: "ja" | "en", text: string) => {
    const said = text.trim();
    if (typeof before === "object" && before !== null) {
      const rest = Object.keys(before).filter((k) => k !== which && before[k as "ja"] !== "");
      if (said !== "") form.edit([{ op: "set", path: [...path, which], value: said }]);
      else form.edit([{ op: "remove", path: rest.length === 0 ? path : [...path, which] }]);
      return;
    }
    if (said === "") {
      if (which === lang && before !== undefined) form.edit([{ op: "remove", path }]);
      return;
    }
    const next =
      before === undefined || which === lang
        ? withWords(before, which, said)
        : { ja: which === "ja" ? said : before, en: which === "en" ? said : before };
    form.edit([{ op: "set", path, value: next }]);
  };
  const order = lang === "ja" ? (["ja", "en"] as const) : (["en", "ja"] as const);
  return (
    <span className={css.both} role="group" aria-labelledby={`${control.id}-label`}>
      {order.map((which, i) => (
        <span key={which}>
          <span className={css.sub} aria-hidden="true">
            {t(`in.${which}`)}
          </span>
          <TextControl
            id={i === 0 ? control.id : `${control.id}-other`}
            describedBy={control.describedBy}
            invalid={control.invalid}
            label={t(`of.${which}`, { field: name })}
            value={own(which)}
            long={long}
            tell={(text) => set(which, text)}
          />
        </span>
      ))}
    </span>
  );
}

function useOffers(of: ReturnType<typeof hintOf>["offers"]): Option[] | undefined {
  const { value } = useForm();
  const lang = useLang();
  return useMemo(() => {
    if (of === undefined) return undefined;
    if (of === "productTypes")
      return [...builtinCatalog()["product-types"].values()].map((p) => ({
        value: p.id,
        name: p.name[lang],
      }));
    if (of === "protocols")
      return [
        "HTTPS",
        "HTTP",
        "MQTT over TLS",
        "MQTT",
        "SSH",
        "CoAP over DTLS",
        "RTSP",
        "Bluetooth LE",
        "Modbus/TCP",
        "BACnet/IP",
      ].map((p) => ({ value: p, name: p }));
    const names = new Set<string>();
    const model = at(["product", "model"], value);
    if (typeof model === "string") names.add(model);
    for (const key of ["companions", "flows"]) {
      const list = value[key];
      if (Array.isArray(list))
        for (const entry of list)
          for (const side of ["id", "from", "to"])
            if (isRaw(entry) && typeof entry[side] === "string" && (key !== "flows" || side !== "id"))
              names.add(entry[side]);
    }
    return [...names].map((n) => ({ value: n, name: n }));
  }, [of, value, lang]);
}

/** Values of the catalogue: criteria that may be left out, and the reasons of the one chosen beside. */
function useCatalogued(of: "criteria" | "reasons" | undefined, path: Path): Option[] | undefined {
  const { value } = useForm();
  const w = useWords();
  if (of === undefined) return undefined;
  const criteria = builtinCatalog()["star1-criteria"];
  if (of === "criteria")
    return [...criteria.values()]
      .filter((c) => c.notApplicable.some((r) => r.id !== "constrained-device"))
      .map((c) => ({ value: c.id, name: `${c.id} ${w(c.name)}` }));
  const criterion = at([...path.slice(0, -1), "criterion"], value);
  return (criteria.get(String(criterion))?.notApplicable ?? [])
    .filter((r) => r.id !== "constrained-device")
    .map((r) => ({ value: r.id, name: w(r.when) }));
}

/** Fields of a mapping: controls side by side, then what holds more. */
export function Fields({
  path,
  fields,
  lead,
}: {
  path: Path;
  fields: readonly Field[];
  /** Stands before the others. */
  lead?: ReactNode;
}) {
  const leaves = fields.filter((x) => LEAVES.has(kindOf(x.node, nameOf([...path, x.key]))));
  const rest = fields.filter((x) => !leaves.includes(x));
  return (
    <>
      {(leaves.length > 0 || lead !== undefined) && (
        <div className={css.grid}>
          {lead}
          {leaves.map((x) => (
            <Leaf key={x.key} path={[...path, x.key]} node={x.node} required={x.required} />
          ))}
        </div>
      )}
      {rest.map((x) => (
        <FieldOf key={x.key} path={[...path, x.key]} node={x.node} required={x.required} />
      ))}
    </>
  );
}

export function FieldOf(props: Props) {
  const { List } = useForm();
  const name = nameOf(props.path);
  const kind = kindOf(props.node, name);
  if (LEAVES.has(kind)) return <Leaf {...props} />;
  switch (kind) {
    case "list":
      return <List path={props.path} node={props.node} />;
    case "forms":
      return <FormsField {...props} />;
    case "takes":
      return <TakesField {...props} />;
    default:
      return <Group {...props} />;
  }
}

/** Long parts for engineers are folded until somebody opens them or something is wrong in them. */
const FOLDED =
  /(^|\/)(setup|recipe|install|readVersion|read|take|before|submit|success|failure|packages|json|header|file)$/;

/** A frame around what belongs together; what may be left out is begun and removed as a whole. */
export function Group({
  path,
  node,
  required,
  children,
  title,
}: Props & { children?: ReactNode; title?: string }) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const field = nameOf(path);
  const name = title ?? f.name(field);
  const value = at(path, form.value);
  const isThere = value !== undefined && value !== null;
  const id = controlId(path);
  const own = notesOfHolder(form.notes, path, keysIn(node));
  const below = notesBelow(form.notes, path);
  const mayFold = FOLDED.test(keyOf(path.filter((s) => typeof s !== "number"))) && isThere;
  const isOpen = !mayFold || form.open.has(keyOf(path)) || below.some(isMistake);
  const isWrong = isThere && !isRaw(value);
  if (!isThere && !required)
    return (
      <section className={css.absent} data-field={keyOf(path)}>
        <div>
          <h4 className={css.groupName}>{name}</h4>
          {f.about(field) !== undefined && <p className={css.about}>{f.about(field)}</p>}
          <Notes notes={own} />
        </div>
        <SmallButton
          id={id}
          label={t("write.of", { field: name })}
          disabled={form.readOnly}
          onClick={() => {
            form.setOpen(path, true);
            form.edit([{ op: "set", path, value: beginning(node) }]);
          }}
        >
          <IconPlus size={14} aria-hidden="true" />
          {t("write")}
        </SmallButton>
      </section>
    );
  return (
    <section className={css.group} data-field={keyOf(path)} aria-label={name}>
      <div className={css.groupHead}>
        {mayFold ? (
          <button
            type="button"
            id={id}
            className={css.fold}
            aria-expanded={isOpen}
            onClick={() => form.setOpen(path, !isOpen)}
          >
            {isOpen ? (
              <IconChevronDown size={16} aria-hidden="true" />
            ) : (
              <IconChevronRight size={16} aria-hidden="true" />
            )}
            {name}
          </button>
        ) : (
          <h4 className={css.groupName} id={id} tabIndex={-1}>
            {name}
            {required && <span className={css.required}>{t("required")}</span>}
          </h4>
        )}
        {!required && (
          <IconButton
            label={t("clear.of", { field: name })}
            disabled={form.readOnly}
            onClick={() => form.edit([{ op: "remove", path }])}
          >
            <IconTrash size={16} />
          </IconButton>
        )}
      </div>
      {f.about(field) !== undefined && title === undefined && <p className={css.about}>{f.about(field)}</p>}
      <Notes notes={isOpen ? own : below} />
      {isOpen &&
        (isWrong ? (
          <p className={css.bad}>{t("bad.shape")}</p>
        ) : (
          (children ?? <Fields path={path} fields={fieldsOf(node)} />)
        ))}
    </section>
  );
}

/** Another form of a value: keys that the new one does not know go. */
export function reformed(
  form: Pick<FormState, "value">,
  path: Path,
  node: Node,
  to: string,
): DeclarationEdit[] {
  const { by, forms } = formsOf(node);
  const next = forms.find((f) => f.value === to)?.node;
  if (!next) return [];
  const value = at(path, form.value);
  if (by === undefined) {
    const key = to;
    return [{ op: "set", path, value: { [key]: beginning((next.properties?.[key] ?? {}) as Node) } }];
  }
  if (!isRaw(value)) return [{ op: "set", path, value: beginning(next) }];
  const known = Object.keys(next.properties ?? {});
  const all = new Set(forms.flatMap((f) => Object.keys(f.node.properties ?? {})));
  const gone = Object.keys(value).filter((key) => !known.includes(key) && all.has(key));
  // What stays has to mean the same in both: a text is no condition.
  const changed = Object.keys(value).filter((key) => {
    const old = forms.find((f) => f.value === formOf({ by, forms }, value))?.node.properties?.[key];
    const now = next.properties?.[key];
    return key !== by && old !== undefined && now !== undefined && old.type !== now.type;
  });
  return [
    { op: "set", path: [...path, by], value: to },
    ...[...gone, ...changed].map((key): DeclarationEdit => ({ op: "remove", path: [...path, key] })),
  ];
}

/** The fields of the form that a value has, with the choice of its form above. */
export function FormFields({ path, node, field }: { path: Path; node: Node; field: string }) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const all = formsOf(node);
  const value = at(path, form.value);
  const is = formOf(all, value);
  const one = all.forms.find((x) => x.value === is);
  const notes = all.by === undefined ? [] : notesAt(form.notes, [...path, all.by]);
  const id = controlId(all.by === undefined ? [...path, "?"] : [...path, all.by]);
  const lead = (
    <div className={css.field}>
      <label className={css.label} htmlFor={id} id={`${id}-label`}>
        {t("form.kind")}
        <span className={css.required}>{t("required")}</span>
        {all.by !== undefined && (
          <code className={css.key} aria-hidden="true">
            {all.by}
          </code>
        )}
      </label>
      <ChoiceControl
        id={id}
        invalid={notes.some(isMistake)}
        describedBy={notes.length > 0 ? `${id}-notes` : undefined}
        value={is}
        empty={t("choose")}
        options={all.forms.map((x) => ({ value: x.value, name: f.value(field, x.value) }))}
        tell={(to) => {
          if (to !== undefined) form.edit(reformed(form, path, node, to));
        }}
      />
      <Notes notes={notes} id={`${id}-notes`} />
    </div>
  );
  if (all.by !== undefined)
    return <Fields path={path} fields={one ? fieldsOf(one.node, [all.by]) : []} lead={lead} />;
  return (
    <div className={css.grid}>
      {lead}
      {one && (
        <Leaf path={[...path, one.value]} node={(one.node.properties?.[one.value] ?? {}) as Node} required />
      )}
    </div>
  );
}

function FormsField(props: Props) {
  const field = nameOf(props.path);
  const form = useForm();
  const isThere = at(props.path, form.value) !== undefined;
  // A form that has to be there is chosen first.
  return (
    <Group {...props} required={props.required || !isThere}>
      <FormFields path={props.path} node={props.node} field={field} />
    </Group>
  );
}

/** Values taken out of an answer, each with its name. */
function TakesField({ path, node }: Props) {
  const form = useForm();
  const t = words.useT();
  const f = useFieldWords();
  const value = at(path, form.value);
  const entries = isRaw(value) ? Object.entries(value) : [];
  const inner = node.additionalProperties as Node;
  const field = nameOf(path);
  const write = (next: readonly (readonly [string, unknown])[]) =>
    form.edit(
      next.length === 0
        ? [{ op: "remove", path }]
        : [{ op: "set", path, value: Object.fromEntries(next) as Raw }],
    );
  const id = controlId(path);
  return (
    <section className={css.group} data-field={keyOf(path)} aria-label={f.name(field)}>
      <div className={css.groupHead}>
        <h4 className={css.groupName}>{f.name(field)}</h4>
        <SmallButton
          id={id}
          label={t("add.of", { list: f.name(field) })}
          disabled={form.readOnly}
          onClick={() =>
            write([
              ...entries,
              [
                freeDeclarationId(
                  "value",
                  entries.map(([k]) => k),
                ),
                { pointer: "" },
              ],
            ])
          }
        >
          <IconPlus size={14} aria-hidden="true" />
          {t("add")}
        </SmallButton>
      </div>
      <p className={css.about}>{f.about(field)}</p>
      <Notes notes={notesAt(form.notes, path)} />
      {entries.map(([name], i) => (
        <div key={i} className={css.card}>
          <div className={css.cardHead}>
            <div className={css.field}>
              <label className={css.label} htmlFor={`${id}-${i}`}>
                {t("take.name")}
              </label>
              <TextControl
                id={`${id}-${i}`}
                invalid={false}
                mono
                narrow
                value={name}
                tell={(next) => {
                  const plain = next.normalize("NFKC").trim();
                  if (plain !== "") write(entries.map((e, j) => (j === i ? [plain, e[1]] : e)));
                }}
              />
            </div>
            <IconButton
              label={t("remove.of", { item: name })}
              disabled={form.readOnly}
              onClick={() => write(entries.filter((_, j) => j !== i))}
            >
              <IconTrash size={16} />
            </IconButton>
          </div>
          <FormFields path={[...path, name]} node={inner} field={field} />
        </div>
      ))}
    </section>
  );
}
