/** From an assessment, its declaration, records and statements to the dossier of its papers. Pure: same input, same bytes. */
import type { Catalog, Text } from "@seiza/catalog";
import {
  type Assessment,
  type CheckRecord,
  type Declaration,
  type Fact,
  type Need,
  OUTCOME_WORDS,
  type Outcome,
  type PartJudgement,
  QUESTIONS,
  type Reason,
  rollUp,
  type Statement,
  say,
  wordOf,
} from "@seiza/conformance";
import {
  CLASS_WORDS,
  CODE_WORDS,
  FACT_WORDS,
  FIELD_WORDS,
  NEED_WORDS,
  SAYS_WORDS,
  STANDING_WORDS,
  STATE_WORDS,
} from "./fact-words.ts";
import { ASSESSMENT_DOSSIER_FORMAT, type AssessmentDossier } from "./schema.ts";
import { ASSESSMENT_NAMESPACE, uuid5 } from "./uuid.ts";

export interface AssessmentDossierInput {
  assessment: Assessment;
  declaration: Declaration;
  records: readonly CheckRecord[];
  statements: readonly Statement[];
  catalog: Pick<Catalog, "star1-criteria">;
  version: string;
}

const t = (ja: string, en: string): Text => ({ ja, en });
const same = (s: string | number): Text => t(String(s), String(s));
const NONE = same("");
const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((x) => [x.id, x]));

/** Words of the declaration, in both languages; one language stands for the other where only it is given. */
function words(w: Declaration["product"]["name"] | undefined): Text {
  if (w === undefined) return NONE;
  if (typeof w === "string") return same(w);
  const [ja, en] = [w.ja ?? w.en, w.en ?? w.ja];
  return t(ja ?? "", en ?? "");
}
const joined = (list: readonly Text[]): Text =>
  t(
    list
      .map((x) => x.ja)
      .filter((x) => x !== "")
      .join("、"),
    list
      .map((x) => x.en)
      .filter((x) => x !== "")
      .join(", "),
  );
const lines = (list: readonly Text[]): Text =>
  t(list.map((x) => x.ja).join("\n"), list.map((x) => x.en).join("\n"));
const yes = (b: boolean): Text => (CODE_WORDS[b ? "yes" : "no"] as Text) ?? same(String(b));

const said = (r: Reason) => ({ key: r.key, text: say(r), cites: [...r.cites] });
const need = (n: Need) => ({
  kind: n.kind,
  word: NEED_WORDS[n.kind] as Text,
  about: n.about,
  text: say(n),
});

function fieldWord(name: string): Text {
  return FIELD_WORDS[name] ?? same(name);
}
/** A value of a fact as people read it: objects in a row as `field: value`, a list a line each. */
function valueWords(value: unknown, field: string): Text {
  if (value === null || value === undefined) return NONE;
  if (typeof value === "boolean") return yes(value);
  if (typeof value === "number") return same(value);
  if (typeof value === "string") {
    const known = wordOf(field, value);
    return known.ja === value ? (CODE_WORDS[value] ?? known) : known;
  }
  if (Array.isArray(value)) {
    const items = value.map((v) => valueWords(v, field));
    if (items.length === 0) return t("なし", "none");
    return typeof value[0] === "object" ? lines(items) : joined(items);
  }
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  if (entries.length === 0) return t("なし", "none");
  return joined(
    entries.map(([k, v]) => {
      const [name, w] = [fieldWord(k), valueWords(v, k)];
      return t(`${name.ja}: ${w.ja}`, `${name.en}: ${w.en}`);
    }),
  );
}

/** A series of attempts is told by its number, answers and times; the raw file holds each. */
function attemptsWords(attempts: readonly { ms: number; answer: string }[]): Text {
  const answers = [...new Set(attempts.map((a) => a.answer))].join(", ");
  const ms = attempts.map((a) => a.ms);
  if (ms.length === 0) return t("なし", "none");
  const [least, most] = [Math.round(Math.min(...ms)), Math.round(Math.max(...ms))];
  return t(
    `${attempts.length} 回(応答: ${answers}、所要: ${least}〜${most} ms)`,
    `${attempts.length} (answers: ${answers}; ${least}–${most} ms)`,
  );
}
function factRows(fact: Fact) {
  return Object.entries(fact)
    .filter(([k, v]) => k !== "kind" && v !== undefined)
    .map(([key, v]) => ({
      key,
      label: fieldWord(key),
      value:
        fact.kind === "brute-force" && key === "attempts" ? attemptsWords(fact.attempts) : valueWords(v, key),
    }));
}

