import { readFileSync } from "node:fs";
import { readStudy, type Study, validateStudy } from "@seiza/model";
import { describe, expect, it } from "vitest";
import { addTask, changeTask, isOverdue, moveTask, removeTask } from "../src/step5/promotion.ts";

const file = new URL("../../../examples/smart-home-hems.yaml", import.meta.url);
const study = readStudy({ name: "smart-home-hems.yaml", bytes: readFileSync(file) }).study as Study;
const bare: Study = { ...study };
delete bare.promotion;

describe("activities that promote ★1", () => {
  it("a first task makes the list, with an id of its own, and the study stays valid", () => {
    const next = addTask(bare, { activity: "seminar", name: "説明会" });
    const twice = addTask(next, { activity: "seminar", name: "二回目" });
    expect(twice.promotion?.map((t) => t.id)).toEqual(["seminar-1", "seminar-2"]);
    expect(validateStudy(twice).problems).toEqual([]);
    expect(bare.promotion).toBeUndefined();
  });
  it("moving changes the state of that task alone", () => {
    const two = addTask(addTask(bare, { activity: "a", name: "x" }), { activity: "b", name: "y" });
    const moved = moveTask(two, "b-1", "doing");
    expect(moved.promotion?.map((t) => t.state)).toEqual([undefined, "doing"]);
  });
  it("a change replaces every field, so that an emptied owner is gone", () => {
    const one = addTask(bare, { activity: "a", name: "x", owner: "事務局" });
    expect(changeTask(one, "a-1", { activity: "a", name: "z" }).promotion).toEqual([
      { id: "a-1", activity: "a", name: "z" },
    ]);
  });
  it("the last task takes the list with it", () => {
    const one = addTask(bare, { activity: "a", name: "x" });
    expect(removeTask(one, "a-1")).toEqual(bare);
  });
  it.each([
    ["2026-11-24", undefined, true],
    ["2026-11-25", undefined, false],
    ["2026-10", undefined, true],
    ["2026-11", undefined, false],
    ["2026-10", "done", false],
    ["来春", undefined, false],
  ] as const)("a task of %s in state %s is overdue on 25 November 2026: %s", (date, state, expected) => {
    const task = { id: "a-1", activity: "a", name: "x", date, ...(state ? { state } : {}) };
    expect(isOverdue(task, "2026-11-25")).toBe(expected);
  });
});
