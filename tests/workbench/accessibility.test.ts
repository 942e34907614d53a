/** Screens for those who see little and those who use keys alone: axe on every screen and dialog, and the main actions by key. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow, tabTo, type Watched, waitSaved } from "./browsing.ts";
import {
  broken,
  EMPTY,
  EXAMPLE,
  newStudy,
  screensWith,
  shown,
  studyNamed,
  studyOf,
  unexpected,
  walk,
} from "./screens.ts";

const address = inject("address");
const cookie = inject("cookie");
afterAll(leaveBrowser);

/** Serious and critical findings, each with the elements it is about. */
async function findings(page: Page, scheme: "light" | "dark"): Promise<string[]> {
  // What has scrolled under the header would be measured against the header.
  await page.evaluate(() => document.querySelector("main")?.scrollTo(0, 0));
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  // Colours alone differ in the dark.
  if (scheme === "dark") axe.withRules(["color-contrast"]);
  const { violations } = await axe.analyze();
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map(
      (v) =>
        `${v.impact} ${v.id}: ${v.nodes
          .map((n) => `${n.target.join(" ")} ${n.any[0]?.message ?? ""}`)
          .slice(0, 4)
          .join(" | ")}`,
    );
}

describe.each(["example", "empty", "broken"] as const)("axe finds nothing serious, %s", (study) => {
  let watched: Watched;
  let id = "";
  let hasBegun = false;
  beforeAll(async () => {
    watched = await openWindow({ address, cookie, auto: true });
    const { context } = watched;
    const example = await studyNamed(context, address, EXAMPLE);
    if (study === "example") id = example;
    else if (study === "empty") id = await newStudy(context, address, EMPTY);
    else {
      const answer = await context.request.get(`${address}/api/v1/studies/${example}`);
      id = await newStudy(context, address, broken((await answer.json()).study));
    }
  });
  afterAll(() => watched?.context.close());
  afterEach(() => expect(watched.faults.splice(0)).toEqual([]));

  test.each(screensWith(study))("$name", async (screen) => {
    const { ready, open } = screen;
    const { context, page } = watched;
    const path = screen.path(await studyOf(screen, context, address, id));
    await page.emulateMedia({ colorScheme: "light" });
    if (hasBegun) await walk(page, path);
    else await page.goto(address + path);
    hasBegun = true;
    await shown(page, ready);
    await open?.(page);
    // What opens has faded in.
    await page.waitForTimeout(open ? 300 : 0);
    expect(await findings(page, "light"), "light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.dataset["mantineColorScheme"] === "dark");
    await page.waitForTimeout(200);
    expect(await findings(page, "dark"), "dark").toEqual([]);
    expect(unexpected(watched.faults, screen)).toEqual([]);
  });
});

describe("by Tab, Enter and Escape alone", () => {
  let watched: Watched;
  let page: Page;
  beforeAll(async () => {
    watched = await openWindow({ address, cookie });
    page = watched.page;
  });
  afterAll(() => watched?.context.close());
  afterEach(() => expect(watched.faults.splice(0)).toEqual([]));
  const press = (key: string) => page.keyboard.press(key);

  test("a new study is made, and the dialog gives the focus back when it is left", async () => {
    await page.goto(`${address}/`);
    const open = page.locator("main").getByRole("button", { name: "新しい検討" });
    await open.waitFor();
    await tabTo(page, "main button", 80, "新しい検討");
    await press("Enter");
    await page.getByRole("dialog").waitFor();
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => open.evaluate((el) => el === document.activeElement)).toBe(true);
    await press("Enter");
    await page.locator("[role=dialog] [role=radio]").first().waitFor();
    await tabTo(page, "[role=dialog] [role=radio]");
    await press("Enter");
    await tabTo(page, "[role=dialog] button[type=submit]");
    await press("Enter");
    await page.waitForURL(/\/studies\/[\w-]+$/);
  });

  test("the steps are reached from the rail, and the skip link leads past it", async () => {
    await page.getByRole("navigation").first().waitFor();
    await tabTo(page, "nav a[href$='/risks']");
    await press("Enter");
    await page.waitForURL(/\/risks/);
    await page.reload();
    await page.locator("main h1").waitFor();
    await press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await press("Enter");
    await tabTo(page, "main [role=tab]", 3);
  });

  test("a component is added from the commands of the diagram, the diagram is left with Escape and Tab, undo takes it back", async () => {
    await page.goto(page.url().replace(/\/risks.*/, "/system"));
    await page.getByTestId("diagram").waitFor();
    const count = () =>
      page
        .getByText(/^構成要素\s?\d+/)
        .first()
        .innerText();
    const before = await count();
    await tabTo(page, "[data-testid=diagram]", 200);
    await press("a");
    await page.getByRole("dialog").waitFor();
    await press("Enter");
    await expect.poll(count).not.toBe(before);
    await press("Escape");
    await press("Escape");
    await press("Tab");
    expect(await page.evaluate(() => document.activeElement?.matches("[data-testid=diagram]") ?? true)).toBe(
      false,
    );
    await tabTo(page, "button[aria-label='元に戻す']", 200);
    await press("Enter");
    await expect.poll(count).toBe(before);
    await waitSaved(page);
  });

  test("a decision is made with its reason", async () => {
    await page.goto(page.url().replace(/\/system.*/, "/requirements?show=all"));
    const accept = "button[aria-label$='を採用する理由を書く']";
    await page.locator(accept).first().waitFor();
    await tabTo(page, accept, 300);
    await press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, "[role=dialog] textarea", 10);
    await page.keyboard.type("キーボードだけで記録した判断");
    await tabTo(page, "[role=dialog] button[type=submit]", 10);
    await press("Enter");
    await page.getByText("キーボードだけで記録した判断").first().waitFor();
    await waitSaved(page);
  });
});
