/**
 * Every action of the workbench by the keyboard alone: each test is an action, done by Tab, arrows, letters, Enter,
 * space and Escape, never by a pointer. Loading an address is the only thing done otherwise.
 */
import type { Study } from "@seiza/model";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { leaveBrowser, openWindow, SLOW, tabTo, type Watched, waitSaved } from "./browsing.ts";
import { shown } from "./screens.ts";

const address = inject("address");
const cookie = inject("cookie");
let watched: Watched;
let page: Page;
let id = "";

beforeAll(async () => {
  watched = await openWindow({ address, cookie });
  page = watched.page;
  const templates = await (await page.request.get(`${address}/api/v1/templates`)).json();
  const starter = templates.find(
    (t: { kind: string; domain: string }) => t.kind === "starter" && t.domain === "smart-home",
  );
  const made = await page.request.post(`${address}/api/v1/studies`, {
    data: { template: starter.id, name: { ja: "キーボードの検討", en: "Keyboard study" } },
    headers: { origin: address },
  });
  expect(made.status(), await made.text()).toBe(201);
  id = (await made.json()).head.id;
});
afterAll(async () => {
  await watched?.context.close();
  await leaveBrowser();
});
afterEach(() => expect(watched.faults.splice(0)).toEqual([]));

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
const stored = async (): Promise<Study> =>
  (await (await page.request.get(`${address}/api/v1/studies/${id}`)).json()).study;
/** What the server has once everything is saved. */
const saved = async (): Promise<Study> => {
  // On a busy machine an edit takes a moment before the header says that it is not kept yet.
  await page.waitForTimeout(500);
  await waitSaved(page);
  return stored();
};
const components = (study: Study) => study.configurations[0]?.components ?? [];
const focused = () =>
  page.evaluate(() => {
    const el = document.activeElement;
    return el === null || el === document.body ? "" : (el.getAttribute("aria-label") ?? el.textContent ?? "");
  });
const hasFocus = (at: Locator) =>
  expect.poll(() => at.evaluate((el) => el === document.activeElement), SLOW).toBe(true);
const go = async (path: string, ready = "main h1") => {
  await page.goto(`${address}/studies/${id}${path}`);
  await shown(page, ready);
};
/** The dialog is there, the focus in it at `selector`. */
const dialogAt = async (selector: string) => {
  await page.getByRole("dialog").waitFor();
  await expect
    .poll(
      () => page.evaluate((s) => document.activeElement?.matches(s) ?? false, `[role=dialog] ${selector}`),
      SLOW,
    )
    .toBe(true);
};
const noDialog = () => expect.poll(() => page.getByRole("dialog").count(), SLOW).toBe(0);
/** Writes the reason from wherever in the dialog one is, and records. */
const reason = async (text: string) => {
  await tabTo(page, "[role=dialog] textarea[required]", 30);
  await type(text);
  await press("Control+Enter");
  await noDialog();
};

