/** An export from the page's side: begun, watched, cancelled, taken. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api, downloads, Unreachable } from "../../api/client.ts";
import type { DocumentFormat, ExportView, ProblemBody } from "../../api/types.ts";

export type Going =
  | { state: "choosing" }
  | { state: "running"; formats: readonly DocumentFormat[]; view?: ExportView }
  | { state: "done"; view: ExportView }
  /** Some formats could not be made. */
  | { state: "failed"; formats: readonly DocumentFormat[]; view: ExportView }
  /** The server refused, or was not reached. */
  | { state: "broken"; formats: readonly DocumentFormat[]; problem?: ProblemBody };

/** Has the browser save what an address holds. */
export function take(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

export function useExport(study: string) {
  const [going, setGoing] = useState<Going>({ state: "choosing" });
  const current = useRef<{ stop: AbortController; id?: string }>(undefined);

  const cancel = useCallback(() => {
    const at = current.current;
    current.current = undefined;
    at?.stop.abort();
    if (at?.id !== undefined) void api.cancelExport(at.id).catch(() => undefined);
  }, []);
  // A dialog that is closed wants nothing any more.
  useEffect(() => cancel, [cancel]);

  const begin = useCallback(
    async (revision: number, formats: readonly DocumentFormat[], lang: "ja" | "en") => {
      cancel();
      const at: { stop: AbortController; id?: string } = { stop: new AbortController() };
      current.current = at;
      setGoing({ state: "running", formats });
      try {
        let view = await api.export(study, revision, { formats, lang }, at.stop.signal);
        at.id = view.id;
        while (view.state === "running" && current.current === at) {
          setGoing({ state: "running", formats, view });
          view = await api.exportAfter(view.id, view.change, at.stop.signal);
        }
        if (current.current !== at) return;
        current.current = undefined;
        if (view.state === "done") {
          take(downloads.export(view.id));
          setGoing({ state: "done", view });
        } else setGoing({ state: "failed", formats, view });
      } catch (error) {
        if (current.current !== at) return;
        current.current = undefined;
        if (error instanceof ApiError) setGoing({ state: "broken", formats, problem: error.problem });
        else if (error instanceof Unreachable) setGoing({ state: "broken", formats });
        else throw error;
      }
    },
    [study, cancel],
  );
  const back = useCallback(() => {
    cancel();
    setGoing({ state: "choosing" });
  }, [cancel]);
  return { going, begin, back };
}
