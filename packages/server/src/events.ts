/** Live notice of changes: server-sent events per workspace. */
import type { AuditEntry, Change, Scope, Store } from "@seiza/store";
import type { z } from "zod";
import type { ChangeNotice } from "./api/schemas.ts";

type Notice = z.infer<typeof ChangeNotice>;
export const HEARTBEAT_MS = 15_000;
/** A reader that far behind is let go; it reconnects and gets what it missed. */
const QUEUE_AT_MOST = 500;
/** More than this is not replayed: the reader looks again at everything. */
const REPLAY_AT_MOST = 200;

const encoder = new TextEncoder();
const written = (notice: Notice, id?: number) =>
  encoder.encode(
    `${id === undefined ? "" : `id: ${id}\n`}event: change\ndata: ${JSON.stringify(notice)}\n\n`,
  );

const KIND_OF_ACTION: Partial<Record<AuditEntry["action"], Notice["kind"]>> = {
  "study.create": "study.created",
  "study.save": "study.saved",
  "study.remove": "study.removed",
  "study.restore": "study.restored",
  "product.create": "product.changed",
  "product.save": "product.changed",
  "product.remove": "product.removed",
};
function noticeOfAudit(entry: AuditEntry): Notice | undefined {
  const kind = KIND_OF_ACTION[entry.action];
  if (!kind) return undefined;
  const isStudy = kind.startsWith("study.");
  return {
    kind,
    ...(isStudy ? { study: entry.subject } : kind.startsWith("product.") ? { product: entry.subject } : {}),
    ...(entry.revision === undefined ? {} : { revision: entry.revision }),
    by: entry.by,
  };
}
const noticeOf = ({ workspace: _, sequence: __, ...notice }: Change): Notice => notice;

interface Reader {
  workspace: string;
  send(bytes: Uint8Array): void;
  end(): void;
}

export class EventHub {
  readonly #readers = new Set<Reader>();
  readonly #stop: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #ended = false;

  constructor(
    readonly store: Store,
    heartbeatMs = HEARTBEAT_MS,
  ) {
    this.#stop = store.onChange((change) => this.#tell(change));
    this.#heartbeat = setInterval(() => {
      const beat = encoder.encode(": still here\n\n");
      for (const r of this.#readers) r.send(beat);
    }, heartbeatMs);
    this.#heartbeat.unref();
  }

  get size(): number {
    return this.#readers.size;
  }

  #tell(change: Change): void {
    if (this.#readers.size === 0) return;
    const bytes = written(noticeOf(change), change.sequence);
    for (const r of this.#readers)
      if (change.workspace === "" || r.workspace === change.workspace) r.send(bytes);
  }

  /** @param after `Last-Event-ID` of a reader that was here before: it gets what came since, or `missed`. */
  open(scope: Scope, after: number | undefined): ReadableStream<Uint8Array> {
    let reader: Reader;
    return new ReadableStream<Uint8Array>(
      {
        start: async (controller) => {
          if (this.#ended) {
            controller.close();
            return;
          }
          // What happens while the past is looked up waits, so that the order stays.
          let waiting: Uint8Array[] | undefined = [];
          const end = () => {
            this.#readers.delete(reader);
            try {
              controller.close();
            } catch {
              // The other side was faster.
            }
          };
          reader = {
            workspace: scope.workspace,
            send: (bytes) => {
              if (waiting) waiting.push(bytes);
              else if ((controller.desiredSize ?? 0) < -QUEUE_AT_MOST) end();
              else controller.enqueue(bytes);
            },
            end,
          };
          this.#readers.add(reader);
          controller.enqueue(encoder.encode("retry: 1000\n: welcome\n\n"));
          try {
            for (const bytes of after === undefined ? [] : await this.#missed(scope, after))
              controller.enqueue(bytes);
          } catch {
            end();
          }
          const held = waiting;
          waiting = undefined;
          if (this.#readers.has(reader)) for (const bytes of held) reader.send(bytes);
        },
        cancel: () => {
          this.#readers.delete(reader);
        },
      },
      { highWaterMark: 16 },
    );
  }

  async #missed(scope: Scope, after: number): Promise<Uint8Array[]> {
    const { items, next } = await this.store.audit.list(scope, { after, limit: REPLAY_AT_MOST });
    if (next !== undefined) return [written({ kind: "missed" })];
    return items.flatMap((entry) => {
      const notice = noticeOfAudit(entry);
      return notice ? [written(notice, entry.sequence)] : [];
    });
  }

  close(): void {
    this.#ended = true;
    clearInterval(this.#heartbeat);
    this.#stop();
    for (const r of [...this.#readers]) r.end();
  }
}
