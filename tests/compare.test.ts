/** Two dossiers compared in their consequences. */
import { compareDossiers } from "@seiza/dossier";
import { describe, expect, test } from "vitest";
import { clone, dossierOf, EXAMPLES, readExample } from "./support.ts";

describe("comparing two dossiers", () => {
  test.each(EXAMPLES)("%s does not differ from itself", (file) => {
    const d = dossierOf(readExample(file));
    const c = compareDossiers(d, d);
    expect(c.same).toBe(true);
    expect(c.threatGroups).toEqual([]);
  });

  const study = readExample("smart-home-hems.yaml");
  const before = dossierOf(study);

  test("a system whose interfaces lose log-in and encryption is worse, and the comparison says where", () => {
    const weak = clone(study);
    for (const c of weak.configurations)
      for (const x of c.components)
        for (const i of x.interfaces ?? []) {
          i.authentication = "none";
          i.encryption = "none";
        }
    const c = compareDossiers(before, dossierOf(weak));
    expect(c.same).toBe(false);
    expect(c.threatGroups.some((g) => g.direction === "worse")).toBe(true);
    expect(c.goals.filter((g) => g.direction === "worse").length).toBeGreaterThan(0);
    expect(c.groupBands.now.after.A).toBeGreaterThan(c.groupBands.now.before.A);
    const worst = c.threatGroups[0];
    expect(worst?.kind === "added" || worst?.fields.length).toBeTruthy();
    expect(worst?.name.ja).not.toBe("");
  });

  test("turned round, worse becomes better and added becomes removed", () => {
    const less = clone(study);
    const gone = less.configurations[0]?.components.pop();
    const cfg = less.configurations[0];
    if (!cfg || !gone) throw new Error("the example has components");
    cfg.flows = (cfg.flows ?? []).filter(
      (f) => !f.from.startsWith(`${gone.id}.`) && !f.to.startsWith(`${gone.id}.`),
    );
    for (const p of cfg.people ?? []) p.uses = (p.uses ?? []).filter((u) => !u.startsWith(`${gone.id}.`));
    less.assets = (less.assets ?? []).filter((a) => !a.on.some((o) => o.endsWith(`/${gone.id}`)));
    less.decisions = [];
    const after = dossierOf(less);
    const there = compareDossiers(before, after);
    const back = compareDossiers(after, before);
    const flip = { added: "removed", removed: "added", changed: "changed" } as const;
    const turn = { worse: "better", better: "worse", even: "even" } as const;
    for (const list of ["threatGroups", "goals", "requirements", "needs"] as const) {
      const key = (x: { id: string; kind: string; direction: string }) => `${x.id} ${x.kind} ${x.direction}`;
      expect(back[list].map(key).sort()).toEqual(
        there[list].map((x) => key({ id: x.id, kind: flip[x.kind], direction: turn[x.direction] })).sort(),
      );
    }
    expect(there.counts["components"]).toEqual({
      before: before.study.counts.components,
      after: before.study.counts.components - 1,
    });
  });

  test("a decision to drop a requirement shows as a dropped requirement", () => {
    const dropped = clone(study);
    const target = before.step4.requirements.find((r) => r.status === "proposed")?.id ?? "";
    dropped.decisions = [
      ...(dropped.decisions ?? []),
      { id: "d-test", target, action: "drop", reason: "試験", by: "t", date: "2030-01-01" },
    ];
    const c = compareDossiers(before, dossierOf(dropped));
    expect(c.decisions.map((x) => [x.id, x.kind])).toEqual([["dc:d-test", "added"]]);
    const change = c.requirements.find((r) => r.id === target);
    expect(change?.after?.status).toBe("dropped");
    expect(change?.direction).toBe("better");
  });
});
