/**
 * The open study: the only way in which screens read and change it. Edits are pure functions on the study; analysis,
 * saving, undo and the live notices of other windows follow by themselves.
 */
import type { Dossier } from "@seiza/dossier";
import type { Diagnostic, Study } from "@seiza/model";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Api, ApiError, Unreachable } from "../api/client.ts";
import type { Actor, Revision, StudyHead } from "../api/types.ts";
import type { Analysed, Labels, RemoteAnalysis, WhatIfView } from "./analysis-types.ts";
import { Autosave, type Outcome, type Timers, windowTimers } from "./autosave.ts";
import { dayOf, type NewDecision, withDecisions } from "./decisions.ts";
import { DossierIndex } from "./dossier-index.ts";
import type { Draft, DraftStep, Drafts } from "./drafts.ts";
import * as undoing from "./history.ts";
import { patchBetween } from "./patch.ts";

export type SaveState = "saved" | "dirty" | "saving" | "offline" | "conflict";
/** Side panels of the shell. */
export type Panel = "why" | "problems" | "decisions";

export interface WhatIfState {
  /** ★ tried per product type (id without prefix); a type that is absent keeps what it has. */
  labels: Labels;
  /** Single ★1 criteria tried per product type. */
  criteria: Record<string, readonly string[]>;
  /** Countermeasures of ④ tried per product type. */
  requirements: Record<string, readonly string[]>;
  /** Answer to the newest question; absent while nothing is tried or the study has errors. */
  result?: WhatIfView | undefined;
  busy: boolean;
  set(typeId: string, level: 0 | 1 | 2): void;
  setAll(labels: Labels): void;
  setCriterion(typeId: string, criterion: string, on: boolean): void;
  setRequirement(typeId: string, countermeasure: string, on: boolean): void;
  reset(): void;
}

/** Another window saved while this one had edits of its own. */
export interface ConflictState {
  theirs: Study;
  head: StudyHead;
  /** Revision that both began from, where it is not this window's. */
  since?: number;
}

export interface ShownAnalysis {
  dossier: Dossier;
  index: DossierIndex;
  of: Study;
}

export interface StudySession {
  id: string;
  study: Study;
  head: StudyHead;
  /** The person who works here. */
  person: Actor;
  save: SaveState;
  /** What the server said to the last save that failed. */
  saveError?: string | undefined;
  conflict?: ConflictState | undefined;
  /** Who saved from another window, when this window took it over. */
  notice?: { by: Actor; revision: number } | undefined;

  /**
   * Of the last study without errors: ①–④ as soon as they are known. Its attack routes, ⑤ and ⑥ are of `whole` until
   * they are known too; then both are the same.
   */
  analysis?: ShownAnalysis;
  /** The last analysis that is of one study in all its parts. What shows attack routes, ⑤ or ⑥ reads this one. */
  whole?: ShownAnalysis;
  problems: Diagnostic[];
  /** The analysis shown is of an earlier study. */
  stale: boolean;
  busy: boolean;
  /** The analysis itself broke: a fault of the product, not of the study. */
  failure?: string | undefined;

  /**
   * @param label key of the edit in the `edits` messages, e.g. `component.add`
   * @param options.join edits with the same key within a second are one step of undo
   */
  edit(label: string, change: (study: Study) => Study, options?: { join?: string }): void;
  undo(): Promise<void>;
  redo(): Promise<void>;
  canUndo: boolean;
  canRedo: boolean;
  /** Key of the edit that undo takes back and that redo makes again, where this window knows it. */
  undoLabel?: string | undefined;
  redoLabel?: string | undefined;
  /** Makes the content of an earlier revision the present; a step like any other, undo takes it back. */
  restore(revision: number): Promise<void>;

  decide(decision: NewDecision): void;
  /** Several with one action, undone as one step. */
  decideAll(decisions: readonly NewDecision[]): void;
  withdraw(decisionId: string): void;

  selection: string[];
  select(ids: readonly string[]): void;
  configuration: string;
  setConfiguration(id: string): void;
  whatIf: WhatIfState;

  panel?: Panel | undefined;
  showPanel(panel: Panel | undefined): void;
  /** Opens the why panel on an item; without an id, closes it. */
  why(id?: string): void;
  whyId?: string | undefined;
  /** Items looked at before this one in the why panel. */
  whyTrail: readonly string[];
  whyBack(): void;

  /** Saves now; resolves when that was tried. */
  flush(): Promise<void>;
  /** mine: my state becomes the next revision. theirs: theirs is shown, undo brings mine back. */
  settle(choice: "mine" | "theirs"): void;
  worker: RemoteAnalysis;
}

