/**
 * Exports: a person asks for several formats, sees them come one by one, and takes them as one file. Everything is kept in
 * memory and bounded; what is gone can be asked for again, and what was made lately is there at once.
 */
import type { Study } from "@seiza/model";
import type { Logger } from "../log.ts";
import type { Lang } from "../messages.ts";
import { placesOf, Refused, unresolved } from "../problem.ts";
import { AnalysisFailed, AnalysisTimeout, Cancelled, type Urgency } from "../thread.ts";
import { DocumentCache } from "./cache.ts";
import type { DocumentAnswer, DocumentFile, DocumentFormat, DocumentJob } from "./jobs.ts";

export interface DocumentThread {
  /** @throws AnalysisFailed, AnalysisTimeout, Cancelled */
  ask(job: DocumentJob, urgency?: Urgency, signal?: AbortSignal): Promise<DocumentAnswer>;
  close(): Promise<void>;
}

/** A stored state of a study. */
export interface Source {
  workspace: string;
  id: string;
  revision: number;
  study: Study;
}

export type PartState = "waiting" | "making" | "done" | "failed";
export interface ExportPart {
  format: DocumentFormat;
  state: PartState;
  /** Why it failed. */
  problem?: Refused;
}
export type ExportState = "running" | "done" | "failed" | "cancelled";
export interface Export {
  readonly id: string;
  readonly workspace: string;
  readonly study: string;
  readonly revision: number;
  readonly lang: Lang;
  /** Counts changes: who saw 3 can ask to be told of more. */
  change: number;
  state: ExportState;
  readonly parts: ExportPart[];
  file?: DocumentFile;
}

/** Documents kept for a second download, bytes. */
const CACHE_BYTES = 128_000_000;
/** Files of finished exports that nobody took yet, bytes. */
const HELD_BYTES = 256_000_000;
const HELD = 32;
/** How many may be under way; one is made at a time. */
const UNDER_WAY = 16;
/** A finished export is kept this long. */
const KEPT_MS = 10 * 60_000;
const ZIP = "application/zip";

interface Running {
  view: Export;
  source: Source;
  stop: AbortController;
  wake: Set<() => void>;
  endedAt?: number;
}

export class Exports {
  readonly cache: DocumentCache;
  readonly #all = new Map<string, Running>();
  #closed = false;

  constructor(
    readonly thread: DocumentThread,
    readonly newId: () => string,
    readonly clock: () => Date,
    readonly log: Logger,
    cacheBytes = CACHE_BYTES,
  ) {
    this.cache = new DocumentCache(cacheBytes);
  }

