/** Every screen of the workbench, and what shows that it is complete. */
import { readFileSync } from "node:fs";
import type { Study } from "@seiza/model";
import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

export type StudyName = "example" | "empty" | "overfull" | "broken";
export interface Screen {
  name: string;
  path: (study: string) => string;
  /** Selector of what is there once the screen has what it shows. */
  ready: string;
  /** What is done on it before it is what it is called: something chosen, a dialog opened. In either language. */
  open?: (page: Page) => Promise<void>;
  /** Studies with which it differs; default: every study but the broken one. */
  with?: readonly StudyName[];
  /** Changes the study, so it is shown in a window and a study of its own. */
  apart?: boolean;
  /** Status with which the server refuses what is done on it. */
  refused?: number;
}
const inStudy = (
  name: string,
  rest: string,
  ready = "main h1",
  more: Pick<Screen, "open" | "with" | "apart" | "refused"> = {},
): Screen => ({ name, path: (id) => `/studies/${id}${rest}`, ready, ...more });

const EXAMPLE_ONLY = { with: ["example"] } as const;
/** Nothing of the study's is what it was afterwards. */
const OF_ITS_OWN = { with: ["example"], apart: true, refused: 412 } as const;
const FULL = { with: ["example", "overfull"] } as const;
const DIALOG = "[role=dialog]";
/** Presses the first button that is called so, and waits for what it opens. */
const press =
  (name: RegExp, opens = DIALOG, within = "main") =>
  async (page: Page) => {
    await page.locator(within).getByRole("button", { name }).first().click();
    await page.locator(opens).last().waitFor();
  };
/** Presses keys while the page, not a field, has the focus. */
const keys =
  (focus: string, pressed: readonly string[], opens?: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(focus).first().focus();
    for (const key of pressed) await page.keyboard.press(key);
    if (opens !== undefined) await page.locator(opens).last().waitFor();
  };
/** Ids of the products that `makeProducts` made, by what they stand for. */
const products: Partial<Record<StudyName, string>> = {};
const inProduct = (name: string, rest: string, more: Pick<Screen, "open" | "with"> = {}): Screen[] =>
  (more.with ?? (["example", "empty", "overfull", "broken"] as const)).map((which) => ({
    name,
    path: () => `/products/${products[which]}${rest}`,
    ready: "main h1",
    with: [which],
    ...(more.open ? { open: more.open } : {}),
  }));
const DIAGRAM = "[data-testid=diagram][data-drawn]";

/** A file is chosen on the page of all studies, and read. */
const chosen =
  (name: string, text: string, shows = "dl") =>
  async (page: Page): Promise<void> => {
    const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator(`${DIALOG} ${shows}`).first().waitFor();
  };
/** An asset register with a row that cannot be placed. */
const REGISTER = [
  "資産名,種別,設置場所,担当",
  "ラインPLC,シーケンサ,製造現場,製造課",
  "監視サーバ,サーバ,管理棟,情報システム課",
  ",シーケンサ,製造現場,",
].join("\n");

/** While the window's next save is on its way, somebody else saves the study. */
async function savedElsewhereMeanwhile(page: Page): Promise<void> {
  const { origin, pathname } = new URL(page.url());
  const at = `${origin}/api/v1${pathname}`;
  let isSaved = false;
  await page.route(
    (url) => url.href === at,
    async (route) => {
      if (route.request().method() === "PUT" && !isSaved) {
        isSaved = true;
        await saveElsewhere(page, at);
      }
      await route.fallback();
    },
  );
}
async function saveElsewhere(page: Page, at: string): Promise<void> {
  const { origin } = new URL(at);
  const { head, study } = (await (await page.request.get(at)).json()) as {
    head: { revision: number };
    study: Study;
  };
  study.configurations[0]?.components.splice(-1);
  const saved = await page.request.put(at, {
    data: { study, label: "study.text" },
    headers: { origin, "if-match": `"${head.revision}"` },
  });
  expect(saved.status(), await saved.text()).toBe(200);
}

