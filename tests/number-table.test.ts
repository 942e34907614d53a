import { expect, test } from "vitest";
import { NumberTable } from "../packages/analysis/src/routes/number-table.ts";

test("a number table holds what a map holds, also for numbers beyond 32 bits", () => {
  const table = new NumberTable();
  const map = new Map<number, number>();
  for (let i = 0; i < 5000; i++) {
    const key = i % 3 === 0 ? i : (i * 7_919_777_777) % Number.MAX_SAFE_INTEGER;
    table.set(key, i);
    map.set(key, i);
  }
  for (const [key, value] of map) expect(table.get(key)).toBe(value);
  expect(table.get(4)).toBe(map.get(4) ?? -1);
  expect(table.get(2 ** 40 + 1)).toBe(-1);
});
