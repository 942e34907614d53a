import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CRITERIA, DEFAULT_POLICY } from "../src/index.ts";
import {
  MESSAGES,
  NEEDS,
  OUTCOME_WORDS,
  QUESTIONS,
  REASONS,
  say,
  VERDICT_WORDS,
  valuesOf,
} from "../src/messages/index.ts";
import { assessed, declare, goodRecords } from "./sample.ts";

const folder = new URL("../src/", import.meta.url);
const sources = ["criteria", "assess"].flatMap((name) =>
  readdirSync(new URL(`${name}/`, folder)).map((f) => readFileSync(new URL(`${name}/${f}`, folder), "utf8")),
);

describe("the words of a judgement", () => {
  it("ask for the same values in Japanese and in English", () => {
    for (const [key, { ja, en }] of Object.entries(MESSAGES))
      expect([key, valuesOf(ja).sort()]).toEqual([key, valuesOf(en).sort()]);
  });

  it("are there for every reason that the criteria can give", () => {
    const written = sources
      .flatMap((text) => [
        ...text.matchAll(
          /"((?:access|declaration|deemed|defaults|setup|change|brute-force|policy|security-txt|document|update|version|restart|easy|integrity|package|priority|model|storage|flow|tls|ports|interfaces|scan|vulnerability|deletion|information|statement|requirement|expired|gate|run)\.[a-z-]+)"/g,
        ),
      ])
      .map((m) => m[1] as string);
    const families = new Set(["document.policy"]);
    expect(written.length).toBeGreaterThan(150);
    expect([...new Set(written)].filter((key) => REASONS[key] === undefined && !families.has(key))).toEqual(
      [],
    );
  });

  it("are there for every need that the criteria can have", () => {
    const written = sources
      .flatMap((text) => [
        ...text.matchAll(/(?:ask|declare|give)\(\s*(?:`[^`]*`|"[^"]*"|[A-Za-z]+),\s*"([a-z-]+)"/g),
      ])
      .map((m) => `need.${m[1]}`);
    expect(written.length).toBeGreaterThan(60);
    expect([...new Set(written)].filter((key) => NEEDS[key] === undefined)).toEqual([]);
  });

  it("are all used by something", () => {
    const text = sources.join("\n");
    const made =
      /^(defaults|change|policy|integrity|run|interfaces|restart|expired|deletion|need\.(policy|deletion|no|bluetooth|usb))/;
    const unused = [...Object.keys(REASONS), ...Object.keys(NEEDS)].filter(
      (key) =>
        !made.test(key) && !text.includes(`"${key}"`) && !text.includes(`"${key.replace("need.", "")}"`),
    );
    expect(unused).toEqual([]);
  });

  it("never let the tool itself say that a product conforms", () => {
    for (const { ja, en } of [
      ...Object.values(OUTCOME_WORDS),
      ...Object.values(VERDICT_WORDS),
      ...Object.values(REASONS),
    ]) {
      expect(ja).not.toMatch(/適合(?!宣言)/);
      expect(en).not.toMatch(/\bcompl(ies|iant)\b|certified/i);
    }
  });

  it("have a short question for each of the sixteen", () => {
    expect(Object.keys(QUESTIONS)).toEqual(CRITERIA.map((c) => c.id));
  });

  it.each([
    ["of a good device", { records: goodRecords() }],
    [
      "of an empty declaration",
      {
        declaration: declare((d) => {
          for (const key of [
            "interfaces",
            "authentication",
            "assets",
            "flows",
            "update",
            "support",
            "disclosure",
            "updatePolicy",
            "modelNumber",
            "deletion",
            "documents",
            "vulnerability",
          ])
            delete d[key];
        }),
      },
    ],
    ["without any check", {}],
    [
      "under another policy",
      {
        records: goodRecords(),
        policy: { ...DEFAULT_POLICY, defaultPasswords: { consecutive: 1, other: 1 } },
      },
    ],
  ])("can be said in full for an assessment %s", (_name, input) => {
    const a = assessed(input);
    const all = [
      ...a.judgements.flatMap((j) => [...j.remarks, ...j.parts.flatMap((p) => [...p.reasons, ...p.needs])]),
      ...a.next,
      ...a.expired,
    ];
    expect(all.length).toBeGreaterThan(15);
    for (const item of all) expect(say(item, true).ja).not.toContain("?");
  });
});
