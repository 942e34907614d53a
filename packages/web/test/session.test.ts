import type { Study } from "@seiza/model";
import { describe, expect, it } from "vitest";
import { type OpenedStudy, type RunningSession, startSession } from "../src/study/session.ts";
import { FakeClock, FakeServer, fakeDrafts, fakeWorker, settled } from "./fake-server.ts";

const STUDY: Study = {
  seiza: 1,
  system: { id: "home", name: "家", domain: "smart-home" },
  configurations: [
    {
      id: "k",
      name: "構成",
      zones: [{ id: "z", name: "宅内", kind: "home-lan" }],
      components: [{ id: "c", type: "t", zone: "z" }],
    },
  ],
  productTypes: [{ id: "t", name: "機器", class: "device" }],
};
const named = (name: string) => (study: Study) => ({ ...study, system: { ...study.system, name } });

async function open(
  server = new FakeServer(STUDY),
  drafts = fakeDrafts(),
  clock = new FakeClock(),
  worker = fakeWorker(),
) {
  const { head, study } = await server.api.study();
  const { revision } = server.newest;
  const running: RunningSession = startSession({ head, study, revision } satisfies OpenedStudy, {
    api: server.api,
    worker,
    drafts,
    person: { person: "p1", name: "佐藤" },
    now: clock.now,
    timers: clock,
  });
  await settled();
  const now = () => running.store.getState();
  const name = () => now().study.system.name;
  return { running, server, drafts, clock, worker, now, name };
}

describe("saving", () => {
  it("follows an edit by itself once the hands rest", async () => {
    const { server, clock, now } = await open();
    now().edit("system.name", named("一"));
    expect(now().save).toBe("dirty");
    await clock.pass(500);
    now().edit("system.name", named("二"));
    await clock.pass(500);
    expect(server.head.revision).toBe(1);
    await clock.pass(200);
    expect(server.head.revision).toBe(3);
    expect(server.newest.study.system.name).toBe("二");
    expect(server.newest.revision.label).toBe("system.name");
    expect(now().save).toBe("saved");
    expect(now().head.revision).toBe(3);
  });

  it("saves what was edited while a save was under way", async () => {
    const { server, clock, now } = await open();
    now().edit("system.name", named("一"));
    server.hold();
    await clock.pass(700);
    expect(now().save).toBe("saving");
    now().edit("system.name", named("二"));
    server.letGo();
    await settled();
    expect(server.newest.study.system.name).toBe("一");
    await clock.pass(700);
    expect(server.newest.study.system.name).toBe("二");
    expect(now().save).toBe("saved");
  });

  it("makes no revision of an edit that changes nothing", async () => {
    const { server, clock, now } = await open();
    now().edit("system.name", (s) => s);
    await clock.pass(2000);
    expect(server.saves).toBe(0);
    expect(now().canUndo).toBe(false);
  });

  it("tries again while the server is away, and loses nothing", async () => {
    const { server, drafts, clock, now } = await open();
    server.isAway = true;
    now().edit("system.name", named("一"));
    await clock.pass(700);
    expect(now().save).toBe("offline");
    expect(drafts.kept.get("s1")?.study.system.name).toBe("一");
    now().edit("system.name", named("二"));
    await clock.pass(3000);
    expect(now().save).toBe("offline");
    server.isAway = false;
    await clock.pass(20_000);
    expect(now().save).toBe("saved");
    expect(server.newest.study.system.name).toBe("二");
    expect(drafts.kept.size).toBe(0);
  });

  it("goes on at once when the connection is back", async () => {
    const { running, server, clock, now } = await open();
    server.isAway = true;
    now().edit("system.name", named("一"));
    await clock.pass(30_000);
    server.isAway = false;
    running.online();
    await clock.pass(1);
    expect(now().save).toBe("saved");
  });

  it("takes up the draft of a window that was closed before it could save", async () => {
    const drafts = fakeDrafts();
    const server = new FakeServer(STUDY);
    drafts.kept.set("s1", { id: "s1", study: named("途中")(STUDY), revision: 1, at: 0 });
    const { clock, now, name } = await open(server, drafts);
    expect(name()).toBe("途中");
    await clock.pass(700);
    expect(server.newest.study.system.name).toBe("途中");
    await now().undo();
    expect(name()).toBe("家");
  });

  it("asks when a draft meets a newer revision", async () => {
    const drafts = fakeDrafts();
    const server = new FakeServer(STUDY);
    server.saveFromElsewhere(named("よそ")(STUDY));
    drafts.kept.set("s1", { id: "s1", study: named("途中")(STUDY), revision: 1, at: 0 });
    const { clock, now } = await open(server, drafts);
    expect(now().save).toBe("conflict");
    expect(now().conflict?.since).toBe(1);
    await clock.pass(5000);
    expect(server.newest.study.system.name).toBe("よそ");
    now().settle("mine");
    await clock.pass(700);
    expect(server.newest.study.system.name).toBe("途中");
  });
});