describe("around", () => {
  test("the skip link leads past header and rail", async () => {
    await go("");
    await press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await press("Enter");
    await tabTo(page, "main a, main button", 2);
  });

  test("every page of a study has a key", async () => {
    for (const [key, path] of [
      ["1", "system"],
      ["2", "risks"],
      ["3", "types"],
      ["4", "requirements"],
      ["5", "star1"],
      ["6", "star2"],
      ["c", "compare"],
      ["h", "history"],
    ] as const) {
      await press("g", key);
      await page.waitForURL(new RegExp(`/${path}`));
    }
    await press("g", "0");
    await page.waitForURL(new RegExp(`${id}$`));
  });

  test("search opens what is found", async () => {
    await page.locator("main").focus();
    await press("/");
    await dialogAt("input");
    await type("比較");
    await press("Escape");
    await noDialog();
    await press("/");
    await dialogAt("input");
    await type("セキュリティ要件");
    await press("Enter");
    await page.waitForURL(/requirements/);
  });

  test("the list of keys names every command of the diagram that has one", async () => {
    await page.locator("main").focus();
    await press("?");
    const dialog = page.getByRole("dialog", { name: "操作の一覧" });
    for (const name of [
      "元に戻す",
      "接続先を選ぶ…",
      "ゾーンにまとめる",
      "テキストを表示",
      "行に印を付ける(まとめて判断)",
      "攻撃ルートの手順を進む・戻る",
    ])
      await dialog.getByText(name, { exact: true }).waitFor();
    await press("Escape");
    await noDialog();
  });

  test("the study is renamed, and the focus comes back to its name", async () => {
    await tabTo(page, "header button[title='検討の名前を変える']", 30);
    await press("Enter");
    await dialogAt("input");
    await press("Control+a");
    await type("鍵盤の検討");
    await press("Enter");
    await noDialog();
    await expect.poll(focused).toContain("鍵盤の検討");
    expect((await saved()).system.name).toMatchObject({ ja: "鍵盤の検討" });
  });

  test("panels take the focus and give it back", async () => {
    await tabTo(page, "header button[aria-pressed]", 30, "問題");
    await press("Enter");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest("aside") !== null), SLOW)
      .toBe(true);
    await press("Escape");
    await page.locator("aside").first().waitFor({ state: "detached" });
    await expect.poll(focused).toContain("問題");
  });
});

