/**
 * Pictures of every screen in `out/screens/`, and what must hold on each. The full set (ja and en, light and dark,
 * 1440×900 and 1024×768, an example, an empty study, one of 1 000 components and one with mistakes) is
 * `npm run screens`; without SEIZA_SCREENS=all a bounded one is made that covers every language, colour, size and
 * study. A window goes from screen to screen as a person does, without loading the page again.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Study } from "@seiza/model";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
// @ts-expect-error: plain JavaScript
import { generateStudy } from "../../bench/generate.mjs";
import { leaveBrowser, openWindow, type Watched } from "./browsing.ts";
import {
  broken,
  EMPTY,
  EXAMPLE,
  newStudy,
  type StudyName,
  screensWith,
  shown,
  studyNamed,
  studyOf,
  unexpected,
  walk,
} from "./screens.ts";

const OUT = fileURLToPath(new URL("../../out/screens/", import.meta.url));
const address = inject("address");
const cookie = inject("cookie");

const isAll = process.env["SEIZA_SCREENS"] === "all";
/** Screens to make, by parts of their names with commas between; default: all. */
const only = process.env["SEIZA_SCREENS_ONLY"]?.split(",");

type Scheme = "light" | "dark";
interface Window {
  study: StudyName;
  lang: "ja" | "en";
  width: number;
  height: number;
  schemes: readonly Scheme[];
}
const SIZES = [
  [1440, 900],
  [1024, 768],
] as const;
const BOTH: readonly Scheme[] = ["light", "dark"];
const [[WIDE, HIGH], [NARROW, LOW]] = SIZES;
const WINDOWS: Window[] = isAll
  ? (["example", "empty", "overfull", "broken"] as const).flatMap((study) =>
      (["ja", "en"] as const).flatMap((lang) =>
        SIZES.map(([width, height]) => ({ study, lang, width, height, schemes: BOTH })),
      ),
    )
  : [
      { study: "example", lang: "ja", width: WIDE, height: HIGH, schemes: ["light"] },
      { study: "example", lang: "en", width: NARROW, height: LOW, schemes: ["dark"] },
      { study: "empty", lang: "ja", width: NARROW, height: LOW, schemes: ["dark"] },
      { study: "overfull", lang: "en", width: NARROW, height: LOW, schemes: ["light"] },
      { study: "broken", lang: "ja", width: WIDE, height: HIGH, schemes: ["light"] },
    ];

/** Revision of the example that differs from its present. */
let changedAt = 0;
const studies: Record<string, string> = {};
beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  const { context } = await openWindow({ address, cookie });
  studies["example"] = await studyNamed(context, address, EXAMPLE);
  // One change and the way back from it, for the comparison to show.
  const at = `${address}/api/v1/studies/${studies["example"]}`;
  const { head, study } = (await (await context.request.get(at)).json()) as {
    head: { revision: number };
    study: Study;
  };
  const before = structuredClone(study);
  for (const c of before.configurations) c.flows?.splice(-3);
  before.decisions?.splice(-2);
  for (const [i, content] of [before, study].entries()) {
    const saved = await context.request.put(at, {
      data: { study: content, label: "study.text" },
      headers: { origin: address, "if-match": `"${head.revision + i}"` },
    });
    expect(saved.status(), await saved.text()).toBe(200);
  }
  changedAt = head.revision + 1;
  studies["empty"] = await newStudy(context, address, EMPTY);
  studies["overfull"] = await newStudy(context, address, generateStudy(1000));
  studies["broken"] = await newStudy(context, address, broken(study));
  await context.close();
});
afterAll(leaveBrowser);