describe("a window that was closed in the middle", () => {
  const closing = async (how: (w: Awaited<ReturnType<typeof open>>) => Promise<void> | void) => {
    const window = await open();
    window.now().edit("system.name", named("一"));
    window.now().edit("component.add", named("二"));
    window.now().edit("flow.add", named("三"));
    await how(window);
    const { server, drafts } = window;
    await settled();
    return { server, drafts: { ...drafts, kept: new Map(drafts.kept) } };
  };
  const again = (server: FakeServer, kept: ReturnType<typeof fakeDrafts>) => {
    const drafts = fakeDrafts();
    for (const [id, draft] of kept.kept) drafts.kept.set(id, structuredClone(draft));
    return open(server, drafts);
  };

  it("finds its last word on the server, and undo takes its edits back one by one", async () => {
    const { server, drafts } = await closing(({ running }) => running.lastWord());
    expect(server.head.revision).toBe(2);
    expect(server.newest.revision.label).toBe("flow.add");
    const { now, name, clock } = await again(server, drafts);
    expect(now().save).toBe("saved");
    expect(now().undoLabel).toBe("flow.add");
    await now().undo();
    expect(name()).toBe("二");
    await now().undo();
    expect(name()).toBe("一");
    await clock.pass(700);
    expect(now().save).toBe("saved");
    expect(server.newest.study.system.name).toBe("一");
    await now().undo();
    expect(name()).toBe("家");
  });

  it("recognises its last word when that arrives after the reload", async () => {
    const { server, drafts } = await closing(() => undefined);
    const { now, name, clock } = await again(server, drafts);
    expect(now().save).toBe("dirty");
    server.saveFromElsewhere(named("三")(STUDY));
    await clock.pass(2000);
    expect(now().save).toBe("saved");
    expect(now().conflict).toBeUndefined();
    expect(name()).toBe("三");
    await now().undo();
    expect(name()).toBe("二");
  });

  it("recognises a save in the middle of its steps, and goes on with the rest", async () => {
    const { server, drafts } = await closing(() => undefined);
    server.saveFromElsewhere(named("一")(STUDY));
    const { now, name, clock } = await again(server, drafts);
    expect(now().save).toBe("dirty");
    expect(name()).toBe("三");
    await clock.pass(700);
    expect(now().save).toBe("saved");
    expect(server.revisions.map((r) => r.study.system.name)).toEqual(["家", "一", "二", "三"]);
  });

  it("saves what never arrived as a revision for each edit", async () => {
    const { server, drafts } = await closing(() => undefined);
    const { now, clock } = await again(server, drafts);
    await clock.pass(700);
    expect(now().save).toBe("saved");
    expect(server.revisions.map((r) => r.revision.label)).toEqual([
      undefined,
      "system.name",
      "component.add",
      "flow.add",
    ]);
  });

  it("still asks when another saved something else meanwhile", async () => {
    const { server, drafts } = await closing(() => undefined);
    const { now, clock } = await again(server, drafts);
    server.saveFromElsewhere(named("よそ")(STUDY));
    await clock.pass(700);
    expect(now().save).toBe("conflict");
    expect(server.newest.study.system.name).toBe("よそ");
  });
});

