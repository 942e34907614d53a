/** What keeps an open study or product with the server: notices of other windows, the connection, this window's leaving. */
import { useEffect, useRef } from "react";
import { downloads } from "../api/client.ts";
import { onNotice, type ServerNotice } from "../api/events.ts";

/** An open document that is saved by itself. */
export interface Keepable {
  store: { getState(): { flush(): Promise<void> } };
  /** The connection is there again. */
  online(): void;
  isUnsaved(): boolean;
  /** A last try while the page goes away. */
  lastWord(): void;
}

/** @param heard what another window did; without a notice, anything may have happened while there was no connection */
export function useKeeper(running: Keepable, heard: (notice: ServerNotice | undefined) => void): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const stop = onNotice(
      downloads.events,
      (notice) => latest.current(notice.kind === "missed" ? undefined : notice),
      () => {
        running.online();
        latest.current(undefined);
      },
    );
    const online = () => running.online();
    const leaving = (event: BeforeUnloadEvent) => {
      if (!running.isUnsaved()) return;
      running.lastWord();
      event.preventDefault();
    };
    const hidden = () => {
      if (document.visibilityState === "hidden") void running.store.getState().flush();
    };
    window.addEventListener("online", online);
    window.addEventListener("beforeunload", leaving);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      stop();
      window.removeEventListener("online", online);
      window.removeEventListener("beforeunload", leaving);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [running]);
}
