import { readdirSync, readFileSync } from "node:fs";
import { expect, it, describe as suite } from "vitest";
import { describe, format, MESSAGES, WORDS } from "../src/messages.ts";

const NAMES = /\{(\w+)(?::(\w+))?\}/g;
const namesOf = (template: string) =>
  [...new Set([...template.matchAll(NAMES)].map(([, name]) => name))].sort();

suite("every message", () => {
  it.each(Object.entries(MESSAGES))(
    "%s has words in both languages, from the same values",
    (_code, { message, mend }) => {
      for (const { ja, en } of [message, mend]) {
        expect(ja).not.toBe("");
        expect(en).not.toBe("");
        expect(namesOf(ja)).toEqual(namesOf(en));
        for (const [, , group] of ja.matchAll(NAMES)) if (group) expect(WORDS).toHaveProperty(group);
      }
    },
  );

  it("exists for each code that a file of this package gives", () => {
    const folder = new URL("../src/", import.meta.url);
    const codes = readdirSync(folder)
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const source = readFileSync(new URL(file, folder), "utf8");
        const calls =
          /(?:\b(?:problem|notAStudy|stop|is|failed|placed|unknown|error|warn|problems\.add)\(|code: )"([a-z]+[0-9]?(?:-[a-z0-9]+)+)"/g;
        return [...source.matchAll(calls)].map(([, code]) => code as string);
      });
    expect(codes.length).toBeGreaterThan(80);
    expect([...new Set(codes)].filter((code) => !(code in MESSAGES))).toEqual([]);
  });
});

suite("a message", () => {
  it("offers what there is and the nearest of it", () => {
    const values = {
      flow: "ems→gw",
      side: "to",
      interface: "gw.cloud",
      component: "gw",
      has: "cl, el, b",
      suggestion: "cl",
    };
    const { message, mend } = format("unknown-endpoint-interface", values, true);
    expect(message.en).toBe('flow "ems→gw" ends at interface "gw.cloud", which component "gw" does not have');
    expect(mend.en).toBe('it has: cl, el, b — did you mean "cl"?');
    expect(mend.ja).toBe("あるのは: cl, el, b — 「cl」のことでしょうか");
  });

  it("says so when there is nothing to offer", () => {
    expect(format("unknown-zone", { id: "x", where: "gw", has: "", suggestion: "" }, true).mend.en).toBe(
      "it has: none",
    );
  });

  it("shows values as they are, even when they look like a template", () => {
    expect(
      format("unknown-key", { where: "[[{has}]]", key: "{where}", has: "$&", suggestion: "" }, true).message
        .en,
    ).toBe('[[{has}]] has no key "{where}"');
  });

  it("throws in strict use when a value or a code is missing, and shows a mark otherwise", () => {
    expect(() => format("missing-key", { where: "x" }, true)).toThrow('needs the value "key"');
    expect(() => format("no-such-code", {}, true)).toThrow("no message");
    expect(format("missing-key", { where: "x" }).message.en).toBe('x lacks the key "?"');
  });

  it("stands at the key when the key is what is wrong, else at the value", () => {
    const locate = (_path: unknown, at: "value" | "key" = "value") => ({
      file: "f",
      line: at === "key" ? 1 : 2,
      column: 3,
    });
    const at = (code: string) =>
      describe(
        { code, severity: "error", path: ["a"], values: { where: "", key: "", has: "", suggestion: "" } },
        locate,
      ).line;
    expect([at("unknown-key"), at("missing-key")]).toEqual([1, 2]);
  });
});