describe("two windows", () => {
  it("takes over what another window saved when there is nothing of its own", async () => {
    const { running, server, now, name } = await open();
    server.saveFromElsewhere(named("よそ")(STUDY));
    await running.heard(2);
    expect(name()).toBe("よそ");
    expect(now().notice?.revision).toBe(2);
    await now().undo();
    expect(name()).toBe("家");
  });

  it("does not take its own save for another's", async () => {
    const { running, server, clock, now } = await open();
    now().edit("system.name", named("一"));
    server.hold();
    await clock.pass(700);
    await running.heard(2);
    server.letGo();
    await settled();
    expect(now().notice).toBeUndefined();
    expect(now().save).toBe("saved");
  });

  it("never writes over the other's revision by itself", async () => {
    const { server, clock, now } = await open();
    server.saveFromElsewhere(named("よそ")(STUDY));
    now().edit("system.name", named("自分"));
    await clock.pass(700);
    expect(now().save).toBe("conflict");
    expect(now().conflict?.theirs.system.name).toBe("よそ");
    await clock.pass(60_000);
    now().edit("system.name", named("自分2"));
    await clock.pass(60_000);
    expect(server.head.revision).toBe(2);
  });

  it("keeps mine as the next revision, and theirs in the history", async () => {
    const { server, clock, now } = await open();
    server.saveFromElsewhere(named("よそ")(STUDY));
    now().edit("system.name", named("自分"));
    await clock.pass(700);
    now().settle("mine");
    await clock.pass(700);
    expect(now().save).toBe("saved");
    expect(server.revisions.map((r) => r.study.system.name)).toEqual(["家", "よそ", "自分"]);
  });

  it("takes theirs, and undo brings mine back", async () => {
    const { server, clock, now, name } = await open();
    server.saveFromElsewhere(named("よそ")(STUDY));
    now().edit("system.name", named("自分"));
    await clock.pass(700);
    now().settle("theirs");
    expect(name()).toBe("よそ");
    await clock.pass(700);
    expect(now().save).toBe("saved");
    expect(server.head.revision).toBe(2);
    await now().undo();
    expect(name()).toBe("自分");
    await clock.pass(700);
    expect(server.newest.study.system.name).toBe("自分");
  });
});

describe("undo and redo", () => {
  it("walks every edit back and forth", async () => {
    const { now, name } = await open();
    for (const n of ["一", "二", "三"]) now().edit("system.name", named(n));
    const back: unknown[] = [];
    while (now().canUndo) {
      await now().undo();
      back.push(name());
    }
    expect(back).toEqual(["二", "一", "家"]);
    const forth: unknown[] = [];
    while (now().canRedo) {
      await now().redo();
      forth.push(name());
    }
    expect(forth).toEqual(["一", "二", "三"]);
  });

  it("joins edits with one key while they come within a second of each other", async () => {
    const { clock, now, name } = await open();
    for (const n of ["い", "いえ", "いえの"]) {
      now().edit("system.name", named(n), { join: "name" });
      await clock.pass(400);
    }
    await clock.pass(1100);
    now().edit("system.name", named("いえのかぎ"), { join: "name" });
    await now().undo();
    expect(name()).toBe("いえの");
    await now().undo();
    expect(name()).toBe("家");
    expect(now().canUndo).toBe(false);
  });

  it("forgets what could be redone once something new is done", async () => {
    const { now, name } = await open();
    now().edit("system.name", named("一"));
    await now().undo();
    now().edit("system.name", named("二"));
    expect(now().canRedo).toBe(false);
    await now().undo();
    expect(name()).toBe("家");
  });

  it("goes on beyond a reload, all the way to the first revision and back", async () => {
    const server = new FakeServer(STUDY);
    const first = await open(server);
    for (const n of ["一", "二", "三"]) {
      first.now().edit("system.name", named(n));
      await first.clock.pass(700);
    }
    expect(server.head.revision).toBe(4);
    const second = await open(server);
    const back: unknown[] = [];
    while (second.now().canUndo) {
      await second.now().undo();
      await second.clock.pass(700);
      back.push(second.name());
    }
    expect(back).toEqual(["二", "一", "家"]);
    // A third window knows neither of the others' states, and redoes all of it.
    const third = await open(server);
    const forth: unknown[] = [];
    while (third.now().canRedo) {
      await third.now().redo();
      await third.clock.pass(700);
      forth.push(third.name());
    }
    expect(forth).toEqual(["一", "二", "三"]);
    expect(server.newest.study.system.name).toBe("三");
  });

  it("keeps edits made in quick succession as steps of their own beyond a reload", async () => {
    const server = new FakeServer(STUDY);
    const first = await open(server);
    for (const n of ["一", "二", "三"]) first.now().edit("system.name", named(n));
    await first.clock.pass(700);
    const second = await open(server);
    const back: unknown[] = [];
    while (second.now().canUndo) {
      await second.now().undo();
      back.push(second.name());
    }
    expect(back).toEqual(["二", "一", "家"]);
    // Taken back within one save as well: each is there to be redone.
    await second.clock.pass(700);
    expect(server.newest.study.system.name).toBe("家");
    const third = await open(server);
    const forth: unknown[] = [];
    while (third.now().canRedo) {
      await third.now().redo();
      forth.push(third.name());
    }
    expect(forth).toEqual(["一", "二", "三"]);
    await third.clock.pass(700);
    const fourth = await open(server);
    await fourth.now().undo();
    expect(fourth.name()).toBe("二");
  });

  it("keeps what was made and taken back before it could be saved", async () => {
    const server = new FakeServer(STUDY);
    const first = await open(server);
    for (const n of ["一", "二", "三"]) first.now().edit("system.name", named(n));
    await first.now().undo();
    await first.now().undo();
    await first.clock.pass(700);
    expect(server.newest.study.system.name).toBe("一");
    const second = await open(server);
    const forth: unknown[] = [];
    while (second.now().canRedo) {
      await second.now().redo();
      forth.push(second.name());
    }
    expect(forth).toEqual(["二", "三"]);
    const third = await open(server);
    await third.now().undo();
    expect(third.name()).toBe("家");
  });

  it("after an undo that was saved and a reload, an edit is undone to where it was made", async () => {
    const server = new FakeServer(STUDY);
    const first = await open(server);
    first.now().edit("system.name", named("一"));
    await first.clock.pass(700);
    await first.now().undo();
    await first.clock.pass(700);
    const second = await open(server);
    second.now().edit("system.name", named("二"));
    await second.clock.pass(700);
    expect(second.now().canRedo).toBe(false);
    const third = await open(server);
    await third.now().undo();
    expect(third.name()).toBe("家");
    expect(third.now().canUndo).toBe(false);
    await third.now().redo();
    expect(third.name()).toBe("二");
  });

  it("takes a restored revision back like any other step", async () => {
    const { clock, now, name } = await open();
    for (const n of ["一", "二"]) {
      now().edit("system.name", named(n));
      await clock.pass(700);
    }
    await now().restore(1);
    expect(name()).toBe("家");
    await now().undo();
    expect(name()).toBe("二");
  });
});

