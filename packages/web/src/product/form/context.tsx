/** What every field of the form shares: the value, the way to change it, what is said about each place. */

import type { Text } from "@seiza/catalog";
import type { DeclarationEdit } from "@seiza/conformance";
import { type ComponentType, createContext, useContext } from "react";
import type { Option } from "./controls.tsx";
import { keyOf, type Node, type Path, type Raw } from "./fields.ts";

/** Something said about a place: a mistake, a doubt, or what a criterion still asks for. */
export interface Note {
  severity: "error" | "warning" | "info" | "missing";
  path: Path;
  message: Text;
  mend?: Text;
  criteria?: readonly string[];
  line?: number;
}

export interface FormState {
  value: Raw;
  readOnly: boolean;
  /** Lists to choose from that the declaration does not hold itself, by field: `study/workspace`. */
  choices: Readonly<Record<string, readonly Option[]>>;
  /** How lists are drawn. Lists hold fields and fields hold lists: a field knows them only by the form. */
  List: ComponentType<{ path: Path; node: Node }>;
  edit(edits: readonly DeclarationEdit[]): void;
  notes: readonly Note[];
  /** Chosen entry of each list, by the list's path. */
  chosen: Readonly<Record<string, number>>;
  choose(list: Path, entry: number | undefined): void;
  /** Recipes and other long parts that are shown. */
  open: ReadonlySet<string>;
  setOpen(path: Path, isOpen: boolean): void;
}

const Context = createContext<FormState | undefined>(undefined);
export const FormProvider = Context.Provider;
export function useForm(): FormState {
  const state = useContext(Context);
  if (!state) throw new Error("a field stands outside of its form");
  return state;
}

const isBelow = (path: Path, root: Path): boolean =>
  path.length >= root.length && root.every((step, i) => String(path[i]) === String(step));
/** Notes at a place and below it. */
export const notesBelow = (notes: readonly Note[], path: Path): Note[] =>
  notes.filter((n) => isBelow(n.path, path));
/** Notes at exactly this place. */
export const notesAt = (notes: readonly Note[], path: Path): Note[] => {
  const key = keyOf(path);
  return notes.filter((n) => keyOf(n.path) === key);
};
/** Notes at a mapping itself, or at keys of it that have no field (`known`: keys that have one). */
export const notesOfHolder = (notes: readonly Note[], path: Path, known: readonly string[]): Note[] =>
  notesBelow(notes, path).filter(
    (n) => n.path.length === path.length || !known.includes(String(n.path[path.length])),
  );
export const isMistake = (note: Note): boolean => note.severity === "error";
