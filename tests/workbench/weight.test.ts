/** The first page is light: script before it is usable, as the server sends it. */
import { afterAll, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow } from "./browsing.ts";
import { shown } from "./screens.ts";

afterAll(leaveBrowser);

test.each(["ja", "en"] as const)(
  "script of the home page in %s stays below 300 KB compressed",
  async (lang) => {
    const address = inject("address");
    const { context, page } = await openWindow({ address, cookie: inject("cookie"), lang });
    const sent = new Map<string, Promise<number>>();
    page.on("requestfinished", (request) => {
      if (request.resourceType() === "script")
        sent.set(
          new URL(request.url()).pathname,
          request.sizes().then((s) => s.responseBodySize),
        );
    });
    await page.goto(`${address}/`, { waitUntil: "networkidle" }).catch(() => undefined);
    await shown(page, "main ul > li");
    const sizes = await Promise.all(sent.values());
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.every((s) => s > 0)).toBe(true);
    expect(sizes.reduce((sum, s) => sum + s, 0)).toBeLessThan(300_000);
    await context.close();
  },
);
