/** What a page filters and shows, kept in the address: back works and links can be shared. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

type Raw = Record<string, unknown>;
export type SearchValues = Readonly<Record<string, string | undefined>>;

/**
 * Values of the address as words, and a function that changes some of them; `undefined` and "" leave the address.
 * `push` makes an entry of its own for the back button; typing replaces the present one.
 */
export function useSearchValues(): [
  SearchValues,
  (change: Record<string, string | undefined>, options?: { push?: boolean }) => void,
] {
  const raw = useSearch({ strict: false }) as Raw;
  const navigate = useNavigate();
  const values = useMemo(
    () => Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, String(value)])),
    [raw],
  );
  const change = useCallback(
    (next: Record<string, string | undefined>, options?: { push?: boolean }) => {
      void navigate({
        to: ".",
        replace: !options?.push,
        resetScroll: false,
        search: ((before: Raw) => {
          const after: Raw = { ...before };
          for (const [key, value] of Object.entries(next))
            if (value === undefined || value === "") delete after[key];
            else after[key] = value;
          return after;
        }) as never,
      });
    },
    [navigate],
  );
  return [values, change];
}
