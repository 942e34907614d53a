/** Live notices of the server: what was saved, made or removed, by whom. One connection for the whole page. */
import type { Actor } from "./types.ts";

export interface ServerNotice {
  workspace: string;
  study: string;
  revision: number;
  by: Actor;
  kind: "created" | "saved" | "removed" | "restored" | "summary";
}

type Listener = (notice: ServerNotice) => void;
const listeners = new Set<Listener>();
const reconnected = new Set<() => void>();
let source: EventSource | undefined;

const KINDS = ["created", "saved", "removed", "restored", "summary"] as const;

function connect(url: string): void {
  if (source || typeof EventSource === "undefined") return;
  source = new EventSource(url);
  let wasLost = false;
  const hear = (kind?: ServerNotice["kind"]) => (event: MessageEvent<string>) => {
    try {
      const notice = JSON.parse(event.data) as Partial<ServerNotice>;
      if (typeof notice.study !== "string") return;
      const full = { ...notice, kind: notice.kind ?? kind ?? "saved" } as ServerNotice;
      for (const listener of listeners) listener(full);
    } catch {
      // A line that is no notice is none of ours.
    }
  };
  source.onmessage = hear();
  for (const kind of [...KINDS, ...KINDS.map((k) => `study.${k}`), "study"])
    source.addEventListener(kind, hear(kind.replace("study.", "") as ServerNotice["kind"]) as EventListener);
  source.onopen = () => {
    if (wasLost) for (const again of reconnected) again();
    wasLost = false;
  };
  source.onerror = () => {
    wasLost = true;
  };
}

/** @returns unsubscribe */
export function onNotice(url: string, listener: Listener, again?: () => void): () => void {
  listeners.add(listener);
  if (again) reconnected.add(again);
  connect(url);
  return () => {
    listeners.delete(listener);
    if (again) reconnected.delete(again);
    if (listeners.size === 0) {
      source?.close();
      source = undefined;
    }
  };
}
