/** The reports of the five examples in a real browser: nothing fetched, no error, no text clipped or on top of another. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Dossier } from "@seiza/dossier";
import { renderHtml } from "@seiza/render";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const GOLDEN = new URL("../../../tests/golden/", import.meta.url);
const CHROMIUM = "/usr/bin/chromium";
const NAMES = readdirSync(GOLDEN).filter((f) => f.endsWith(".dossier.json"));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, GOLDEN), "utf8")) as Dossier;

let browser: Browser;
let folder = "";
beforeAll(async () => {
  if (!existsSync(CHROMIUM))
    throw new Error("Chromium is missing: `bash scripts/ensure-system.sh` installs it");
  folder = mkdtempSync(join(tmpdir(), "seiza-report-"));
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a report and keeps what goes wrong. */
async function open(html: string, width = 1440): Promise<{ page: Page; wrong: string[] }> {
  const file = join(folder, `${Math.abs(html.length)}-${width}.html`);
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const wrong: string[] = [];
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") wrong.push(m.text());
  });
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("request", (r) => {
    if (!r.url().startsWith("file:") && !r.url().startsWith("data:")) wrong.push(`request ${r.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, wrong };
}

/** Texts of the visible pictures that lie on each other or leave their box, and table cells whose text is cut. */
const FAULTS = () => {
  const faults: string[] = [];
  for (const d of document.querySelectorAll<HTMLDetailsElement>("details.block")) d.open = true;
  for (const svg of document.querySelectorAll<SVGSVGElement>("svg.picture")) {
    if (getComputedStyle(svg).display === "none") continue;
    const texts = [...svg.querySelectorAll("text")].map((t) => ({ t, r: t.getBoundingClientRect() }));
    for (let i = 0; i < texts.length; i++)
      for (let j = i + 1; j < texts.length; j++) {
        const a = texts[i] as (typeof texts)[number];
        const b = texts[j] as (typeof texts)[number];
        const w = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
        const h = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
        // Line boxes are taller than the letters: a third of a line may overlap without the letters meeting.
        if (w > 2 && h > Math.min(a.r.height, b.r.height) * 0.45)
          faults.push(`overlap: "${a.t.textContent}" and "${b.t.textContent}"`);
      }
    for (const comp of svg.querySelectorAll(".comp")) {
      const box = comp.querySelector("rect")?.getBoundingClientRect();
      for (const t of comp.querySelectorAll("text")) {
        const r = t.getBoundingClientRect();
        if (box && (r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 3))
          faults.push(`outside its box: "${t.textContent}"`);
      }
    }
  }
  for (const cell of document.querySelectorAll<HTMLElement>("td, th, summary, .tile, h1, h2, h3")) {
    if (cell.offsetParent === null) continue;
    if (cell.scrollWidth > cell.clientWidth + 2 && getComputedStyle(cell).display !== "inline")
      faults.push(`clipped: "${cell.innerText.slice(0, 60)}"`);
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1)
    faults.push(`the page is wider than the window: ${page.scrollWidth} > ${page.clientWidth}`);
  return faults;
};

describe.each(NAMES)("the report of %s", (name) => {
  test.each(["ja", "en"] as const)(
    "in %s has no error, no request, no clipped and no overlapping text",
    async (lang) => {
      const { page, wrong } = await open(await renderHtml(read(name), { lang }));
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang);
      expect(await page.evaluate(FAULTS)).toEqual([]);
      expect(wrong).toEqual([]);
      await page.close();
    },
  );

  test("leads every link along the trace to a place on the page", async () => {
    const html = await renderHtml(read(name), { lang: "ja" });
    const ids = new Set(
      [...html.matchAll(/ id="([^"]+)"/g)].map((m) =>
        (m[1] as string).replace(/&gt;/g, ">").replace(/&amp;/g, "&"),
      ),
    );
    const lost = [...html.matchAll(/href="#([^"]+)"/g)]
      .map((m) => decodeURIComponent((m[1] as string).replace(/&amp;/g, "&")))
      .filter((id) => !ids.has(id));
    expect([...new Set(lost)]).toEqual([]);
    expect(html).not.toMatch(/(?:src|href)="https?:/);
  });
});

describe("a report", () => {
  test("switches language without a reload, filters threats, and opens what a link leads to", async () => {
    const dossier = read(NAMES[0] as string);
    const { page, wrong } = await open(await renderHtml(dossier, { lang: "ja" }));
    expect(await page.locator("h1").innerText()).toBe(dossier.study.name.ja);
    await page.click('.lang button[value="en"]');
    expect(await page.locator("h1").innerText()).toBe(dossier.study.name.en);
    await page.selectOption('select[data-key="band"]', "A");
    const visible = await page.locator("#threat-table tbody tr:visible").count();
    expect(visible).toBe(dossier.step2.threatGroups.filter((g) => g.band === "A").length);
    await page.fill("#f-text", "no such threat anywhere");
    expect(await page.locator("#threat-table tbody tr:visible").count()).toBe(0);
    const last = dossier.step4.requirements.at(-1);
    await page.evaluate((id) => {
      location.hash = encodeURIComponent(id);
    }, last?.id ?? "");
    await page.waitForTimeout(100);
    expect(await page.locator(`[id="${last?.id}"]`).isVisible()).toBe(true);
    expect(wrong).toEqual([]);
    await page.close();
  });

  test("shows names as text, whatever they hold", async () => {
    const evil = `<img src=x onerror="document.title='owned'">&"'`;
    const text = readFileSync(new URL(NAMES[0] as string, GOLDEN), "utf8");
    const dossier = JSON.parse(text) as Dossier;
    dossier.study.name = { ja: evil, en: evil };
    for (const c of dossier.step1.configurations) {
      c.name = { ja: evil, en: evil };
      for (const x of c.components) x.name = { ja: evil, en: evil };
      for (const i of c.interfaces) i.protocol = evil;
    }
    const { page } = await open(await renderHtml(dossier, { lang: "ja" }));
    expect(await page.locator("h1").innerText()).toBe(evil);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    await page.close();
  });

  test("of a study with more components than can be drawn one by one is drawn by zone and type, and stays small", async () => {
    const dossier = read(NAMES[0] as string);
    const cfg = dossier.step1.configurations[0];
    if (!cfg) throw new Error("no configuration");
    const [first] = cfg.components;
    if (!first) throw new Error("no component");
    for (let i = 0; i < 3000; i++) cfg.components.push({ ...first, id: `${first.id}-${i}` });
    const html = await renderHtml(dossier, { lang: "ja" });
    expect(html.length).toBeLessThan(8_000_000);
    expect(html).toContain("全件は JSON にあります");
  });
});
