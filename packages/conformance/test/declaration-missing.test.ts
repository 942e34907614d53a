/** What a declaration still lacks, told while it is being written. */
import { describe, expect, it } from "vitest";
import { missingIn } from "../src/index.ts";
import { camera, catalog, type Raw, TODAY } from "./sample.ts";

const missing = (change: (d: Raw) => void = () => undefined): string[] => {
  const raw = camera();
  change(raw);
  return missingIn(raw, { catalog, today: TODAY }).map((m) => `${m.path.join("/")} ${m.criteria.join(" ")}`);
};

describe("what is missing", () => {
  it("of an empty declaration is what every criterion asks for", () => {
    const all = missingIn({}, { catalog, today: TODAY });
    expect(new Set(all.flatMap((m) => m.criteria)).size).toBe(15);
    expect(all.map((m) => String(m.path[0]))).toEqual(
      expect.arrayContaining(["assets", "interfaces", "authentication", "update", "flows", "deletion"]),
    );
    for (const m of all) expect(`${m.words.ja}${m.words.en}`).not.toMatch(/\?|need\./);
  });
  it("names the place of what was taken away", () => {
    const before = missing();
    expect(
      missing((d) => {
        delete d["disclosure"];
      }),
    ).toEqual(expect.arrayContaining([...before, "disclosure/policy S1.1-05"]));
  });
  it("keeps its places when an entry before them is not right yet, and does not ask for that entry", () => {
    const lacks = missing((d) => {
      const [web, ...others] = d["interfaces"] as Raw[];
      const { purpose: _purpose, ...bare } = web as Raw;
      d["interfaces"] = [{ id: "new" }, bare, ...others];
    });
    expect(lacks).toContain("interfaces/1/purpose S1.1-13");
    expect(missing((d) => Object.assign(d, { assets: [{ id: "half" }] })).join()).not.toMatch(
      /^assets |,assets /,
    );
  });
  it("is told of the other parts when the product itself is not described yet", () => {
    expect(
      missing((d) => {
        Object.assign(d, { product: {}, strange: 1 });
      }),
    ).toEqual(missing());
  });
});
