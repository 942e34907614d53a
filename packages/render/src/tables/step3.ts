/** Tables of step ③: attack surfaces and the threats in their cells. */
import { CONSIDERED, M, type Words } from "../messages.ts";
import type { Reader } from "../reader.ts";
import { link, listed, plain, type Table, table } from "./model.ts";

export function step3Tables(reader: Reader): Table[] {
  const types = reader.inPriorityOrder(reader.dossier.step3.types);
  const surfaces = types.flatMap((t) => t.surfaces.map((row) => ({ type: t.type, row })));
  const cells = types.flatMap((t) => t.cells.map((row) => ({ type: t.type, row })));
  const face = (id: string): Words => {
    const name = reader.name(`co:${id.slice(3, id.lastIndexOf("."))}`);
    const tail = id.slice(id.lastIndexOf(".") + 1);
    return tail === "@body"
      ? { ja: `${name.ja} ${M.wayBody.ja}`, en: `${name.en} ${M.wayBody.en}` }
      : { ja: `${name.ja} ${tail}`, en: `${name.en} ${tail}` };
  };
  return [
    table({
      id: "surfaces",
      group: "step3",
      title: { ja: "③アタックサーフェス", en: "③Attack surfaces" },
      items: surfaces,
      rowId: ({ row }) => row.id,
      columns: ({ column, idColumn, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, ({ type }) => link(reader.name(type), type)),
        column("surface", "surface", "text", 12, ({ row }) =>
          reader.termName("attack-surfaces", row.surface),
        ),
        column("star1", "star1", "text", 5, ({ row }) => (row.inStar1 ? M.yes : M.no)),
        column("reach", "reach", "text", 10, ({ row }) => reader.value("reach", row.reach)),
        column("ways", "wayIn", "long", 26, ({ row }) => {
          const named = row.interfaces.slice(0, 12).map(face);
          const more = row.interfaces.length - named.length;
          return listed(more > 0 ? [...named, plain(`+${more}`)] : named);
        }),
        column("components", "components", "number", 5, ({ row }) => row.components),
        idColumn(({ row }) => row.id),
      ],
    }),
    table({
      id: "cells",
      group: "step3",
      title: { ja: "③資産×サーフェスの脅威", en: "③Threats by asset and surface" },
      note: M.cellsTableNote,
      items: cells,
      rowId: ({ type, row }) => `${type}/${row.assetClass}/${row.surface}`,
      columns: ({ column, numberColumn }) => [
        numberColumn(),
        column("type", "type", "text", 12, ({ type }) => link(reader.name(type), type)),
        column("class", "assetClass", "text", 10, ({ row }) =>
          reader.termName("asset-classes", row.assetClass),
        ),
        column("surface", "surface", "text", 12, ({ row }) =>
          link(reader.termName("attack-surfaces", row.surface), row.groups[0] ?? ""),
        ),
        column("threats", "threats", "long", 34, ({ row }) =>
          listed(
            row.groups
              .map((id) => reader.group(id))
              .filter((g) => g !== undefined)
              .map((g) => {
                const name = reader.termName("threats", g.threat);
                return { ja: `${g.band} ${name.ja}`, en: `${g.band} ${name.en}` };
              }),
            { ja: "、", en: "; " },
          ),
        ),
        column("count", "count", "number", 4, ({ row }) => row.groups.length),
        column("star1", "star1", "text", 6, ({ row }) => CONSIDERED[row.star1]),
      ],
    }),
  ];
}
