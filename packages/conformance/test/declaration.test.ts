import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readDeclaration } from "../src/index.ts";
import { DECLARATION_MESSAGES } from "../src/messages/declaration.ts";
import { camera, catalog, type Raw, TODAY } from "./sample.ts";

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/products/${name}/product.yaml`, import.meta.url), "utf8");
const options = { catalog, today: TODAY };
const read = (text: string, name = "product.yaml") => readDeclaration(text, name, options);
const changed = (change: (d: Raw) => void): string => {
  const raw = camera();
  change(raw);
  return stringify(raw);
};
const codes = (text: string) => read(text).diagnostics.map((d) => d.code);

describe("a declaration", () => {
  it("is read from YAML and from JSON alike", () => {
    const yaml = read(stringify(camera()));
    const json = read(JSON.stringify(camera()), "product.json");
    expect(yaml.diagnostics).toEqual([]);
    expect(json.declaration).toEqual(yaml.declaration);
    expect([yaml.format, json.format]).toEqual(["yaml", "json"]);
  });

  it("of the camera has no mistake", () => {
    const { declaration, diagnostics } = read(example("camera"));
    expect(diagnostics).toEqual([]);
    expect(declaration?.product.model).toBe("SZ-CAM200");
  });

  it("of the thermostat is usable, and tells of its gaps", () => {
    const { declaration, diagnostics } = read(example("thermostat"));
    expect(declaration?.product.model).toBe("ND-T10");
    expect(diagnostics.map((d) => d.code)).toEqual(["needed-without-purpose", "clear-flow", "support-over"]);
  });

  type Case = [string, string, (d: Raw) => void];
  const list = (d: Raw, key: string, at = 0) => (d[key] as Raw[])[at] as Raw;
  it.each<Case>([
    [
      "a key that does not exist",
      "unknown-key",
      (d) => {
        d["interfase"] = [];
      },
    ],
    [
      "a missing key",
      "missing-key",
      (d) => {
        delete (d["product"] as Raw)["model"];
      },
    ],
    [
      "a value that is not in the list",
      "not-in-list",
      (d) => {
        list(d, "interfaces")["protocol"] = "htpps";
      },
    ],
    [
      "an interface of no kind that exists",
      "not-in-list",
      (d) => {
        list(d, "interfaces")["kind"] = "lan";
      },
    ],
    [
      "text in place of a number",
      "wrong-type",
      (d) => {
        list(d, "interfaces")["port"] = "https";
      },
    ],
    [
      "a port beyond the last",
      "out-of-range",
      (d) => {
        list(d, "interfaces")["port"] = 70000;
      },
    ],
    [
      "a day that is none",
      "bad-date",
      (d) => {
        d["support"] = { until: "2031-02-30" };
      },
    ],
    [
      "an id with a space",
      "bad-id",
      (d) => {
        list(d, "interfaces")["id"] = "web ui";
      },
    ],
    [
      "a name that is a number",
      "wrong-type",
      (d) => {
        (d["product"] as Raw)["name"] = 5;
      },
    ],
    [
      "another format",
      "wrong-product-version",
      (d) => {
        d["seiza"] = "product/9";
      },
    ],
    [
      "the same id twice",
      "duplicate-product-id",
      (d) => {
        list(d, "assets", 1)["id"] = "video";
      },
    ],
    [
      "a log-in over an interface that does not exist",
      "unknown-interface",
      (d) => {
        list(d, "authentication")["login"] = [{ interface: "wev", recipe: { kind: "ssh" } }];
      },
    ],
    [
      "a recipe over an interface that does not exist",
      "unknown-interface",
      (d) => {
        ((d["update"] as Raw)["install"] as Raw)["interface"] = "usb";
      },
    ],
    [
      "an authentication that does not exist",
      "unknown-authentication",
      (d) => {
        list(d, "interfaces")["authentication"] = "admim";
      },
    ],
    [
      "an asset that does not exist",
      "unknown-asset",
      (d) => {
        list(d, "flows")["assets"] = ["vidoe"];
      },
    ],
    [
      "a log-in without an account",
      "no-account",
      (d) => {
        delete list(d, "authentication")["account"];
      },
    ],
    [
      "a certification number of a wrong form",
      "mark-number-form",
      (d) => {
        d["technicalConformity"] = { mark: "T", number: "12345", securityRule: true };
      },
    ],
    [
      "a mark without the security rule",
      "mark-without-security-rule",
      (d) => {
        d["technicalConformity"] = { mark: "T", number: "D24-0123001", securityRule: false };
      },
    ],
    [
      "a reason that the criterion does not know",
      "unknown-reason",
      (d) => {
        d["notApplicable"] = [{ criterion: "S1.1-08", reason: "not-needed", why: "x" }];
      },
    ],
    [
      "a reason for a criterion that always applies",
      "unknown-reason",
      (d) => {
        d["notApplicable"] = [{ criterion: "S1.1-05", reason: "x", why: "x" }];
      },
    ],
    [
      "a criterion that does not exist",
      "unknown-criterion",
      (d) => {
        d["notApplicable"] = [{ criterion: "S1.1-17", reason: "x", why: "x" }];
      },
    ],
    [
      "a needed interface without a reason",
      "needed-without-purpose",
      (d) => {
        delete list(d, "interfaces")["purpose"];
      },
    ],
    [
      "a port twice",
      "port-twice",
      (d) => {
        list(d, "interfaces", 1)["port"] = 18443;
      },
    ],
    [
      "protected items behind no log-in",
      "open-with-protects",
      (d) => {
        list(d, "interfaces")["access"] = "open";
      },
    ],
    [
      "support that is over",
      "support-over",
      (d) => {
        d["support"] = { until: "2026-11-24" };
      },
    ],
    [
      "a lock that nothing lifts",
      "lock-without-unlock",
      (d) => {
        list(d, "authentication")["bruteForce"] = { mechanism: "lock" };
      },
    ],
    [
      "a protected flow in clear",
      "clear-flow",
      (d) => {
        d["flows"] = [
          { id: "f", from: "a", to: "b", protocol: "mqtt", assets: ["video"], protection: "own" },
        ];
      },
    ],
    [
      "success that looks like failure",
      "answers-alike",
      (d) => {
        ((d["update"] as Raw)["install"] as Raw)["failure"] = { status: [200] };
      },
    ],
    [
      "a version that is the one before",
      "same-previous-version",
      (d) => {
        ((d["product"] as Raw)["firmware"] as Raw)["previous"] = "2.1.0";
      },
    ],
  ])("with %s is told so, with place and words", (_name, code, change) => {
    const { diagnostics } = read(changed(change));
    expect(diagnostics.map((d) => d.code)).toContain(code);
    const found = diagnostics.find((d) => d.code === code);
    expect(found?.line).toBeGreaterThan(0);
    for (const text of [found?.message.ja, found?.message.en, found?.mend.ja, found?.mend.en]) {
      expect(text).not.toMatch(/\{\w+\}|\[\[/);
      expect(text).not.toBe(code);
    }
  });

  it("ends support on the last day, not before it", () => {
    expect(
      codes(
        changed((d) => {
          d["support"] = { until: TODAY };
        }),
      ),
    ).toEqual([]);
  });

  it("points to line and column of a mistake", () => {
    const text =
      'seiza: product/1\nproduct:\n  name: x\n  model: ""\n  vendor: { name: y }\n  firmware: { version: "1" }\n';
    expect(read(text).diagnostics).toMatchObject([
      { code: "empty-text", line: 4, column: 10, path: ["product", "model"] },
    ]);
  });

  it.each([
    ["nothing", "", "empty-product"],
    ["a list", "- a\n", "not-a-product"],
    ["a study", "seiza2: study/1\nmeta: {}\n", "not-a-product"],
  ])("that is %s is told to be none", (_name, text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  it("never makes the reader throw, however its text is damaged", () => {
    const text = example("camera");
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.nat(80),
        fc.oneof(
          fc.string({ maxLength: 12 }),
          fc.constantFrom("\n- ", ": ", "{", "*a", "&a", "\t", "[", "null", "：", "- - -"),
        ),
        (at, cut, put) => {
          const damaged = text.slice(0, at) + put + text.slice(at + cut);
          const { declaration, diagnostics } = read(damaged);
          const isBad = diagnostics.some((d) => d.severity === "error");
          expect(declaration === undefined).toBe(isBad);
        },
      ),
      { numRuns: 150, seed: 6 },
    );
  });

  it("has words in both languages for each of its own problems", () => {
    const names = (t: string) => [...new Set([...t.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();
    for (const [code, { message, mend }] of Object.entries(DECLARATION_MESSAGES)) {
      expect([code, names(message.ja)]).toEqual([code, names(message.en)]);
      expect([code, names(mend.ja)]).toEqual([code, names(mend.en)]);
    }
  });
});