describe("① the diagram", () => {
  const DIAGRAM = "[data-testid=diagram]";
  const toDiagram = () => tabTo(page, DIAGRAM, 120);
  /** On to the next component, past the zones. */
  const toComponent = async () => {
    for (let i = 0; i < 30; i++) {
      await press("Tab");
      const at = await page.evaluate(() => {
        const id = document.activeElement?.getAttribute("aria-activedescendant") ?? "";
        return document.getElementById(id)?.dataset["id"] ?? "";
      });
      if (at.startsWith("co:")) return;
    }
    throw new Error("Tab came to no component");
  };
  const isChosen = () => page.locator(`${DIAGRAM} [aria-pressed=true]`).count();

  test("a component is added from the parts, which are one stop of Tab", async () => {
    await go("/system", `${DIAGRAM}[data-drawn]`);
    const before = components(await stored()).length;
    expect(await page.locator("[data-part]").count()).toBeGreaterThan(60);
    expect(await page.locator("[data-part][tabindex='0']").count()).toBe(1);
    await tabTo(page, "input[aria-label='製品類型を探す']", 40);
    await press("ArrowDown");
    // First letters, of the name or the id.
    await type("smart-lock");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-part")), SLOW)
      .toMatch(/smart-lock$/);
    await press("End");
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement === [...document.querySelectorAll("[data-part]")].at(-1)),
      )
      .toBe(true);
    await press("Home");
    await type("smart-lock");
    await press("Enter");
    await page.getByText(/「.+」を「.+」に追加しました/).waitFor();
    expect(components(await saved())).toHaveLength(before + 1);
  });

  test("it is connected to another one", async () => {
    const before = (await stored()).configurations[0]?.flows?.length ?? 0;
    await toDiagram();
    await press("c");
    await page.getByRole("dialog", { name: /の接続先$/ }).waitFor();
    await press("Enter");
    await page.getByText(/接続しました/).waitFor();
    expect((await saved()).configurations[0]?.flows).toHaveLength(before + 1);
  });

  test("it is moved by the arrows", async () => {
    await hasFocus(page.locator(DIAGRAM));
    // The new flow is chosen; a component is wanted.
    await toComponent();
    const places = async () => (await stored()).configurations[0]?.layout ?? {};
    await press("ArrowRight");
    // The first move writes down where everything stands.
    await expect.poll(async () => Object.keys(await places()).length, SLOW).toBeGreaterThan(0);
    await saved();
    const before = await places();
    await press("Shift+ArrowRight", "ArrowDown");
    await expect
      .poll(async () => {
        const after = await places();
        return Object.keys(after)
          .filter((key) => !key.startsWith("zone:"))
          .map((key) => [
            (after[key]?.x ?? 0) - (before[key]?.x ?? 0),
            (after[key]?.y ?? 0) - (before[key]?.y ?? 0),
          ])
          .filter(([x, y]) => x !== 0 || y !== 0);
      }, SLOW)
      .toEqual([[40, 8]]);
  });

  test("several are gathered and aligned from the list of commands", async () => {
    await go("/system", `${DIAGRAM}[data-drawn]`);
    await toDiagram();
    await toComponent();
    await press(" ");
    await toComponent();
    await press(" ");
    await expect.poll(isChosen, SLOW).toBe(2);
    await press(",");
    await type("左にそろえる");
    await press("Enter");
    const { layout = {} } = (await saved()).configurations[0] ?? {};
    const ids = await page
      .locator(`${DIAGRAM} [aria-pressed=true]`)
      .evaluateAll((els) => els.map((el) => (el as HTMLElement).dataset["id"]?.split("/")[1] ?? ""));
    expect(new Set(ids.map((key) => layout[key]?.x)).size).toBe(1);
  });

  test("they are grouped into a zone, and one undo takes it back", async () => {
    const before = (await stored()).configurations[0]?.zones.length ?? 0;
    await toDiagram();
    await press("Control+g");
    expect((await saved()).configurations[0]?.zones).toHaveLength(before + 1);
    await press("Control+z");
    expect((await saved()).configurations[0]?.zones).toHaveLength(before);
    await press("Control+Shift+z");
    expect((await saved()).configurations[0]?.zones).toHaveLength(before + 1);
  });

  test("a component is renamed, duplicated and removed", async () => {
    await go("/system", `${DIAGRAM}[data-drawn]`);
    const before = components(await stored()).length;
    await toDiagram();
    await toComponent();
    await press("F2");
    await expect
      .poll(
        () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.dataset["field"]),
        SLOW,
      )
      .toBe("name");
    await press("Control+a");
    await type("鍵で付けた名前");
    await press("Enter");
    expect(JSON.stringify((await saved()).configurations[0])).toContain("鍵で付けた名前");
    await go("/system", `${DIAGRAM}[data-drawn]`);
    await toDiagram();
    await toComponent();
    await press("Control+d");
    expect(components(await saved())).toHaveLength(before + 1);
    await press("Delete");
    expect(components(await saved())).toHaveLength(before);
  });

  test("the text is opened, edited and left again", async () => {
    await toDiagram();
    await press("t");
    const text = page.locator(".cm-content");
    await text.waitFor();
    await hasFocus(text);
    const lines = (await text.innerText()).split("\n").map((line) => line.trim());
    const { name } = (await stored()).system as { name: { ja: string } };
    const at = lines.indexOf(`ja: ${name.ja}`);
    expect(at).toBeGreaterThan(0);
    await press("Control+Home", ...Array.from({ length: at }, () => "ArrowDown"), "End");
    await type("(改)");
    await expect.poll(async () => (await stored()).system.name, SLOW).toMatchObject({ ja: `${name.ja}(改)` });
    await press("Escape");
    await hasFocus(page.locator(DIAGRAM));
  });

  test("text that is not sound yet outlives a change of colours, and goes only when told to", async () => {
    await toDiagram();
    await press("t");
    const text = page.locator(".cm-content");
    await text.waitFor();
    await hasFocus(text);
    await press("Control+Home");
    await type("書きかけ: [");
    const discard = page.getByRole("button", { name: "入力を捨てて図に合わせる" });
    await discard.waitFor();
    await page.getByRole("button", { name: "暗い配色にする" }).press("Enter");
    await expect.poll(() => page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
    expect(await text.innerText()).toContain("書きかけ: [");
    await page.getByRole("button", { name: "明るい配色にする" }).press("Enter");
    expect(await text.innerText()).toContain("書きかけ: [");
    await discard.press("Enter");
    await expect.poll(() => text.innerText(), SLOW).not.toContain("書きかけ");
  });

  test("a configuration pattern is added, chosen with the arrows and renamed", async () => {
    await go("/system", `${DIAGRAM}[data-drawn]`);
    await tabTo(page, "button[aria-label='構成パターンを追加']", 40);
    await press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await press("ArrowDown", "Enter");
    await expect.poll(() => page.locator("main [role=tab]").count(), SLOW).toBe(2);
    await page.waitForTimeout(400);
    await tabTo(page, "main [role=tab][aria-selected=true]", 160);
    await press("ArrowLeft");
    await expect
      .poll(() => page.locator("main [role=tab]").first().getAttribute("aria-selected"), SLOW)
      .toBe("true");
    await press("F2");
    await press("Control+a");
    await type("第一の案");
    await press("Enter");
    expect((await saved()).configurations).toHaveLength(2);
    expect(JSON.stringify((await stored()).configurations[0]?.name)).toContain("第一の案");
  });
});

