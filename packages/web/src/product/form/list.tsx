/** Lists: those of the declaration itself as a table with the chosen row below it, those inside of an entry as cards. */

import { Menu } from "@mantine/core";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { type DeclarationEdit, freeDeclarationId } from "@seiza/conformance";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconCircleDashed,
  IconCopy,
  IconExclamationCircle,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import words from "../../i18n/messages/declaration.ts";
import { useWords } from "../../i18n/words.ts";
import { isMistake, notesAt, notesBelow, notesOfHolder, useForm } from "./context.tsx";
import { IconButton, SmallButton } from "./controls.tsx";
import { controlId, Fields, FormFields, Notes, useFieldWords } from "./field.tsx";
import {
  at,
  beginning,
  fieldsOf,
  formsOf,
  isRaw,
  keyOf,
  keysIn,
  type Node,
  nameOf,
  type Path,
  type Raw,
} from "./fields.ts";
import css from "./form.module.css";
import { COLUMNS, STEMS } from "./sections.ts";

interface Props {
  path: Path;
  node: Node;
}
/** Rows from which on a filter helps. */
const FILTERED_FROM = 9;

const isForms = (node: Node): boolean => node.oneOf !== undefined || node.anyOf !== undefined;

/** What people call an entry. */
function useTitle(field: string) {
  const w = useWords();
  const f = useFieldWords();
  const t = words.useT();
  return (entry: unknown, i: number): string => {
    if (!isRaw(entry)) return `${i + 1}`;
    const name = w(entry["name"] as never);
    const parts =
      field === "flows" && (entry["from"] || entry["to"])
        ? `${String(entry["from"] ?? "")} → ${String(entry["to"] ?? "")}`
        : field === "assets/stored" && entry["where"]
          ? f.value("assets/stored/where", String(entry["where"]))
          : entry["path"]
            ? `${String(entry["method"] ?? "GET")} ${String(entry["path"])}`
            : (entry["at"] ?? entry["interface"] ?? entry["asset"] ?? entry["criterion"] ?? entry["id"]);
    const said = typeof name === "string" && name !== "" ? name : parts;
    return said === undefined || said === "" ? `${t("item.new")} ${i + 1}` : String(said);
  };
}

/** Adding, copying, moving and removing entries. */
function useEntries({ path, node }: Props) {
  const form = useForm();
  const value = at(path, form.value);
  const entries: unknown[] = Array.isArray(value) ? value : [];
  const items = node.items as Node;
  const field = nameOf(path);
  const ids = entries.map((e) => (isRaw(e) ? e["id"] : undefined));
  const first = isForms(items) ? formsOf(items).forms[0]?.node : items;
  const hasId = first?.properties?.["id"] !== undefined;
  const begin = (kind?: string): unknown => {
    const start = isForms(items)
      ? kind === undefined
        ? {}
        : beginning(formsOf(items).forms.find((x) => x.value === kind)?.node as Node)
      : beginning(items);
    if (!hasId || !isRaw(start)) return start;
    return {
      id: freeDeclarationId(kind === undefined || kind === "other" ? (STEMS[field] ?? "item") : kind, ids),
      ...start,
    };
  };
  return {
    entries,
    items,
    field,
    isWrong: value !== undefined && value !== null && !Array.isArray(value),
    add(kind?: string) {
      form.edit([{ op: "insert", path, at: entries.length, value: begin(kind) }]);
      form.choose(path, entries.length);
    },
    copy(i: number) {
      const entry = entries[i];
      const made =
        isRaw(entry) && hasId ? { ...entry, id: freeDeclarationId(String(entry["id"] ?? ""), ids) } : entry;
      form.edit([{ op: "insert", path, at: i + 1, value: made }]);
      form.choose(path, i + 1);
    },
    move(i: number, to: number) {
      form.edit([{ op: "move", path, from: i, to }]);
      form.choose(path, to);
    },
    remove(i: number) {
      // The last one takes the list with it, unless it has to be there.
      const edit: DeclarationEdit =
        entries.length === 1 && path.length === 1
          ? { op: "remove", path }
          : { op: "remove", path: [...path, i] };
      form.edit([edit]);
      form.choose(path, entries.length === 1 ? undefined : Math.min(i, entries.length - 2));
    },
  };
}

