/** Text of HTML, in one pass: diagrams hold labels as HTML, some of them escaped more than once. */

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  "#160": " ",
};

/** Entities decoded once; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    const key = name.toLowerCase();
    if (Object.hasOwn(NAMED, key)) return NAMED[key] as string;
    const code = key.startsWith("#x")
      ? Number.parseInt(key.slice(2), 16)
      : key.startsWith("#")
        ? Number(key.slice(1))
        : NaN;
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/** Decoded until nothing changes, three times at most: that is how often some tools escape. */
export function unescaped(text: string): string {
  let now = text;
  for (let i = 0; i < 3 && now.includes("&"); i++) {
    const next = decodeEntities(now);
    if (next === now) break;
    now = next;
  }
  return now;
}

const BREAKS = /^\/?(br|div|p|li|tr|td|th|h[1-6])\b/i;

/** Tags taken out, breaks as line ends, entities decoded. A `<` that no tag follows is text. */
export function plainText(html: string): string {
  let out = "";
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    const next = html.charCodeAt(open + 1);
    const isTag =
      next === 0x2f || next === 0x21 || (next >= 0x41 && next <= 0x5a) || (next >= 0x61 && next <= 0x7a);
    const close = isTag ? html.indexOf(">", open) : -1;
    if (isTag && close < 0) break;
    out += html.slice(at, open);
    if (isTag) {
      if (BREAKS.test(html.slice(open + 1, open + 8))) out += "\n";
      at = close + 1;
    } else {
      out += "<";
      at = open + 1;
    }
  }
  return decodeEntities(out + html.slice(at))
    .replace(/\n{2,}/g, "\n")
    .trim();
}
