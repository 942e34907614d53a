/** What must hold for every study, on generated ones and on the examples with random edits. */
import type { Dossier } from "@seiza/dossier";
import { dossierText } from "@seiza/dossier";
import type { Study } from "@seiza/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
// @ts-expect-error: the benchmark's generator is plain JavaScript
import { generateStudy } from "../bench/generate.mjs";
import { clone, dossierOf, EXAMPLES, readExample } from "./support.ts";

const examples = EXAMPLES.map(readExample);
const RUNS = { numRuns: 40, seed: 20261124 };

/** Small generated studies and the five examples. */
const study: fc.Arbitrary<Study> = fc.oneof(
  fc
    .record({ n: fc.integer({ min: 1, max: 50 }), seed: fc.nat() })
    .map(({ n, seed }) => generateStudy(n, seed) as Study),
  fc.constantFrom(...examples).map(clone),
);

/** Every list in every order: deep, seeded. Lists whose order is part of the meaning do not exist in a study. */
function shuffled<T>(value: T, random: () => number): T {
  if (Array.isArray(value)) {
    const list = value.map((v) => shuffled(v, random));
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list as T;
  }
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shuffled(v, random)])) as T;
  return value;
}
const randomFrom = (seed: number) => {
  let a = seed >>> 0;
  return () => {
    a = (Math.imul(a, 1664525) + 1013904223) >>> 0;
    return a / 4294967296;
  };
};

const idsOf = (d: Dossier) =>
  new Set(
    [
      ...d.step2.assets,
      ...d.step2.threatGroups,
      ...d.step2.priorities,
      ...d.step4.choices,
      ...d.step4.requirements,
      ...d.step4.siteConditions,
    ].map((x) => x.id),
  );

