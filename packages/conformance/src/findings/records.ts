/**
 * Records of large JSON files, one by one as text: a sequence of objects (JSON lines), a list of objects, or an envelope
 * with a list inside. Files of hundreds of MB are walked without being held as values.
 */
import { EvidenceError, LIMITS } from "./evidence.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** End of the JSON string whose opening quote is at `start`; the length of the bytes where there is none. */
function afterString(b: Uint8Array, start: number): number {
  for (let at = b.indexOf(QUOTE, start + 1); at >= 0; at = b.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (b[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return b.length;
}

/** End of the object that begins at `start`. @throws EvidenceError `cut-json`, `too-deep` */
function afterObject(b: Uint8Array, start: number): number {
  let depth = 0;
  for (let i = start; i < b.length; i++) {
    const c = b[i];
    if (c === QUOTE) i = afterString(b, i) - 1;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > LIMITS.jsonDepth) throw new EvidenceError("too-deep", { limit: LIMITS.jsonDepth });
    } else if (c === 0x7d || c === 0x5d) {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  throw new EvidenceError("cut-json");
}

const isSpace = (c: number | undefined) => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

export interface RecordPlan {
  /** Where the records begin, and the byte that ends them (`]` of a list), if any. */
  from: number;
  list: boolean;
  lines: boolean;
  /** The envelope without its list, as JSON. */
  envelope?: unknown;
}

/** How the records lie in the file. `key` is the member of an envelope that holds the list. */
export function planRecords(b: Uint8Array, key: string): RecordPlan | undefined {
  let at = b[0] === 0xef && b[1] === 0xbb ? 3 : 0;
  while (isSpace(b[at])) at++;
  if (b[at] === 0x5b) return { from: at + 1, list: true, lines: false };
  if (b[at] !== 0x7b) return undefined;
  // The list of an envelope is a member of the outermost object.
  const name = new TextEncoder().encode(JSON.stringify(key));
  let i = at + 1;
  while (i < b.length) {
    while (i < b.length && (isSpace(b[i]) || b[i] === 0x2c)) i++;
    if (b[i] !== QUOTE) break;
    const keyStart = i;
    const keyEnd = afterString(b, i);
    i = keyEnd;
    while (isSpace(b[i]) || b[i] === 0x3a) i++;
    const here =
      keyEnd - keyStart === name.length && name.every((c, n) => b[keyStart + n] === c) && b[i] === 0x5b;
    if (here) {
      const envelope = `${new TextDecoder().decode(b.subarray(at, i))}[]}`;
      try {
        return { from: i + 1, list: true, lines: false, envelope: JSON.parse(envelope) };
      } catch {
        return { from: i + 1, list: true, lines: false };
      }
    }
    if (b[i] === 0x7b || b[i] === 0x5b) i = afterObject(b, i);
    else if (b[i] === QUOTE) i = afterString(b, i);
    else while (i < b.length && b[i] !== 0x2c && b[i] !== 0x7d) i++;
  }
  const end = afterObject(b, at);
  let next = end;
  while (b[next] === 0x20 || b[next] === 0x0d) next++;
  return {
    from: at,
    list: false,
    lines: (next >= b.length || b[next] === 0x0a) && !b.subarray(at, end).includes(0x0a),
  };
}

/**
 * Calls `each` with the text of every record. A line that is no object is reported as `undefined`.
 * @throws EvidenceError `cut-json` when the last record or the list has no end; the caller decides what to keep
 */
export function eachRecord(b: Uint8Array, plan: RecordPlan, each: (text: string | undefined) => void): void {
  if (plan.lines) {
    eachLine(b, plan.from, each);
    return;
  }
  const decoder = new TextDecoder();
  let i = plan.from;
  for (;;) {
    while (i < b.length && (isSpace(b[i]) || b[i] === 0x2c)) i++;
    if (i >= b.length) {
      if (plan.list) throw new EvidenceError("cut-json");
      return;
    }
    if (b[i] === 0x5d && plan.list) return;
    if (b[i] !== 0x7b) throw new EvidenceError("record-not-object", { byte: i });
    const end = afterObject(b, i);
    each(end - i > LIMITS.recordBytes ? undefined : decoder.decode(b.subarray(i, end)));
    i = end;
  }
}

/** Lines are decoded many at a time: one call a line costs more than the line. */
function eachLine(b: Uint8Array, from: number, each: (text: string | undefined) => void): void {
  const decoder = new TextDecoder();
  const block = 1 << 23;
  let start = from;
  while (start < b.length) {
    let end = Math.min(start + block, b.length);
    if (end < b.length) {
      const newline = b.lastIndexOf(0x0a, end - 1);
      if (newline > start) end = newline + 1;
      else {
        const next = b.indexOf(0x0a, end);
        end = next < 0 ? b.length : next + 1;
      }
    }
    const text = decoder.decode(b.subarray(start, end));
    for (let at = 0; at < text.length; ) {
      let to = text.indexOf("\n", at);
      if (to < 0) to = text.length;
      let stop = to;
      while (stop > at && (text.charCodeAt(stop - 1) === 0x0d || text.charCodeAt(stop - 1) === 0x20)) stop--;
      if (stop > at) {
        const whole = text.charCodeAt(at) === 0x7b && text.charCodeAt(stop - 1) === 0x7d;
        each(whole && stop - at <= LIMITS.recordBytes ? text.slice(at, stop) : undefined);
      }
      at = to + 1;
    }
    start = end;
  }
}
