/** Attack routes, what ★1 changes and the case for ★2, as the working group meets them: examples, odd studies, commands. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dossier } from "@seiza/dossier/schema";
import type { Study } from "@seiza/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clone, dossierOf, EXAMPLES, ROOT, readExample } from "./support.ts";

const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-routes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seiza = (...args: string[]) =>
  spawnSync(process.execPath, [SEIZA, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "", SEIZA_LANG: "" },
  });
const example = (name: string) => `${ROOT}examples/${name}`;

describe.each(EXAMPLES)("%s", (file) => {
  const dossier = dossierOf(readExample(file));
  const { routes } = dossier.step2;
  const line = dossier.study.threshold;
  const byId = new Map(routes.routes.map((r) => [r.id, r]));

  test("has an asset that ★1 brings under the threshold, by closing its routes or lowering their risk", () => {
    const closed = routes.goals.filter(
      (g) => (g.now.band ?? "Z") <= line && (g.star1.band === undefined || g.star1.band > line),
    );
    expect(closed.length).toBeGreaterThan(0);
    for (const g of closed) {
      const heavy = g.routes.map((id) => byId.get(id)).filter((r) => r !== undefined && r.band <= line);
      expect(heavy.length, g.id).toBeGreaterThan(0);
      expect(
        heavy.some((r) => r?.star1 === "closed"),
        g.id,
      ).toBe(true);
      for (const r of heavy)
        if (r?.star1 === "closed") expect(r.steps.flatMap((s) => s.closedBy).length, r.id).toBeGreaterThan(0);
        else expect((r?.afterStar1 ?? "Z") > line, r?.id).toBe(true);
    }
  });

  test("has an asset with routes that ★1 leaves open, each step told in both languages", () => {
    const open = routes.routes.filter((r) => r.star1 === "open");
    expect(open.length).toBeGreaterThan(0);
    for (const r of open)
      for (const s of r.steps) {
        expect(s.text.ja, r.id).toMatch(/。$/);
        expect(s.text.en, r.id).toMatch(/\.$/);
        expect(s.text.ja + s.text.en, r.id).not.toMatch(/[{}]/);
      }
  });

  test("every route starts at its source, is connected, and ends at its goal's component", () => {
    const goals = new Map(routes.goals.map((g) => [g.id, g]));
    for (const r of routes.routes) {
      expect(r.steps.length, r.id).toBeGreaterThan(0);
      expect(r.steps.at(-1)?.to, r.id).toBe(`co:${r.goal.slice(3).split("/").slice(0, 2).join("/")}`);
      expect(goals.has(r.goal) || routes.goalsTotal > routes.goals.length, r.id).toBe(true);
    }
  });

  test("a plan protects what it says, and its proof names routes that are written out", () => {
    for (const plan of dossier.step5.plans) {
      expect(plan.goals.protects + plan.goals.uncuttable).toBe(plan.goals.bad);
      for (const p of plan.proof) {
        expect(byId.has(p.route), p.route).toBe(true);
        expect(
          p.anyOf.some((e) => plan.chosen.includes(e)),
          p.route,
        ).toBe(true);
      }
      for (const u of plan.uncuttable) expect(byId.get(u.route)?.star1, u.route).toBe("open");
    }
  });

  test("★1 worsens nothing", () => {
    for (const g of routes.goals) expect((g.star1.band ?? "Z") >= (g.now.band ?? "Z"), g.id).toBe(true);
    for (const g of dossier.step2.threatGroups) expect(g.afterStar1 >= g.band, g.id).toBe(true);
  });

  test("the case for ★2 says what is missing wherever it cannot be argued yet", () => {
    for (const n of dossier.step6.types) {
      expect(n.missing.length > 0, n.id).toBe(n.result === "not-yet-arguable");
      if (n.result === "needed")
        expect(
          n.grounds.some((g) => g.state === "met"),
          n.id,
        ).toBe(true);
      for (const g of n.grounds)
        for (const e of g.evidence) if (e.counts) expect(e.evidence && e.date, n.id).toBeTruthy();
    }
  });
});

describe("an odd study", () => {
  const home = () => clone(readExample("smart-home-hems.yaml"));
  const sound = (study: Study) => {
    const dossier = dossierOf(study);
    expect(Dossier.safeParse(dossier).success).toBe(true);
    expect(dossier.step4.requirements.length).toBeGreaterThan(0);
    return dossier;
  };

  test("without a threat source in scope has no routes, says so, and keeps all other steps", () => {
    const study = home();
    study.threatSources = ["TS1", "TS2", "TS3", "TS4", "TS5", "TS6", "TS7", "TS8", "TS9", "TS10"].map(
      (id) => ({
        id,
        inScope: false,
      }),
    );
    const dossier = sound2(study);
    expect(dossier.step2.routes.routes).toEqual([]);
    expect(dossier.step2.routes.notes[0]?.ja).toContain("脅威源がありません");
    // No route at all is no proof that labels are not needed.
    expect(dossier.step5.plans[0]?.state).toBe("nothing-to-judge");
  });

  test("whose left threats are all accepted still needs more for routes to goals that nobody accepted", () => {
    const study = home();
    const needOf = (dossier: ReturnType<typeof sound>) => dossier.step6.types.filter((t) => t.need);
    const before = needOf(sound(study));
    expect(before.length).toBeGreaterThan(0);
    const decide = (targets: readonly string[]) =>
      targets.map((target, n) => ({
        id: `accepted-${target.replaceAll(/[^a-z0-9]/gi, "-").toLowerCase()}-${n}`,
        target,
        action: "accept" as const,
        reason: "運用で受け入れる",
        by: "WG",
        date: "2026-11-25",
      }));
    study.decisions = decide(before.flatMap((t) => t.groups));
    const dossier = sound(study);
    const routes = new Map(dossier.step2.routes.routes.map((r) => [r.id, r]));
    const after = needOf(dossier);
    expect(after.length).toBeGreaterThan(0);
    for (const row of after) {
      expect(row.groups).toEqual([]);
      expect(row.because.from).toEqual(expect.arrayContaining(row.routes));
      expect(row.candidates.length, row.type).toBeGreaterThan(0);
      expect(["A", "B"]).toContain(routes.get(row.routes[0] as string)?.afterStar1);
    }
    study.decisions.push(...decide(dossier.step2.routes.goals.map((g) => g.id)));
    expect(needOf(sound(study))).toEqual([]);
  });
  // No threat source: no group is open, so nothing is required; the rest of the dossier stands.
  const sound2 = (study: Study) => {
    const dossier = dossierOf(study);
    expect(Dossier.safeParse(dossier).success).toBe(true);
    expect(dossier.step2.threatGroups.length).toBeGreaterThan(0);
    return dossier;
  };

  test("without an asset worth attacking says what to state", () => {
    const study = home();
    delete study.assets;
    delete study.decisions;
    const plain = { outage: "hours", human: "none", environment: "none", infoLoss: "none" } as const;
    for (const t of study.productTypes) Object.assign(t, plain, { safetyRole: "none" });
    for (const c of study.configurations)
      for (const x of c.components) {
        for (const k of ["outage", "human", "environment", "infoLoss", "safetyRole"] as const) delete x[k];
        delete x.actuates;
      }
    for (const c of study.configurations) for (const f of c.flows ?? []) delete f.carries;
    const { routes } = sound(study).step2;
    expect(routes.goals).toEqual([]);
    expect(routes.notes[0]?.ja).toContain("資産がありません");
  });

  test("in which nothing can be reached says so", () => {
    const study = home();
    study.threatSources = ["TS2", "TS4", "TS5", "TS6", "TS7", "TS8"].map((id) => ({ id, inScope: false }));
    for (const c of study.configurations)
      for (const x of c.components) for (const i of x.interfaces ?? []) i.reach = "network";
    const { routes } = sound2(study).step2;
    expect(routes.routes).toEqual([]);
    expect(routes.notes.map((n) => n.ja).join()).toContain("攻撃ルートが見つかりません");
  });

  test("whose group accepts an asset's routes leaves it out of the plan and marks it", () => {
    const study = home();
    const target = dossierOf(home()).step5.plans[0]?.proof[0]?.route ?? "";
    const goal = `ag:${target.slice(3).split("/").slice(0, 3).join("/")}`;
    study.decisions = [
      ...(study.decisions ?? []),
      {
        id: "accept-routes",
        target: goal,
        action: "accept",
        reason: "受容する",
        by: "WG",
        date: "2026-11-24",
      },
    ];
    const dossier = sound(study);
    expect(dossier.step2.routes.goals.find((g) => g.id === goal)?.status).toBe("accepted");
    expect(dossier.decisions.find((d) => d.id === "dc:accept-routes")?.state).toBe("applied");
    for (const p of dossier.step5.plans[0]?.proof ?? [])
      expect(p.route.startsWith(`ar:${goal.slice(3)}/`)).toBe(false);
  });
});

describe("the grounds for ★2", () => {
  const type = "robot-controller";
  const study = () => clone(readExample("factory-fa.yaml"));
  const judged = (market: Study["market"]) => {
    const s = study();
    s.market = market;
    const row = dossierOf(s).step6.types.find((n) => n.need);
    if (!row) throw new Error("the example has no type in need");
    return { row, type: row.type.slice(3) };
  };
  const inNeed = judged(undefined).type;
  const proof = { evidence: "letter of intent", date: "2026-10-01" };
  const maker = (name: string, sharePercent: number, commits: "yes" | "no" | "unknown", more = proof) => ({
    name,
    type: inNeed,
    sharePercent,
    commits,
    ...more,
  });

  test("are all missing where the study has no market", () => {
    expect(type).not.toBe("");
    const { row } = judged(undefined);
    expect(row.result).toBe("not-yet-arguable");
    expect(row.grounds.every((g) => g.state !== "met")).toBe(true);
  });

  test.each([
    [49.9, "not-yet-arguable"],
    [50, "needed"],
  ] as const)("makers with %s per cent of the market who agree give: %s", (share, result) => {
    expect(judged({ makers: [maker("A", share, "yes")] }).row.result).toBe(result);
  });

  test("a share counts only with evidence and its date", () => {
    const { row } = judged({ makers: [{ name: "A", type: inNeed, sharePercent: 80, commits: "yes" }] });
    expect(row.result).toBe("not-yet-arguable");
    expect(row.missing.map((m) => m.ja).join()).toContain("証拠又は日付がない");
  });

  test("shares of more than the whole market count for nothing until they are mended", () => {
    const { row } = judged({ makers: [maker("A", 70, "yes"), maker("B", 60, "yes")] });
    expect(row.result).toBe("not-yet-arguable");
    expect(row.missing.map((m) => m.en).join()).toContain("130 %");
    expect(row.grounds[0]?.evidence.some((e) => e.counts)).toBe(false);
  });

  test("a guideline that demands the label is enough, with evidence", () => {
    const guidelines = [{ name: "G", demand: "mandatory" as const, ...proof }];
    expect(judged({ guidelines }).row.result).toBe("needed");
    expect(judged({ guidelines: [{ name: "G", demand: "mandatory" }] }).row.result).toBe("not-yet-arguable");
  });

  test("the top three integrators are enough, two of them are not", () => {
    const of = (n: number) =>
      Array.from({ length: n }, (_, i) => ({
        name: `I${i + 1}`,
        rank: i + 1,
        commits: "yes" as const,
        ...proof,
      }));
    expect(judged({ integrators: of(3) }).row.result).toBe("needed");
    expect(
      judged({ integrators: of(2) })
        .row.missing.map((m) => m.ja)
        .join(),
    ).toContain("上位3位");
  });

  test("complete evidence that holds nowhere says to go on with ★1 and look again", () => {
    const { row } = judged({
      makers: [maker("A", 100, "no")],
      guidelines: [{ name: "G", demand: "none", ...proof }],
      integrators: [1, 2, 3].map((rank) => ({ name: `I${rank}`, rank, commits: "no" as const, ...proof })),
    });
    expect(row.result).toBe("not-yet-arguable");
    expect(row.missing.map((m) => m.ja).join()).toContain("見直す期日");
  });
});

describe("seiza whatif, plan and routes", () => {
  const building = example("building-bas.yaml");

  test("whatif shows each asset before and after, and which sources lose their routes", () => {
    const run = seiza("whatif", building, "--label", "network-camera=1", "--label", "nvr=1", "--lang", "ja");
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/A → D {2}監視カメラ 情報 \(ag:bas\/cam\/information\).*TS1/);
  });

  test("whatif with single criteria and requirements changes no more than the whole label", () => {
    const weight = (...args: string[]) =>
      JSON.parse(seiza("whatif", building, ...args, "--format", "json").stdout).weight.after as number;
    const whole = weight("--label", "nvr=1");
    expect(weight("--with", "nvr:S1.1-02")).toBeGreaterThanOrEqual(whole);
    expect(weight("--label", "nvr=1", "--with", "rq:power-rtu/CM12")).toBeLessThanOrEqual(whole);
    expect(weight("--label", "nvr=2")).toBeLessThanOrEqual(whole);
    expect(weight("--label", "all=1")).toBeLessThanOrEqual(whole);
  });

  test("plan names the set and its proof, and weights move it", () => {
    const plan = (...args: string[]) =>
      JSON.parse(seiza("plan", building, "--format", "json", ...args).stdout).plan as {
        chosen: string[];
        weight: number;
      };
    expect(plan().chosen).toEqual(["pt:network-camera", "pt:nvr"]);
    expect(plan("--weight", "nvr=3").weight).toBe(4);
    expect(seiza("plan", building, "--by", "criteria").stdout).toContain("証明");
  });

  test("routes tells the k best routes step by step", () => {
    const run = seiza(
      "routes",
      building,
      "--from",
      "TS1",
      "--to",
      "ag:bas/nvr/information",
      "-k",
      "3",
      "--lang",
      "en",
    );
    expect(run.status).toBe(0);
    expect(run.stdout.match(/TS1 →/g)?.length).toBe(3);
    expect(run.stdout).toContain("1. ");
  });

  test.each([
    [["whatif", building, "--label", "network-camra=1"], "network-camera"],
    [["whatif", building, "--label", "nvr=7"], "=1"],
    [["whatif", building, "--label", "nvr=gold"], "=1"],
    [["whatif", building, "--label", "cloud-service=1"], "cannot carry a label"],
    [["whatif", building, "--with", "nvr:S1.1-99"], "S1.1-16"],
    [["whatif", building, "--with", "rq:nvr/CM99"], "catalog list"],
    [["whatif", building, "--with", "nonsense"], "type:S1.1-04"],
    [["plan", building, "--weight", "nvr=-1"], "not below 0"],
    [["plan", building, "--weight", "nvr=much"], "number"],
    [["plan", building, "--weight", "nvrr=2"], "nvr"],
    [["plan", building, "--by", "colour"], "types or criteria"],
    [["routes", building, "--from", "TS99"], "TS1"],
    [["routes", building, "--to", "ag:nowhere/at/all"], "for example"],
    [["routes", building, "-k", "0"], "1 to 1000"],
    [["whatif", building, "--format", "xml"], "text or json"],
  ] as const)("%j is answered with what is wrong and how to mend it", (args, mend) => {
    const run = seiza(...args, "--lang", "en");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(mend);
    expect(run.stdout).toBe("");
  });

  test("a market whose shares add up to more than all is warned of with its place, and the rest is answered", () => {
    const file = join(folder, "shares.json");
    const study = readExample("factory-fa.yaml");
    study.market = {
      makers: [60, 70].map((sharePercent, i) => ({
        name: `M${i}`,
        type: study.productTypes[0]?.id ?? "",
        sharePercent,
        commits: "yes",
      })),
    };
    writeFileSync(file, JSON.stringify(study, null, 1));
    const run = seiza("plan", file, "--lang", "en");
    expect(run.status, run.stderr).toBe(0);
    const check = seiza("check", file, "--lang", "en");
    expect(check.stdout + check.stderr).toMatch(/shares\.json:\d+:\d+ {2}warning .*130/);
  });

  test("a share of 140 % and an importance of 9 are told with their places, left out, and the rest is analysed", () => {
    const file = join(folder, "senseless.json");
    const study = readExample("factory-fa.yaml");
    const sound = seiza(
      "analyse",
      `${ROOT}examples/factory-fa.yaml`,
      "--out",
      join(folder, "sound"),
      "--format",
      "json",
    );
    expect(sound.status, sound.stderr).toBe(0);
    const maker = { name: "M", type: study.productTypes[0]?.id ?? "", commits: "yes" };
    const asset = study.assets?.[0];
    writeFileSync(
      file,
      JSON.stringify(
        {
          ...study,
          assets: [{ ...asset, importance: 9 }, ...(study.assets ?? []).slice(1)],
          market: {
            ...study.market,
            makers: [
              { ...maker, sharePercent: 140 },
              { ...maker, name: "N", sharePercent: -3 },
            ],
          },
        },
        null,
        1,
      ),
    );
    const check = seiza("check", file, "--lang", "en");
    expect(check.status).toBe(2);
    const run = seiza(
      "analyse",
      file,
      "--out",
      join(folder, "senseless"),
      "--format",
      "json",
      "--lang",
      "en",
    );
    expect(run.status, run.stderr).toBe(0);
    for (const figure of ["140", "-3", "9"])
      expect(run.stderr).toMatch(
        new RegExp(`senseless\\.json:\\d+:\\d+ {2}warning .*${figure} makes no sense`),
      );
    const read = (name: string) =>
      JSON.parse(readFileSync(join(folder, name, `${study.system.id}.dossier.json`), "utf8"));
    const [before, after] = [read("sound"), read("senseless")];
    expect(after.step1.components).toEqual(before.step1.components);
    expect(after.step2.routes.goals.length).toBe(before.step2.routes.goals.length);
    expect(JSON.stringify(after.warnings)).toContain("140");
    expect(JSON.stringify(after.step6)).not.toContain("140");
    expect(JSON.parse(readFileSync(file, "utf8")).market.makers[0].sharePercent).toBe(140);
  });

  test("a senseless figure beside another mistake is an error like that one, and nothing is written", () => {
    const file = join(folder, "wrong.json");
    const study = readExample("factory-fa.yaml");
    const maker = { name: "M", type: study.productTypes[0]?.id ?? "", commits: "perhaps", sharePercent: 140 };
    writeFileSync(file, JSON.stringify({ ...study, market: { makers: [maker] } }, null, 1));
    const run = seiza("analyse", file, "--out", join(folder, "wrong"), "--format", "json", "--lang", "en");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("140 is out of range");
    expect(run.stderr).toContain("perhaps");
    expect(existsSync(join(folder, "wrong"))).toBe(false);
  });
});