describe("decisions", () => {
  it("carry person, date and an id of their own", async () => {
    const { now } = await open();
    now().decide({ target: "tg:a", action: "accept", reason: "残ってよい" });
    now().decide({ target: "tg:b", action: "drop", reason: "当たらない" });
    expect(now().study.decisions).toEqual([
      { id: "d1", target: "tg:a", action: "accept", reason: "残ってよい", by: "佐藤", date: "2026-04-01" },
      { id: "d2", target: "tg:b", action: "drop", reason: "当たらない", by: "佐藤", date: "2026-04-01" },
    ]);
  });

  it("replace an older one on the same question, and no other", async () => {
    const { now } = await open();
    now().decide({ target: "tg:a", action: "accept", reason: "一" });
    now().decide({ target: "tg:a", action: "change", set: { importance: 2 }, reason: "二" });
    now().decide({ target: "tg:a", action: "accept", reason: "三" });
    expect(now().study.decisions?.map((d) => d.reason)).toEqual(["二", "三"]);
  });

  it("add as many countermeasures as the group wants", async () => {
    const { now } = await open();
    for (const countermeasure of ["CM14", "CM15", "CM14"])
      now().decide({ target: "pt:t", action: "add", set: { countermeasure }, reason: countermeasure });
    expect(now().study.decisions?.map((d) => d.set?.countermeasure)).toEqual(["CM15", "CM14"]);
  });

  it("are withdrawn by their id or the dossier's, and undo brings them back", async () => {
    const { now } = await open();
    now().decide({ target: "tg:a", action: "accept", reason: "一" });
    now().withdraw("dc:d1");
    expect(now().study.decisions).toEqual([]);
    await now().undo();
    expect(now().study.decisions).toHaveLength(1);
  });
});

describe("the analysis", () => {
  it("runs after each edit, but not after moves in the diagram", async () => {
    const worker = fakeWorker();
    const { now } = await open(new FakeServer(STUDY), fakeDrafts(), new FakeClock(), worker);
    worker.analyse = async (study) => {
      worker.analysed.push(study);
      return { problems: [], dossier: {} as never };
    };
    now().edit("system.name", named("一"));
    await settled();
    expect(worker.analysed).toHaveLength(2);
    now().edit("layout.move", (s) => ({
      ...s,
      configurations: s.configurations.map((c) => ({ ...c, layout: { c: { x: 1, y: 2 } } })),
    }));
    await settled();
    expect(worker.analysed).toHaveLength(2);
    expect(now().stale).toBe(false);
    expect(now().analysis?.of).toBe(now().study);
  });

  it("shows another configuration when the one shown is gone", async () => {
    const { now } = await open();
    now().edit("configuration.rename", (s) => ({
      ...s,
      configurations: s.configurations.map((c) => ({ ...c, id: "m" })),
    }));
    expect(now().configuration).toBe("m");
  });
});