describe("② threats", () => {
  test("tabs by the arrows", async () => {
    await go("/risks");
    await tabTo(page, "main [role=tab]", 30);
    for (const name of ["攻撃ルート", "優先する製品類型", "守るべき資産", "脅威源"]) {
      await press("ArrowRight");
      await expect.poll(focused).toContain(name);
      await expect
        .poll(() => page.getByRole("tab", { name, exact: true }).getAttribute("aria-selected"), SLOW)
        .toBe("true");
    }
  });

  test("a threat source is taken out and in again", async () => {
    await go("/risks?tab=sources");
    const first = page.getByRole("switch").first();
    const was = await first.isChecked();
    await tabTo(page, "main [role=switch]", 30);
    await press(" ");
    await expect.poll(() => first.isChecked(), SLOW).toBe(!was);
    await press(" ");
    await expect.poll(() => first.isChecked(), SLOW).toBe(was);
    await saved();
  });

  test("a threat is chosen by the arrows, accepted with a reason, and the decision withdrawn without losing one's place", async () => {
    await go("/risks?tab=risks");
    await tabTo(page, "main [role=row][tabindex='0']", 60);
    expect(await page.locator("main [role=row][tabindex='0']").count()).toBe(1);
    await press("ArrowDown", "ArrowDown", "Enter");
    await page.waitForURL(/group=tg/);
    await tabTo(page, "main button", 200, "受容する");
    await press("Enter");
    await dialogAt("textarea");
    await reason("鍵盤で受容した");
    await page.locator("main").getByText("鍵盤で受容した").first().waitFor();
    expect((await saved()).decisions?.map((d) => d.reason)).toContain("鍵盤で受容した");
    await page
      .locator("main")
      .getByRole("button", { name: /取り下げる/ })
      .first()
      .waitFor();
    await tabTo(page, "main button", 200, "取り下げる");
    await press("Enter");
    await expect
      .poll(async () => (await stored()).decisions?.some((d) => d.reason === "鍵盤で受容した") ?? false, SLOW)
      .toBe(false);
    await expect.poll(focused, SLOW).not.toBe("");
  });

  test("a priority is changed: the choice comes first, Escape leaves, the focus returns", async () => {
    await go("/risks?tab=priorities");
    await tabTo(page, "main button", 60, "優先度を変える");
    const from = await focused();
    await press("Enter");
    await dialogAt("input");
    await press("Escape");
    await noDialog();
    await expect.poll(focused).toBe(from);
    await press("Enter");
    await dialogAt("input");
    await press("ArrowDown", "ArrowDown", "Enter");
    await reason("鍵盤で順位を変えた");
    expect(
      (await saved()).decisions?.some((d) => d.action === "change" && d.reason === "鍵盤で順位を変えた"),
    ).toBe(true);
  });

  test("an importance is changed", async () => {
    await go("/risks?tab=assets");
    await tabTo(page, "main td button", 60);
    await press("Enter");
    await page.waitForURL(/asset=/);
    await tabTo(page, "main button", 200, "変える");
    await press("Enter");
    await dialogAt("input");
    await press("ArrowDown", "ArrowDown", "Enter");
    await reason("鍵盤で重要度を変えた");
    expect((await saved()).decisions?.some((d) => d.reason === "鍵盤で重要度を変えた")).toBe(true);
  });

  test("an attack route is followed step by step, and its why is read", async () => {
    await go("/risks?tab=routes");
    await tabTo(page, "main [role=row][tabindex='0']", 60);
    await press("ArrowDown", "Enter");
    await tabTo(page, "main [role=toolbar] button[aria-label]", 200);
    const position = page.getByText(/^手順 \d+ \/ \d+$/).first();
    await press("Home");
    await expect.poll(() => position.innerText(), SLOW).toMatch(/^手順 1 \//);
    await tabTo(page, "main button", 60, "根拠を見る");
    await press("Enter");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest("aside") !== null), SLOW)
      .toBe(true);
    await press("Escape");
    await expect.poll(focused).toContain("根拠");
  });
});