export const SCREENS: readonly Screen[] = [
  { name: "home", path: () => "/", ready: "main ul > li img, main ul > li svg" },
  {
    name: "home-new",
    path: () => "/",
    ready: "main ul > li img, main ul > li svg",
    open: press(/新しい検討|New study/, "[role=dialog] [role=radio]"),
    ...EXAMPLE_ONLY,
  },
  {
    name: "home-import",
    path: () => "/",
    ready: "main ul > li img, main ul > li svg",
    open: chosen("台帳.csv", REGISTER),
    ...EXAMPLE_ONLY,
  },
  {
    name: "home-import-refused",
    path: () => "/",
    ready: "main ul > li img, main ul > li svg",
    open: chosen("家計簿.csv", "月,金額\n4月,100\n", "[role=alert]"),
    ...EXAMPLE_ONLY,
  },
  { name: "settings", path: () => "/settings", ready: "main h1", ...EXAMPLE_ONLY },
  inStudy("overview", "", "main h1", { with: ["example", "empty", "overfull", "broken"] }),
  inStudy("shortcuts", "", "main h1", { open: keys("main", ["?"], DIALOG), ...EXAMPLE_ONLY }),
  inStudy("search", "", "main h1", { open: keys("main", ["/"], `${DIALOG} [role=option]`), ...FULL }),
  inStudy("rename", "", "main h1", {
    open: async (page) => {
      await page.locator("header button[title*='名前'], header button[title*='ename']").first().click();
      await page.locator(DIALOG).waitFor();
    },
    ...EXAMPLE_ONLY,
  }),
  inStudy("problems", "", "main h1", {
    open: press(/^(問題|Problems)/, "aside", "header"),
    with: ["example", "empty", "overfull", "broken"],
  }),
  inStudy("decisions", "", "main h1", {
    open: press(/^(判断|Decisions)/, "aside", "header"),
    with: ["example", "empty"],
  }),
  inStudy("export", "", "main h1", {
    open: press(/^(書き出し|Export)$/, `${DIALOG} [type=checkbox]`, "header"),
    with: ["example", "broken"],
  }),
  inStudy("conflict", "", "main h1", {
    open: async (page) => {
      await savedElsewhereMeanwhile(page);
      await page.locator("header button[title*='名前'], header button[title*='ename']").first().click();
      await page.locator(`${DIALOG} input`).first().fill("名前をここで変えた");
      await page.locator(`${DIALOG} button[type=submit]`).click();
      await page.locator(`${DIALOG} li`).first().waitFor({ timeout: 60_000 });
    },
    ...OF_ITS_OWN,
  }),
  inStudy("1-system", "/system", DIAGRAM, { with: ["example", "empty", "overfull", "broken"] }),
  inStudy("1-component", "/system", DIAGRAM, { open: keys(DIAGRAM, ["Tab", "Tab"]), ...FULL }),
  inStudy("1-many", "/system", DIAGRAM, { open: keys(DIAGRAM, ["Control+a"]), ...EXAMPLE_ONLY }),
  inStudy("1-text", "/system", DIAGRAM, { open: keys(DIAGRAM, ["t"], ".cm-content"), ...FULL }),
  inStudy("1-commands", "/system", DIAGRAM, {
    open: keys(DIAGRAM, ["Tab", "Tab", ","], "[role=listbox]"),
    ...EXAMPLE_ONLY,
  }),
  inStudy("1-outline", "/system", DIAGRAM, {
    open: async (page) => {
      const show = page.getByRole("button", { name: /^(部品と一覧を開く|Show parts|Open parts)/ });
      if (await show.isVisible()) await show.click();
      await page.getByRole("button", { name: /^(一覧|Outline|List)$/ }).click();
      await page.locator("[role=tree]").waitFor();
    },
    ...FULL,
  }),
  inStudy("2-assets", "/risks?tab=assets", "main h1", {
    with: ["example", "empty", "overfull", "broken"],
  }),
  inStudy("2-sources", "/risks?tab=sources"),
  inStudy("2-risks", "/risks?tab=risks"),
  inStudy("2-risks-star1", "/risks?tab=risks&case=star1", "main h1", EXAMPLE_ONLY),
  inStudy("2-group", "/risks?tab=risks", "main h1", {
    open: async (page) => {
      await page.locator("main [role=row]").nth(2).click();
      await page.locator("main section[aria-label] h2").last().waitFor();
    },
    ...FULL,
  }),
  inStudy("2-routes", "/risks?tab=routes"),
  inStudy("2-priorities", "/risks?tab=priorities"),
  inStudy("why", "/risks?tab=risks", "main h1", {
    open: press(/根拠を見る|[Ww]hy/, "aside"),
    ...FULL,
  }),
  inStudy("3-types", "/types"),
  inStudy("4-treat", "/requirements?show=all"),
  inStudy("4-reason", "/requirements?show=all", "main h1", {
    open: press(/を採用しない理由を書く$|^Drop “/),
    ...EXAMPLE_ONLY,
  }),
  inStudy("4-add", "/requirements?show=all", "main h1", {
    open: press(/^(対策を追加|Add a countermeasure)$/, `${DIALOG} [type=radio]`),
    ...EXAMPLE_ONLY,
  }),
  inStudy("4-own", "/requirements?show=all", "main h1", {
    open: press(/^(独自の要件を追加|Add a requirement)$/),
    ...EXAMPLE_ONLY,
  }),
  inStudy("4-requirements", "/requirements?tab=requirements"),
  inStudy("4-site", "/requirements?tab=site"),
  inStudy("5-whatif", "/star1?tab=whatif"),
  inStudy("5-plan", "/star1?tab=plan"),
  inStudy("5-coverage", "/star1?tab=coverage"),
  inStudy("5-activities", "/star1?tab=activities"),
  inStudy("5-crosswalk", "/star1?tab=crosswalk"),
  inStudy("6-star2", "/star2"),
  inStudy("6-grounds", "/star2", "main h1", {
    open: async (page) =>
      page
        .locator("[id^=ground-]")
        .first()
        .evaluate((el) => el.scrollIntoView()),
    ...FULL,
  }),
  inStudy("6-market", "/star2", "main h1", {
    open: async (page) => {
      await page.locator("[id^=ground-] header button").first().click();
      await page.locator(DIALOG).waitFor();
    },
    ...EXAMPLE_ONLY,
  }),
  inStudy("compare", "/compare?from=1&to=now"),
  inStudy("compare-same", "/compare?from=now&to=now", "main h1", EXAMPLE_ONLY),
  inStudy("history", "/history"),
  {
    name: "products",
    path: () => "/products",
    ready: "main ul > li [role=img]",
    with: ["example", "overfull"],
  },
  {
    name: "products-new",
    path: () => "/products",
    ready: "main ul > li [role=img]",
    open: press(/^(新しい製品|New product)$/, `${DIALOG} [type=radio]`),
    ...EXAMPLE_ONLY,
  },
  ...inProduct("product-assessment", ""),
  ...inProduct("product-criterion", "?c=S1.1-01", FULL),
  ...inProduct("product-statement", "?c=S1.1-07", {
    open: press(/^(判断を書く|Write a judgement)$/),
    ...EXAMPLE_ONLY,
  }),
  ...inProduct("product-declaration", "/declaration?view=form"),
  ...inProduct("product-both", "/declaration?view=both", EXAMPLE_ONLY),
  ...inProduct("product-text", "/declaration?view=text", { with: ["example", "broken"] }),
  ...inProduct("product-evidence", "/evidence", { with: ["example", "empty"] }),
  ...inProduct("product-compare", "/compare", { with: ["example", "empty"] }),
];
export const screensWith = (study: StudyName) =>
  SCREENS.filter((s) => (s.with ?? ["example", "empty", "overfull"]).includes(study));