  /**
   * Every file of one format.
   * @throws Refused: the study has errors, it took too long, it failed; Cancelled
   */
  async files(
    source: Source,
    format: DocumentFormat,
    lang: Lang,
    signal?: AbortSignal,
  ): Promise<DocumentFile[]> {
    const state = `${source.id} ${source.revision}`;
    const key = `${state} ${format} ${lang}`;
    const kept = this.cache.get(key);
    if (kept) return kept;
    const answer = await this.#asked(
      { kind: "format", key: state, study: source.study, format, lang },
      signal,
    );
    if (answer.kind === "invalid") throw unresolved(answer.diagnostics);
    if (answer.kind !== "files") throw new Error(`the thread answered ${answer.kind}`);
    this.cache.put(key, answer.files);
    return answer.files;
  }

  /** One format as one file: several files come in a zip. */
  async file(
    source: Source,
    format: DocumentFormat,
    lang: Lang,
    signal?: AbortSignal,
  ): Promise<DocumentFile> {
    const files = await this.files(source, format, lang, signal);
    const [first] = files;
    if (first && files.length === 1) return first;
    const key = `${source.id} ${source.revision} ${format} ${lang} packed`;
    const kept = this.cache.get(key)?.[0];
    if (kept) return kept;
    const packed: DocumentFile = {
      name: `${source.study.system.id}.${format}.zip`,
      mediaType: ZIP,
      bytes: await this.#pack(
        files.map((f) => ({ path: f.name, bytes: f.bytes })),
        signal,
      ),
    };
    this.cache.put(key, [packed]);
    return packed;
  }

  /**
   * One paper of a stored assessment.
   * @param id of the assessment, which never changes
   * @throws Refused: its declaration cannot be read, it took too long, it failed; Cancelled
   */
  async paper(
    id: string,
    job: Extract<DocumentJob, { kind: "papers" }>,
    signal?: AbortSignal,
  ): Promise<DocumentFile> {
    const key = `assessment ${id} ${job.format} ${job.lang}`;
    const kept = this.cache.get(key)?.[0];
    if (kept) return kept;
    const answer = await this.#asked(job, signal);
    if (answer.kind === "invalid")
      throw new Refused(
        422,
        "declaration-invalid",
        { count: answer.diagnostics.length },
        { errors: placesOf(answer.diagnostics, true) },
      );
    const file = answer.kind === "files" ? answer.files[0] : undefined;
    if (!file) throw new Error(`the thread answered ${answer.kind}`);
    this.cache.put(key, [file]);
    return file;
  }

  /** @throws Refused when too many are under way */
  begin(source: Source, formats: readonly DocumentFormat[], lang: Lang): Export {
    this.#sweep();
    const underWay = [...this.#all.values()].filter((r) => r.view.state === "running").length;
    if (this.#closed || underWay >= UNDER_WAY) throw new Refused(409, "exports-full", { count: underWay });
    const view: Export = {
      id: this.newId(),
      workspace: source.workspace,
      study: source.id,
      revision: source.revision,
      lang,
      change: 0,
      state: "running",
      parts: [...new Set(formats)].map((format) => ({ format, state: "waiting" })),
    };
    const running: Running = { view, source, stop: new AbortController(), wake: new Set() };
    this.#all.set(view.id, running);
    void this.#make(running);
    return view;
  }

  /** @throws Refused 404 */
  #find(workspace: string, id: string): Running {
    this.#sweep();
    const found = this.#all.get(id);
    if (!found || found.view.workspace !== workspace) throw new Refused(404, "export-unknown");
    return found;
  }
  /** @throws Refused 404 */
  get(workspace: string, id: string): Export {
    return this.#find(workspace, id).view;
  }
  /**
   * The export once it has changed beyond `seen`, or as it is after a while.
   * @throws Refused 404
   */
  async after(workspace: string, id: string, seen: number, ms: number): Promise<Export> {
    const running = this.#find(workspace, id);
    if (running.view.change <= seen && running.view.state === "running")
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          running.wake.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        running.wake.add(done);
      });
    return running.view;
  }
  /**
   * Stops it where it is and forgets it.
   * @throws Refused 404
   */
  cancel(workspace: string, id: string): void {
    const running = this.#find(workspace, id);
    this.#all.delete(id);
    running.stop.abort();
    if (running.view.state === "running") this.#end(running, "cancelled");
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { stop } of this.#all.values()) stop.abort();
    this.#all.clear();
    await this.thread.close();
  }

  async #make(running: Running): Promise<void> {
    const { view, source, stop } = running;
    const made: { format: DocumentFormat; files: DocumentFile[] }[] = [];
    for (const part of view.parts) {
      part.state = "making";
      this.#changed(running);
      try {
        made.push({
          format: part.format,
          files: await this.files(source, part.format, view.lang, stop.signal),
        });
        part.state = "done";
      } catch (error) {
        if (error instanceof Cancelled || stop.signal.aborted) return;
        part.state = "failed";
        part.problem = this.#told(error, part.format);
      }
      this.#changed(running);
    }
    if (view.parts.some((p) => p.state === "failed")) {
      this.#end(running, "failed");
      return;
    }
    try {
      const [only] = made;
      if (only && made.length === 1) view.file = await this.file(source, only.format, view.lang, stop.signal);
      else
        view.file = {
          name: `${source.study.system.id}.zip`,
          mediaType: ZIP,
          bytes: await this.#pack(
            made.flatMap(({ format, files }) =>
              files.map((f) => ({
                path: files.length === 1 ? f.name : `${format}/${f.name}`,
                bytes: f.bytes,
              })),
            ),
            stop.signal,
          ),
        };
      this.#end(running, "done");
    } catch (error) {
      if (error instanceof Cancelled || stop.signal.aborted) return;
      const [last] = view.parts.slice(-1);
      if (last) {
        last.state = "failed";
        last.problem = this.#told(error, last.format);
      }
      this.#end(running, "failed");
    }
  }
  async #pack(files: { path: string; bytes: Uint8Array }[], signal?: AbortSignal): Promise<Uint8Array> {
    const answer = await this.#asked({ kind: "pack", files }, signal);
    if (answer.kind !== "packed") throw new Error(`the thread answered ${answer.kind}`);
    return answer.bytes;
  }
  async #asked(job: DocumentJob, signal?: AbortSignal): Promise<DocumentAnswer> {
    try {
      return await this.thread.ask(job, "now", signal);
    } catch (error) {
      if (error instanceof AnalysisTimeout)
        throw new Refused(504, "document-timeout", { seconds: error.seconds });
      if (error instanceof AnalysisFailed) {
        this.log.error({ err: error }, "a document could not be made");
        throw new Refused(500, "document-failed");
      }
      throw error;
    }
  }
  #told(error: unknown, format: DocumentFormat): Refused {
    if (error instanceof Refused) return error;
    this.log.error({ err: error, format }, "an export failed");
    return new Refused(500, "document-failed");
  }
  #changed({ view, wake }: Running): void {
    view.change++;
    for (const done of [...wake]) done();
  }
  #end(running: Running, state: ExportState): void {
    running.view.state = state;
    running.endedAt = this.clock().getTime();
    this.#changed(running);
    this.#sweep();
  }
  /** Forgets what ended long ago, and the oldest where they are too many or too large. */
  #sweep(): void {
    const now = this.clock().getTime();
    const ended = [...this.#all.values()].filter((r) => r.endedAt !== undefined);
    let bytes = ended.reduce((n, r) => n + (r.view.file?.bytes.byteLength ?? 0), 0);
    let count = ended.length;
    for (const r of ended) {
      // The newest stays whatever its size: somebody is about to take it.
      if (count === 1 && now - (r.endedAt ?? 0) <= KEPT_MS) break;
      if (now - (r.endedAt ?? 0) <= KEPT_MS && bytes <= HELD_BYTES && count <= HELD) break;
      this.#all.delete(r.view.id);
      bytes -= r.view.file?.bytes.byteLength ?? 0;
      count--;
    }
  }
}
