/** Documents that the declaration names, on the web or as files (S1.1-05, 07, 09, 16): reached, kept, and their text handed on. */
import type { FactOf } from "../../evidence/facts.ts";
import { manualFact, readPolicyPage, readUpdatePolicy, readUserInformation } from "../../texts/documents.ts";
import { readSecurityTxt } from "../../texts/security-txt.ts";
import type { LogLine } from "../net/guard.ts";
import { Stopped } from "../net/guard.ts";
import { type Page, WebGuard } from "../net/web-guard.ts";
import { type Check, type CheckContext, type RunContext, words } from "../run/context.ts";
import { sha256 } from "../run/redact.ts";

type Document = FactOf<"document">;
export interface Given {
  role: Document["role"];
  id: string;
  at: string;
  covers?: readonly string[];
}

const READERS = {
  policy: readPolicyPage,
  "update-policy": readUpdatePolicy,
  manual: manualFact,
  "user-information": readUserInformation,
} as const;

const isWeb = (at: string): boolean => /^https?:\/\//i.test(at);
const MOST_REQUESTS = 10;

export function givenDocuments(c: Pick<RunContext, "declaration">): Given[] {
  const { disclosure, documents, updatePolicy, update } = c.declaration;
  return [
    ...(disclosure?.policy ? [{ role: "policy" as const, id: "policy", at: disclosure.policy }] : []),
    ...(disclosure?.securityTxt
      ? [{ role: "security-txt" as const, id: "security-txt", at: disclosure.securityTxt }]
      : []),
    ...(updatePolicy
      ? [{ role: "update-policy" as const, id: "update-policy", at: updatePolicy.document }]
      : []),
    ...(update?.manual ? [{ role: "manual" as const, id: "manual", at: update.manual }] : []),
    ...documents.map((d) => ({ role: "user-information" as const, id: d.id, at: d.at, covers: d.covers })),
  ];
}

/** Text of a page: without scripts, styles and tags. */
export function plainText(body: Uint8Array, type: string): string | undefined {
  const text = new TextDecoder(/charset=["']?(shift_jis|sjis|euc-jp)/i.exec(type)?.[1] ?? "utf-8").decode(
    body,
  );
  if (text.startsWith("%PDF") || text.includes("\u0000")) return undefined;
  if (!/html/i.test(type) && !/^\s*<(!doctype|html)/i.test(text)) return text;
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, "")
    .replace(/<(br|\/p|\/li|\/h\d|\/tr|\/div)[^>]*>/gi, "\n")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&");
}

async function look(c: CheckContext, d: Given, log: (l: LogLine) => void): Promise<void> {
  const fact: Document = {
    kind: "document",
    role: d.role,
    document: d.id,
    at: d.at,
    reachable: false,
    language: [],
    points: [],
    problems: [],
  };
  c.facts.push(fact);
  let body: Uint8Array | undefined;
  let type = "";
  if (isWeb(d.at)) {
    const web = new WebGuard([d.at], {
      check: c.net.check,
      most: MOST_REQUESTS,
      log,
      signal: c.net.signal,
      now: c.now,
    });
    let page: Page;
    try {
      page = await web.get(d.at);
    } catch (error) {
      if (error instanceof Stopped || c.net.signal.aborted) throw error;
      fact.problems.push({
        code: "not-reachable",
        detail: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
      });
      return;
    }
    fact.https = new URL(page.url).protocol === "https:";
    fact.needsLogin = page.status === 401 || page.status === 403;
    fact.reachable = page.status >= 200 && page.status < 300;
    if (page.trusted === false)
      fact.problems.push({ code: "certificate-not-trusted", detail: new URL(page.url).host });
    if (!fact.reachable) {
      fact.problems.push({
        code: "status",
        detail: page.elsewhere ? `${page.status} ${page.elsewhere}` : String(page.status),
      });
      return;
    }
    body = page.body;
    type = page.type;
  } else {
    try {
      body = await c.file(d.at);
      type = /\.html?$/i.test(d.at) ? "text/html" : "text/plain";
      fact.reachable = true;
    } catch (error) {
      fact.problems.push({ code: "not-readable", detail: (error as NodeJS.ErrnoException).code ?? "" });
      return;
    }
  }
  fact.sha256 = sha256(body);
  c.raw(`${d.id}${/html/.test(type) ? ".html" : ".txt"}`, body, type || "application/octet-stream");
  const text = plainText(body, type);
  if (text === undefined) {
    fact.problems.push({ code: "no-text", detail: type });
    return;
  }
  if (
    isWeb(d.at) &&
    /<input[^>]+type\s*=\s*["']?password/i.test(Buffer.from(body).toString("utf8")) &&
    text.length < 600
  )
    fact.needsLogin = true;
  if (/[぀-ヿ]/.test(text)) fact.language.push("ja");
  if ((text.match(/\b(the|and|of|to)\b/gi)?.length ?? 0) > 5) fact.language.push("en");
  const doc = { document: d.id, at: d.at, text };
  const today = c.now().toISOString().slice(0, 10);
  const found = d.role === "security-txt" ? readSecurityTxt(doc, today).fact : READERS[d.role](doc);
  fact.points.push(...found.points);
  fact.problems.push(...found.problems);
  if (found.date) fact.date = found.date;
}

export function documentChecks(c: RunContext, log: (l: LogLine) => void): Check[] {
  const criteria = {
    policy: "S1.1-05",
    "security-txt": "S1.1-05",
    "update-policy": "S1.1-09",
    manual: "S1.1-07",
    "user-information": "S1.1-16",
  } as const;
  return givenDocuments(c).map((d) => ({
    id: `document.${d.id}`,
    class: "R" as const,
    criteria: [criteria[d.role]],
    limits: { requests: isWeb(d.at) ? MOST_REQUESTS : 0, perSecond: 5, parallel: 1, seconds: 60 },
    sends: isWeb(d.at)
      ? words("sends.document", { host: new URL(d.at).host, requests: MOST_REQUESTS })
      : words("sends.nothing"),
    run: (x: CheckContext) => look(x, d, log),
  }));
}
