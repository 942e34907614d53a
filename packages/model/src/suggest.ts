/** "Did you mean …": the name that a misspelt one was probably meant to be. */

/** Names compared at most, so that a file full of mistakes stays cheap. */
const CANDIDATES = 20_000;

/** Spelling without what typing Japanese and English by turns gets wrong: width, case, surrounding space. */
const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`; `limit + 1` when there are more than `limit`.
 * Damerau-Levenshtein in its restricted form; no part of a text is edited twice.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] as number, limit + 1);
}

/**
 * The name of the list nearest to a word, or undefined when none is near: at most a third of its letters differ
 * (one in a short word), or one is the beginning of the other. The earlier of equally near names wins.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const wanted = plain(word).slice(0, 100);
  if (wanted === "") return undefined;
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  let beginning: string | undefined;
  const last = Math.min(names.length, CANDIDATES);
  for (let n = 0; n < last; n++) {
    const name = names[n] as string;
    const candidate = plain(name);
    const distance =
      wanted.length === 1 && candidate.length === 1 && wanted !== candidate
        ? limit + 1
        : editDistance(wanted, candidate, bestDistance - 1);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
      if (distance === 0) break;
    }
    if (
      beginning === undefined &&
      Math.min(candidate.length, wanted.length) >= 2 &&
      (candidate.startsWith(wanted) || wanted.startsWith(candidate))
    )
      beginning = name;
  }
  return best ?? beginning;
}
