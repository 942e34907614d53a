import { assess, DEFAULT_POLICY } from "@seiza/conformance";
import {
  AssessmentDossier,
  assembleAssessment,
  assessmentDossierText,
  uuid5,
} from "@seiza/dossier/assessment";
import { describe, expect, it } from "vitest";
import {
  access,
  catalog,
  declare,
  goodRecords,
  record,
  statement,
  TODAY,
} from "../../conformance/test/sample.ts";
import { checklistWorkbook } from "../src/assessment/xlsx.ts";
import { readWorkbookRows } from "../src/xlsx/rows.ts";

const statements = [
  statement("S1.1-05-1", "met", { by: "山田", role: "品質保証部長" }),
  statement("S1.1-09", "not-met", { text: "まだ承認されていない" }),
];
const marked = declare((d) => {
  d.technicalConformity = { mark: "T", number: "D12-3456789", securityRule: true };
});
const CASES = {
  good: { declaration: declare(), records: goodRecords(), statements },
  bad: {
    declaration: marked,
    records: [
      record([access({ tries: [{ as: "no-credentials", outcome: "returned", status: "200" }] })], {
        raw: [{ path: "raw/access.json", sha256: "ab".repeat(32), bytes: 12, mediaType: "application/json" }],
      }),
    ],
    statements: [],
  },
  empty: {
    declaration: declare((d) => {
      for (const key of [
        "interfaces",
        "authentication",
        "assets",
        "flows",
        "update",
        "modelNumber",
        "deletion",
      ])
        delete d[key];
    }),
    records: [],
    statements: [],
  },
};
const made = Object.entries(CASES).map(([name, c]) => {
  const assessment = assess({ ...c, policy: DEFAULT_POLICY, today: TODAY, catalog });
  const input = { ...c, assessment, catalog, version: "0.1.0" };
  return { name, c, assessment, dossier: assembleAssessment(input), again: assembleAssessment(input) };
});

describe("the dossier of an assessment", () => {
  it.each(made)("of the $name product keeps to its schema and is the same twice", ({ dossier, again }) => {
    expect(AssessmentDossier.parse(dossier)).toEqual(dossier);
    expect(assessmentDossierText(again)).toBe(assessmentDossierText(dossier));
  });
  it.each(made)(
    "of the $name product keeps every judged part, reason and need",
    ({ dossier, assessment }) => {
      for (const j of assessment.judgements) {
        const c = dossier.criteria.find((x) => x.id === j.criterion);
        const parts = c?.asked.flatMap((a) => a.parts) ?? [];
        const tell = (p: { outcome: string; reasons: unknown[]; needs: unknown[] }, id: string) =>
          `${id} ${p.outcome} ${p.reasons.length} ${p.needs.length}`;
        expect(parts.map((p) => tell(p, p.id)).sort()).toEqual(j.parts.map((p) => tell(p, p.part)).sort());
        expect(c?.outcome).toBe(j.outcome);
      }
    },
  );
  it("names things by UUIDs of version 5", () => {
    // RFC 9562, appendix A.4.
    expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });
});

describe.each(["ja", "en"] as const)("the checklist workbook (%s)", (lang) => {
  const sheets = async (d: AssessmentDossier) => {
    const book = await readWorkbookRows(await checklistWorkbook(d, lang));
    return (ja: string, en: string) => {
      const found = book.sheets.find((s) => s.sheet === (lang === "ja" ? ja : en));
      if (!found) throw new Error(`no sheet ${ja}: ${book.sheets.map((s) => s.sheet).join(", ")}`);
      return found.rows;
    };
  };
  it.each(made)("of the $name product says what the assessment says", async ({ dossier, assessment }) => {
    const sheet = await sheets(dossier);
    const rows = sheet("チェックリスト", "Checklist").filter((r) => /^S1\.1-\d\d$/.test(r[0] ?? ""));
    expect(new Set(rows.map((r) => r[0])).size).toBe(16);
    for (const j of assessment.judgements) {
      const c = dossier.criteria.find((x) => x.id === j.criterion);
      const mine = rows.filter((r) => r[0] === j.criterion);
      expect(mine.map((r) => r[6])).toEqual(c?.asked.map((a) => a.word[lang]));
      const observed = mine.map((r) => r[7]).join("\n");
      for (const reason of c?.asked.flatMap((a) => a.parts.flatMap((p) => p.reasons)) ?? [])
        expect(observed).toContain(reason.text[lang].trim());
      expect(mine.map((r) => r[11] ?? "").join("")).toBe("");
    }
    const points = sheet("未決事項", "Open points").filter((r) => /^\d+$/.test(r[0] ?? ""));
    expect(points).toHaveLength(assessment.next.length);
    const evidence = sheet("証跡一覧", "Evidence").filter((r) => /^E\d+$/.test(r[0] ?? ""));
    expect(evidence).toHaveLength(dossier.records.length);
  });
  it("gives the technical-conformity number, raw hashes and who judged", async () => {
    const [good, bad] = made;
    if (!good || !bad) throw new Error("no cases");
    const text = async (d: AssessmentDossier) =>
      JSON.stringify((await readWorkbookRows(await checklistWorkbook(d, lang))).sheets);
    expect(await text(bad.dossier)).toContain("D12-3456789");
    expect(await text(bad.dossier)).toContain("ab".repeat(32));
    expect(await text(good.dossier)).toContain("山田 品質保証部長 2026-11-21");
  });
  it.each(made)("of the $name product is no label and never says that it conforms", async ({ dossier }) => {
    const { sheets: all } = await readWorkbookRows(await checklistWorkbook(dossier, lang));
    for (const s of all) expect(s.rows[1]?.[0]).toContain(dossier.disclaimer[lang]);
    const words = all
      .flatMap((s) => s.rows.flat())
      .map((x) => x.replaceAll("自己適合宣言", "").replaceAll("適合基準", ""));
    expect(words.filter((x) => /適合(?!認定)/.test(x))).toEqual([]);
  });
  it("is the same file twice", async () => {
    const d = made[0]?.dossier as AssessmentDossier;
    expect(
      Buffer.from(await checklistWorkbook(d, lang)).equals(Buffer.from(await checklistWorkbook(d, lang))),
    ).toBe(true);
  });
});