describe("③ and ④", () => {
  test("a cell of the matrix opens its threats", async () => {
    await go("/types");
    await tabTo(page, "main table button, main [role=grid] button, main td button", 120);
    await press("Enter");
    await page.waitForURL(/cell=/);
  });

  test("another product type is chosen", async () => {
    await go("/requirements?show=all");
    await tabTo(page, "main nav button:not([aria-current])", 60);
    await press("Enter");
    await page.waitForURL(/type=pt/);
  });

  test("many countermeasures get one decision with one reason, and one undo takes all back", async () => {
    await go("/requirements?show=all&type=pt:hems-gateway");
    const before = (await stored()).decisions?.length ?? 0;
    await tabTo(page, "main [role=row][tabindex='0']", 80);
    await press(" ", "ArrowDown", " ", "ArrowDown", " ");
    await page.getByText(/脅威 3 件に印/).waitFor();
    await press("Shift+Tab");
    for (let i = 0; i < 12 && !/まとめて採用/.test(await focused()); i++) await press("Shift+Tab");
    const count = Number(/\((\d+)\)/.exec(await focused())?.[1]);
    expect(count).toBeGreaterThan(1);
    await press("Enter");
    await dialogAt("input[type=checkbox]");
    // One of them is left out.
    await press(" ");
    await reason("まとめて検討した");
    const { decisions = [] } = await saved();
    expect(decisions.filter((d) => d.reason === "まとめて検討した" && d.action === "accept")).toHaveLength(
      count - 1,
    );
    expect(decisions).toHaveLength(before + count - 1);
    await page.locator("main").focus();
    await press("Control+z");
    expect((await saved()).decisions ?? []).toHaveLength(before);
  });

  test("many requirements are dropped together", async () => {
    await go("/requirements?tab=requirements&type=pt:hems-gateway");
    await tabTo(page, "main [role=row][tabindex='0']", 80);
    await press(" ", "ArrowDown", " ");
    await page.getByText("2 件に印").waitFor();
    for (let i = 0; i < 14 && !/まとめて不採用/.test(await focused()); i++) await press("Shift+Tab");
    await press("Enter");
    await dialogAt("input[type=checkbox]");
    await reason("まとめて見送った");
    expect(
      (await saved()).decisions?.filter((d) => d.reason === "まとめて見送った" && d.action === "drop"),
    ).toHaveLength(2);
  });

  test("a countermeasure of the catalogue and a requirement of one's own are added: the choice comes first", async () => {
    await go("/requirements?show=all&type=pt:hems-gateway");
    await tabTo(page, "main button", 120, "対策を追加");
    await press("Enter");
    await dialogAt("input");
    await page.locator("[role=dialog] [type=radio]").first().waitFor();
    await tabTo(page, "[role=dialog] [type=checkbox]", 20);
    await press(" ");
    await press("Shift+Tab");
    await tabTo(page, "[role=dialog] [type=radio]", 20);
    await press("ArrowDown");
    await reason("鍵盤で対策を足した");
    expect(
      (await saved()).decisions?.some((d) => d.action === "add" && d.reason === "鍵盤で対策を足した"),
    ).toBe(true);
    await tabTo(page, "main button", 160, "独自の要件を追加");
    await press("Enter");
    await dialogAt("input");
    await tabTo(page, "[role=dialog] textarea", 10);
    await type("鍵盤で書いた要件であること。");
    await press("Tab");
    await reason("鍵盤で要件を書いた");
    expect((await saved()).decisions?.some((d) => d.reason === "鍵盤で要件を書いた")).toBe(true);
  });
});