describe("analysing", () => {
  test("does not read where the diagram draws things", () => {
    for (const s of examples) {
      const placed = clone(s);
      for (const c of placed.configurations)
        c.layout = Object.fromEntries(
          [...c.components.map((x) => x.id), ...c.zones.map((z) => `zone:${z.id}`)].map((id, i) => [
            id,
            { x: 40 * i, y: 25 * i },
          ]),
        );
      expect(dossierText(dossierOf(placed))).toBe(dossierText(dossierOf(s)));
    }
  });

  test("gives the same bytes for the same study", () => {
    fc.assert(
      fc.property(study, (s) => {
        expect(dossierText(dossierOf(clone(s)))).toBe(dossierText(dossierOf(s)));
      }),
      RUNS,
    );
  });

  test("does not depend on the order of lists in the file", () => {
    fc.assert(
      fc.property(study, fc.nat(), (s, seed) => {
        expect(dossierText(dossierOf(shuffled(s, randomFrom(seed))))).toBe(dossierText(dossierOf(s)));
      }),
      RUNS,
    );
  });

  test("renaming every id changes only ids", () => {
    const rename = (s: Study): Study => {
      const text = clone(s);
      const name = (id: string) => `zz-${id}`;
      const endpoint = (e: string) => e.split(".").map(name).join(".");
      for (const t of text.productTypes) t.id = name(t.id);
      for (const c of text.configurations) {
        c.id = name(c.id);
        for (const z of c.zones) {
          z.id = name(z.id);
          if (z.parent) z.parent = name(z.parent);
        }
        for (const g of c.segments ?? []) {
          g.id = name(g.id);
          g.zone = name(g.zone);
        }
        for (const x of c.components) {
          x.id = name(x.id);
          x.type = name(x.type);
          x.zone = name(x.zone);
          for (const i of x.interfaces ?? []) {
            i.id = name(i.id);
            if (i.segment) i.segment = name(i.segment);
          }
        }
        for (const f of c.flows ?? []) {
          if (f.id) f.id = name(f.id);
          f.from = endpoint(f.from);
          f.to = endpoint(f.to);
          if (f.carries) f.carries = f.carries.map(name);
        }
        for (const p of c.people ?? []) {
          p.id = name(p.id);
          if (p.zones) p.zones = p.zones.map(name);
          if (p.uses) p.uses = p.uses.map(endpoint);
        }
      }
      for (const a of text.assets ?? []) {
        a.id = name(a.id);
        a.on = a.on.map((o) => o.split("/").map(name).join("/"));
      }
      for (const m of text.market?.makers ?? []) m.type = name(m.type);
      for (const d of text.decisions ?? []) {
        const [prefix, rest = ""] = [d.target.slice(0, 3), d.target.slice(3)];
        const parts = rest.split("/");
        d.id = name(d.id);
        d.target =
          prefix +
          parts
            .map((p, i) =>
              (prefix === "as:" ? i < 2 : i === 0) || (prefix === "rq:" && !/^C[MX]\d/.test(p)) ? name(p) : p,
            )
            .join("/");
      }
      return text;
    };
    fc.assert(
      fc.property(study, (s) => {
        const plain = dossierText(dossierOf(s));
        const renamed = dossierText(dossierOf(rename(s)));
        // A common prefix keeps every order, so taking it out must give the same text; names without an own word are ids.
        expect(renamed.replaceAll("zz-", "")).toBe(plain);
      }),
      RUNS,
    );
  });

  test("adding an unrelated component changes no other item's id", () => {
    fc.assert(
      fc.property(study, (s) => {
        const before = dossierOf(s);
        const more = clone(s);
        more.productTypes.push({
          id: "unrelated-type",
          name: "無関係",
          class: "device",
          storage: "config",
          ip: true,
        });
        const cfg = more.configurations[0];
        cfg?.components.push({
          id: "unrelated",
          type: "unrelated-type",
          zone: cfg.zones[0]?.id ?? "",
          interfaces: [{ id: "lan", use: "normal", medium: "ethernet" }],
        });
        const after = dossierOf(more);
        const ids = idsOf(after);
        for (const id of idsOf(before)) expect(ids.has(id), id).toBe(true);
        for (const id of ids) if (!idsOf(before).has(id)) expect(id).toContain("unrelated");
        const requirements = new Map(after.step4.requirements.map((r) => [r.id, r]));
        for (const r of before.step4.requirements) expect(requirements.get(r.id)).toEqual(r);
      }),
      { ...RUNS, numRuns: 15 },
    );
  });

  test("no decision is lost silently, whatever is taken out of the study", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), (s, pick) => {
        const less = clone(s);
        const cfg = less.configurations[pick % less.configurations.length];
        if (!cfg) return;
        const gone = cfg.components[pick % cfg.components.length]?.id ?? "";
        cfg.components = cfg.components.filter((c) => c.id !== gone);
        cfg.flows = (cfg.flows ?? []).filter(
          (f) => !f.from.startsWith(`${gone}.`) && !f.to.startsWith(`${gone}.`),
        );
        for (const p of cfg.people ?? []) p.uses = (p.uses ?? []).filter((u) => !u.startsWith(`${gone}.`));
        for (const a of less.assets ?? []) a.on = a.on.filter((o) => o !== `${cfg.id}/${gone}`);
        less.assets = (less.assets ?? []).filter((a) => a.on.length > 0);
        for (const f of cfg.flows)
          if (f.carries) f.carries = f.carries.filter((c) => less.assets?.some((a) => a.id === c));
        for (const other of less.configurations)
          for (const f of other.flows ?? [])
            if (f.carries) f.carries = f.carries.filter((c) => less.assets?.some((a) => a.id === c));
        const d = dossierOf(less);
        expect(d.decisions.map((x) => x.id).sort()).toEqual(
          (less.decisions ?? []).map((x) => `dc:${x.id}`).sort(),
        );
        const held = new Set(JSON.stringify([d.step2, d.step4]).match(/dc:[\w-]+/g) ?? []);
        for (const x of d.decisions)
          expect(x.state === "applied", `${x.id} is ${x.state}`).toBe(held.has(x.id));
      }),
      RUNS,
    );
  });

  test("group sums equal the number of single threats, and the worst member is the worst", () => {
    fc.assert(
      fc.property(study, (s) => {
        const d = dossierOf(s);
        let sum = 0;
        for (const g of d.step2.threatGroups) {
          const bands = Object.values(g.bands).reduce((a, b) => a + b, 0);
          expect(bands).toBe(g.instances);
          sum += g.instances;
          const worst = (["A", "B", "C", "D", "E"] as const).find((b) => g.bands[b] > 0);
          if (g.status === "open" && !g.decided) expect(g.worst.band >= (worst ?? "E")).toBe(true);
        }
        expect(sum).toBe(d.step2.summary.instances);
      }),
      RUNS,
    );
  });
});