export interface SessionParts {
  api: Pick<Api, "study" | "save" | "revision" | "revisions">;
  worker: RemoteAnalysis;
  drafts: Drafts;
  person: Actor;
  now: () => Date;
  timers?: Timers;
}
export interface OpenedStudy {
  head: StudyHead;
  study: Study;
  /** Newest revision: where undo and redo lead. */
  revision?: Pick<Revision, "number" | "base" | "redo" | "label">;
}
/** A session and what its keeper needs beside the store. */
export interface RunningSession {
  store: StoreApi<StudySession>;
  /** Another window saved, or may have (`revision` unknown after a lost connection). */
  heard(revision?: number): Promise<void>;
  online(): void;
  /** Whether closing the window now would leave something unsaved. */
  isUnsaved(): boolean;
  /** Last try while the window closes. */
  lastWord(): void;
  close(): Promise<void>;
}

/** Requests that outlive the page may be this long, characters. */
const KEEPALIVE_LIMIT = 60_000;

/** Steps of undo that a draft keeps at most. */
const DRAFT_STEPS = 50;

const isSame = (a: Study, b: Study) => patchBetween(a, b) === undefined;

/** The stored states that a revision's undo and redo lead to. */
const chain = (r: Pick<Revision, "base" | "redo"> | undefined) => ({
  ...(r?.base === undefined ? {} : { base: r.base }),
  ...(r?.redo === undefined ? {} : { redo: r.redo }),
});

/** Whether two studies differ in nothing but where the diagram draws things. Unchanged parts are the same objects. */
export function differInLayoutOnly(a: Study, b: Study): boolean {
  for (const key of Object.keys({ ...a, ...b }) as (keyof Study)[])
    if (key !== "configurations" && a[key] !== b[key]) return false;
  if (a.configurations.length !== b.configurations.length) return false;
  return a.configurations.every((one, i) => {
    const other = b.configurations[i];
    if (one === other) return true;
    if (!other) return false;
    return (Object.keys({ ...one, ...other }) as (keyof typeof one)[]).every(
      (key) => key === "layout" || one[key] === other[key],
    );
  });
}