describe("⑤ and ⑥", () => {
  test("stars are switched by the arrows", async () => {
    await go("/star1");
    await tabTo(page, "main [role=radiogroup] input[type=radio]", 60);
    await press("ArrowRight");
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value), SLOW)
      .toBe("1");
    await page
      .locator("main p[role=status]")
      .filter({ hasText: /攻撃ルートのある組は|変わりません/ })
      .waitFor();
    await tabTo(page, "main button", 60, "はじめに戻す");
    await press("Enter");
    await page.getByText(/左で★を選ぶ/).waitFor();
  });

  test("an activity becomes a task, its card moves on, and the focus goes with it", async () => {
    await go("/star1?tab=activities");
    const before = (await stored()).promotion?.length ?? 0;
    await tabTo(page, "main button", 60, "作業にする");
    await press("Enter");
    expect((await saved()).promotion).toHaveLength(before + 1);
    await expect.poll(focused, SLOW).not.toBe("");
    await tabTo(page, "main [data-task] input", 120);
    const card = await page.evaluate(() =>
      document.activeElement?.closest("[data-task]")?.getAttribute("data-task"),
    );
    await press("ArrowDown", "ArrowDown", "Enter");
    const moved = (await saved()).promotion?.find((task) => task.id === card);
    expect(moved?.state ?? "planned").not.toBe("planned");
    await expect
      .poll(
        () => page.evaluate(() => document.activeElement?.closest("[data-task]")?.getAttribute("data-task")),
        SLOW,
      )
      .toBe(card);
  });

  test("market figures are recorded for a product type that needs no ★2 as well, changed and removed", async () => {
    await go("/star2");
    await tabTo(page, "main nav button", 60);
    const last = page.locator("main nav button").last();
    for (let i = 0; i < 40 && !(await last.evaluate((el) => el === document.activeElement)); i++)
      await press("Tab");
    await press("Enter");
    await page.waitForURL(/type=pt/);
    await tabTo(page, "main [id^=ground-] header button", 60);
    await press("Enter");
    await dialogAt("input");
    await type("鍵盤の会社");
    await press("Tab");
    await type("12.5");
    await press("Enter");
    await noDialog();
    expect((await saved()).market?.makers?.at(-1)).toMatchObject({ sharePercent: 12.5 });
    await tabTo(page, "main button[aria-label*='鍵盤の会社']", 40);
    await press("Enter");
    await dialogAt("input");
    await press("Tab", "Control+a");
    await type("14");
    await press("Enter");
    await noDialog();
    expect((await saved()).market?.makers?.at(-1)).toMatchObject({ sharePercent: 14 });
    await tabTo(page, "main button[aria-label*='鍵盤の会社']", 40);
    await press("Tab", "Enter");
    await expect
      .poll(
        async () =>
          (await stored()).market?.makers?.some((m) => JSON.stringify(m.name).includes("鍵盤")) ?? false,
        SLOW,
      )
      .toBe(false);
    await expect.poll(focused, SLOW).not.toBe("");
  });
});

