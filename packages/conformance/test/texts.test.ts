import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  analyseDefaultPasswords,
  compareModelNumber,
  derivationOf,
  isSequence,
  readManual,
  readPolicyPage,
  readSecurityTxt,
  readUpdatePolicy,
  readUserInformation,
  sameModelNumber,
  type Unit,
} from "../src/index.ts";
import { base64, crc32, hex, md5, sha1, sha256 } from "../src/texts/digests.ts";
import { dateIn } from "../src/texts/places.ts";

const utf8 = (t: string) => new TextEncoder().encode(t);
const digest = (algorithm: string, t: string) => createHash(algorithm).update(t).digest("hex");

describe("digests", () => {
  it("are those of the standards, at every length around a block", () => {
    for (let n = 0; n < 200; n++) {
      const t = "x".repeat(n);
      expect([hex(md5(utf8(t))), hex(sha1(utf8(t))), hex(sha256(utf8(t)))]).toEqual([
        digest("md5", t),
        digest("sha1", t),
        digest("sha256", t),
      ]);
    }
    expect(hex(crc32(utf8("123456789")))).toBe("cbf43926");
    expect(base64(utf8("any carnal pleas"))).toBe("YW55IGNhcm5hbCBwbGVhcw");
  });
});

describe("default passwords of several units", () => {
  const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const random = (seed: number) =>
    [...sha256(utf8(`k${seed * 7919}`))]
      .slice(0, 10)
      .map((b) => letters[b % letters.length])
      .join("");
  const units = (password: (i: number, serial: string, mac: string) => string): Unit[] =>
    Array.from({ length: 45 }, (_, i) => {
      // 22 that follow each other, the rest far apart.
      const serial = `HC${String(i < 22 ? 100200 + i : 300000 + i * 137).padStart(7, "0")}`;
      const mac = `00:11:22:33:${(i * 3).toString(16).padStart(2, "0")}:${(i * 7 + 1).toString(16).padStart(2, "0")}`;
      return { serial, mac, password: password(i, serial, mac) };
    });
  const kinds = (table: Unit[]) => [
    ...new Set(
      analyseDefaultPasswords(table, { authentication: "admin", model: "HC-200" }).fact.findings.map(
        (f) => f.what,
      ),
    ),
  ];

  it("that are random have no finding, and the sample is counted", () => {
    const { fact, rowHashes } = analyseDefaultPasswords(
      units((i) => random(i)),
      { authentication: "admin" },
    );
    expect(fact).toMatchObject({ units: 45, consecutive: 22, shortest: 10, duplicates: 0, findings: [] });
    expect(rowHashes[0]).toBe(digest("sha256", random(0)));
  });

  it.each<[string, string, (i: number, serial: string, mac: string) => string]>([
    ["under six characters", "short", (i) => random(i).slice(0, 5)],
    ["the same on two units", "duplicate", (i) => random(Math.min(i, 43))],
    ["that are notorious", "listed", (i) => (i === 3 ? "Admin123" : random(i))],
    ["that run along the keyboard", "sequence", (i) => (i === 3 ? "qwertyu" : random(i))],
    ["that count up", "sequence", (i) => String(48151623 + i * 42)],
    ["that are part of the serial", "derived", (_i, serial) => serial.slice(-6)],
    [
      "that are the serial turned round",
      "derived",
      (_i, serial) => [...serial].reverse().join("").slice(0, 7),
    ],
    ["cut from the MD5 of the MAC", "derived", (_i, _s, mac) => digest("md5", mac).slice(0, 8)],
    [
      "cut from the SHA-1 of the bare MAC in upper case",
      "derived",
      (_i, _s, mac) => digest("sha1", mac.replaceAll(":", "").toUpperCase()).slice(0, 8),
    ],
    [
      "cut from the SHA-256 of the serial in base64",
      "derived",
      (_i, serial) => base64(sha256(utf8(serial))).slice(0, 8),
    ],
    ["with a letter that never varies", "pattern", (i) => `Z${random(i).slice(1)}`],
  ])("%s are found: %s", (_name, what, password) => {
    expect(kinds(units(password))).toContain(what);
  });

  it("never leave the table: the result holds rows and hashes only", () => {
    const table = units((i) => (i === 3 ? "Admin123" : i === 4 ? "HC0100" : random(i)));
    const text = JSON.stringify(analyseDefaultPasswords(table, { authentication: "admin" }));
    for (const { password } of table) expect(text).not.toContain(password);
  });

  it.each([
    ["123456", true],
    ["abcabc", true],
    ["987654", true],
    ["k7Wq2m", false],
  ])("%s follows a sequence: %s", (value, is) => {
    expect(isSequence(value)).toBe(is);
  });

  it("a short serial is no source", () => {
    expect(derivationOf({ serial: "7", password: "x7k2mq" })).toBeUndefined();
  });
});

describe("a disclosure policy", () => {
  const points = (text: string) =>
    [
      ...new Set(
        readPolicyPage({ text, at: "https://v.example/", document: "policy" }).points.map((p) => p.point),
      ),
    ].sort();
  it("in Japanese has its three points quoted with their lines", () => {
    const text =
      "脆弱性の報告\n連絡先: psirt@vendor.example\nご報告を受領した後、3営業日以内に受領確認をお送りします。\n解決するまで、対応の進捗状況を30日ごとにお知らせします。";
    const fact = readPolicyPage({ text, at: "p.html", document: "policy" });
    expect(fact.points.map((p) => [p.point, p.where])).toEqual([
      ["contact", "2"],
      ["handling", "3"],
      ["status", "4"],
    ]);
    expect(fact.language).toEqual(["ja"]);
  });
  it("in English has its three points", () => {
    expect(
      points(
        "Contact: security@vendor.example\nWe acknowledge your report within 5 days.\nWe will inform you of the status every two weeks.",
      ),
    ).toEqual(["contact", "handling", "status"]);
  });
  it("with an address only has the contact only", () => {
    expect(points("security@vendor.example")).toEqual(["contact"]);
  });
  it("without text says so", () => {
    expect(readPolicyPage({ text: " ", at: "p.pdf", document: "policy" }).problems).toEqual([
      { code: "no-text", detail: "p.pdf" },
    ]);
  });
});

