import { createContext, useContext } from "react";
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

/** The store itself, for handlers that read without following. */
export const useStudyStore = () => useRunning().store;