describe("compare, history, download, settings", () => {
  test("the revision to compare with is chosen", async () => {
    await go("/compare?from=1&to=now");
    await tabTo(page, "main input", 40);
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value), SLOW)
      .not.toBe("");
    await press("ArrowDown", "ArrowDown", "Enter");
    await expect.poll(() => page.url(), SLOW).not.toMatch(/from=1&/);
  });

  test("an earlier revision is restored, and undone", async () => {
    await go("/history");
    const now = await stored();
    await tabTo(page, "main button", 60, "この版に戻す");
    await press("Enter");
    await expect.poll(stored, SLOW).not.toEqual(now);
    await page.locator("main").focus();
    await page.waitForTimeout(300);
    await press("Control+z");
    await expect.poll(stored, SLOW).toEqual(now);
  });

  test("the dossier is downloaded", async () => {
    await go("");
    await tabTo(page, "main a[download], main a[href*='dossier']", 120);
    const [download] = await Promise.all([page.waitForEvent("download"), press("Enter")]);
    expect(download.suggestedFilename()).toMatch(/\.\w+$/);
    await download.cancel();
  });

  test("language and colours from the header", async () => {
    await tabTo(page, "header button[aria-label='Switch to English']", 60);
    await press("Enter");
    await expect.poll(() => page.evaluate(() => document.documentElement.lang), SLOW).toBe("en");
    await tabTo(page, "header button[lang=ja]", 60);
    await press("Enter");
    await expect.poll(() => page.evaluate(() => document.documentElement.lang), SLOW).toBe("ja");
    await tabTo(page, "header button[aria-label='暗い配色にする']", 60);
    await press("Enter");
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset["mantineColorScheme"]), SLOW)
      .toBe("dark");
  });

  test("language, colours and name in the settings", async () => {
    await page.goto(`${address}/settings`);
    await shown(page, "main h1");
    await tabTo(page, "main input", 30);
    await press("Control+a");
    await type("鍵盤の人");
    await press("Enter");
    await expect
      .poll(
        async () => (await (await page.request.get(`${address}/api/v1/session`)).json()).person.name,
        SLOW,
      )
      .toBe("鍵盤の人");
    await tabTo(page, "main input[type=radio]", 30);
    await press("ArrowRight");
    await expect.poll(() => page.evaluate(() => document.documentElement.lang), SLOW).toBe("en");
    await press("ArrowLeft");
    await expect.poll(() => page.evaluate(() => document.documentElement.lang), SLOW).toBe("ja");
    await press("Tab", "ArrowLeft");
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset["mantineColorScheme"]), SLOW)
      .toBe("light");
  });
});

describe("the list of studies", () => {
  test("a study is copied and the copy deleted from its menu", async () => {
    await page.goto(`${address}/`);
    await shown(page, "main ul > li");
    const count = () => page.locator("main ul > li").count();
    const before = await count();
    await tabTo(page, "main button:is([aria-label*='鍵盤の検討'], [aria-label*='キーボードの検討'])", 80);
    await press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await press("Home", "Enter");
    await expect.poll(count, SLOW).toBe(before + 1);
    await tabTo(page, "main button:is([aria-label*='鍵盤の検討'], [aria-label*='キーボードの検討'])", 80);
    await press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await press("End", "Enter");
    await expect.poll(count, SLOW).toBe(before);
    await expect.poll(focused, SLOW).not.toBe("");
  });

  test("a file is chosen to be read", async () => {
    await page.goto(`${address}/`);
    await shown(page, "main ul > li");
    await tabTo(page, "main button", 60, "ファイルを読み込む");
    const chosen = page.waitForEvent("filechooser");
    // The browser has to know that the test answers before it asks.
    await page.waitForTimeout(300);
    await press("Enter");
    const chooser = await chosen;
    expect(chooser.isMultiple()).toBe(false);
    await chooser.setFiles({
      name: "broken.yaml",
      mimeType: "application/yaml",
      buffer: Buffer.from("seiza: 1\n"),
    });
    await page.getByRole("dialog").waitFor();
    await press("Escape");
    await noDialog();
  });

  test("a study is opened", async () => {
    await tabTo(page, "main a", 60);
    await press("Enter");
    await page.waitForURL(/\/studies\/[\w-]+$/);
  });
});
