import { describe, expect, it } from "vitest";
import { outlined } from "../src/node/outlines.ts";
import { sureLines } from "../src/pdf/fit.ts";

const text = (content: string, more = "") =>
  `<svg><text x="100" y="50" font-size="10" fill="#112233"${more}>${content}</text></svg>`;
/** Coordinates of a path from left to right. */
const across = (svg: string) =>
  [...(/ d="([^"]+)"/.exec(svg)?.[1] ?? "").matchAll(/(-?[\d.]+) (-?[\d.]+)/g)]
    .map((m) => Number(m[1]))
    .sort((a, b) => a - b);

describe("text of a picture as outlines", () => {
  it("draws the letters with the look of the text, and leaves no text", () => {
    const svg = outlined(text("制御PLC"));
    expect(svg).not.toContain("<text");
    expect(svg).toMatch(/^<svg><path d="M[^"]+Z" fill="#112233"\/><\/svg>$/);
    // Two full-width characters and three Latin letters from x = 100 on: 20 + 6.33 + 5.43 + 6.38 wide.
    expect(across(svg)[0]).toBeGreaterThanOrEqual(100);
    expect(across(svg).at(-1)).toBeLessThan(138.3);
    expect(across(svg).at(-1)).toBeGreaterThan(136);
  });
  it("centres what is centred", () => {
    const xs = across(outlined(text("中中中中", ' text-anchor="middle"')));
    expect(((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2).toBeCloseTo(100, 0);
  });
  it("takes the bold letters for bold text, and what is written as an entity", () => {
    expect(outlined(text("A", ' font-weight="700"'))).not.toBe(outlined(text("A")));
    const d = (svg: string) => / d="([^"]+)"/.exec(svg)?.[1];
    expect(d(outlined(text("&amp;")))).toBe(d(outlined(text("&"))));
  });
  it("draws a box for a character that the font lacks, as readers do", () => {
    expect(across(outlined(text("\u{1F600}"))).length).toBeGreaterThan(4);
  });
});

describe("lines of a cell that are known before the layout", () => {
  it("is one where the text is narrower than the column", () => {
    expect(sureLines("電力計測器", 6)).toBe(1);
    expect(sureLines("電力計測器\n×30", 6)).toBe(2);
  });
  it("is counted where every layout comes to the same number", () => {
    expect(sureLines("不正アクセスによる情報の漏えい", 6)).toBe(3);
  });
  it("is left to the layout where it is close, where a word is too wide, where a width is unknown", () => {
    expect(sureLines("電力計測器", 5)).toBeUndefined();
    expect(sureLines("certification/accreditation", 6)).toBeUndefined();
    expect(sureLines("अ", 20)).toBeUndefined();
  });
});
