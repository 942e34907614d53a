/** Keeps each study's summary in step with its latest revision, a moment after the last save. */
import type { Store } from "@seiza/store";
import type { Logger } from "../log.ts";
import type { Analyst } from "./analyst.ts";

/** Saves in quick succession are summed up once. */
const QUIET_MS = 400;
/** Yet under saves without pause a summary is due this often. */
const AT_LATEST_MS = 5_000;
const CATCH_UP = 200;

interface Due {
  workspace: string;
  id: string;
}

export class Summaries {
  readonly #resting = new Map<string, { timer: NodeJS.Timeout; since: number }>();
  /** By study, in the order they became due. A study is loaded when its turn comes, so the latest revision is the one. */
  readonly #due = new Map<string, Due>();
  /** Revision of a study that the analyst failed on: it is not tried again until the study changes. */
  readonly #failed = new Map<string, number>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(
    readonly store: Store,
    readonly analyst: Analyst,
    readonly log: Logger,
    readonly quietMs = QUIET_MS,
  ) {}

  /** The study changed. */
  changed(workspace: string, id: string): void {
    if (this.#closed) return;
    const known = this.#resting.get(id);
    if (known) clearTimeout(known.timer);
    const since = known?.since ?? performance.now();
    const wait = Math.max(0, Math.min(this.quietMs, since + AT_LATEST_MS - performance.now()));
    const timer = setTimeout(() => {
      this.#resting.delete(id);
      this.#add({ workspace, id });
    }, wait);
    timer.unref();
    this.#resting.set(id, { timer, since });
  }

  /** What was left over from before a restart, or came in with an archive. */
  async catchUp(): Promise<void> {
    try {
      for (const due of await this.store.studies.withoutSummary(CATCH_UP)) this.#add(due);
    } catch (error) {
      if (!this.#closed) this.log.warn({ err: error }, "summaries left over could not be looked up");
    }
  }

  #add(due: Due): void {
    if (this.#closed) return;
    this.#due.set(due.id, due);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const [next] = this.#due.values();
      if (!next || this.#closed) return;
      this.#due.delete(next.id);
      await this.#make(next);
    }
  }

  async #make({ workspace, id }: Due): Promise<void> {
    let revision: number | undefined;
    try {
      const scope = { workspace, actor: { person: "", name: "" }, at: new Date(), newId: () => "" };
      const { head, study } = await this.store.studies.get(scope, id);
      revision = head.revision;
      if (head.summary?.revision === revision || this.#failed.get(id) === revision) return;
      const answer = await this.analyst.ask({ kind: "summary", study, revision }, "later");
      this.#failed.delete(id);
      if (answer.kind === "summary" && !this.#closed)
        await this.store.studies.setSummary({ workspace }, id, answer.summary);
    } catch (error) {
      if (this.#closed || (error as { code?: string }).code === "not-found") return;
      if (revision !== undefined) this.#failed.set(id, revision);
      this.log.warn({ err: error, study: id, revision }, "summary could not be made");
    }
  }

  /** Waits for the one that is being made. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
    this.#due.clear();
    await this.#running;
  }
}
