/**
 * What changed between two plain JSON values, and the newer value made from it. Page and worker send each other patches
 * in place of whole studies and dossiers; what did not change stays the same object on the receiving side, so that
 * nothing which hangs on it is worked out or drawn again.
 */

/** Takes the place of a value that stands somewhere in the older one. */
export type Patch = { set: unknown } | ObjectPatch | ListPatch;
interface ObjectPatch {
  fields: Record<string, Patch>;
  /** All keys of the newer one, where they are not the same. */
  keys?: string[];
}
/** The newer list, piece by piece: so many items from a place of the older one, one of them changed, or new items. */
interface ListPatch {
  list: ({ keep: number; count: number } | { change: number; by: Patch } | { add: unknown[] })[];
}
type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @returns nothing where both are alike; parts that are the same object are not looked into. */
export function patchBetween(before: unknown, after: unknown): Patch | undefined {
  if (before === after) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listPatch(before, after);
  if (isObject(before) && isObject(after)) return objectPatch(before, after);
  return Object.is(before, after) ? undefined : { set: after };
}

function objectPatch(before: Fields, after: Fields): Patch | undefined {
  let fields: Record<string, Patch> | undefined;
  let isSameShape = true;
  let count = 0;
  for (const key in after) {
    count++;
    const older = before[key];
    const newer = after[key];
    if (older === newer && older !== undefined) continue;
    const isNew = older === undefined && !Object.hasOwn(before, key);
    if (isNew) isSameShape = false;
    const patch = isNew ? { set: newer } : patchBetween(older, newer);
    if (patch) {
      fields ??= {};
      fields[key] = patch;
    }
  }
  for (const _ in before) count--;
  if (isSameShape && count === 0) return fields && { fields };
  return { fields: fields ?? {}, keys: Object.keys(after) };
}

const idOf = (item: unknown): string | undefined =>
  isObject(item) && typeof item["id"] === "string" ? item["id"] : undefined;

function listPatch(before: readonly unknown[], after: readonly unknown[]): ListPatch | undefined {
  const most = Math.min(before.length, after.length);
  let head = 0;
  let first: Patch | undefined;
  for (; head < most; head++) {
    first = patchBetween(before[head], after[head]);
    if (first) break;
  }
  if (head === before.length && head === after.length) return undefined;
  let tail = 0;
  while (
    tail < most - head &&
    patchBetween(before[before.length - 1 - tail], after[after.length - 1 - tail]) === undefined
  )
    tail++;
  const list: ListPatch["list"] = [];
  const keep = (at: number, count = 1) => {
    const last = list.at(-1);
    if (last && "keep" in last && last.keep + last.count === at) last.count += count;
    else if (count > 0) list.push({ keep: at, count });
  };
  const add = (item: unknown) => {
    const last = list.at(-1);
    if (last && "add" in last) last.add.push(item);
    else list.push({ add: [item] });
  };
  keep(0, head);
  const end = before.length - tail;
  const places = new Map<string, number>();
  for (let i = head; i < end; i++) {
    const id = idOf(before[i]);
    if (id !== undefined) places.set(id, i);
  }
  for (let i = head; i < after.length - tail; i++) {
    const item = after[i];
    const id = idOf(item);
    // Without ids, items answer to each other by place where the lists are of one length.
    const at = id === undefined ? (before.length === after.length ? i : undefined) : places.get(id);
    if (at === undefined) {
      add(item);
      continue;
    }
    const by = i === head && at === head ? first : patchBetween(before[at], item);
    if (!by) keep(at);
    else if ("set" in by) add(item);
    else list.push({ change: at, by });
  }
  keep(end, tail);
  return { list };
}

/** The newer value. Nothing of the older one is changed; parts without a change are shared with it. */
export function patched<T>(before: T, patch: Patch | undefined): T {
  return (patch === undefined ? before : applied(before, patch)) as T;
}

function applied(before: unknown, patch: Patch): unknown {
  if ("set" in patch) return patch.set;
  if ("list" in patch) {
    const older = before as readonly unknown[];
    const newer: unknown[] = [];
    for (const piece of patch.list) {
      if ("keep" in piece) {
        const end = piece.keep + piece.count;
        for (let i = piece.keep; i < end; i++) newer.push(older[i]);
      } else if ("change" in piece) newer.push(applied(older[piece.change], piece.by));
      else for (const item of piece.add) newer.push(item);
    }
    return newer;
  }
  const older = before as Fields;
  if (!patch.keys) {
    const newer = { ...older };
    for (const key in patch.fields) newer[key] = applied(older[key], patch.fields[key] as Patch);
    return newer;
  }
  const newer: Fields = {};
  for (const key of patch.keys) {
    const by = patch.fields[key];
    newer[key] = by ? applied(older[key], by) : older[key];
  }
  return newer;
}
