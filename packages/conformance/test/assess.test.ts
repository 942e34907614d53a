import { describe, expect, it } from "vitest";
import { assessed, goodRecords } from "./sample.ts";

describe("an assessment of a sound device", () => {
  const a = assessed({ records: goodRecords() });
  it("has sixteen judgements, in the order of the scheme", () => {
    expect(a.judgements.map((j) => j.criterion)).toEqual(
      Array.from({ length: 16 }, (_, i) => `S1.1-${String(i + 1).padStart(2, "0")}`),
    );
  });
  it("is as the rule book says, criterion by criterion", () => {
    expect(Object.fromEntries(a.judgements.map((j) => [j.criterion.slice(5), j.outcome]))).toEqual({
      "01": "pass",
      "02": "pass",
      "03": "pass",
      "04": "pass",
      "05": "person",
      "06": "pass",
      "07": "person",
      "08": "pass",
      "09": "person",
      "10": "pass",
      "11": "person",
      "12": "pass",
      "13": "person",
      "14": "pass",
      "15": "pass",
      "16": "person",
    });
  });
});

describe("an assessment without a single check", () => {
  const a = assessed();
  it("passes nothing", () => {
    expect(a.judgements.map((j) => j.outcome)).not.toContain("pass");
    expect(a.counts.verdicts.conforms).toBe(0);
  });
});
