/** CSV after RFC 4180: quoted cells, doubled quotes, any line end. */
import { EvidenceError, LIMITS } from "./evidence.ts";

export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cells = 0;
  let i = 0;
  const endRow = () => {
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    if (rows.length > LIMITS.items) throw new EvidenceError("too-many", { limit: LIMITS.items });
  };
  while (i < text.length) {
    let cell = "";
    if (text[i] === '"') {
      let from = i + 1;
      for (;;) {
        const at = text.indexOf('"', from);
        if (at < 0) throw new EvidenceError("cut-csv", { line: rows.length + 1 });
        cell += text.slice(from, at);
        if (text[at + 1] !== '"') {
          i = at + 1;
          break;
        }
        cell += '"';
        from = at + 2;
      }
    }
    let end = i;
    while (end < text.length) {
      const c = text.charCodeAt(end);
      if (c === 0x2c || c === 0x0a || c === 0x0d) break;
      end++;
    }
    row.push(cell + text.slice(i, end));
    if (++cells > LIMITS.xmlNodes) throw new EvidenceError("too-many", { limit: LIMITS.xmlNodes });
    i = end;
    if (text[i] === ",") {
      i++;
      if (i === text.length || text[i] === "\n" || text[i] === "\r") row.push("");
    }
    if (text[i] === "\r" || text[i] === "\n") {
      i += text[i] === "\r" && text[i + 1] === "\n" ? 2 : 1;
      endRow();
    }
  }
  if (row.length > 0) endRow();
  return rows;
}
