import { createContext, useContext, useDeferredValue } from "react";
import { useStore } from "zustand";
import type { RunningSession, StudySession } from "./session.ts";

export const StudyContext = createContext<RunningSession | undefined>(undefined);

function useRunning(): RunningSession {
  const running = useContext(StudyContext);
  if (!running) throw new Error("useStudy belongs below a study's page");
  return running;
}

/**
 * A part of the open study. `pick` returns the same value for the same state: a field, not a new object
 * (for several fields at once, `useShallow` of zustand).
 */
export const useStudy = <T,>(pick: (session: StudySession) => T): T => useStore(useRunning().store, pick);

/**
 * Whether a part of the session is there. What is drawn for the first time thereupon is drawn in short pieces, so that the
 * page stays answerable while a whole screen appears.
 */
export const useArrived = (pick: (session: StudySession) => unknown): boolean =>
  useDeferredValue(useStudy((session) => pick(session) !== undefined));

/** The store itself, for handlers that read without following. */
export const useStudyStore = () => useRunning().store;