describe("information for users", () => {
  const JA =
    "初期設定では、必ずパスワードを変更してください。\n更新の内容と、適用しない場合の影響をお知らせします。\n更新しないことで生じた損害について、当社は責任を負いません。\nサポート期間: 2031年3月31日まで\n廃棄の前に、本体のデータを消去してください。";
  it("in Japanese has its five points, and the end of support as a date", () => {
    const fact = readUserInformation({ text: JA, at: "m.txt", document: "guide" });
    expect([...new Set(fact.points.map((p) => p.point))].sort()).toEqual([
      "disclaimer",
      "disposal",
      "safe-use",
      "support-end",
      "updates",
    ]);
    expect(fact.date).toBe("2031-03-31");
  });
  it.each([
    ["safe-use", 0],
    ["updates", 1],
    ["disclaimer", 2],
    ["support-end", 3],
    ["disposal", 4],
  ])("lacks %s without its line", (point, at) => {
    const text = JA.split("\n")
      .filter((_l, i) => i !== at)
      .join("\n");
    expect(
      readUserInformation({ text, at: "m.txt", document: "guide" }).points.map((p) => p.point),
    ).not.toContain(point);
  });
  it.each([
    ["2031年3月まで", "2031-03-31"],
    ["令和8年2月28日", "2026-02-28"],
    ["until 5 March 2030", "2030-03-05"],
    ["March 5, 2030", "2030-03-05"],
    ["2030/12/1", "2030-12-01"],
    ["2030-02-30", undefined],
    ["型番 20310331", undefined],
  ])("reads the date of %s as %s", (line, date) => {
    expect(dateIn(line)).toBe(date);
  });
});

describe("a policy on priorities and a manual", () => {
  it("have their points found", () => {
    const policy = readUpdatePolicy({
      text: "第2版 2026年4月1日改訂\nCVSS で深刻度を分ける\n緊急は14日以内\n承認: 部長\n対象製品: 全機種\n例外: 回避策を出す",
      at: "p",
      document: "update-policy",
    });
    expect(policy.points.map((p) => p.point)).toEqual([
      "severity",
      "targets",
      "roles",
      "scope",
      "exceptions",
    ]);
    expect(policy.date).toBe("2026-04-01");
    const manual = readManual({
      text: "# ご使用の前に\n1. 開梱します。\n\n# 更新の手順\n1. ログインします。\n2. ファイルを選びます。\n3. 押します(図1)。\n",
      at: "m",
      document: "manual",
    });
    expect(manual.steps).toBe(3);
    expect(manual.points.map((p) => p.point)).toContain("pictures");
  });
});

describe("a security.txt", () => {
  const read = (text: string) =>
    readSecurityTxt(
      { text, at: "https://v.example/.well-known/security.txt", document: "security-txt" },
      "2026-11-25",
    ).problems.map((p) => p.code);
  const GOOD = "Contact: https://v.example/report\nExpires: 2027-06-01T00:00:00Z\n";
  it.each([
    ["as RFC 9116 asks has no problem", GOOD, []],
    ["without a contact", "Expires: 2027-06-01T00:00:00Z\n", ["no_contact"]],
    ["without an end", "Contact: https://v.example/r\n", ["no_expire"]],
    ["with two ends", `${GOOD}Expires: 2027-06-01T00:00:00Z\n`, ["multi_expire"]],
    ["that is over", "Contact: https://v.example/r\nExpires: 2026-11-24T00:00:00Z\n", ["expired"]],
    [
      "that lasts for years",
      "Contact: https://v.example/r\nExpires: 2029-01-01T00:00:00Z\n",
      ["long_expiry"],
    ],
    [
      "with a day in place of a time",
      "Contact: https://v.example/r\nExpires: 2027-06-01\n",
      ["invalid_expiry"],
    ],
    ["with a bare address", "Contact: a@v.example\nExpires: 2027-06-01T00:00:00Z\n", ["no_uri"]],
    ["with a contact in clear", "Contact: http://v.example/r\nExpires: 2027-06-01T00:00:00Z\n", ["no_https"]],
    ["with a line that is none", `${GOOD}hello\n`, ["invalid_line"]],
    ["with an unknown field", `${GOOD}Hello: x\n`, ["unknown_field"]],
    ["with languages that are none", `${GOOD}Preferred-Languages: ja, english language\n`, ["invalid_lang"]],
  ])("%s", (_name, text, problems) => {
    expect(read(text)).toEqual(problems);
  });
  it("is read inside a clear signature", () => {
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${GOOD}-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n`;
    expect(read(text)).toEqual([]);
  });
});

describe("model numbers", () => {
  it.each([
    ["HC-200", "ＨＣ－２００", "same"],
    ["HC-200", "hc 200", "same"],
    ["HC-200", "Model: HC-200 (camera)", "same"],
    ["HC-200", "HC", "family"],
    ["HC-200", "HC series", "family"],
    ["HC-200", "HC-2000", "other"],
    ["HC-200", "AB-1", "other"],
    ["HC-200", "", "other"],
  ])("%s shown as %j is the %s", (declared, text, match) => {
    expect(compareModelNumber(declared, text)).toBe(match);
  });
  it("are the same whichever way round", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => sameModelNumber(a, b) === sameModelNumber(b, a)),
      { seed: 6 },
    );
  });
});
