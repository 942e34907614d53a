import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../src/suggest.ts";

describe("did you mean", () => {
  it.each([
    ["intefaces", ["id", "interfaces", "functions"], "interfaces"],
    ["Normal", ["normal", "maintenance"], "normal"],
    ["ｉｄ", ["id", "name"], "id"],
    ["　zone", ["zones", "zone"], "zone"],
    ["smarthome", ["building", "smart-home"], "smart-home"],
    ["cloud", ["cl", "el", "b", "web", "usb"], "cl"],
    ["wna", ["lan", "wan"], "wan"],
    ["x", ["a", "b"], undefined],
    ["temperature", ["pressure", "humidity"], undefined],
    ["", ["a"], undefined],
  ])("%j of %j is %j", (word, names, suggestion) => {
    expect(nearest(word, names)).toBe(suggestion);
  });

  it("counts a swap of neighbours as one edit and stops at the limit", () => {
    expect(editDistance("abcd", "abdc", 3)).toBe(1);
    expect(editDistance("abcd", "wxyz", 2)).toBe(3);
  });
});
