import { describe, expect, it } from "vitest";
import { readText } from "../src/read-text.ts";
import { bytesOf } from "./example-study.ts";

const SHIFT_JIS = [
  0x61, 0x3a, 0x0a, 0x20, 0x62, 0x3a, 0x20, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x83, 0x65, 0x83, 0x58, 0x83,
  0x67,
]; // a:\n b: 日本語テスト
const EUC_JP = [0x61, 0x3a, 0x20, 0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec, 0xa4, 0xc7, 0xa4, 0xb9]; // a: 日本語です
const utf16 = (text: string) => [...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]);

describe("a file that cannot be read as text", () => {
  it.each<[string, number[], string, string, string]>([
    ["an empty file", [], "empty-file", "1:1", ""],
    ["white space only", [0x20, 0x0a], "empty-file", "1:1", ""],
    ["a byte order mark only", [0xef, 0xbb, 0xbf], "empty-file", "1:1", ""],
    ["UTF-16 with a byte order mark", [0xff, 0xfe, ...utf16("a: 1")], "not-utf8", "1:1", "UTF-16"],
    ["UTF-16 without one", utf16("seiza: 1\nsystem: x"), "not-utf8", "1:1", "UTF-16"],
    ["Shift_JIS", SHIFT_JIS, "not-utf8", "2:5", "Shift_JIS"],
    ["EUC-JP", EUC_JP, "not-utf8", "1:4", "EUC-JP"],
    ["a byte that no encoding explains", [0x61, 0x3a, 0x20, 0xff, 0xff], "not-utf8", "1:4", ""],
    ["a broken character after a wide one", [...bytesOf("a: 😀"), 0xe3, 0x81], "not-utf8", "1:6", ""],
    ["an overlong sequence", [0x61, 0xc0, 0xaf], "not-utf8", "1:2", "EUC-JP"],
    ["a zip archive", [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00], "binary-file", "1:1", "zip"],
    ["a PDF", [...bytesOf("%PDF-1.7")], "binary-file", "1:1", "pdf"],
    ["a zero byte", [0x61, 0x3a, 0x0a, 0x62, 0x00, 0x63], "binary-file", "2:2", "zero-byte"],
  ])("%s gets one problem that says so and where", (_name, bytes, code, place, detail) => {
    const { text, problems } = readText(Uint8Array.from(bytes), "study.yaml");
    expect(text).toBeUndefined();
    expect(
      problems.map((p) => [
        p.code,
        `${p.line}:${p.column}`,
        p.values?.["encoding"] ?? p.values?.["kind"] ?? "",
      ]),
    ).toEqual([[code, place, detail]]);
  });

  it("is refused by its size before it is read, by the limit of its format", () => {
    const limits = { jsonBytes: 20, yamlBytes: 10 };
    expect(readText(bytesOf("a: 123456789"), "s.yaml", limits).problems[0]?.code).toBe("too-large");
    expect(readText(bytesOf('{"a": 12345}'), "s.json", limits).problems).toEqual([]);
    expect(readText(bytesOf('{"a": 12345}'), "-", limits).problems).toEqual([]);
  });
});

describe("a file in UTF-8", () => {
  it("loses its byte order mark and nothing else", () => {
    expect(readText(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf("名: 値\r\n")]), "s.yaml").text).toBe(
      "名: 値\r\n",
    );
  });
});
