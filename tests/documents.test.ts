/** The documents say what the dossier says: text and figures are read back from each format and compared. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dossier } from "@seiza/dossier";
import { type Format, renderFiles } from "@seiza/render/node";
import { strFromU8, unzipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dossierOf, EXAMPLES, readExample } from "./support.ts";

type Lang = "ja" | "en";
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-documents-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Text without any space: line breaks fall elsewhere in each format. */
const bare = (text: string) => text.replace(/[\s\u00ad]/g, "");
const words = (xml: string) =>
  xml
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, "&");
const parts = (bytes: Uint8Array, pattern: RegExp) =>
  Object.entries(unzipSync(bytes))
    .filter(([name]) => pattern.test(name))
    .map(([, data]) => strFromU8(data));
const only = async (d: Dossier, format: Format, lang: Lang) => {
  const [file] = await renderFiles(d, format, lang);
  if (!file) throw new Error(`no ${format}`);
  return file;
};
const kept = (d: Dossier) => d.step4.requirements.filter((r) => r.status !== "dropped");
const figures = (d: Dossier) => [
  d.study.counts.components,
  d.study.counts.productTypes,
  d.step2.summary.groups,
  d.step2.summary.instances,
  kept(d).length,
];
/** No document says that a product bears the label. */
const CLAIM = /ラベルを取得済み|認証済み(?!の)|is certified|has been labelled/;

const LANGS: readonly Lang[] = ["ja", "en"];
const CASES = EXAMPLES.flatMap((file) => LANGS.map((lang) => ({ file, lang })));

/** Rows of the tables in a part of an Office document, each cell as its text. */
function rowsOf(xml: string, prefix: "w" | "a"): string[][] {
  const element = (name: string) => new RegExp(`<${prefix}:${name}[ >][\\s\\S]*?</${prefix}:${name}>`, "g");
  return [...xml.matchAll(element("tr"))].map(([row]) =>
    [...row.matchAll(element("tc"))].map(([cell]) => words(cell).trim()),
  );
}
/** A CSV file's rows by the titles of its columns. */
function csvRows(bytes: Uint8Array | undefined): string[][] {
  const text = new TextDecoder().decode(bytes);
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.slice(0, -1);
}
/** What the tables of the workbook and of the CSV files have to say, by table: the cells of a row that are figures or bands. */
function figuresByRow(d: Dossier, lang: Lang): Record<string, Record<string, unknown[]>> {
  const name = new Map(d.step1.productTypes.map((t) => [t.id, t.name[lang]]));
  const rows = <T extends { id: string }>(list: readonly T[], of: (x: T) => unknown[]) =>
    Object.fromEntries(list.map((x) => [x.id, of(x)]));
  return {
    components: rows(
      d.step1.configurations.flatMap((c) => c.components),
      (c) => [c.name[lang], name.get(c.type), c.quantity],
    ),
    assets: rows(d.step2.assets, (a) => [name.get(a.type), a.importance]),
    priorities: rows(d.step2.priorities, (p) => [
      p.rank,
      p.class,
      name.get(p.type),
      p.scores.outage,
      p.scores.harm,
      p.scores.logical,
      p.scores.physical,
      p.scores.information,
      p.worstBand,
    ]),
    "asset-risk": rows(d.step2.threatGroups, (g) => [
      name.get(g.type),
      g.worst.threatLevel,
      g.worst.vulnerabilityLevel,
      g.worst.importance,
      g.band,
      g.afterStar1,
      g.instances,
    ]),
    goals: rows(d.step2.routes.goals, (g) => [g.level, g.now.band, g.star1.band, g.plan.band]),
    requirements: rows(d.step4.requirements, (r) => [name.get(r.type), r.no, r.statement[lang], r.level]),
    conditions: rows(d.step4.siteConditions, (c) => [name.get(c.type), c.no, c.statement[lang], c.level]),
    candidates: rows(
      d.step6.types.flatMap((t) => t.candidates),
      (c) => [c.statement[lang]],
    ),
    makers: rows(d.market.makers, (m) => [m.name[lang], name.get(m.type), m.sharePercent]),
  };
}
/** Those of the wanted values that a row does not hold, in the order of its cells. */
function lacking(row: readonly unknown[], wanted: readonly unknown[]): unknown[] {
  let at = 0;
  return wanted.filter((value) => {
    if (value === undefined) return false;
    const place = row.findIndex((cell, i) => i >= at && String(cell) === String(value));
    if (place >= 0) at = place + 1;
    return place < 0;
  });
}

