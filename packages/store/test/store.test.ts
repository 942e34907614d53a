import { toJson } from "@seiza/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, Store } from "../src/index.ts";
import { Conflict, CursorInvalid, EvidenceMismatch, NotFound, StoreClosed } from "../src/index.ts";
import { collect, onBothDatabases, type Place, scope } from "./databases.ts";
import { decision, study, withQuantity } from "./studies.ts";

onBothDatabases("A store", ({ place }) => {
  let at: Place;
  let store: Store;
  beforeAll(async () => {
    at = await place();
    store = await at.open();
  });
  afterAll(() => store?.close());

  describe("keeps studies", () => {
    it("gives back what was created, byte for byte in canonical form", async () => {
      const given = study("往復");
      const head = await store.studies.create(scope(), given, { why: "最初の版" });
      expect(head).toMatchObject({
        revision: 1,
        domain: "smart-home",
        name: given.system.name,
        workspace: "w",
      });
      const got = await store.studies.get(scope(), head.id);
      expect(toJson(got.study)).toBe(toJson(given));
      expect(got.head).toEqual(head);
    });

    it("makes a revision of every change, with who, when, why and the difference", async () => {
      const s = scope();
      const { id } = await store.studies.create(s, study("版"));
      const later = scope({ actor: { person: "q", name: "佐藤" } });
      const head = await store.studies.save(later, id, {
        study: withQuantity(study("版"), 3),
        expected: 1,
        why: "台数を確かめた",
        label: "component.edit",
        base: 1,
      });
      expect(head).toMatchObject({
        revision: 2,
        updatedBy: { person: "q", name: "佐藤" },
        createdBy: s.actor,
      });
      expect(head.updatedAt).toBe(later.at.toISOString());
      const { items } = await store.studies.revisions(s, id);
      expect(items.map(({ number }) => number)).toEqual([2, 1]);
      expect(items[0]).toEqual({
        study: id,
        number: 2,
        at: later.at.toISOString(),
        by: later.actor,
        why: "台数を確かめた",
        label: "component.edit",
        base: 1,
        bytes: expect.any(Number),
        diff: [
          {
            kind: "changed",
            part: "component",
            configuration: "hems",
            id: "gw",
            fields: [{ path: "quantity", after: 3 }],
          },
        ],
      });
      expect(items[1]?.diff).toEqual([]);
      const first = await store.studies.revision(s, id, 1);
      expect(toJson(first.study)).toBe(toJson(study("版")));
      expect(first.revision.number).toBe(1);
    });

    it("makes no revision where nothing changed, in whatever order it was written", async () => {
      const given = study("同じ", { assets: [] });
      const head = await store.studies.create(scope(), given);
      const { system, ...rest } = structuredClone(given);
      const again = await store.studies.save(scope(), head.id, { study: { ...rest, system }, expected: 1 });
      expect(again).toEqual(head);
      const { assets: _, ...without } = given;
      expect(await store.studies.save(scope(), head.id, { study: without, expected: 1 })).toEqual(head);
      expect((await store.studies.revisions(scope(), head.id)).items).toHaveLength(1);
    });

    it("refuses a save on an older revision and says which is current", async () => {
      const { id } = await store.studies.create(scope(), study("衝突"));
      await store.studies.save(scope(), id, { study: withQuantity(study("衝突"), 2), expected: 1 });
      const late = store.studies.save(scope(), id, { study: withQuantity(study("衝突"), 9), expected: 1 });
      await expect(late).rejects.toThrow(Conflict);
      await expect(late).rejects.toMatchObject({ code: "conflict", expected: 1, current: 2 });
      expect((await store.studies.get(scope(), id)).study.configurations[0]?.components[0]?.quantity).toBe(2);
    });

    it("lets one of many writers at once through for each revision", async () => {
      const { id } = await store.studies.create(scope(), study("競争"));
      const writers = Array.from({ length: 12 }, (_, i) =>
        store.studies.save(scope(), id, { study: withQuantity(study("競争"), i + 2), expected: 1 }),
      );
      const results = await Promise.allSettled(writers);
      const won = results.filter(({ status }) => status === "fulfilled");
      expect(won).toHaveLength(1);
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
      expect((await store.studies.head(scope(), id)).revision).toBe(2);
    });

    it("loses no update of writers who read, change and try again", async () => {
      const { id } = await store.studies.create(scope(), study("数える"));
      const writer = async () => {
        for (let saved = 0; saved < 5; ) {
          const { head, study: seen } = await store.studies.get(scope(), id);
          const quantity = seen.configurations[0]?.components[0]?.quantity ?? 1;
          try {
            await store.studies.save(scope(), id, {
              study: withQuantity(seen, quantity + 1),
              expected: head.revision,
            });
            saved++;
          } catch (error) {
            if (!(error instanceof Conflict)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 6 }, writer));
      const { head, study: end } = await store.studies.get(scope(), id);
      expect(head.revision).toBe(31);
      expect(end.configurations[0]?.components[0]?.quantity).toBe(31);
    });

    it("comes back to earlier content by undo and keeps the way back and forth", async () => {
      const { id } = await store.studies.create(scope(), study("取消"));
      await store.studies.save(scope(), id, { study: withQuantity(study("取消"), 5), expected: 1, base: 1 });
      const first = await store.studies.revision(scope(), id, 1);
      await store.studies.save(scope(), id, { study: first.study, expected: 2, redo: 2, label: "undo" });
      const third = await store.studies.revision(scope(), id, 3);
      expect(third.revision).toMatchObject({ number: 3, redo: 2, label: "undo" });
      expect(third.revision.base).toBeUndefined();
      expect(toJson(third.study)).toBe(toJson(first.study));
    });

    it("finds studies by words in either language and lists them page by page", async () => {
      const s = (change = {}) => scope({ workspace: "pages", ...change });
      for (let n = 0; n < 7; n++) await store.studies.create(s(), study(`工場 ${n}`));
      await store.studies.create(s(), study("ビル＿100%"));
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await store.studies.list(s(), { limit: 3, cursor });
        seen.push(...page.items.map(({ name }) => (typeof name === "string" ? name : (name.ja ?? ""))));
        if (!page.next) break;
        cursor = page.next;
      }
      expect(seen).toEqual(["ビル＿100%", ...[6, 5, 4, 3, 2, 1, 0].map((n) => `工場 ${n}`)]);
      const named = await store.studies.list(s(), { sort: "name", limit: 4 });
      expect(named.items).toHaveLength(4);
      const rest = await store.studies.list(s(), { sort: "name", limit: 4, cursor: named.next });
      expect(rest.items).toHaveLength(4);
      expect(rest.next).toBeUndefined();
      const find = async (query: string) => (await store.studies.list(s(), { query })).items.length;
      expect(await find("工場")).toBe(7);
      expect(await find("ＨＯＭＥ ３")).toBe(1);
      expect(await find("100%")).toBe(1);
      expect(await find("%")).toBe(1);
      expect(await find("_")).toBe(1);
      expect(await find("港")).toBe(0);
    });

    it("refuses a cursor that it did not give", async () => {
      for (const cursor of ["?", "WzFd", Buffer.from('["x","y"]').toString("base64url")])
        await expect(store.studies.list(scope(), { cursor })).rejects.toThrow(CursorInvalid);
    });

    it("removes softly and restores", async () => {
      const s = (change = {}) => scope({ workspace: "bin", ...change });
      const { id } = await store.studies.create(s(), study("削除"));
      await expect(store.studies.remove(s(), id, { expected: 7 })).rejects.toThrow(Conflict);
      const gone = await store.studies.remove(s(), id, { expected: 1 });
      expect(gone.deletedAt).toBeDefined();
      await expect(store.studies.get(s(), id)).rejects.toThrow(NotFound);
      await expect(
        store.studies.save(s(), id, { study: withQuantity(study("削除"), 2), expected: 1 }),
      ).rejects.toThrow(NotFound);
      expect((await store.studies.list(s())).items).toEqual([]);
      expect((await store.studies.list(s(), { deleted: true })).items.map((head) => head.id)).toEqual([id]);
      expect((await store.studies.get(s(), id, { deleted: true })).head.id).toBe(id);
      await store.studies.restore(s(), id);
      expect((await store.studies.get(s(), id)).head.deletedAt).toBeUndefined();
    });

    it("shows nothing of one workspace to another", async () => {
      const { id } = await store.studies.create(scope({ workspace: "a" }), study("秘密"));
      const other = () => scope({ workspace: "b" });
      await expect(store.studies.get(other(), id)).rejects.toThrow(NotFound);
      await expect(store.studies.revisions(other(), id)).rejects.toThrow(NotFound);
      await expect(store.studies.revision(other(), id, 1)).rejects.toThrow(NotFound);
      await expect(store.studies.remove(other(), id)).rejects.toThrow(NotFound);
      await expect(store.studies.restore(other(), id)).rejects.toThrow(NotFound);
      await expect(store.studies.save(other(), id, { study: study(), expected: 1 })).rejects.toThrow(
        NotFound,
      );
      expect((await store.studies.list(other())).items).toEqual([]);
      expect((await store.audit.list(other())).items).toEqual([]);
    });

    it("keeps the newest summary, never an older one over it", async () => {
      const { id } = await store.studies.create(scope(), study("要約"));
      await store.studies.save(scope(), id, { study: withQuantity(study("要約"), 2), expected: 1 });
      const summary = (revision: number) => ({
        revision,
        progress: [{ step: 1, state: "done" }],
        counts: { components: 1 },
        picture: "<svg/>",
        problems: { errors: 0, warnings: 1 },
      });
      const open = async () => (await store.studies.withoutSummary(200)).map((row) => row.id);
      expect(await open()).toContain(id);
      expect(await store.studies.setSummary(scope(), id, summary(3))).toBe(false);
      expect(await store.studies.setSummary(scope(), id, summary(2))).toBe(true);
      expect(await store.studies.setSummary(scope(), id, summary(1))).toBe(false);
      expect((await store.studies.head(scope(), id)).summary).toEqual(summary(2));
      expect(await open()).not.toContain(id);
    });

    it("answers NotFound for ids and revisions that cannot be", async () => {
      const { id } = await store.studies.create(scope(), study("番号"));
      await expect(store.studies.get(scope(), "\u0000")).rejects.toThrow(NotFound);
      for (const number of [0, 2, -1, 1.5, 2 ** 40, Number.NaN])
        await expect(store.studies.revision(scope(), id, number)).rejects.toThrow(NotFound);
    });
  });

  it("keeps decisions in step with each save", async () => {
    const s = (change = {}) => scope({ workspace: "decisions", ...change });
    const of = (...decisions: ReturnType<typeof decision>[]) => study("決定", { decisions });
    const { id } = await store.studies.create(s(), of(decision("d1")));
    const changed = decision("d1", { reason: "再検討した。" });
    const second = s({ actor: { person: "q", name: "佐藤" } });
    await store.studies.save(second, id, { study: of(changed, decision("d2")), expected: 1 });
    await store.studies.save(s(), id, { study: of(decision("d2")), expected: 2 });
    const all = await store.decisions.list(s(), { study: id });
    expect(all.items.map((item) => [item.revision, item.change, item.decision.id, item.latest])).toEqual([
      [3, "withdrawn", "d1", true],
      [2, "added", "d2", true],
      [2, "changed", "d1", false],
      [1, "added", "d1", false],
    ]);
    expect(all.items[2]).toMatchObject({
      decision: changed,
      by: { person: "q", name: "佐藤" },
      at: second.at.toISOString(),
      studyName: { ja: "決定" },
    });
    const current = await store.decisions.list(s(), { current: true });
    expect(current.items.map((item) => item.decision.id)).toEqual(["d2"]);
    const paged = await store.decisions.list(s(), { limit: 3 });
    expect((await store.decisions.list(s(), { limit: 3, cursor: paged.next })).items).toHaveLength(1);
    await store.studies.remove(s(), id);
    expect((await store.decisions.list(s())).items).toEqual([]);
  });

  it("writes what happened to the audit log, newest first and from a point on", async () => {
    const s = (change = {}) => scope({ workspace: "audit", ...change });
    const { id } = await store.studies.create(s(), study("記録"), { label: "template" });
    await store.studies.save(s(), id, { study: withQuantity(study("記録"), 2), expected: 1, why: "数" });
    await expect(store.studies.save(s(), id, { study: study("記録"), expected: 1 })).rejects.toThrow(
      Conflict,
    );
    await store.studies.remove(s(), id);
    await store.studies.restore(s(), id);
    const { items } = await store.audit.list(s());
    expect(items.map(({ action, revision }) => [action, revision])).toEqual([
      ["study.restore", 2],
      ["study.remove", 2],
      ["study.save", 2],
      ["study.create", 1],
    ]);
    expect(items[2]).toMatchObject({ subject: id, by: { name: "星野" }, details: { why: "数" } });
    const after = await store.audit.list(s(), { after: items[3]?.sequence, limit: 2 });
    expect(after.items.map(({ action }) => action)).toEqual(["study.save", "study.remove"]);
    const rest = await store.audit.list(s(), { after: items[3]?.sequence, limit: 2, cursor: after.next });
    expect(rest.items.map(({ action }) => action)).toEqual(["study.restore"]);
  });

  it("keeps what was judged of a product, numbered, and never changes it", async () => {
    const s = (change = {}) => scope({ workspace: "judged", ...change });
    const product = await store.products.create(s(), { name: "GW-2", document: { text: "a" } });
    const put = await store.evidence.put(s(), new Uint8Array([1, 2]), {
      mediaType: "application/zip",
      name: "run.zip",
    });
    const given = (n: number) => ({
      productRevision: 1,
      firmware: `1.${n}`,
      summary: { n },
      body: { text: `正本 ${n}` },
      evidence: n === 1 ? [put.sha256, put.sha256] : [],
    });
    const heard: string[] = [];
    const quiet = store.onChange((c) => c.product && heard.push(`${c.kind} ${c.product}`));
    const first = await store.assessments.add(s(), product.id, given(1));
    await Promise.all([2, 3, 4].map((n) => store.assessments.add(s(), product.id, given(n))));
    await expect.poll(() => heard.length).toBe(4);
    quiet();
    expect(new Set(heard)).toEqual(new Set([`product.changed ${product.id}`]));

    const top = await store.assessments.list(s(), product.id, { limit: 3 });
    expect(top.items.map((a) => a.number)).toEqual([4, 3, 2]);
    const rest = await store.assessments.list(s(), product.id, { limit: 3, cursor: top.next });
    expect(rest.items).toEqual([first]);
    expect(await store.assessments.get(s(), product.id, first.id)).toEqual({ ...first, body: given(1).body });
    expect((await store.evidence.links(s(), product.id)).map((l) => l.subject)).toEqual([
      `assessment:${first.id}`,
    ]);

    const none = { ...given(5), evidence: ["0".repeat(64)] };
    await expect(store.assessments.add(s(), product.id, none)).rejects.toThrow(NotFound);
    expect((await store.assessments.list(s(), product.id)).items).toHaveLength(4);
    const other = s({ workspace: "others" });
    await expect(store.assessments.get(other, product.id, first.id)).rejects.toThrow(NotFound);
    await expect(store.assessments.list(other, product.id)).rejects.toThrow(NotFound);
    await expect(store.assessments.add(other, product.id, given(6))).rejects.toThrow(NotFound);
    await store.products.remove(s(), product.id);
    await expect(store.assessments.get(s(), product.id, first.id)).rejects.toThrow(NotFound);
  });

  it("keeps products with their evidence", async () => {
    const s = (change = {}) => scope({ workspace: "products", ...change });
    const document = { model: "GW-1", list: [1, { b: 2, a: "\u0000" }] };
    const made = await store.products.create(s(), { name: "GW-1", document });
    expect(await store.products.get(s(), made.id)).toEqual(made);
    expect(made.document).toEqual(document);
    const saved = await store.products.save(s(), made.id, {
      name: "GW-1",
      document: { model: "2" },
      expected: 1,
    });
    expect(saved.revision).toBe(2);
    const same = await store.products.save(s(), made.id, {
      name: "GW-1",
      document: { model: "2" },
      expected: 2,
    });
    expect(same).toEqual(saved);
    await expect(
      store.products.save(s(), made.id, { name: "x", document: 1, expected: 1 }),
    ).rejects.toMatchObject({ code: "conflict", current: 2 });

    const bytes = new Uint8Array(1_300_000).map((_, i) => (i * 31) % 251);
    const put = await store.evidence.put(s(), bytes, { mediaType: "application/pdf", name: "報告書.pdf" });
    expect(put.size).toBe(bytes.length);
    const got = await store.evidence.get(s(), put.sha256);
    expect(Buffer.compare(got.bytes, bytes)).toBe(0);
    expect(got).toMatchObject({ name: "報告書.pdf", mediaType: "application/pdf", size: bytes.length });
    const streamed = await store.evidence.put(
      s(),
      (async function* () {
        for (let i = 0; i < bytes.length; i += 70_001) yield bytes.subarray(i, i + 70_001);
      })(),
      { mediaType: "text/plain", name: "second name", sha256: put.sha256 },
    );
    expect(streamed).toEqual(put);
    expect((await store.evidence.list(s())).items.map(({ name }) => name)).toEqual(["報告書.pdf"]);
    const pieces = await collect(store.evidence.read(s(), put.sha256));
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
    await expect(
      store.evidence.put(s(), bytes, { mediaType: "a/b", name: "x", sha256: "00" }),
    ).rejects.toThrow(EvidenceMismatch);
    await expect(store.evidence.head(scope({ workspace: "else" }), put.sha256)).rejects.toThrow(NotFound);
    const empty = await store.evidence.put(s(), new Uint8Array(), { mediaType: "text/plain", name: "empty" });
    expect((await store.evidence.get(s(), empty.sha256)).bytes).toHaveLength(0);

    await store.evidence.link(s(), { product: made.id, sha256: put.sha256, subject: "S1.1-04" });
    await store.evidence.link(s(), { product: made.id, sha256: put.sha256, subject: "S1.1-04" });
    expect(await store.evidence.links(s(), made.id)).toMatchObject([
      { sha256: put.sha256, subject: "S1.1-04" },
    ]);
    await expect(store.evidence.link(s(), { product: "none", sha256: put.sha256 })).rejects.toThrow(NotFound);
    await store.evidence.unlink(s(), { product: made.id, sha256: put.sha256, subject: "S1.1-04" });
    expect(await store.evidence.links(s(), made.id)).toEqual([]);
    expect((await store.products.list(s(), { query: "gw" })).items.map(({ id }) => id)).toEqual([made.id]);
    await store.products.remove(s(), made.id, { expected: 2 });
    await expect(store.products.get(s(), made.id)).rejects.toThrow(NotFound);
  });

  it("knows the local person, sessions by their token's hash, and settings", async () => {
    const first = { at: new Date(), newId: scope().newId, personName: "私", workspaceName: "検討" };
    const [local, again] = await Promise.all([store.people.local(first), store.people.local(first)]);
    expect(again).toEqual(local);
    const s = scope({ workspace: local.workspace.id, actor: { person: local.person.id, name: "私" } });
    expect(await store.people.rename(s, "星野 透")).toEqual({ id: local.person.id, name: "星野 透" });
    expect((await store.people.local(first)).person.name).toBe("星野 透");
    expect(await store.people.get(s, local.person.id)).toMatchObject({ name: "星野 透" });

    const now = new Date();
    const expiresAt = new Date(now.getTime() + 60_000);
    const ids = { workspace: local.workspace.id, person: local.person.id };
    await store.sessions.create({ token: "secret", ...ids, at: now, expiresAt });
    expect(await store.sessions.find("secret", now)).toMatchObject({ person: { name: "星野 透" } });
    expect(await store.sessions.find("secret", expiresAt)).toBeUndefined();
    expect(await store.sessions.find("other", now)).toBeUndefined();
    await store.sessions.revoke("secret");
    expect(await store.sessions.find("secret", now)).toBeUndefined();
    await store.sessions.create({ token: "old", ...ids, at: now, expiresAt });
    expect(await store.sessions.sweep(expiresAt)).toBe(1);

    expect(await store.settings.get(s, "language")).toBeUndefined();
    await store.settings.set(s, "language", "en");
    await store.settings.set(s, "language", "ja");
    await store.settings.set(s, "language", { a: 1 }, "workspace");
    expect(await store.settings.get(s, "language")).toBe("ja");
    expect(await store.settings.get(s, "language", "workspace")).toEqual({ a: 1 });
  });

  it("tells listeners of changes once they are durable, and of nothing that failed", async () => {
    const heard: Change[] = [];
    const s = (change = {}) => scope({ workspace: "news", ...change });
    const stop = store.onChange((change) => {
      if (change.workspace === "news") heard.push(change);
    });
    const { id } = await store.studies.create(s(), study("通知"));
    await store.studies.save(s(), id, { study: withQuantity(study("通知"), 2), expected: 1 });
    await store.studies.save(s(), id, { study: withQuantity(study("通知"), 2), expected: 2 });
    await expect(store.studies.save(s(), id, { study: study("通知"), expected: 1 })).rejects.toThrow(
      Conflict,
    );
    await store.studies.remove(s(), id);
    stop();
    await store.studies.restore(s(), id);
    expect(heard.map(({ kind, revision, study: of }) => [kind, revision, of])).toEqual([
      ["study.created", 1, id],
      ["study.saved", 2, id],
      ["study.removed", 2, id],
    ]);
    expect(heard[1]?.by).toEqual({ person: "p", name: "星野" });
  });

  it("says how it is", async () => {
    const health = await store.health();
    expect(health).toMatchObject({ ok: true, database: at.kind });
    expect(health.schemaVersion).toBeGreaterThan(1);
    expect(health.version).toMatch(/^\d+(\.\d+)?/);
  });

  it("waits for what runs when it is closed, and then refuses", async () => {
    const other = await (await place()).open();
    const running = other.studies.create(scope(), study("最後"));
    const closing = other.close();
    await expect(running).resolves.toMatchObject({ revision: 1 });
    await closing;
    await other.close();
    await expect(other.studies.list(scope())).rejects.toThrow(StoreClosed);
    expect((await other.health()).ok).toBe(false);
  });
});
