/** Every screen of the workbench, and what shows that it is complete. */
import type { BrowserContext, Page } from "playwright-core";

export interface Screen {
  name: string;
  path: (study: string) => string;
  /** Selector of what is there once the screen has what it shows. */
  ready: string;
}
const inStudy = (name: string, rest: string, ready = "main h1"): Screen => ({
  name,
  path: (id) => `/studies/${id}${rest}`,
  ready,
});

export const SCREENS: readonly Screen[] = [
  { name: "home", path: () => "/", ready: "main ul > li img, main ul > li svg" },
  { name: "settings", path: () => "/settings", ready: "main h1" },
  inStudy("overview", ""),
  inStudy("1-system", "/system", "[data-testid=diagram]"),
  inStudy("2-assets", "/risks?tab=assets"),
  inStudy("2-sources", "/risks?tab=sources"),
  inStudy("2-risks", "/risks?tab=risks"),
  inStudy("2-routes", "/risks?tab=routes"),
  inStudy("2-priorities", "/risks?tab=priorities"),
  inStudy("3-types", "/types"),
  inStudy("4-treat", "/requirements?show=all"),
  inStudy("4-requirements", "/requirements?tab=requirements"),
  inStudy("4-site", "/requirements?tab=site"),
  inStudy("5-whatif", "/star1?tab=whatif"),
  inStudy("5-plan", "/star1?tab=plan"),
  inStudy("5-coverage", "/star1?tab=coverage"),
  inStudy("5-activities", "/star1?tab=activities"),
  inStudy("5-crosswalk", "/star1?tab=crosswalk"),
  inStudy("6-star2", "/star2"),
  inStudy("compare", "/compare?from=1&to=now"),
  inStudy("history", "/history"),
];

/** Waits until the screen is there, nothing is being analysed or loaded, and typefaces are in place. */
export async function shown(page: Page, ready: string): Promise<void> {
  await page.locator(ready).first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector("header [class*=spin], main [class*=Loader], main [class*=skeleton]") === null &&
      document.documentElement.dataset["typeface"] === "own" &&
      document.fonts.status === "loaded",
    undefined,
    { polling: 100, timeout: 60_000 },
  );
  // The analysis begins a moment after the study is there.
  await page.waitForTimeout(350);
  await page.waitForFunction(
    () => document.querySelector("header [class*=spin], main [class*=Loader]") === null,
    undefined,
    { polling: 100, timeout: 60_000 },
  );
}

export async function studyNamed(context: BrowserContext, address: string, ja: string): Promise<string> {
  const answer = await context.request.get(`${address}/api/v1/studies?limit=100`);
  const { items } = (await answer.json()) as { items: { id: string; name: { ja?: string } }[] };
  const found = items.find((s) => s.name.ja === ja);
  if (!found) throw new Error(`no study is named ${ja}: ${JSON.stringify(items.map((i) => i.name))}`);
  return found.id;
}