describe.each(WINDOWS)("$study, $lang, $width×$height", ({ study, lang, width, height, schemes }) => {
  let watched: Watched;
  let hasBegun = false;
  beforeAll(async () => {
    // The colours are those of the system, so that they change while a screen is shown.
    watched = await openWindow({
      address,
      cookie,
      lang,
      scheme: schemes[0] ?? "light",
      width,
      height,
      auto: true,
    });
  });
  afterAll(() => watched?.context.close());

  const screens = screensWith(study).filter(
    (s) => only === undefined || only.some((part) => s.name.includes(part)),
  );
  test.each(screens)("$name", async (screen) => {
    const { name, path, ready, open } = screen;
    const { context, page, faults } = watched;
    const id = await studyOf(screen, context, address, studies[study] ?? "");
    const where = path(id).replace("from=1", `from=${study === "example" ? changedAt : 1}`);
    await page.emulateMedia({ colorScheme: schemes[0] ?? "light" });
    if (hasBegun) await walk(page, where);
    else await page.goto(address + where);
    hasBegun = true;
    await shown(page, ready);
    await open?.(page);
    if (open) await page.waitForTimeout(250);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      const file = `${OUT}${study}-${name}-${lang}-${scheme}-${width}.png`;
      await page.screenshot({ path: file, animations: "disabled" });
      const looks = await look(page);
      expect(looks.lang).toBe(lang);
      expect(looks.scheme).toBe(scheme);
      expect(looks.wider, "the document scrolls sideways").toBeLessThanOrEqual(0);
      expect(looks.clipped, "words are cut off without a sign").toEqual([]);
      expect(looks.keys, "keys of messages instead of words").toEqual([]);
      if (lang === "en") expect(looks.japanese, "labels of the interface in Japanese").toEqual([]);
    }
    expect(unexpected(faults, screen)).toEqual([]);
  });
});

/** What can be said of a screen without looking at it. */
const look = (page: Page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const isShown = (el: Element) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const name = (el: Element) =>
      `<${el.tagName.toLowerCase()} class="${el.className}"> ${el.textContent?.trim().slice(0, 60)}`;
    /** Words that reach out of something that neither scrolls nor shows that more is there. */
    const isCutByAncestor = (el: Element): boolean => {
      const range = document.createRange();
      range.selectNodeContents(el);
      const words = range.getBoundingClientRect();
      for (let up: Element | null = el; up && up !== document.body; up = up.parentElement) {
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(up);
        if (/auto|scroll/.test(overflowX + overflowY) || up.clientWidth <= 1) return false;
        if (textOverflow === "ellipsis" || webkitLineClamp !== "none") return false;
        if (!/hidden|clip/.test(overflowX)) continue;
        const box = up.getBoundingClientRect();
        if (words.right > box.right + 2 || words.left < box.left - 2) return true;
      }
      return false;
    };
    const clipped: string[] = [];
    const keys: string[] = [];
    for (const el of document.querySelectorAll<HTMLElement>("body *")) {
      const own = [...el.childNodes]
        .filter((n) => n.nodeType === Node.TEXT_NODE)
        .map((n) => n.textContent?.trim() ?? "")
        .join("");
      if (own === "" || !isShown(el)) continue;
      // `step.goals_other`, `{count}`: what i18next shows when it has no words or no value.
      if (/^[a-z]+[A-Za-z]*(\.[a-zA-Z0-9]+)+$/.test(own) && el.closest("code, pre, [class*=cm-]") === null)
        keys.push(own);
      if (/\{[a-zA-Z]+\}/.test(own) && el.closest("code, pre, [class*=cm-]") === null) keys.push(own);
      const style = getComputedStyle(el);
      if (isCutByAncestor(el)) clipped.push(name(el));
      if (el.scrollWidth <= el.clientWidth + 1 || el.clientWidth === 0) continue;
      const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      const isSaid = style.textOverflow === "ellipsis" || el.clientWidth <= 1;
      if (hides && !scrolls && !isSaid && style.webkitLineClamp === "none") clipped.push(name(el));
    }
    return {
      lang: root.lang,
      scheme: root.dataset["mantineColorScheme"],
      wider: root.scrollWidth - root.clientWidth,
      clipped,
      keys,
      // Names of the interface only: what people wrote may be Japanese.
      japanese: [...document.querySelectorAll("header button, nav a, [role=tab], h1")]
        .filter((el) => isShown(el) && el.getAttribute("lang") !== "ja")
        .filter((el) => !/日本語/.test(el.textContent ?? ""))
        .map((el) => el.textContent ?? "")
        .filter((text) => /[ぁ-んァ-ン]/.test(text)),
    };
  });
