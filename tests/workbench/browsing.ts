/** Pages as a person meets them, watched: what the console, the network or another host says fails the test. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";

/** The machine may be busy with other tests. */
export const SLOW = { timeout: 30_000 };

export interface Looks {
  lang?: "ja" | "en";
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
  /** `name=value` of a session at `address`; without it nobody is signed in. */
  cookie?: string;
  address: string;
  /** The colours follow the system's, which a test can change; else they are chosen as by a person. */
  auto?: boolean;
}

let browser: Browser | undefined;
export async function sharedBrowser(): Promise<Browser> {
  browser ??= await chromium.connect(inject("browser"));
  return browser;
}
export const leaveBrowser = async () => browser?.close();

export interface Watched {
  context: BrowserContext;
  page: Page;
  /** Errors of the console, failed requests, answers of 400 and more, requests to other hosts. */
  faults: string[];
}

/** A new window without anything kept from others. */
export async function openWindow(looks: Looks): Promise<Watched> {
  const { lang = "ja", scheme = "light", width = 1440, height = 900, cookie, address, auto = false } = looks;
  const context = await (await sharedBrowser()).newContext({
    viewport: { width, height },
    reducedMotion: "reduce",
    colorScheme: scheme,
    locale: lang === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "Asia/Tokyo",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(SLOW.timeout);
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: address, httpOnly: true, sameSite: "Strict" }]);
  }
  await context.addInitScript(
    ([lang, scheme]) => {
      // An empty page has no storage.
      if (!location.protocol.startsWith("http")) return;
      if (localStorage.getItem("seiza.language") === null) localStorage.setItem("seiza.language", lang);
      if (localStorage.getItem("seiza.scheme") === null) localStorage.setItem("seiza.scheme", scheme);
    },
    [lang, auto ? "auto" : scheme] as const,
  );
  const faults: string[] = [];
  const { origin } = new URL(address);
  context.on("console", (m) => {
    if (m.type() === "error") faults.push(`console: ${m.text()} (${m.location().url})`);
  });
  context.on("weberror", (e) => faults.push(`uncaught: ${e.error().stack ?? e.error().message}`));
  context.on("request", (r) => {
    const url = new URL(r.url());
    if (url.origin !== origin && !["data:", "blob:"].includes(url.protocol))
      faults.push(`another host: ${r.url()}`);
  });
  context.on("requestfailed", (r) => {
    const why = r.failure()?.errorText ?? "";
    // Leaving a page ends what it still asked for; the stream of notices never ends by itself. Downloads leave the page.
    if (why !== "net::ERR_ABORTED") faults.push(`failed: ${r.method()} ${r.url()} ${why}`);
  });
  context.on("response", (r) => {
    if (r.status() >= 400) faults.push(`${r.status()}: ${r.request().method()} ${r.url()}`);
  });
  return { context, page: await context.newPage(), faults };
}

/** Tab until `wanted` (a selector) with `words` in it has the focus. @throws after `most` presses, naming where the focus went. */
export async function tabTo(page: Page, wanted: string, most = 80, words = ""): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i <= most; i++) {
    const at = await page.evaluate(
      ([wanted, words]) => {
        const el = document.activeElement;
        return {
          is: (el?.matches(wanted) && el.textContent?.includes(words)) ?? false,
          name: el
            ? `${el.tagName.toLowerCase()} ${el.getAttribute("aria-label") ?? el.textContent?.slice(0, 30)}`
            : "",
        };
      },
      [wanted, words] as const,
    );
    if (at.is) return;
    seen.push(at.name);
    await page.keyboard.press("Tab");
  }
  throw new Error(`${wanted} was not reached by Tab: ${seen.join(" | ")}`);
}

/** The header says that everything is kept. */
export async function waitSaved(page: Page): Promise<void> {
  await expect.poll(() => page.locator("header [data-state=saved]").count(), SLOW).toBe(1);
}
