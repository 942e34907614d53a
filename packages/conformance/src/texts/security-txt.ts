/** security.txt (RFC 9116): fields, and what is wrong with them. ★1 does not ask for one; it is told as a plus. */
import { daysBetween } from "../criteria/days.ts";
import type { FactOf } from "../evidence/facts.ts";
import { factOf, type TextDocument } from "./places.ts";

const KNOWN = new Set([
  "acknowledgments",
  "canonical",
  "contact",
  "csaf",
  "encryption",
  "expires",
  "hiring",
  "policy",
  "preferred-languages",
]);
const ONCE = ["expires", "preferred-languages"];
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

export interface SecurityTxtField {
  name: string;
  value: string;
  /** From 1. */
  line: number;
}
export interface SecurityTxt {
  fields: SecurityTxtField[];
  /** Codes as the sectxt tool names them where it has one. */
  problems: { code: string; detail: string }[];
  isSigned: boolean;
  fact: FactOf<"document">;
}

/** `today`: `YYYY-MM-DD`. */
export function readSecurityTxt(doc: TextDocument, today: string): SecurityTxt {
  const problems: SecurityTxt["problems"] = [];
  const problem = (code: string, detail: string) => problems.push({ code, detail });
  const isSigned = /^-----BEGIN PGP SIGNED MESSAGE-----\s*$/m.test(doc.text);
  let lines = doc.text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n/)
    .map((text, i) => ({ text, line: i + 1 }));
  if (doc.text.startsWith("\uFEFF")) problem("bom_in_file", "line 1");
  if (isSigned) {
    const begin = lines.findIndex((l) => l.text.startsWith("-----BEGIN PGP SIGNED MESSAGE"));
    const body = lines.findIndex((l, i) => i > begin && l.text.trim() === "");
    const end = lines.findIndex((l) => l.text.startsWith("-----BEGIN PGP SIGNATURE"));
    if (end < 0) problem("no_signature_end", `line ${begin + 1}`);
    if (lines.slice(0, begin).some((l) => l.text.trim() !== ""))
      problem("signed_format_issue", "text before the signed message");
    lines = lines
      .slice(body + 1, end < 0 ? undefined : end)
      .map((l) => ({ ...l, text: l.text.replace(/^- /, "") }));
  }
  const fields: SecurityTxtField[] = [];
  for (const { text, line } of lines) {
    if (text.startsWith("#") || text.trim() === "") continue;
    const match = /^([A-Za-z0-9-]+)\s*:(\s*)(.*)$/.exec(text);
    if (!match) {
      problem("invalid_line", `line ${line}`);
      continue;
    }
    const [, name = "", space = "", value = ""] = match;
    if (space !== " ") problem("no_space", `line ${line}`);
    if (value.trim() === "") problem("empty_value", `${name}, line ${line}`);
    if (!KNOWN.has(name.toLowerCase())) problem("unknown_field", `${name}, line ${line}`);
    fields.push({ name: name.toLowerCase(), value: value.trim(), line });
  }
  const of = (name: string) => fields.filter((f) => f.name === name);
  if (of("contact").length === 0) problem("no_contact", "Contact");
  for (const f of of("contact")) {
    if (/^http:/i.test(f.value)) problem("no_https", `Contact, line ${f.line}`);
    else if (!/^(https:\/\/\S+|mailto:[^\s@]+@\S+|tel:\+?[\d().-]+)$/i.test(f.value))
      problem("no_uri", `Contact, line ${f.line}`);
  }
  for (const name of ["acknowledgments", "canonical", "encryption", "hiring", "policy", "csaf"])
    for (const f of of(name)) {
      if (/^http:/i.test(f.value)) problem("no_https", `${name}, line ${f.line}`);
      else if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(f.value)) problem("no_uri", `${name}, line ${f.line}`);
    }
  for (const f of of("csaf"))
    if (!/\/provider-metadata\.json$/.test(f.value)) problem("no_csaf_file", `line ${f.line}`);
  for (const name of ONCE)
    if (of(name).length > 1) problem(name === "expires" ? "multi_expire" : "multi_lang", name);
  const [expires] = of("expires");
  if (!expires) problem("no_expire", "Expires");
  else if (!RFC3339.test(expires.value) || Number.isNaN(Date.parse(expires.value)))
    problem("invalid_expiry", `line ${expires.line}`);
  else {
    const days = daysBetween(today, expires.value);
    if (days < 0) problem("expired", expires.value);
    else if (days > 366) problem("long_expiry", expires.value);
  }
  const [languages] = of("preferred-languages");
  if (languages)
    for (const tag of languages.value.split(","))
      if (!/^\s*([a-z]{2,3}(-[A-Za-z0-9]{2,8})*|\*)\s*$/i.test(tag)) problem("invalid_lang", tag.trim());
  if (of("encryption").length === 0 && of("contact").some((f) => /^mailto:/i.test(f.value)))
    problem("no_encryption", "Encryption");
  if (
    of("canonical").length > 0 &&
    /^https?:/i.test(doc.at) &&
    !of("canonical").some((f) => f.value === doc.at)
  )
    problem("no_canonical_match", doc.at);
  if (doc.https === false) problem("no_https", doc.at);
  const points = of("contact").map((f) => ({ point: "contact", quote: f.value, where: String(f.line) }));
  const date = expires && RFC3339.test(expires.value) ? expires.value.slice(0, 10) : undefined;
  return {
    fields,
    problems,
    isSigned,
    fact: factOf("security-txt", doc, points, { problems, ...(date === undefined ? {} : { date }) }),
  };
}