/** The study that a screen is shown with: `id`, or a copy of it. */
export async function studyOf(
  { apart = false }: Screen,
  context: BrowserContext,
  address: string,
  id: string,
): Promise<string> {
  if (!apart) return id;
  const answer = await context.request.post(`${address}/api/v1/studies/${id}/copy`, {
    data: {},
    headers: { origin: address },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { head: { id: string } }).head.id;
}
/** What went wrong on a screen, without what belongs to it. */
export const unexpected = (faults: string[], { refused }: Screen): string[] =>
  faults.splice(0).filter((fault) => refused === undefined || !new RegExp(`\\b${refused}\\b`).test(fault));

/** Waits until the screen is there, nothing is being analysed or loaded, and typefaces are in place. */
export async function shown(page: Page, ready: string): Promise<void> {
  await page.locator(ready).first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector("header [class*=spin], [class*=Loader], main [class*=skeleton]") === null &&
      document.documentElement.dataset["typeface"] === "own" &&
      document.fonts.status === "loaded",
    undefined,
    { polling: 100, timeout: 60_000 },
  );
  // What is drawn bit by bit, and an analysis that begins a moment after the study is there, come before the page rests.
  await page.evaluate(
    () =>
      new Promise<void>((done) =>
        requestIdleCallback(() => requestAnimationFrame(() => requestIdleCallback(() => done()))),
      ),
  );
  await page.waitForFunction(
    () => document.querySelector("header [class*=spin], [class*=Loader]") === null,
    undefined,
    { polling: 100, timeout: 60_000 },
  );
}

