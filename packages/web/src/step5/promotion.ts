/** Edits of the activities that promote ★1 (活用促進). Pure; the study's other parts stay the same objects. */
import type { Study } from "@seiza/model";

export type Task = NonNullable<Study["promotion"]>[number];
/** A day or a month: YYYY-MM-DD, YYYY-MM. */
export const DATE = /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/;
export const STATES = ["planned", "doing", "done"] as const;
export type TaskState = (typeof STATES)[number];

export const stateOf = (task: Task): TaskState => task.state ?? "planned";

function freeId(tasks: readonly Task[], activity: string): string {
  const taken = new Set(tasks.map((task) => task.id));
  let n = 1;
  while (taken.has(`${activity}-${n}`)) n++;
  return `${activity}-${n}`;
}

export function addTask(study: Study, task: Omit<Task, "id">): Study {
  const tasks = study.promotion ?? [];
  return { ...study, promotion: [...tasks, { id: freeId(tasks, task.activity), ...task }] };
}
export function changeTask(study: Study, id: string, change: Omit<Task, "id">): Study {
  return {
    ...study,
    promotion: (study.promotion ?? []).map((task) => (task.id === id ? { id, ...change } : task)),
  };
}
export function moveTask(study: Study, id: string, state: TaskState): Study {
  return {
    ...study,
    promotion: (study.promotion ?? []).map((task) => (task.id === id ? { ...task, state } : task)),
  };
}
export function removeTask(study: Study, id: string): Study {
  const { promotion = [], ...rest } = study;
  const left = promotion.filter((task) => task.id !== id);
  return left.length === 0 ? rest : { ...rest, promotion: left };
}

/** Whether the task's day or month has passed and it is not done. `today` as YYYY-MM-DD. */
export function isOverdue(task: Task, today: string): boolean {
  const { date = "" } = task;
  return stateOf(task) !== "done" && DATE.test(date) && date < today.slice(0, date.length);
}