function AddButton({ path, node, add, name }: Props & { add: (kind?: string) => void; name: string }) {
  const t = words.useT();
  const f = useFieldWords();
  const form = useForm();
  const items = node.items as Node;
  const inside = (
    <>
      <IconPlus size={15} aria-hidden="true" />
      {t("add")}
    </>
  );
  const label = t("add.of", { list: name });
  if (!isForms(items))
    return (
      <button
        type="button"
        className={css.add}
        id={controlId(path)}
        aria-label={label}
        disabled={form.readOnly}
        onClick={() => add()}
      >
        {inside}
      </button>
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={css.add}
          id={controlId(path)}
          aria-label={label}
          disabled={form.readOnly}
        >
          {inside}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {formsOf(items).forms.map((form) => (
          <Menu.Item key={form.value} onClick={() => add(form.value)}>
            {f.value(nameOf(path), form.value)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function ListField({ path, node }: Props) {
  return path.length === 1 ? <Table path={path} node={node} /> : <Cards path={path} node={node} />;
}

/** What a cell of the table says. */
function useCell(field: string) {
  const f = useFieldWords();
  const t = words.useT();
  const w = useWords();
  return (entry: unknown, key: string): string => {
    const value = at(key.split("/"), entry);
    if (value === undefined || value === null) return "";
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const name = `${field}/${key}`;
    const said = (v: unknown): string => {
      if (!isRaw(v)) return f.value(name, String(v));
      const where = v["where"];
      return typeof where === "string" ? f.value("assets/stored/where", where) : w(v as never);
    };
    if (Array.isArray(value)) return value.map(said).join(", ");
    if (key === "kind" && field === "interfaces") return f.value("interfaces", String(value));
    if (key === "criterion") return String(value);
    if (key === "reason") {
      const criterion = builtinCatalog()["star1-criteria"].get(String(at(["criterion"], entry)));
      return w(criterion?.notApplicable.find((r) => r.id === value)?.when) || String(value);
    }
    return said(value);
  };
}

function Table({ path, node }: Props) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const list = useEntries({ path, node });
  const title = useTitle(list.field);
  const cell = useCell(list.field);
  const [filter, setFilter] = useState("");
  const [tells, setTells] = useState("");
  const table = useRef<HTMLDivElement>(null);
  const key = keyOf(path);
  const chosen = form.chosen[key];
  const columns = COLUMNS[list.field] ?? [["id"]];
  const rows = list.entries
    .map((entry, i) => ({ entry, i, cells: columns.map((keys) => textOf(keys, entry)) }))
    .filter(({ cells, entry }) => {
      const sought = filter.normalize("NFKC").toLowerCase().trim();
      return (
        sought === "" ||
        `${cells.join(" ")} ${isRaw(entry) ? String(entry["id"] ?? "") : ""}`.toLowerCase().includes(sought)
      );
    });
  function textOf(keys: readonly string[], entry: unknown): string {
    if (keys[0] === "name") return cell(entry, "name") || String(at(["id"], entry) ?? "");
    return keys
      .map((k) => cell(entry, k))
      .filter((s) => s !== "")
      .join("\u00a0");
  }
  useEffect(() => {
    table.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const choose = (i: number, focus = false) => {
    form.choose(path, i);
    if (focus)
      requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-row="${i}"]`)?.focus());
  };
  if (list.isWrong) return <p className={css.bad}>{t("bad.shape")}</p>;
  const entry = chosen === undefined ? undefined : list.entries[chosen];
  const name = f.name(list.field);
  return (
    <section className={css.list} aria-label={name}>
      <div className={css.listHead}>
        <h3>{name}</h3>
        <span className={css.rowCount}>
          {rows.length === list.entries.length
            ? t("list.rows", { count: list.entries.length })
            : t("list.rows.of", { count: rows.length, all: list.entries.length })}
        </span>
        <span className={css.spring} />
        {(list.entries.length >= FILTERED_FROM || filter !== "") && (
          <input
            type="search"
            className={css.input}
            aria-label={t("list.filter")}
            placeholder={t("list.filter")}
            value={filter}
            onChange={(e) => setFilter(e.currentTarget.value)}
          />
        )}
        <AddButton
          path={path}
          node={node}
          name={name}
          add={(kind) => {
            setFilter("");
            list.add(kind);
          }}
        />
      </div>
      <p className={css.about}>{f.about(list.field)}</p>
      <Notes notes={notesAt(form.notes, path)} />
      {list.entries.length === 0 ? (
        <p className={css.nothing}>{t("list.empty")}</p>
      ) : (
        <div className={css.tableFrame} ref={table}>
          {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows of a table that are chosen from */}
          <table className={css.table} role="grid" aria-label={name}>
            <thead>
              <tr>
                {columns.map((keys) => {
                  const own = keys[0] === "name" ? "name" : String(keys.at(-1));
                  return (
                    <th key={own} scope="col">
                      {own === "kind" ? t("form.kind") : f.name(`${list.field}/${own}`)}
                    </th>
                  );
                })}
                <th scope="col">
                  <span className={css.hidden}>{t("nav.problems")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ i, cells }, place) => {
                const notes = notesBelow(form.notes, [...path, i]);
                const isOn = i === chosen;
                return (
                  <tr
                    key={i}
                    data-row={i}
                    aria-selected={isOn}
                    tabIndex={isOn || (chosen === undefined && place === 0) ? 0 : -1}
                    onClick={() => choose(i)}
                    onKeyDown={(e) => {
                      const to =
                        e.key === "ArrowDown"
                          ? rows[place + 1]
                          : e.key === "ArrowUp"
                            ? rows[place - 1]
                            : undefined;
                      if (to) {
                        e.preventDefault();
                        choose(to.i, true);
                      } else if (e.key === "Enter" || e.key === " ") {
                        e.preventDefault();
                        choose(i);
                      }
                    }}
                  >
                    {cells.map((text, c) => (
                      <td key={c} title={text.length > 40 ? text : undefined}>
                        <span>{text}</span>
                      </td>
                    ))}
                    <td className={css.mark}>
                      {notes.some(isMistake) ? (
                        <IconExclamationCircle
                          size={16}
                          role="img"
                          aria-label={t("list.problem")}
                          data-tone="bad"
                        />
                      ) : notes.some((n) => n.severity !== "info") ? (
                        <IconCircleDashed
                          size={16}
                          role="img"
                          aria-label={t("list.missing")}
                          data-tone="warn"
                        />
                      ) : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {rows.length === 0 && <p className={css.nothing}>{t("list.none")}</p>}
        </div>
      )}
      <p className={css.hidden} role="status">
        {tells}
      </p>
      {chosen !== undefined && entry !== undefined ? (
        <Entry
          key={`${key}/${chosen}`}
          path={[...path, chosen]}
          node={list.items}
          field={list.field}
          title={title(entry, chosen)}
          tools={
            <>
              <span className={css.rowCount}>
                {t("item.of", { at: chosen + 1, all: list.entries.length })}
              </span>
              <IconButton
                label={t("item.previous")}
                disabled={chosen === 0}
                onClick={() => choose(chosen - 1)}
              >
                <IconChevronLeft size={16} />
              </IconButton>
              <IconButton
                label={t("item.next")}
                disabled={chosen >= list.entries.length - 1}
                onClick={() => choose(chosen + 1)}
              >
                <IconChevronRight size={16} />
              </IconButton>
              <Tools
                list={list}
                i={chosen}
                title={title(entry, chosen)}
                onRemove={() => setTells(t("remove.of", { item: title(entry, chosen) }))}
              />
            </>
          }
        />
      ) : (
        list.entries.length > 0 && <p className={css.quiet}>{t("list.choose")}</p>
      )}
    </section>
  );
}

function Tools({
  list,
  i,
  title,
  onRemove,
}: {
  list: ReturnType<typeof useEntries>;
  i: number;
  title: string;
  onRemove?: () => void;
}) {
  const t = words.useT();
  const { readOnly } = useForm();
  return (
    <>
      <IconButton label={t("move.up")} disabled={readOnly || i === 0} onClick={() => list.move(i, i - 1)}>
        <IconArrowUp size={16} />
      </IconButton>
      <IconButton
        label={t("move.down")}
        disabled={readOnly || i >= list.entries.length - 1}
        onClick={() => list.move(i, i + 1)}
      >
        <IconArrowDown size={16} />
      </IconButton>
      <IconButton label={t("duplicate")} disabled={readOnly} onClick={() => list.copy(i)}>
        <IconCopy size={16} />
      </IconButton>
      <IconButton
        label={t("remove.of", { item: title })}
        disabled={readOnly}
        onClick={() => {
          onRemove?.();
          list.remove(i);
        }}
      >
        <IconTrash size={16} />
      </IconButton>
    </>
  );
}

/** An entry of a list, whole. */
function Entry({
  path,
  node,
  field,
  title,
  tools,
}: {
  path: Path;
  node: Node;
  field: string;
  title: string;
  tools: ReactNode;
}) {
  const form = useForm();
  const t = words.useT();
  const value = at(path, form.value);
  const own = notesOfHolder(form.notes, path, keysIn(node));
  return (
    <div className={css.entry} data-field={keyOf(path)}>
      <div className={css.groupHead}>
        <h4 className={css.entryTitle} id={controlId(path)} tabIndex={-1}>
          {title}
        </h4>
        {tools}
      </div>
      <Notes notes={own} />
      {isRaw(value) || value === null ? (
        isForms(node) ? (
          <FormFields path={path} node={node} field={field} />
        ) : (
          <Fields path={path} fields={fieldsOf(node)} />
        )
      ) : (
        <p className={css.bad}>{t("bad.shape")}</p>
      )}
    </div>
  );
}

function Cards({ path, node }: Props) {
  const form = useForm();
  const f = useFieldWords();
  const t = words.useT();
  const list = useEntries({ path, node });
  const title = useTitle(list.field);
  const name = f.name(list.field);
  if (list.isWrong) return <p className={css.bad}>{t("bad.shape")}</p>;
  return (
    <section className={css.group} data-field={keyOf(path)} aria-label={name}>
      <div className={css.groupHead}>
        <h4 className={css.groupName}>{name}</h4>
        <AddButton path={path} node={node} name={name} add={list.add} />
      </div>
      {f.about(list.field) !== undefined && <p className={css.about}>{f.about(list.field)}</p>}
      <Notes notes={notesAt(form.notes, path)} />
      {list.entries.map((entry, i) => {
        const here = [...path, i];
        const below = notesBelow(form.notes, here);
        // One alone is shown; of several, those that somebody opened, added or has to mend.
        const isOpen =
          list.entries.length === 1 ||
          form.open.has(keyOf(here)) ||
          form.chosen[keyOf(path)] === i ||
          below.some(isMistake);
        const said = title(entry as Raw, i);
        return (
          <div key={i} className={css.card} data-field={keyOf(here)}>
            <div className={css.cardHead}>
              {list.entries.length === 1 ? (
                <span className={css.cardTitle}>{said}</span>
              ) : (
                <SmallButton
                  pressed={isOpen}
                  onClick={() => {
                    if (isOpen) form.choose(path, undefined);
                    form.setOpen(here, !isOpen);
                  }}
                >
                  {isOpen ? (
                    <IconChevronDown size={15} aria-hidden="true" />
                  ) : (
                    <IconChevronRight size={15} aria-hidden="true" />
                  )}
                  <span className={css.cardTitle}>{said}</span>
                </SmallButton>
              )}
              <Tools list={list} i={i} title={said} />
            </div>
            {isOpen ? (
              <Entry path={here} node={list.items} field={list.field} title="" tools={null} />
            ) : (
              <Notes notes={below} />
            )}
          </div>
        );
      })}
    </section>
  );
}