/** From one screen to the next within the page, as links do. Dialogs and panels of the last one are closed. */
export async function walk(page: Page, path: string): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const isOpen = await page.evaluate(
      () => document.querySelector("[role=dialog], aside[class*=side]") !== null,
    );
    if (!isOpen) break;
    await page.keyboard.press("Escape");
    await page.waitForTimeout(120);
  }
  // By way of another page of the study, so that each screen begins anew while the study stays open.
  const study = /^\/studies\/[\w-]+/.exec(path)?.[0];
  const between = path.includes("/history") ? "/star2" : "/history";
  for (const next of study === undefined ? [path] : [study + between, path]) {
    await page.evaluate((to) => history.pushState({}, "", to), next);
    await page.waitForFunction((to) => location.pathname + location.search === to, next);
    // A page stays on the screen until the next one can be shown: what it has is not taken for the next one's.
    if (next !== path)
      await page.waitForFunction(
        (to) => document.querySelector(`nav a[href="${to}"][aria-current="page"]`) !== null,
        next,
      );
  }
}

export async function studyNamed(context: BrowserContext, address: string, ja: string): Promise<string> {
  const answer = await context.request.get(`${address}/api/v1/studies?limit=100`);
  const { items } = (await answer.json()) as { items: { id: string; name: { ja?: string } }[] };
  const found = items.find((s) => s.name.ja === ja);
  if (!found) throw new Error(`no study is named ${ja}: ${JSON.stringify(items.map((i) => i.name))}`);
  return found.id;
}

const declared = (name: "camera" | "thermostat") =>
  readFileSync(new URL(`../../examples/products/${name}/product.yaml`, import.meta.url), "utf8");
/** A declaration of so many interfaces more. */
const overfull = (text: string, more: number) =>
  text.replace(
    /^interfaces:\n/m,
    `interfaces:\n${Array.from(
      { length: more },
      (_, i) =>
        `  - { id: extra-${i}, kind: ip, transport: tcp, port: ${20_000 + i}, protocol: http, needed: true, purpose: "x", access: refuse }\n`,
    ).join("")}`,
  );

/** Makes a product of a declaration. @returns its id */
export async function newProduct(
  context: BrowserContext,
  address: string,
  name: unknown,
  text: string,
): Promise<string> {
  const answer = await context.request.post(`${address}/api/v1/products`, {
    data: { name, document: { seiza: "product-document/1", text, statements: [] } },
    headers: { origin: address },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

/** The products of the screens: an example with a kept assessment, one with gaps, one with mistakes, one with much in it. */
export async function makeProducts(context: BrowserContext, address: string): Promise<void> {
  const camera = declared("camera");
  const thermostat = declared("thermostat");
  const make = (ja: string, en: string, text: string) => newProduct(context, address, { ja, en }, text);
  products.empty = await make("サーモスタット", "Thermostat", thermostat);
  products.broken = await make("誤り", "Mistakes", thermostat.replace("transport: tcp", "transport: tpc"));
  products.overfull = await make("多数", "Many", overfull(camera, 120));
  products.example = await make("カメラ", "Camera", camera);
  const kept = await context.request.post(`${address}/api/v1/products/${products.example}/assessments`, {
    data: {},
    headers: { origin: address, "if-match": '"1"' },
  });
  expect(kept.status(), await kept.text()).toBe(201);
}

export const EXAMPLE = "スマートホーム(HEMSゲートウェイ経由)";
export const EMPTY = {
  seiza: 1,
  system: { id: "empty", name: { ja: "空の検討", en: "Empty study" }, domain: "smart-home" },
  configurations: [
    {
      id: "now",
      name: { ja: "現状", en: "Present" },
      zones: [{ id: "home", name: { ja: "宅内", en: "Home" }, kind: "home-lan" }],
      components: [],
    },
  ],
  productTypes: [{ id: "camera", name: { ja: "カメラ", en: "Camera" }, class: "device" }],
};

/** The example with what people get wrong: a flow to nowhere, a zone that is not there, shares of more than 100 %. */
export function broken(study: Study): Study {
  const copy = structuredClone(study);
  const [configuration] = copy.configurations;
  const [component] = configuration?.components ?? [];
  const [flow] = configuration?.flows ?? [];
  if (component) component.zone = "attic";
  if (flow) flow.to = "nobody.lan";
  return {
    ...copy,
    system: { ...copy.system, id: "broken", name: { ja: "誤りのある検討", en: "Study with mistakes" } },
  };
}

/** Makes a study of the workspace. @returns its id */
export async function newStudy(context: BrowserContext, address: string, study: unknown): Promise<string> {
  const answer = await context.request.post(`${address}/api/v1/studies`, {
    data: { study },
    headers: { origin: address },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { head: { id: string } }).head.id;
}
