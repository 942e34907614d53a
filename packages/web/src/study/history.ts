/**
 * Undo and redo as values. Each state knows the revision that holds it, and the revisions that undo and redo lead to
 * once the states of this window are used up; that is how undo survives a reload.
 */
import type { Study } from "@seiza/model";

export interface State {
  readonly study: Study;
  /** Key of the edit that led here. */
  readonly label?: string;
  /** Key that joins this edit with the next, and when it was last made (ms). */
  readonly join?: string;
  readonly at?: number;
  /** Revision that holds this state, once it is saved. */
  readonly revision?: number;
  /** Revisions beyond what this window remembers. */
  readonly base?: number;
  readonly redo?: number;
}
export interface History {
  readonly past: readonly State[];
  readonly present: State;
  /** The next redo first. */
  readonly future: readonly State[];
}

/** Edits with the same key join while each comes within this time of the one before, ms. */
export const JOIN_MS = 1000;

export const begin = (present: State): History => ({ past: [], present, future: [] });

export function edit(
  history: History,
  study: Study,
  { label, join, at }: { label: string; join?: string | undefined; at: number },
): History {
  const { past, present } = history;
  const next: State = { study, label, at, ...(join === undefined ? {} : { join }) };
  const joins =
    join !== undefined &&
    present.join === join &&
    present.at !== undefined &&
    at - present.at <= JOIN_MS &&
    past.length > 0;
  return { past: joins ? past : [...past, present], present: next, future: [] };
}

export function undo(history: History): History | undefined {
  const before = history.past.at(-1);
  if (!before) return undefined;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo(history: History): History | undefined {
  const [next, ...future] = history.future;
  if (!next) return undefined;
  return { past: [...history.past, history.present], present: next, future };
}

/** Puts a stored state before all that is remembered, and goes there. */
export const undoTo = (history: History, stored: State): History => ({
  past: [],
  present: stored,
  future: [history.present, ...history.future],
});
/** Puts a stored state after all that is remembered, and goes there. */
export const redoTo = (history: History, stored: State): History => ({
  past: [...history.past, history.present],
  present: stored,
  future: [],
});

/** States before the present that no revision holds yet, oldest first. */
export function unsavedBefore({ past }: History): readonly State[] {
  return past.slice(past.findLastIndex((s) => s.revision !== undefined) + 1);
}

/** Revision that undo leads to from the present, as a save records it. */
export function baseOf({ past, present }: History): number | undefined {
  for (let i = past.length - 1; i >= 0; i--) {
    const state = past[i] as State;
    if (state.revision !== undefined) return state.revision;
    // The first state of the window was itself never saved: what lay before it.
    if (i === 0) return state.base;
  }
  return present.base;
}

/** Revision that redo leads to from the present. */
export function redoOf({ present, future }: History): number | undefined {
  for (const state of future) if (state.revision !== undefined) return state.revision;
  return future.length === 0 ? present.redo : future.at(-1)?.redo;
}

/** A state to be saved as a revision, and where its undo and redo lead. */
export interface Step {
  readonly state: State;
  readonly base: number | undefined;
  readonly redo: number | undefined;
  /** The present: after it nothing is left to save. */
  readonly isPresent: boolean;
}

/**
 * What to save next so that each step of this window is a step of undo and redo after a reload as well: first the states
 * that were never saved, in their order, then, from the far end, those that do not lead on to the next, last the present.
 */
export function nextStep(history: History): Step {
  const { past, present, future } = history;
  const all = [...past, present, ...future];
  const at = past.length;
  const standing = (i: number): History => ({
    past: all.slice(0, i),
    present: all[i] as State,
    future: all.slice(i + 1),
  });
  // What lies before a saved state was saved or given up before it.
  let first = at;
  while (first > 0 && all[first - 1]?.revision === undefined) first--;
  const last = all.findLastIndex((s) => s.revision === undefined);
  for (let i = first; i <= last; i++) {
    const state = all[i] as State;
    if (state.revision !== undefined || (i === at && last === at)) continue;
    return { state, base: baseOf(standing(i)), redo: undefined, isPresent: false };
  }
  for (let i = all.length - 2; i > at; i--) {
    const state = all[i] as State;
    const redo = all[i + 1]?.revision;
    if (state.redo !== redo) return { state, base: baseOf(standing(i)), redo, isPresent: false };
  }
  return { state: present, base: baseOf(history), redo: redoOf(history), isPresent: true };
}

/** Notes that a state is held by a revision. The state may have moved to past or future since. */
export function saved(
  history: History,
  study: Study,
  at: { revision: number; base?: number | undefined; redo?: number | undefined },
): History {
  const mark = (state: State): State =>
    state.study === study
      ? {
          ...state,
          revision: at.revision,
          ...(at.base === undefined ? {} : { base: at.base }),
          ...(at.redo === undefined ? {} : { redo: at.redo }),
        }
      : state;
  return {
    past: history.past.map(mark),
    present: mark(history.present),
    future: history.future.map(mark),
  };
}

export const canUndo = ({ past, present }: History): boolean => past.length > 0 || present.base !== undefined;
export const canRedo = ({ present, future }: History): boolean =>
  future.length > 0 || present.redo !== undefined;
