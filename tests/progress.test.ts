/** Progress over the six steps: derived honestly, on the five examples and on studies that say little. */
import { analyse } from "@seiza/analysis";
import { assembleDossier, PROGRESS_KEYS, progressOf, type StepProgress } from "@seiza/dossier";
import { lintStudy, resolveStudy, type Study } from "@seiza/model";
import { describe, expect, test } from "vitest";
import { catalog, clone, dossierOf, EXAMPLES, readExample } from "./support.ts";

const counted = (steps: StepProgress[], key: string, among: "open" | "done" = "open") =>
  steps.flatMap((s) => s[among]).find((p) => p.key === key)?.values.count;

function progress(study: Study) {
  const { index } = resolveStudy(study, catalog);
  if (!index) throw new Error("the study has errors");
  const dossier = assembleDossier(analyse(index), "test");
  return { dossier, steps: progressOf(dossier, lintStudy(index)) };
}

describe.each(EXAMPLES)("%s", (file) => {
  const { dossier, steps } = progress(readExample(file));

  test("has six steps in order, and every step names its next thing exactly when something is open", () => {
    expect(steps.map((s) => s.step)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const s of steps) {
      expect(s.next).toEqual(s.open[0]);
      expect(s.state === "done").toBe(s.open.length === 0);
    }
  });

  test("uses only keys that have words, and targets that the dossier or the web knows", () => {
    const text = JSON.stringify(dossier);
    for (const p of steps.flatMap((s) => [...s.done, ...s.open])) {
      expect(PROGRESS_KEYS as readonly string[]).toContain(p.key);
      if (p.target !== undefined && !p.target.startsWith("/")) expect(text).toContain(`"${p.target}"`);
      for (const v of Object.values(p.values)) expect(v).not.toBeNaN();
    }
  });

  test("counts as open what the dossier holds open", () => {
    expect(counted(steps, "step4.thin")).toBe(dossier.step4.thin.length);
    const requirements = dossier.step4.requirements;
    expect(counted(steps, "step4.proposed")).toBe(requirements.filter((r) => r.status === "proposed").length);
    expect(counted(steps, "step6.notYetArguable")).toBe(
      dossier.step6.types.filter((t) => t.result === "not-yet-arguable").length,
    );
    expect(counted(steps, "step5.activitiesProposed")).toBe(3);
    expect(counted(steps, "step5.planned", "done")).toBe(2);
  });

  test("shows the group's own decisions as done in ② to ⑤", () => {
    expect(counted(steps, "step2.prioritiesDecided", "done")).toBe(1);
    expect(counted(steps, "step3.judged", "done")).toBeGreaterThan(0);
    expect(counted(steps, "step4.settled", "done")).toBeGreaterThan(0);
    expect(steps.slice(1, 5).every((s) => s.state === "open")).toBe(true);
  });
});

describe("a study of which the group has decided nothing", () => {
  const study = clone(readExample("smart-home-hems.yaml"));
  delete study.decisions;
  delete study.threatSources;
  for (const a of study.assets ?? []) delete a.importance;
  delete study.market;
  delete study.promotion;
  const { steps } = progress(study);

  test("has everything derived and nothing done by people: ② to ⑥ are empty, not done", () => {
    expect(steps.slice(1).map((s) => s.state)).toEqual(["empty", "empty", "empty", "empty", "empty"]);
    expect(steps[1]?.next?.key).toBe("step2.sourcesAssumed");
    expect(steps[4]?.open.map((p) => p.key)).toContain("step5.activitiesProposed");
  });
});

test("a study without a component has nothing done in ② to ⑥", () => {
  const { steps } = progress({
    seiza: 1,
    system: { id: "empty", name: "空", domain: "smart-home" },
    configurations: [
      {
        id: "now",
        name: "現状",
        zones: [{ id: "home", name: "宅内", kind: "home-lan" }],
        components: [],
      },
    ],
    productTypes: [{ id: "camera", name: "カメラ", class: "device" }],
  } as Study);
  for (const s of steps.slice(1)) expect(s).toMatchObject({ state: "empty", done: [] });
});

describe("a task of ⑤", () => {
  test.each([
    ["owner", "step5.tasksWithoutOwner"],
    ["date", "step5.tasksWithoutDate"],
  ] as const)("without its %s is open", (field, key) => {
    const study = clone(readExample("smart-home-hems.yaml"));
    delete study.promotion?.[0]?.[field];
    const { steps } = progress(study);
    expect(counted(steps, key)).toBe(1);
    expect(steps[4]?.open.find((p) => p.key === key)?.target).toMatch(/^pa:/);
  });

  test("that is done is not asked for its owner", () => {
    const study = clone(readExample("smart-home-hems.yaml"));
    for (const task of study.promotion ?? []) {
      delete task.owner;
      task.state = "done";
    }
    expect(counted(progress(study).steps, "step5.tasksWithoutOwner")).toBeUndefined();
  });
});

describe("step ①", () => {
  test("with errors shows them, and the other steps are empty", () => {
    const steps = progressOf(undefined, [
      { severity: "error", code: "a" },
      { severity: "warning", code: "b" },
    ]);
    expect(counted(steps, "step1.errors")).toBe(1);
    expect(counted(steps, "step1.warnings")).toBe(1);
    expect(steps[0]?.state).toBe("open");
    expect(steps.slice(1).every((s) => s.state === "empty" && s.open.length === 0)).toBe(true);
  });

  test("names a configuration without flows, and a component that no flow reaches", () => {
    const bare = clone(readExample("smart-home-hems.yaml"));
    for (const c of bare.configurations) delete c.flows;
    const { steps } = progress(bare);
    expect(counted(steps, "step1.noFlows")).toBe(bare.configurations.length);
    const loose = clone(readExample("smart-home-hems.yaml"));
    const first = loose.configurations[0];
    const of = first?.flows?.[0]?.from.split(".")[0];
    if (first?.flows)
      first.flows = first.flows.filter((f) => ![f.from, f.to].some((end) => end.startsWith(`${of}.`)));
    expect(counted(progress(loose).steps, "step1.unconnected")).toBeGreaterThan(0);
  });
});

test("a decision whose item is no longer derived is open in the step it belongs to", () => {
  const study = clone(readExample("smart-home-hems.yaml"));
  study.decisions = [
    {
      id: "lost",
      target: "rq:nothing/CM01",
      action: "accept",
      reason: "r",
      by: "b",
      date: "2026-01-01",
    },
  ];
  const dossier = dossierOf(study);
  const steps = progressOf(dossier, []);
  expect(steps[3]?.open.at(-1)).toEqual({
    key: "decisions.orphaned",
    values: { count: 1 },
    target: "dc:lost",
  });
});
