/** Files taken one after the other: watched, cancelled, given to the person alone or as one zip. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, Unreachable } from "../../api/client.ts";
import type { NamedBytes } from "../../api/products.ts";
import type { ProblemBody } from "../../api/types.ts";
import type { ExportPart } from "../../parts/exporting/exporting.tsx";
import { saveBlob } from "../files.ts";

/** One file to take. */
export interface Wanted {
  key: string;
  label: string;
  make: (signal: AbortSignal) => Promise<NamedBytes>;
}
export type Taking =
  | { state: "choosing" }
  | { state: "running"; parts: ExportPart[] }
  | { state: "done"; parts: ExportPart[]; name: string; blob: Blob }
  /** Some files could not be had. */
  | { state: "failed"; parts: ExportPart[] }
  /** The server refused before the first file, or was not reached. */
  | { state: "broken"; problem?: ProblemBody };

const blobOf = ({ bytes, mediaType }: Omit<NamedBytes, "name">) => new Blob([bytes], { type: mediaType });

/** Two files of one name both stay: `name (2).ext`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, end = ""] = /^(.+?)(\.[^.]+)?$/.exec(name) ?? [];
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${stem} (${n})${end}`;
    if (!taken.has(free)) return free;
  }
}

export function useTaking() {
  const [taking, setTaking] = useState<Taking>({ state: "choosing" });
  const current = useRef<AbortController>(undefined);
  const cancel = useCallback(() => {
    current.current?.abort();
    current.current = undefined;
  }, []);
  useEffect(() => cancel, [cancel]);

  /** @param prepare finds out what is to be taken, and how a zip of it is called */
  const begin = useCallback(
    async (
      labels: readonly { key: string; label: string }[],
      prepare: () => Promise<{ wanted: readonly Wanted[]; zip: string }>,
    ) => {
      cancel();
      const stop = new AbortController();
      current.current = stop;
      const parts: ExportPart[] = labels.map((x) => ({ ...x, state: "waiting" }));
      const show = () => {
        if (!stop.signal.aborted) setTaking({ state: "running", parts: parts.map((p) => ({ ...p })) });
      };
      show();
      try {
        const { wanted, zip } = await prepare();
        const files: NamedBytes[] = [];
        for (const { key, make } of wanted) {
          const part = parts.find((p) => p.key === key) as ExportPart;
          part.state = "making";
          show();
          try {
            files.push(await make(stop.signal));
            part.state = "done";
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            part.state = "failed";
            part.problem = error.problem;
          }
          show();
        }
        const [first] = files;
        if (files.length < wanted.length || !first) {
          if (!stop.signal.aborted) setTaking({ state: "failed", parts });
          return;
        }
        let file = first;
        if (files.length > 1) {
          const { zipSync } = await import("fflate");
          const content: Record<string, Uint8Array> = {};
          for (const f of files) content[freeName(f.name, new Set(Object.keys(content)))] = f.bytes;
          file = {
            name: zip,
            bytes: zipSync(content, { level: 0 }) as Uint8Array<ArrayBuffer>,
            mediaType: "application/zip",
          };
        }
        if (stop.signal.aborted) return;
        const blob = blobOf(file);
        saveBlob(blob, file.name);
        setTaking({ state: "done", parts, name: file.name, blob });
      } catch (error) {
        if (stop.signal.aborted) return;
        if (error instanceof ApiError) setTaking({ state: "broken", problem: error.problem });
        else if (error instanceof Unreachable) setTaking({ state: "broken" });
        else throw error;
      }
    },
    [cancel],
  );
  const back = useCallback(() => {
    cancel();
    setTaking({ state: "choosing" });
  }, [cancel]);
  return { taking, begin, back };
}
