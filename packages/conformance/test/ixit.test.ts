/** A vendor's real IXIT tables begin a declaration; the judgements in them are left where they are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Declaration } from "../src/declaration/schema.ts";
import { importIxit, ixitWords } from "../src/ixit/index.ts";
import { filesOf, hasSamples, SAMPLES } from "./samples.ts";

const ruuvi = () =>
  importIxit(
    filesOf("ixit-ruuvi").map((f) => ({
      name: f.slice("ixit-ruuvi/".length),
      text: readFileSync(join(SAMPLES, f), "utf8"),
    })),
  );

describe.skipIf(!hasSamples)(
  "the published tables of a gateway (skipped where the folder is missing)",
  () => {
    const r = hasSamples ? ruuvi() : (undefined as never);

    test("only vendor and firmware are missing; with them it is a declaration", () => {
      expect(r.missing).toEqual(["/product/vendor", "/product/firmware"]);
      const whole = {
        ...r.declaration,
        product: { ...r.declaration.product, vendor: { name: "V" }, firmware: { version: "1.17" } },
      };
      expect(Declaration.safeParse(whole).error).toBeUndefined();
    });

    test("what the tables say finds its place", () => {
      const d = r.declaration;
      expect(d.product?.model).toBe("Ruuvi Gateway");
      expect(d.modelNumber?.shown).toBe("label");
      expect(d.disclosure?.policy).toBe("https://ruuvi.com/terms/vulnerability-policy/");
      expect(d.update).toMatchObject({
        possible: true,
        overNetwork: true,
        automatic: true,
        ways: ["server", "usb"],
        integrity: "signature",
      });
      expect(d.deletion?.map((x) => x.id)).toEqual([
        "DelFunc-Hardware-Factory-Reset",
        "DelFunc-Service-Account-Deletion",
      ]);
      expect(
        d.assets?.find((a) => a.id === "SecParam-LAN-WebUI-Credentials")?.stored?.[0]?.protection,
      ).toEqual(["hash", "access-right"]);
      expect(d.assets?.some((a) => a.id === "SecParam-FW-Verification-Key")).toBe(false);
      expect(d.flows?.find((f) => f.id === "LogIntf-Cloud-HTTPS-Telemetry")).toMatchObject({
        protocol: "https",
        protection: "own",
      });
      expect(d.flows?.find((f) => f.id === "LogIntf-Time-NTP-Client")).toMatchObject({
        protocol: "ntp",
        protection: "none",
      });
    });

    test("the open provisioning hotspot is declared as open, although it was judged PASS", () => {
      const open = r.declaration.interfaces?.find(
        (i) => i.kind === "ip" && i.port === 80 && i.access === "open",
      );
      expect(open).toMatchObject({ states: ["setup"], protocol: "http" });
      expect(r.watch).toContainEqual(
        expect.objectContaining({ code: "watch-open-access", entry: "AuthMech-Hotspot-Provisioning" }),
      );
      expect(r.declaration.authentication?.map((a) => a.id)).not.toContain("AuthMech-Hotspot-Provisioning");
    });

    test("log-ins without a throttle are declared as such, although they were judged PASS", () => {
      for (const id of ["AuthMech-LAN-WebUI-Basic", "AuthMech-LAN-WebUI-Digest"]) {
        expect(r.declaration.authentication?.find((a) => a.id === id)?.bruteForce.mechanism).toBe("none");
        expect(r.watch).toContainEqual(expect.objectContaining({ code: "watch-no-mechanism", entry: id }));
      }
      expect(r.declaration.authentication?.find((a) => a.id === "AuthMech-LAN-WebUI-Default")).toMatchObject({
        default: { rule: "unique" },
        bruteForce: { mechanism: "delay", seconds: 1 },
      });
    });

    test("no verdict gets into the declaration; each is listed as not taken over", () => {
      expect(JSON.stringify(r.declaration)).not.toMatch(/\bPASS\b|verdict|Valid Justification/i);
      expect(r.unused.filter((u) => u.code === "judged-by-others").length).toBe(139);
    });

    test("a support period that the vendor left open is not filled in", () => {
      expect(r.declaration.support).toBeUndefined();
      expect(r.unused).toContainEqual(
        expect.objectContaining({ code: "left-open", field: "Support Period" }),
      );
    });

    test("tables with random lines left out, doubled or cut never crash the import, and leave a draft of the right shape", () => {
      const files = filesOf("ixit-ruuvi").map((f) => ({
        name: f.slice("ixit-ruuvi/".length),
        text: readFileSync(join(SAMPLES, f), "utf8"),
      }));
      fc.assert(
        fc.property(
          fc.nat(files.length - 1),
          fc.array(fc.tuple(fc.nat(400), fc.constantFrom("drop", "double", "cut")), { maxLength: 6 }),
          (which, edits) => {
            const file = files[which] as (typeof files)[number];
            const lines = file.text.split("\n");
            for (const [n, what] of edits) {
              const at = n % lines.length;
              if (what === "drop") lines.splice(at, 1);
              else if (what === "double") lines.splice(at, 0, lines[at] ?? "");
              else lines[at] = (lines[at] ?? "").slice(0, 20);
              if (lines.length === 0) lines.push("");
            }
            const out = importIxit([{ name: file.name, text: lines.join("\n") }]);
            for (const pointer of out.missing) expect(pointer).toMatch(/^\/product/);
          },
        ),
        { numRuns: 150, seed: 3 },
      );
    });

    test("every use names file, line and place, and every word is there in both languages", () => {
      const pointerExists = (pointer: string): boolean => {
        let at: unknown = r.declaration;
        for (const part of pointer.split("/").slice(1))
          at = (at as Record<string, unknown> | undefined)?.[part];
        return at !== undefined;
      };
      for (const u of r.used) {
        expect(u.line).toBeGreaterThan(0);
        expect(`${u.to} ${pointerExists(u.to)}`).toBe(`${u.to} true`);
      }
      for (const u of [...r.unused, ...r.watch]) {
        expect(ixitWords(u).ja).not.toBe(u.code);
        expect(ixitWords(u).en).not.toMatch(/\{\w+\}/);
      }
    });
  },
);

test("a table of the pro forma as a Markdown table is read like its headings", () => {
  const r = importIxit([
    {
      name: "ixit_1-AuthMech.md",
      text: "# IXIT 1-AuthMech\n\n| ID | Description | Authentication Factor | Brute Force Prevention |\n|---|---|---|---|\n| AuthMech-1 | Web login | Password | Account lock after 5 attempts |\n",
    },
  ]);
  expect(r.declaration.authentication).toMatchObject([
    { id: "AuthMech-1", kind: "password", bruteForce: { mechanism: "lock" } },
  ]);
});

test("files of another kind are named and not read", () => {
  const r = importIxit([{ name: "README.md", text: "# Hello\n\ntext" }]);
  expect(r.unused).toEqual([
    { file: "README.md", line: 1, entry: "", field: "", code: "not-an-ixit", values: {} },
  ]);
  expect(r.declaration).toEqual({ seiza: "product/1" });
});