export function startSession(opened: OpenedStudy, parts: SessionParts): RunningSession {
  const { api, worker, drafts, person, now } = parts;
  const { id } = opened.head;
  let history = undoing.begin({
    study: opened.study,
    revision: opened.head.revision,
    ...(opened.revision?.label === undefined ? {} : { label: opened.revision.label }),
    ...chain(opened.revision),
  });
  /** The study that the server holds at `head.revision`. */
  let onServer = opened.study;
  /** The study whose analysis is shown. */
  let analysed: Study | undefined;
  let isClosed = false;
  let heardWhileSaving = false;

  let internals!: {
    autosave: Autosave;
    heard: (revision?: number) => Promise<void>;
    analyse: () => Promise<void>;
    resume: (from: undoing.History, steps: readonly DraftStep[]) => void;
  };

  const store = createStore<StudySession>()((set, get) => {
    const show = (next: undoing.History) => {
      history = next;
      const { study } = next.present;
      const { configuration } = get();
      const isThere = study.configurations.some((c) => c.id === configuration);
      set({
        study,
        ...standing(next),
        ...(isThere ? {} : { configuration: study.configurations[0]?.id ?? "" }),
        ...(study === onServer && get().save !== "saving" ? { save: "saved" as const } : {}),
      });
    };
    /** After any change of the present. */
    const changed = () => {
      const { study, save } = get();
      void analyse();
      if (study === onServer && save !== "saving") {
        void drafts.drop(id);
        return;
      }
      if (save !== "conflict") {
        set({ save: save === "offline" ? "offline" : "dirty" });
        autosave.touch();
      }
      const bare = (state: undoing.State): DraftStep => ({
        study: state.study,
        ...(state.label === undefined ? {} : { label: state.label }),
      });
      void drafts.put({
        ...bare(history.present),
        id,
        revision: get().head.revision,
        steps: undoing.unsavedBefore(history).slice(-DRAFT_STEPS).map(bare),
        at: now().getTime(),
      });
    };

    const ask = async () => {
      const { labels, criteria, requirements } = get().whatIf;
      const isNothing =
        Object.keys(labels).length + Object.keys(criteria).length + Object.keys(requirements).length === 0;
      if (isNothing || !analysed) {
        set({ whatIf: { ...get().whatIf, result: undefined, busy: false } });
        return;
      }
      set({ whatIf: { ...get().whatIf, busy: true } });
      const pairs = (of: Record<string, readonly string[]>) =>
        Object.entries(of).flatMap(([type, list]) => list.map((x) => [type, x] as const));
      try {
        const result = await worker.whatIf(analysed, {
          labels,
          criteria: pairs(criteria),
          requirements: pairs(requirements),
        });
        // An answer that was overtaken is undefined; the newer question is under way.
        if (result && !isClosed) set({ whatIf: { ...get().whatIf, result, busy: false } });
      } catch (error) {
        if (!isClosed) set({ failure: String(error), whatIf: { ...get().whatIf, busy: false } });
      }
    };
    const tryOut = (change: Partial<WhatIfState>) => {
      set({ whatIf: { ...get().whatIf, ...change } });
      void ask();
    };
    const toggled = (
      of: Record<string, readonly string[]>,
      type: string,
      item: string,
      on: boolean,
    ): Record<string, readonly string[]> => {
      const list = (of[type] ?? []).filter((x) => x !== item);
      if (on) list.push(item);
      const { [type]: _, ...rest } = of;
      return list.length === 0 ? rest : { ...rest, [type]: list };
    };

    async function analyse(): Promise<void> {
      const { study, analysis, whole } = get();
      if (analysed && analysis && analysis === whole && differInLayoutOnly(analysis.of, study)) {
        const same = { ...analysis, of: study };
        set({ analysis: same, whole: same, stale: false });
        return;
      }
      set({ stale: true, busy: true });
      const shown = ({ problems, dossier }: Analysed) => {
        const isNewest = differInLayoutOnly(study, get().study);
        const analysis = dossier && { dossier, index: new DossierIndex(dossier), of: study };
        return {
          problems,
          failure: undefined,
          stale: !(analysis && isNewest),
          ...(analysis ? { analysis } : {}),
        };
      };
      try {
        const answer = await worker.analyse(study, (first) => {
          if (!isClosed) set(shown(first));
        });
        if (!answer || isClosed) return;
        const next = shown(answer);
        const isNewest = differInLayoutOnly(study, get().study);
        set({ ...next, busy: !isNewest, ...(next.analysis ? { whole: next.analysis } : {}) });
        if (!next.analysis) return;
        analysed = study;
        void ask();
      } catch (error) {
        if (!isClosed) set({ failure: String(error), busy: false });
      }
    }

    const autosave: Autosave = new Autosave(saveOnce, parts.timers ?? windowTimers);

    async function saveOnce(): Promise<Outcome> {
      const { study, save } = get();
      if (save === "conflict" || isClosed) return "stop";
      if (study === onServer) {
        set({ save: "saved" });
        return "done";
      }
      set({ save: "saving" });
      try {
        let isPresent = false;
        // Every edit is a revision of its own, also those made since the last save.
        while (!isPresent) {
          const step = undoing.nextStep(history);
          const { state, base, redo } = step;
          // What undo leads back to was named when it was made; this revision is the undoing.
          const label = redo === undefined ? state.label : "study.undo";
          const next = await api.save(id, get().head.revision, {
            study: state.study,
            ...(label === undefined ? {} : { label }),
            ...(base === undefined ? {} : { base }),
            ...(redo === undefined ? {} : { redo }),
          });
          onServer = state.study;
          history = undoing.saved(history, state.study, { revision: next.revision, base, redo });
          set({ head: next, saveError: undefined, ...standing(history) });
          isPresent = step.isPresent;
        }
        const isNewest = get().study === onServer;
        set({ save: isNewest ? "saved" : "dirty" });
        if (isNewest) void drafts.drop(id);
        if (heardWhileSaving) {
          heardWhileSaving = false;
          void heard();
        }
        return isNewest ? "done" : "again";
      } catch (error) {
        if (error instanceof Unreachable) {
          set({ save: "offline" });
          return "away";
        }
        if (error instanceof ApiError && error.status === 412) {
          try {
            const theirs = await api.study(id);
            if (isOwn(theirs)) return get().study === onServer ? "done" : "again";
            set({ save: "conflict", conflict: { theirs: theirs.study, head: theirs.head } });
          } catch {
            set({ save: "offline" });
            return "away";
          }
          return "stop";
        }
        set({ save: "offline", saveError: error instanceof Error ? error.message : String(error) });
        // A refusal stays a refusal: the next edit tries again.
        return "stop";
      }
    }

    /** Whether what the server holds is a state of this window: a save whose answer was lost, or a word of its past life. */
    function isOwn({ head, study }: { head: StudyHead; study: Study }): boolean {
      const states = [...undoing.unsavedBefore(history), history.present];
      const own = states.findLast((s) => isSame(s.study, study));
      if (!own) return false;
      onServer = own.study;
      history = undoing.saved(history, own.study, { revision: head.revision });
      const isNewest = get().study === onServer;
      set({ head, save: isNewest ? "saved" : "dirty", saveError: undefined, ...standing(history) });
      if (isNewest) void drafts.drop(id);
      return true;
    }

    /** Shows what another window saved; what this window remembered is then reached through the stored chain. */
    async function takeOver(): Promise<void> {
      const [{ head, study }, page] = await Promise.all([api.study(id), api.revisions(id, { limit: 1 })]);
      if (isClosed || head.revision <= get().head.revision) return;
      if (get().save !== "saved") return;
      const newest = page.items[0];
      onServer = study;
      set({
        head,
        ...(newest && newest.by.person !== "" ? { notice: { by: newest.by, revision: head.revision } } : {}),
      });
      show(
        undoing.begin({
          study,
          revision: head.revision,
          ...(newest?.label === undefined ? {} : { label: newest.label }),
          ...chain(newest?.number === head.revision ? newest : undefined),
        }),
      );
      set({ save: "saved" });
      void analyse();
    }
    async function heard(revision?: number): Promise<void> {
      const { save, head } = get();
      if (revision !== undefined && revision <= head.revision) return;
      if (save === "saving") {
        heardWhileSaving = true;
        return;
      }
      // With edits of its own this window finds out when it saves.
      if (save !== "saved") return;
      try {
        await takeOver();
      } catch {
        // The next notice or save tells.
      }
    }
    /** Goes on from a draft, each of its steps a step of undo. */
    function resume(from: undoing.History, steps: readonly DraftStep[]): void {
      const at = now().getTime();
      show(
        steps.reduce(
          (h, { study, label = "study.draft" }) => undoing.edit(h, study, { label, join: undefined, at }),
          from,
        ),
      );
      changed();
    }
    internals = { autosave, heard, analyse, resume };

    return {
      id,
      study: opened.study,
      head: opened.head,
      person,
      save: "saved",
      problems: [],
      stale: true,
      busy: true,
      ...standing(history),

      edit(label, change, options) {
        const { study } = get();
        const next = change(study);
        if (next === study) return;
        show(undoing.edit(history, next, { label, join: options?.join, at: now().getTime() }));
        changed();
      },
      async undo() {
        let next = undoing.undo(history);
        const { base } = history.present;
        if (!next && base !== undefined) {
          const { study, revision } = await api.revision(id, base);
          next = undoing.undoTo(history, {
            study,
            revision: base,
            ...(revision.label === undefined ? {} : { label: revision.label }),
            ...chain(revision),
          });
        }
        if (!next) return;
        show(next);
        changed();
      },
      async redo() {
        let next = undoing.redo(history);
        const { redo } = history.present;
        if (!next && redo !== undefined) {
          const { study, revision } = await api.revision(id, redo);
          next = undoing.redoTo(history, {
            study,
            revision: redo,
            ...(revision.label === undefined ? {} : { label: revision.label }),
            ...chain(revision),
          });
        }
        if (!next) return;
        show(next);
        changed();
      },
      async restore(revision) {
        const { study } = await api.revision(id, revision);
        get().edit("study.restore", () => study);
      },

      decide: (decision) => get().decideAll([decision]),
      decideAll(made) {
        const [first] = made;
        if (first)
          get().edit(`decision.${first.action}`, (study) =>
            withDecisions(study, made, { by: get().person.name, date: dayOf(now()) }),
          );
      },
      withdraw(decisionId) {
        const bare = decisionId.replace(/^dc:/, "");
        get().edit("decision.withdraw", (study) => {
          const kept = (study.decisions ?? []).filter((d) => d.id !== bare);
          return kept.length === study.decisions?.length ? study : { ...study, decisions: kept };
        });
      },

      selection: [],
      select: (ids) => set({ selection: [...ids] }),
      configuration: opened.study.configurations[0]?.id ?? "",
      setConfiguration: (configuration) => set({ configuration, selection: [] }),
      whatIf: {
        labels: {},
        criteria: {},
        requirements: {},
        busy: false,
        set: (typeId, level) =>
          tryOut({ labels: { ...get().whatIf.labels, [typeId.replace(/^pt:/, "")]: level } }),
        setAll: (labels) => tryOut({ labels }),
        setCriterion: (typeId, criterion, on) =>
          tryOut({
            criteria: toggled(get().whatIf.criteria, typeId.replace(/^pt:/, ""), criterion, on),
          }),
        setRequirement: (typeId, countermeasure, on) =>
          tryOut({
            requirements: toggled(get().whatIf.requirements, typeId.replace(/^pt:/, ""), countermeasure, on),
          }),
        reset: () => tryOut({ labels: {}, criteria: {}, requirements: {} }),
      },

      showPanel: (panel) => set({ panel }),
      why(whyId) {
        const { whyId: before, whyTrail } = get();
        if (whyId === undefined) set({ panel: undefined, whyId: undefined, whyTrail: [] });
        else
          set({
            panel: "why",
            whyId,
            whyTrail: before === undefined || before === whyId ? whyTrail : [...whyTrail, before].slice(-50),
          });
      },
      whyTrail: [],
      whyBack() {
        const { whyTrail } = get();
        const before = whyTrail.at(-1);
        if (before !== undefined) set({ whyId: before, whyTrail: whyTrail.slice(0, -1) });
      },

      flush: () => autosave.flush(),
      settle(choice) {
        const { conflict, study } = get();
        if (!conflict) return;
        onServer = conflict.theirs;
        set({ conflict: undefined, head: conflict.head, save: "dirty" });
        if (choice === "theirs") {
          // Mine becomes the state before theirs, so that undo brings it back.
          history = { past: [...history.past, history.present], present: history.present, future: [] };
          show({
            ...history,
            present: { study: conflict.theirs, label: "study.theirs", revision: conflict.head.revision },
          });
          changed();
        } else {
          show({ ...history, present: { ...history.present, study } });
          changed();
        }
      },
      worker,
    };

    function standing(of: undoing.History) {
      return {
        canUndo: undoing.canUndo(of),
        canRedo: undoing.canRedo(of),
        undoLabel: of.past.length > 0 || of.present.base !== undefined ? of.present.label : undefined,
        redoLabel: of.future[0]?.label,
      } as Pick<StudySession, "canUndo" | "canRedo" | "undoLabel" | "redoLabel">;
    }
  });

  void begin();

  async function begin(): Promise<void> {
    const draft = await drafts.get(id);
    const { study } = store.getState();
    if (draft && !isClosed && study === onServer) takeUp(draft);
    else if (study === opened.study) void internals.analyse();
  }

  function takeUp(draft: Draft): void {
    const { head, study } = store.getState();
    const { steps: before = [], ...last } = draft;
    const steps: DraftStep[] = [...before, last];
    // What the server holds may be of this draft: saved by a window that was closed before it had the answer.
    const at = steps.findLastIndex((s) => isSame(s.study, study));
    if (at < 0) {
      internals.resume(history, steps);
      // Saved from elsewhere since the draft was made: a person has to choose.
      if (draft.revision !== head.revision)
        store.setState({
          save: "conflict",
          conflict: { theirs: study, head, since: draft.revision },
        });
      return;
    }
    // The last word of a closing window is one revision for all its steps; undo takes them back one by one.
    const [first, ...others] = steps.slice(0, at);
    const isOne = first !== undefined && head.revision === draft.revision + 1;
    const past = isOne ? [{ ...first, base: draft.revision }, ...others] : history.past;
    const label = steps[at]?.label;
    const present = { ...history.present, ...(label === undefined ? {} : { label }) };
    internals.resume({ ...history, past, present }, steps.slice(at + 1));
  }

  return {
    store,
    heard: (revision) => internals.heard(revision),
    online: () => internals.autosave.retry(),
    isUnsaved: () => ["dirty", "saving", "offline", "conflict"].includes(store.getState().save),
    lastWord() {
      const { study, head, save } = store.getState();
      if (save !== "dirty" || study === onServer) return;
      const text = JSON.stringify(study);
      const base = undoing.baseOf(history);
      const { label } = history.present;
      // Larger ones stay in the draft, which the next visit takes up.
      if (text.length < KEEPALIVE_LIMIT)
        void api
          .save(
            id,
            head.revision,
            { study, ...(label === undefined ? {} : { label }), ...(base === undefined ? {} : { base }) },
            true,
          )
          .catch(() => undefined);
    },
    async close() {
      await internals.autosave.flush();
      isClosed = true;
      internals.autosave.close();
      worker.close();
    },
  };
}