describe("a change of one fact", () => {
  const ORDER = "ABCDE";
  /** Risk of each group of both dossiers: `safer` has no band above `riskier`. */
  const noHigher = (safer: Dossier, riskier: Dossier) => {
    const bands = new Map(riskier.step2.threatGroups.map((g) => [g.id, g.band]));
    for (const g of safer.step2.threatGroups) {
      const other = bands.get(g.id);
      if (other !== undefined)
        expect(ORDER.indexOf(g.band), g.id).toBeGreaterThanOrEqual(ORDER.indexOf(other));
    }
  };
  const undecided = (s: Study): Study => ({ ...clone(s), decisions: [] });
  const edit =
    (change: (c: Study["configurations"][number]["components"][number], random: () => number) => void) =>
    (s: Study, seed: number) => {
      const edited = undecided(s);
      const random = randomFrom(seed);
      const components = edited.configurations.flatMap((c) => c.components);
      const chosen = components[Math.floor(random() * components.length)];
      if (chosen) change(chosen, random);
      return edited;
    };
  const step = (list: readonly string[], from: string | undefined, random: () => number) =>
    list[
      Math.min(list.length - 1, Math.max(0, list.indexOf(from ?? "")) + Math.floor(random() * list.length))
    ] as never;

  test("recording a control never raises a risk", () => {
    const controls = ["CM01", "CM04", "CM07", "CM11", "CM13", "CM16", "CM17", "CM24", "CX03", "CX06"];
    const withControl = edit((c, random) => {
      c.controls = [
        ...(c.controls ?? []).filter((x) => x.state === "full"),
        { id: controls[Math.floor(random() * controls.length)] as string, state: "full" },
      ];
    });
    fc.assert(
      fc.property(study, fc.nat(), (s, seed) =>
        noHigher(
          dossierOf(withControl(s, seed)),
          dossierOf(
            edit((c) => {
              c.controls = (c.controls ?? []).filter((x) => x.state === "full");
            })(s, seed),
          ),
        ),
      ),
      RUNS,
    );
  });

  test("worse outage, harm or loss never lowers a risk", () => {
    const raised = edit((c, random) => {
      c.outage = step(["hours", "days", "weeks"], c.outage, random);
      c.human = step(["none", "minor", "serious"], c.human, random);
    });
    fc.assert(
      fc.property(study, fc.nat(), (s, seed) => {
        const base = edit((c) => {
          c.outage ??= "hours";
          c.human ??= "none";
        })(s, seed);
        noHigher(dossierOf(base), dossierOf(raised(base, seed)));
      }),
      RUNS,
    );
  });

  test("more open access, more public information and a further reach never lower a risk", () => {
    const opened = edit((c, random) => {
      c.physicalAccess = step(
        ["restricted", "staff", "semi", "public"],
        c.physicalAccess ?? "restricted",
        random,
      );
      c.infoAvailability = step(
        ["confidential", "restricted", "public"],
        c.infoAvailability ?? "confidential",
        random,
      );
    });
    const closed = edit((c) => {
      c.physicalAccess ??= "restricted";
      c.infoAvailability ??= "confidential";
      if (c.physicalAccess === "unknown") c.physicalAccess = "restricted";
      if (c.infoAvailability === "unknown") c.infoAvailability = "confidential";
    });
    fc.assert(
      fc.property(study, fc.nat(), (s, seed) => {
        const base = closed(s, seed);
        // CX06 (locks) is derived from physical access: opening a place may only take it away.
        noHigher(dossierOf(base), dossierOf(opened(base, seed)));
      }),
      RUNS,
    );
  });

  test("unknown is never better than a known value", () => {
    const fields = [
      "update",
      "storage",
      "physicalAccess",
      "infoAvailability",
      "outage",
      "human",
      "environment",
      "infoLoss",
    ] as const;
    fc.assert(
      fc.property(study, fc.nat(), fc.constantFrom(...fields), (s, seed, field) => {
        const unknown = edit((c) => {
          c[field] = "unknown" as never;
        })(s, seed);
        noHigher(undecided(s) && dossierOf(undecided(s)), dossierOf(unknown));
      }),
      RUNS,
    );
  });

  test("taking an interface away takes away exactly its own threats", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), (s, seed) => {
        const base = undecided(s);
        const less = clone(base);
        const random = randomFrom(seed);
        const cfg = less.configurations[Math.floor(random() * less.configurations.length)];
        const component = cfg?.components[Math.floor(random() * cfg.components.length)];
        const gone = component?.interfaces?.[Math.floor(random() * component.interfaces.length)];
        if (!cfg || !component || !gone || (component.interfaces?.length ?? 0) < 2) return;
        component.interfaces = component.interfaces?.filter((i) => i.id !== gone.id) ?? [];
        const name = `${component.id}.${gone.id}`;
        cfg.flows = (cfg.flows ?? []).filter((f) => f.from !== name && f.to !== name);
        for (const p of cfg.people ?? []) p.uses = (p.uses ?? []).filter((u) => u !== name);
        const before = dossierOf(base);
        const after = dossierOf(less);
        const faces = (d: Dossier) =>
          new Set(
            d.step3.types.flatMap((t) =>
              t.surfaces
                .filter((x) => ["AS1", "AS2", "AS3"].includes(x.surface))
                .flatMap((x) => x.interfaces),
            ),
          );
        const left = faces(after);
        const id = `if:${cfg.id}/${name}`;
        expect(left.has(id)).toBe(false);
        expect([...faces(before)].filter((f) => f !== id).sort()).toEqual([...left].sort());
      }),
      RUNS,
    );
  });
});

describe("over the five examples", () => {
  const dossiers = examples.map(dossierOf);

  test("every threat rule fires somewhere", () => {
    const fired = new Set(dossiers.flatMap((d) => d.step2.threatGroups.map((g) => g.threat)));
    expect([...fired].sort()).toEqual(
      Array.from({ length: 23 }, (_, i) => `TH${String(i + 1).padStart(2, "0")}`),
    );
  });

  test("types that no label can cover are never said to be considered by ★1, and are not ranked", () => {
    for (const d of dossiers) {
      const out = new Set(d.step1.productTypes.filter((t) => t.label.capable === "no").map((t) => t.id));
      for (const g of d.step2.threatGroups) if (out.has(g.type)) expect(g.star1.considered).toBe("no");
      for (const p of d.step2.priorities) if (out.has(p.type)) expect(p.rank).toBeUndefined();
    }
  });
});
