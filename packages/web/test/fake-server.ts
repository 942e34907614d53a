/** The server as the session sees it, in memory: revisions, If-Match, a switch that cuts the line. */
import type { Study } from "@seiza/model";
import { ApiError, Unreachable } from "../src/api/client.ts";
import type { Revision, SaveBody, StudyHead } from "../src/api/types.ts";
import type { RemoteAnalysis } from "../src/study/analysis-types.ts";
import type { Timers } from "../src/study/autosave.ts";
import type { Draft, Drafts } from "../src/study/drafts.ts";

const by = { person: "p1", name: "佐藤" };
const day = "2026-04-01T09:00:00.000Z";

export class FakeServer {
  readonly revisions: { revision: Revision; study: Study }[] = [];
  isAway = false;
  /** Answers are held back until `letGo`. */
  #held: (() => void)[] | undefined;
  saves = 0;

  constructor(study: Study) {
    this.#keep(study, {});
  }
  #keep(study: Study, more: Partial<SaveBody>): void {
    const { label, base, redo, why } = more;
    const number = this.revisions.length + 1;
    const revision: Revision = {
      study: "s1",
      number,
      at: day,
      by,
      diff: [],
      bytes: 0,
      ...(label === undefined ? {} : { label }),
      ...(base === undefined ? {} : { base }),
      ...(redo === undefined ? {} : { redo }),
      ...(why === undefined ? {} : { why }),
    };
    this.revisions.push({ revision, study: structuredClone(study) });
  }
  get newest() {
    return this.revisions.at(-1) as { revision: Revision; study: Study };
  }
  get head(): StudyHead {
    return {
      id: "s1",
      workspace: "w",
      name: this.newest.study.system.name,
      domain: "other",
      revision: this.newest.revision.number,
      createdAt: day,
      updatedAt: day,
      updatedBy: by,
    };
  }
  /** Another window saves. */
  saveFromElsewhere(study: Study): void {
    this.#keep(study, { label: "component.add", base: this.newest.revision.number });
  }
  hold(): void {
    this.#held = [];
  }
  letGo(): void {
    for (const go of this.#held ?? []) go();
    this.#held = undefined;
  }
  async #answer(): Promise<void> {
    if (this.#held) await new Promise<void>((go) => this.#held?.push(go));
    if (this.isAway) throw new Unreachable("away");
  }

  readonly api = {
    study: async () => {
      await this.#answer();
      return { head: this.head, study: structuredClone(this.newest.study) };
    },
    save: async (_: string, expected: number, body: SaveBody) => {
      await this.#answer();
      this.saves++;
      if (expected !== this.head.revision)
        throw new ApiError({
          type: "about:blank",
          title: "conflict",
          status: 412,
          code: "conflict",
          current: this.head,
        });
      if (JSON.stringify(body.study) !== JSON.stringify(this.newest.study)) this.#keep(body.study, body);
      return this.head;
    },
    revision: async (_: string, number: number) => {
      await this.#answer();
      const found = this.revisions[number - 1];
      if (!found) throw new ApiError({ type: "", title: "", status: 404, code: "not-found" });
      return { revision: found.revision, study: structuredClone(found.study) };
    },
    revisions: async () => {
      await this.#answer();
      return { items: [...this.revisions].reverse().map((r) => r.revision) };
    },
  };
}

/** Time that passes when the test says so. */
export class FakeClock implements Timers {
  #now = new Date(2026, 3, 1, 9, 0, 0).getTime();
  #next = 1;
  readonly #waiting = new Map<number, { at: number; run: () => void }>();
  readonly now = () => new Date(this.#now);
  set(run: () => void, ms: number): unknown {
    this.#waiting.set(this.#next, { at: this.#now + ms, run });
    return this.#next++;
  }
  clear(timer: unknown): void {
    this.#waiting.delete(timer as number);
  }
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#waiting.entries()]
        .filter(([, w]) => w.at <= end)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#waiting.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}
/** All promises that are under way and need no time have had their turn. */
export const settled = () => new Promise<void>((done) => setTimeout(done, 0));

export function fakeDrafts(): Drafts & { kept: Map<string, Draft> } {
  const kept = new Map<string, Draft>();
  return {
    kept,
    get: async (id) => kept.get(id),
    put: async (draft) => {
      kept.set(draft.id, structuredClone(draft));
    },
    drop: async (id) => {
      kept.delete(id);
    },
  };
}

/** An analysis that answers nothing but counts its questions. */
export function fakeWorker(): RemoteAnalysis & { analysed: Study[] } {
  const analysed: Study[] = [];
  return {
    analysed,
    analyse: async (study) => {
      analysed.push(study);
      return { problems: [] };
    },
    whatIf: async () => undefined,
    routesOf: async () => [],
    layout: async () => ({}),
    text: async () => "",
    read: async () => ({ problems: [] }),
    diff: async () => [],
    close: () => undefined,
  };
}
