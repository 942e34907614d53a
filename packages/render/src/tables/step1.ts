/** Tables of step ①: components, interfaces, flows, product types, assumptions. */
import { M, type Words } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { link, listed, type Table, table } from "./model.ts";

export function step1Tables(reader: Reader): Table[] {
  const { step1 } = reader.dossier;
  const all = <T>(pick: (c: (typeof step1.configurations)[number]) => readonly T[]) =>
    step1.configurations.flatMap((c) => pick(c).map((row) => ({ cfg: c, row })));
  const face = (id: string): Words => {
    const name = reader.name(`co:${id.slice(3, id.lastIndexOf("."))}`);
    const tail = id.slice(id.lastIndexOf(".") + 1);
    return { ja: `${name.ja} ${tail}`, en: `${name.en} ${tail}` };
  };
  return [
    table({
      id: "components",
      group: "step1",
      title: { ja: "①資産一覧(構成要素)", en: "①Components" },
      edits: "component",
      items: all((c) => c.components),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("configuration", "configuration", "text", 9, ({ cfg }) => cfg.name, {
          print: step1.configurations.length > 1,
        }),
        column("name", "name", "text", 14, ({ row }) => row.name, {
          entry: { type: "text", max: 2000, required: true },
        }),
        column("type", "type", "text", 12, ({ row }) => link(reader.name(row.type), row.type)),
        column("zone", "zone", "text", 10, ({ row }) => reader.name(row.zone)),
        column("quantity", "quantity", "number", 5, ({ row }) => row.quantity, {
          entry: { type: "whole", min: 1, max: 10_000_000 },
        }),
        column("importance", "importance", "number", 5, ({ row }) => row.importance),
        column("label", "labelScope", "text", 6, ({ row }) => (row.labelCapable ? M.yes : M.no)),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "interfaces",
      group: "step1",
      title: { ja: "①インタフェース", en: "①Interfaces" },
      items: all((c) => c.interfaces),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("component", "component", "text", 13, ({ row }) =>
          link(reader.name(row.component), row.component),
        ),
        column("interface", "interface", "text", 6, ({ row }) => row.id.slice(row.id.lastIndexOf(".") + 1)),
        column("use", "use", "text", 5, ({ row }) => reader.value("use", row.use)),
        column("enabled", "enabled", "text", 4, ({ row }) => (row.enabled ? "○" : "×")),
        column("medium", "medium", "text", 7, ({ row }) => reader.termName("media", row.medium)),
        column("protocol", "protocol", "text", 10, ({ row }) => row.protocol),
        ...(["authentication", "encryption", "integrity", "privilege", "reach"] as const).map((f) =>
          column(f, f, "text", 7, ({ row }) => reader.value(f, row[f])),
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "flows",
      group: "step1",
      title: { ja: "①データフロー", en: "①Data flows" },
      items: all((c) => c.flows),
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("from", "from", "text", 14, ({ row }) => link(face(row.from), row.from)),
        column("to", "to", "text", 14, ({ row }) => link(face(row.to), row.to)),
        column("name", "name", "text", 12, ({ row }) => row.name),
        column("protocol", "protocol", "text", 8, ({ row }) => row.protocol),
        column("command", "command", "text", 4, ({ row }) => (row.command ? "○" : "")),
        column("filter", "filter", "text", 8, ({ row }) => reader.value("filter", row.filter)),
        column("carries", "carries", "text", 10, ({ row }) =>
          listed(row.carries.map((k) => reader.carriedName(k))),
        ),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "types",
      group: "step1",
      title: { ja: "①IoT製品類型", en: "①Product types" },
      items: step1.productTypes,
      rowId: (t) => t.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 14, (t) => t.name),
        column("components", "components", "number", 6, (t) => t.components),
        column("units", "quantity", "number", 6, (t) => t.units),
        column("label", "labelScope", "text", 6, (t) => M[t.label.capable]),
        column("reason", "reason", "long", 24, (t) => reader.termName("reasons", t.label.reason)),
        column("protocols", "protocol", "text", 14, (t) => t.protocols.join(", ")),
        idColumn((t) => t.id),
      ],
    }),
    table({
      id: "assumptions",
      group: "step1",
      title: { ja: "①仮定した値", en: "①Assumed values" },
      note: M.assumptionsNote,
      items: step1.assumptions,
      rowId: (a) => `${a.type}/${a.fact}/${a.value}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 14, (a) => link(reader.name(a.type), a.type)),
        column("item", "item", "text", 12, (a) => reader.termName("scales", a.fact)),
        column("value", "value", "text", 12, (a) => reader.value(a.fact, a.value)),
        column("places", "places", "number", 5, (a) => a.places),
      ],
    }),
  ];
}