function basicsOf(d: Declaration, today: string): AssessmentDossier["basics"] {
  const { product, technicalConformity: mark, constrained, companions } = d;
  const ways = companions.map((c) => {
    const name = words(c.name);
    const kind = {
      app: t("アプリ", "app"),
      cloud: t("クラウド", "cloud"),
      software: t("ソフトウェア", "software"),
    }[c.kind];
    const needed = c.needed ? t("必須", "needed") : t("任意", "optional");
    return t(`${name.ja}(${kind.ja}、${needed.ja})`, `${name.en} (${kind.en}, ${needed.en})`);
  });
  const rows: [string, Text, Text][] = [
    ["vendor", t("製造業者名", "Vendor"), words(product.vendor.name)],
    ["contact", t("連絡先", "Contact"), same(product.vendor.contact ?? product.vendor.website ?? "")],
    ["name", t("製品名", "Product name"), words(product.name)],
    ["model", t("型式番号", "Model number"), same(product.model)],
    ["type", t("製品類型", "Product type"), same(product.type ?? "")],
    ["description", t("製品の概要", "Description"), words(product.description)],
    ["firmware", t("ファームウェアの版", "Firmware version"), same(product.firmware.version)],
    ["released", t("版の公開日", "Released on"), same(product.firmware.released ?? "")],
    [
      "technical-conformity-mark",
      t("技適マークの種別([T]/[A])", "Technical-conformity mark ([T]/[A])"),
      mark ? same(`[${mark.mark}]`) : t("なし", "none"),
    ],
    ["technical-conformity-number", t("技適の番号", "Technical-conformity number"), same(mark?.number ?? "")],
    [
      "technical-conformity-rule",
      t("端末機器のセキュリティ基準を含むか", "Includes the security rules for terminal equipment"),
      mark ? yes(mark.securityRule) : NONE,
    ],
    ["constrained", t("制約のある機器か", "Constrained device"), yes(constrained !== undefined)],
    ["constrained-why", t("制約の理由", "Why it is constrained"), words(constrained?.why)],
    [
      "companions",
      t("付帯サービス・アプリ", "Companion services and apps"),
      ways.length > 0 ? lines(ways) : t("なし", "none"),
    ],
    ["support", t("サポートの期限", "Support until"), same(d.support?.until ?? "")],
    [
      "disclosure",
      t("脆弱性開示ポリシーの場所", "Place of the disclosure policy"),
      same(d.disclosure?.policy ?? ""),
    ],
    ["today", t("評価の日", "Day of the assessment"), same(today)],
    ["declared-by", t("宣言する責任者(記入)", "Declared by (to be filled in)"), NONE],
    ["declared-on", t("宣言の日(記入)", "Declared on (to be filled in)"), NONE],
  ];
  return rows.map(([key, label, value]) => ({ key, label, value }));
}

function policyRows(p: Assessment["policy"]): AssessmentDossier["policy"]["rows"] {
  const row = (key: string, ja: string, en: string, value: string | number | boolean) => ({
    key,
    label: t(ja, en),
    value: typeof value === "boolean" ? yes(value) : same(value),
  });
  return [
    row(
      "attemptsPerDay",
      "利用者が決める値: 1日に試せる回数の上限",
      "Values users choose: most attempts a day",
      p.bruteForce.attemptsPerDay,
    ),
    row(
      "yearsForFactoryValues",
      "工場が決める値: 半分を試すのに要する年数の下限",
      "Factory values: least years to try half of them",
      p.bruteForce.yearsForFactoryValues,
    ),
    row("wrongAttempts", "誤ったパスワードを送る回数", "Wrong passwords sent", p.bruteForce.wrongAttempts),
    row(
      "consecutive",
      "デフォルトパスワード: 連番の台数",
      "Default passwords: consecutive units",
      p.defaultPasswords.consecutive,
    ),
    row(
      "other",
      "デフォルトパスワード: その他の台数",
      "Default passwords: other units",
      p.defaultPasswords.other,
    ),
    row(
      "oldVersionsFail",
      "TLS 1.1以下だけなら反するとみる",
      "TLS 1.1 or older only counts against",
      p.tls.oldVersionsFail,
    ),
    row("scanMaxAgeDays", "スキャン結果の有効日数", "Days a scan counts", p.scan.maxAgeDays),
    row("failFromCvss", "反するとみる CVSS の下限", "CVSS from which it counts against", p.scan.failFromCvss),
    row(
      "personFromCvss",
      "人が判断する CVSS の下限",
      "CVSS from which a person judges",
      p.scan.personFromCvss,
    ),
    row(
      "personFromEpss",
      "人が判断する EPSS の下限",
      "EPSS from which a person judges",
      p.scan.personFromEpss,
    ),
    row(
      "policyPageMaxAgeDays",
      "公開ページの記録の有効日数",
      "Days a page read counts",
      p.policyPage.maxAgeDays,
    ),
  ];
}