describe.each(CASES)("the documents of $file ($lang)", ({ file, lang }) => {
  const dossier = dossierOf(readExample(file));
  it("PDF: every requirement, the figures, the risk counts, bookmarks and tags; no page is empty", async () => {
    const { bytes } = await only(dossier, "pdf", lang);
    const path = join(folder, `${file}.${lang}.pdf`);
    writeFileSync(path, bytes);
    const raw = execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
    const text = bare(raw).replaceAll("-", "");
    const missing = dossier.step4.requirements.filter(
      (r) => !text.includes(bare(r.statement[lang]).replaceAll("-", "")),
    );
    // A word that the page hyphenates differs by its hyphen alone, which is taken out of both.
    expect(missing.map((r) => r.id)).toEqual([]);
    const pages = raw.split("\f").slice(0, -1);
    expect(pages.filter((p) => bare(p).length < 40)).toEqual([]);
    const summary = pages.find((p) => p.includes(lang === "ja" ? "判断のために" : "For the decision")) ?? "";
    for (const n of figures(dossier)) expect(summary).toMatch(new RegExp(`(^|\\D)${n}(\\D|$)`, "m"));
    for (const [b, n] of Object.entries(dossier.step2.summary.groupBands))
      if (n > 0) expect(bare(summary)).toContain(`${b}${n}`);
    const source = Buffer.from(bytes).toString("latin1");
    expect(source).toContain("/StructTreeRoot");
    expect(source).toContain("/Outlines");
    expect(text).not.toMatch(CLAIM);
  });

  it("workbook and CSV: the same cells, and in each row the figures of the dossier", async () => {
    const book = await readXlsx((await only(dossier, "xlsx", lang)).bytes);
    const csv = await renderFiles(dossier, "csv", lang);
    const sheets = book.sheets.slice(1, -1);
    expect(sheets).toHaveLength(csv.length);
    const wanted = figuresByRow(dossier, lang);
    const seen = new Set<string>();
    sheets.forEach((s, i) => {
      const rows = csvRows(csv[i]?.bytes);
      const width = rows[0]?.length ?? 0;
      const cells = s.rows.map((r) => Array.from({ length: width }, (_, n) => String(r[n] ?? "")));
      // A text that a spreadsheet would take for a formula stands behind an apostrophe in CSV alone.
      expect(
        rows.map((r) => r.map((c) => c.replace(/^'(?=[=+\-@])/, "").replace(/\r\n/g, "\n"))),
        s.name,
      ).toEqual(cells.map((r) => r.map((c) => c.replace(/\r\n/g, "\n"))));
      const table = csv[i]?.name.split(".").at(-2) ?? "";
      const figures = wanted[table];
      if (!figures) return;
      seen.add(table);
      const id = rows[0]?.findIndex((c) => c === "ID" || c === "Id") ?? -1;
      const byId = new Map(rows.slice(1).map((r) => [r[id], r]));
      expect([...byId.keys()].sort(), table).toEqual(Object.keys(figures).sort());
      const wrong = Object.entries(figures).flatMap(([key, values]) => {
        const missing = lacking(byId.get(key) ?? [], values);
        return missing.length > 0 ? [`${table} ${key}: ${missing.join(", ")}`] : [];
      });
      expect(wrong).toEqual([]);
    });
    expect([...seen].sort()).toEqual(Object.keys(wanted).sort());
    const start = (book.sheets[0]?.rows ?? []).map((r) => r[1]);
    for (const n of figures(dossier)) expect(start).toContain(n);
    const bands = (
      book.sheets.find((s) => s.name.startsWith(lang === "ja" ? "②資産ベース" : "②Risk by asset"))?.rows ?? []
    ).map((r) => r[6]);
    for (const b of ["A", "B", "C", "D", "E"])
      expect(bands.filter((x) => x === b).length).toBe(
        dossier.step2.threatGroups.filter((g) => g.band === b).length,
      );
  });

  it("Word: every requirement with its number, once, in the specification of its product type", async () => {
    const files = await renderFiles(dossier, "docx", lang);
    const types = new Set(dossier.step4.requirements.map((r) => r.type));
    expect(files).toHaveLength(types.size + 1);
    for (const f of files) {
      const text = parts(f.bytes, /^word\/document\.xml$/).map((x) => words(x.replace(/<\/w:p>/g, "\n")));
      const body = bare(text.join());
      const type = /\.requirements\.(.+)\.docx$/.exec(f.name)?.[1];
      for (const r of kept(dossier).filter((x) => x.type === `pt:${type}`)) {
        expect(body).toContain(bare(r.statement[lang]));
        expect(body).toContain(lang === "ja" ? `要件${r.no}` : `Requirement${r.no}`);
      }
      if (type === undefined)
        for (const n of dossier.step6.types.filter((x) => x.need))
          for (const c of n.candidates.filter((x) => x.status !== "dropped"))
            expect(body).toContain(bare(c.statement[lang]));
      expect(body).not.toMatch(CLAIM);
      if (type === undefined) {
        const { components, productTypes } = dossier.study.counts;
        for (const n of [components, productTypes, dossier.step2.summary.groups])
          expect(text.join()).toMatch(new RegExp(`(^|\\D)${n}(\\D|$)`, "m"));
        continue;
      }
      const rows = parts(f.bytes, /^word\/document\.xml$/).flatMap((x) => rowsOf(x, "w"));
      const assets = dossier.step2.assets.filter((a) => a.type === `pt:${type}`);
      const importances = rows.filter((r) => r.length === 4 && /^[123]$/.test(r[2] ?? "")).map((r) => r[2]);
      expect(importances, f.name).toEqual(
        assets.map((a) => String(a.importance)).sort((a, b) => (a < b ? 1 : -1)),
      );
      // The worst ten in the text, all of them in the annex.
      const groups = dossier.step2.threatGroups.filter(
        (g) => g.type === `pt:${type}` && g.status !== "not-applicable",
      );
      const bands = rows
        .filter((r) => r.length === 6 && /^[A-E]$/.test(r[0] ?? ""))
        .map((r) => `${r[0]}→${r[4]}`);
      expect(bands.slice(Math.min(10, groups.length)).sort(), f.name).toEqual(
        groups.map((g) => `${g.band}→${g.afterStar1}`).sort(),
      );
      for (const r of kept(dossier).filter((x) => x.type === `pt:${type}`))
        for (const c of [...r.star1.requirements, ...r.star1.criteria]) expect(body).toContain(c);
    }
  });

  it("deck: ten to fifteen slides with the figures, and charts of the risk counts", async () => {
    const { bytes } = await only(dossier, "pptx", lang);
    const slides = parts(bytes, /^ppt\/slides\/slide\d+\.xml$/);
    expect(slides.length).toBeGreaterThanOrEqual(10);
    expect(slides.length).toBeLessThanOrEqual(15);
    const text = slides.map(words).join();
    for (const n of figures(dossier)) expect(text).toContain(n.toLocaleString("en"));
    const charts = parts(bytes, /^ppt\/charts\/chart\d+\.xml$/).map((c) =>
      [...c.matchAll(/<c:v>(\d+)<\/c:v>/g)].map((m) => Number(m[1])),
    );
    const counts = Object.values(dossier.step2.summary.groupBands);
    expect(charts.some((values) => counts.every((n) => values.includes(n)))).toBe(true);
    const rows = slides.flatMap((x) => rowsOf(x, "a"));
    const { summary, priorities, routes } = dossier.step2;
    // Both maps of the risks, cell by cell: the risk value and the number of single threats.
    for (const map of [summary.heat, summary.heatStar1])
      for (const line of map)
        expect(
          rows.some(
            (r) =>
              r.length === 7 &&
              line.every((n, i) => /^[A-E] /.test(r[i + 1] ?? "") && r[i + 1]?.slice(2) === String(n)),
          ),
          line.join(),
        ).toBe(true);
    expect(summary.heat.flat().reduce((a, b) => a + b, 0)).toBe(summary.instances);
    const types = new Map(dossier.step1.productTypes.map((t) => [t.id, t.name[lang]]));
    for (const p of priorities.filter((x) => x.rank !== undefined).slice(0, 13))
      expect(rows).toContainEqual(
        [
          p.rank,
          p.class,
          types.get(p.type),
          p.scores.outage,
          p.scores.harm,
          p.scores.logical,
          p.scores.physical,
          p.scores.information,
          p.worstBand ?? "–",
        ].map(String),
      );
    const parties = new Map(
      dossier.step1.configurations.flatMap((c) => c.components).map((c) => [c.id, c.name[lang]]),
    );
    const goalRows = rows.filter((r) => r.length === 7 && r[0] !== "" && /^[1-3]$/.test(r[3] ?? ""));
    expect(goalRows.length).toBe(Math.min(12, routes.goals.length));
    const goals = routes.goals.map((g) =>
      [parties.get(g.component), g.level, g.now.band, g.star1.band, g.plan.band].map((x) => x ?? "–").join(),
    );
    for (const r of goalRows) expect(goals).toContain([r[0], ...r.slice(3)].join());
    const perType = rows.filter((r) => r.length === 6 && r.slice(1).every((c) => /^\d+$/.test(c)));
    expect(perType.length).toBeGreaterThan(3);
    for (const r of perType)
      expect(r[1], r[0]).toBe(String(kept(dossier).filter((x) => types.get(x.type) === r[0]).length));
    const star1 = Object.values(summary.groupBandsStar1);
    expect(charts.some((values) => [...counts, ...star1].every((n) => values.includes(n)))).toBe(true);
    expect(text).not.toMatch(CLAIM);
  });

  it("report: the figures, and each threat group, requirement and goal with what the dossier says of it", async () => {
    const html = new TextDecoder().decode((await only(dossier, "html", lang)).bytes);
    const tiles = [...html.matchAll(/<div class="tile"><b>([\d,]+)<\/b>/g)].map((m) =>
      m[1]?.replaceAll(",", ""),
    );
    for (const n of figures(dossier)) expect(tiles).toContain(String(n));
    const rows = new Map(
      [...html.matchAll(/<tr id="([^"]+)"([^>]*)>([\s\S]*?)<\/tr>/g)].map((m) => [
        words(m[1] ?? ""),
        { at: m[2] ?? "", html: m[3] ?? "" },
      ]),
    );
    const said = (id: string) => words(rows.get(id)?.html ?? "");
    const wrongGroups = dossier.step2.threatGroups.filter((g) => {
      const { importance, threatLevel, vulnerabilityLevel } = g.worst;
      return (
        !rows.get(g.id)?.at.includes(`data-band="${g.band}"`) ||
        !said(g.id).includes([importance, threatLevel, vulnerabilityLevel].join(" · "))
      );
    });
    expect(wrongGroups.map((g) => g.id)).toEqual([]);
    const wrongRequirements = dossier.step4.requirements.filter(
      (r) => !said(r.id).startsWith(String(r.no)) || !said(r.id).includes(r.statement[lang]),
    );
    expect(wrongRequirements.map((r) => r.id)).toEqual([]);
    expect(html).not.toMatch(CLAIM);
  });

  it("pictures: each component once by its name, with how many there are of it, and each zone", async () => {
    const files = await renderFiles(dossier, "svg", lang);
    for (const cfg of dossier.step1.configurations) {
      const own = files.find((f) => f.name.endsWith(`.${cfg.id.slice(3)}.system.svg`));
      const svg = new TextDecoder().decode(own?.bytes);
      const boxes = [...svg.matchAll(/<g [^>]*><title>([^<]*)<\/title>/g)].map((m) =>
        bare(words(m[1] ?? "")),
      );
      expect(boxes).toHaveLength(cfg.components.length);
      for (const c of cfg.components)
        expect(
          boxes.some(
            (b) => b.startsWith(bare(c.name[lang])) && (c.quantity === 1 || b.endsWith(`×${c.quantity}`)),
          ),
          c.id,
        ).toBe(true);
      const text = words(svg);
      for (const z of cfg.zones) expect(text).toContain(z.name[lang]);
      // Lines between the same two components are drawn as one.
      const faces = new Map(cfg.interfaces.map((i) => [i.id, i.component]));
      const pairs = cfg.flows.map((f) => [faces.get(f.from), faces.get(f.to)]).filter(([a, b]) => a !== b);
      const lines = svg.match(/<path fill="none" stroke="#(?:a3202d|a57c00|2f6d3c)"/g) ?? [];
      expect(lines).toHaveLength(new Set(pairs.map((p) => p.join(">"))).size);
    }
  });
});

describe("every document", () => {
  const dossier = dossierOf(readExample("smart-home-cloud.yaml"));
  it.each(["pdf", "xlsx", "docx", "pptx", "svg", "png", "csv", "oscal", "sarif"] as const)(
    "%s has the same bytes for the same dossier",
    async (format) => {
      const a = await renderFiles(dossier, format, "ja");
      const b = await renderFiles(structuredClone(dossier), format, "ja");
      expect(a.map((f) => f.name)).toEqual(b.map((f) => f.name));
      a.forEach((f, i) => {
        expect(Buffer.compare(f.bytes, b[i]?.bytes ?? new Uint8Array()), f.name).toBe(0);
      });
    },
  );
  it("PNG and SVG: one of each picture, drawn in ink", async () => {
    const svg = await renderFiles(dossier, "svg", "ja");
    const png = await renderFiles(dossier, "png", "ja");
    expect(svg.length).toBe(png.length);
    for (const f of svg) {
      const text = new TextDecoder().decode(f.bytes);
      expect(text).not.toMatch(/ class="(?!picture)|<script|href=/);
      expect(text).toContain("<text");
    }
    for (const f of png) {
      expect(Buffer.from(f.bytes.slice(1, 4)).toString()).toBe("PNG");
      expect(f.bytes.length).toBeGreaterThan(20_000);
    }
  });
  it("CSV holds nothing that a spreadsheet would run", async () => {
    const bad = structuredClone(dossier);
    const first = bad.step1.configurations[0]?.components[0];
    if (first) first.name = { ja: "=cmd|' /C calc'!A0", en: "=cmd" };
    const [components] = await renderFiles(bad, "csv", "ja");
    expect(new TextDecoder().decode(components?.bytes)).toContain("'=cmd");
  });
});