const studyOf = (s: NonNullable<Assessment["study"]>): NonNullable<AssessmentDossier["study"]> => ({
  id: s.id,
  name: s.name,
  state:
    s.revision === undefined
      ? t(`${s.file ?? s.id}(SHA-256 ${s.sha256 ?? "-"})`, `${s.file ?? s.id} (SHA-256 ${s.sha256 ?? "-"})`)
      : t(`第${s.revision}版`, `revision ${s.revision}`),
  ...(s.sha256 === undefined ? {} : { sha256: s.sha256 }),
  productType: s.productType,
  typeName: s.typeName,
  covered: s.covered,
});

type Entry = NonNullable<ReturnType<Catalog["star1-criteria"]["get"]>>;

export function assembleAssessment(input: AssessmentDossierInput): AssessmentDossier {
  const { assessment: a, declaration, catalog } = input;
  const records = [...byId(input.records).values()].sort(
    (x, y) => Date.parse(x.endedAt) - Date.parse(y.endedAt) || (x.id < y.id ? -1 : 1),
  );
  const statements = [...byId(input.statements).values()].sort((x, y) =>
    x.date === y.date ? (x.id < y.id ? -1 : 1) : x.date < y.date ? -1 : 1,
  );
  const isRecord = new Set(records.map((r) => r.id));
  const isStatement = new Set(statements.map((s) => s.id));
  const rests = new Set(a.rests.records);
  const cites = (list: readonly Reason[]) => [...new Set(list.flatMap((r) => r.cites))];

  const part = (
    p: PartJudgement,
  ): AssessmentDossier["criteria"][number]["asked"][number]["parts"][number] => {
    const cited = cites(p.reasons);
    return {
      id: p.part,
      ...(p.subject === undefined ? {} : { subject: p.subject }),
      outcome: p.outcome,
      word: OUTCOME_WORDS[p.outcome],
      reasons: p.reasons.map(said),
      needs: p.needs.map(need),
      judged: cited.filter((id) => isStatement.has(id)),
      records: cited.filter((id) => isRecord.has(id)),
      ...(p.overridden ? { overridden: { ...p.overridden, word: OUTCOME_WORDS[p.overridden.from] } } : {}),
    };
  };
  const NOT_JUDGED = t("判定していない", "not judged");
  const asked = (entry: Entry, parts: readonly PartJudgement[]) => {
    const list = entry.parts?.list ?? [];
    const taken = new Set<PartJudgement>();
    const group = (id: string, mark: string, text: Text, mine: readonly PartJudgement[]) => {
      for (const p of mine) taken.add(p);
      const outcome: Outcome | undefined = mine.length > 0 ? rollUp(mine.map((p) => p.outcome)) : undefined;
      return {
        id,
        mark,
        text,
        ...(outcome ? { outcome } : {}),
        word: outcome ? OUTCOME_WORDS[outcome] : NOT_JUDGED,
        parts: mine.map(part),
      };
    };
    const groups = list.map((x) =>
      group(
        x.id,
        x.mark ?? "",
        x.text,
        parts.filter((p) => p.part === x.id || p.part.startsWith(`${x.id}-`)),
      ),
    );
    const rest = parts.filter((p) => !taken.has(p));
    return rest.length > 0 || groups.length === 0
      ? [group(entry.id, "", entry.text, rest), ...groups]
      : groups;
  };

  const criteria = a.judgements.map((j): AssessmentDossier["criteria"][number] => {
    const entry = catalog["star1-criteria"].get(j.criterion);
    if (!entry) throw new Error(`the catalogue has no criterion ${j.criterion}`);
    const all = j.parts.flatMap((p) => p.reasons);
    const cited = cites([...all, ...j.remarks]);
    const gate = j.parts.filter((p) => p.outcome === "not-applicable" || p.outcome === "deemed");
    const applies =
      j.outcome === "not-applicable"
        ? t("対象外", "does not apply")
        : j.outcome === "deemed"
          ? t("みなし", "treated as met")
          : t("対象", "applies");
    return {
      id: j.criterion,
      name: entry.name,
      question: QUESTIONS[j.criterion] ?? entry.name,
      text: entry.text,
      need: entry.parts?.need === "any" ? "any" : "all",
      outcome: j.outcome,
      verdict: j.verdict,
      word: OUTCOME_WORDS[j.outcome],
      applies: { word: applies, reasons: gate.flatMap((p) => p.reasons).map(said) },
      asked: asked(entry, j.parts),
      remarks: j.remarks.map(said),
      expired: j.expired.map((e) => ({
        record: e.record,
        text: say(
          a.expired.find((x) => x.record === e.record && x.key === e.key) ?? { key: e.key, values: {} },
        ),
      })),
      records: cited.filter((id) => isRecord.has(id)),
      statements: cited.filter((id) => isStatement.has(id)),
    };
  });

  return {
    seiza: ASSESSMENT_DOSSIER_FORMAT,
    generator: { version: input.version },
    uuid: uuid5(ASSESSMENT_NAMESPACE, JSON.stringify(a)),
    today: a.today,
    disclaimer: say({ key: a.disclaimer, values: {} }),
    product: {
      name: words(declaration.product.name),
      model: a.product.model,
      vendor: words(declaration.product.vendor.name),
      firmware: a.product.firmware,
      type: a.product.type ?? "",
    },
    basics: basicsOf(declaration, a.today),
    criteria,
    ...(a.study ? { study: studyOf(a.study) } : {}),
    requirements: a.requirements.map((r) => ({
      id: r.requirement,
      no: r.no === undefined ? "" : String(r.no),
      name: r.name,
      status: (r.status && STANDING_WORDS[r.status]) ?? NONE,
      outcome: r.outcome,
      verdict: r.verdict,
      word: OUTCOME_WORDS[r.outcome],
      reasons: r.reasons.map(said),
      needs: r.needs.map(need),
      judged: cites(r.reasons).filter((id) => isStatement.has(id)),
    })),
    interfaces: declaration.interfaces.map((i) => ({
      id: i.id,
      kind: i.kind,
      what:
        i.kind === "ip"
          ? `${i.transport} ${i.port} ${i.protocol}`
          : i.kind === "bluetooth"
            ? i.services.join(", ")
            : i.kind === "usb"
              ? i.functions.join(", ")
              : "",
      needed: i.needed,
      purpose: words(i.purpose),
      states: i.states.map(String),
      access: i.kind === "ip" ? i.access : "",
      authentication: i.kind === "ip" ? (i.authentication ?? "") : "",
    })),
    records: records.map((r, n) => ({
      id: r.id,
      no: `E${String(n + 1).padStart(2, "0")}`,
      check: r.check,
      name: checkName(r.check),
      class: r.class,
      className: CLASS_WORDS[r.class] as Text,
      criteria: [...r.criteria],
      state: r.state,
      stateName: STATE_WORDS[r.state] as Text,
      ...(r.why ? { why: say(r.why) } : {}),
      tool: `${r.tool.name} ${r.tool.version}`,
      startedAt: r.startedAt,
      endedAt: r.endedAt,
      target: r.target
        ? [r.target.address + (r.target.port === undefined ? "" : `:${r.target.port}`), r.target.host ?? ""]
            .filter((x) => x !== "")
            .join(" ")
        : "",
      limits: r.limits,
      sent: r.sent,
      model: r.product.model,
      firmware: r.product.firmware,
      unit: r.product.unit ?? "",
      facts: r.facts.map((f) => ({
        kind: f.kind,
        name: FACT_WORDS[f.kind] ?? same(f.kind),
        rows: factRows(f),
      })),
      raw: r.raw.map((x) => ({ path: x.path, sha256: x.sha256, bytes: x.bytes, mediaType: x.mediaType })),
      counts: rests.has(r.id),
    })),
    statements: statements.map((s) => ({
      id: s.id,
      criterion: s.criterion,
      about: s.about,
      says: s.says,
      word: SAYS_WORDS[s.says] as Text,
      text: s.text,
      by: s.by,
      role: s.role ?? "",
      secondReader: s.secondReader ?? "",
      date: s.date,
      firmware: s.firmware,
      attachments: s.attachments.map((x) => ({ ...x })),
    })),
    next: a.next.map((n) => ({ ...need(n), criteria: [...n.criteria], blocking: n.blocking })),
    expired: a.expired.map((e) => ({ record: e.record, text: say(e) })),
    policy: { version: a.policy.version, rows: policyRows(a.policy) },
    counts: { ...a.counts.outcomes },
  };
}

/** `ports.tcp` has words of its own; `access.http` those of its family, with the rest behind. */
function checkName(check: string): Text {
  const whole = wordOf("check", check);
  if (whole.ja !== check) return whole;
  const [family, ...rest] = check.split(".");
  const name = wordOf("check", family as string);
  return rest.length > 0 ? t(`${name.ja}(${rest.join(".")})`, `${name.en} (${rest.join(".")})`) : name;
}

/** Byte-identical for the same value. */
export const assessmentDossierText = (d: AssessmentDossier): string => `${JSON.stringify(d, null, 1)}\n`;
