/** The documents that criteria ask for, read as plain text in Japanese or English. Each gives places for a person to confirm. */
import type { FactOf } from "../evidence/facts.ts";
import { dateIn, factOf, type PointRule, placesOf, type TextDocument } from "./places.ts";

type Document = FactOf<"document">;

const MAIL = /[A-Za-z0-9._%+-]+(?:@|\(at\)|\[at\])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/;
const PHONE = /(?:\+\d{1,3}[ -]?)?(?:\(?0\d{1,4}\)?[ -]?)\d{1,4}[ -]\d{3,4}/;
const LINK = /https?:\/\/[^\s"'<>)]+/;
const REPORT = /連絡先|窓口|報告|通報|問い?合わ?せ|フォーム|PSIRT|report|contact|disclos|form/i;

const POLICY: readonly PointRule[] = [
  {
    point: "contact",
    anyOf: [
      [MAIL],
      [REPORT, PHONE],
      [REPORT, LINK],
      [/問い?合わ?せフォーム|報告フォーム|contact form|reporting form/i],
    ],
  },
  {
    point: "handling",
    anyOf: [
      [/受領|受付|受け付け|受理|ご報告.*(後|いただ)/, /営業日|確認|返信|連絡|調査|検証|評価|日以内|時間以内/],
      [/acknowledg|confirm receipt|upon receipt|after (we )?receiv|triage/i],
      [/within \d+ (business |working )?(days?|hours?)/i],
    ],
  },
  {
    point: "status",
    anyOf: [
      [/進捗|状況/, /連絡|更新|通知|公開|お知らせ|報告|共有|\d+\s*日/],
      [/(解決|修正|対応|対策)(が完了)?(する)?まで/, /連絡|更新|通知|公開|お知らせ|報告|共有/],
      [/status|progress/i, /updat|inform|report|notif|publish|every/i],
      [/(keep|kept).*(informed|updated)/i],
    ],
  },
];

/** S1.1-05: contact ①, handling after receipt ②, status until solved ③. */
export const readPolicyPage = (doc: TextDocument): Document =>
  factOf("policy", doc, placesOf(doc.text, POLICY));

const INFORMATION: readonly PointRule[] = [
  {
    point: "safe-use",
    anyOf: [
      [
        /初期設定|初回設定|パスワード|設定|ご使用|お使い/,
        /安全|セキュリティ|変更してください|変更し|必ず|注意|推測/,
      ],
      [/initial set-?up|first (start|use)|password|configur/i, /secur|safe|change|must|strong/i],
    ],
  },
  {
    point: "updates",
    anyOf: [
      [/更新|アップデート/, /お知らせ|通知|公開|掲載|内容|必要|影響|適用しない|しない場合/],
      [/updat/i, /notif|publish|content|necess|effect|impact|not (apply|install|updat)/i],
    ],
  },
  {
    point: "disclaimer",
    anyOf: [
      [/免責|責任を負い(かね)?ま(す|せん)|保証(いたし|し)ま?せん|一切の責任/],
      [/disclaim|not (be )?(liable|responsible)|no (liability|warranty)|without warranty/i],
    ],
  },
  {
    point: "support-end",
    anyOf: [
      [/サポート|更新の提供|保守/, /期間|期限|終了|まで|年間/],
      [/support|security updates?/i, /until|end|period|years?|expire/i],
    ],
  },
  {
    point: "disposal",
    anyOf: [
      [/廃棄|譲渡|売却|中古|転売|手放|返却|利用(を)?終了/, /消去|削除|初期化|リセット|情報|漏/],
      [
        /dispos|resale|resell|sell|hand(ing)? over|decommission|end of use/i,
        /eras|delet|reset|data|information|leak/i,
      ],
    ],
  },
];

/** The end of support that a text gives: the first date in a line that speaks of it. */
export function supportEndIn(text: string): string | undefined {
  for (const line of text.normalize("NFKC").split(/\r\n|\r|\n|\f/)) {
    if (
      !/サポート|保守|更新の提供|support|security updates?/i.test(line) ||
      !/期間|期限|終了|まで|until|end|period/i.test(line)
    )
      continue;
    const date = dateIn(line);
    if (date !== undefined) return date;
  }
  return undefined;
}

/** S1.1-16: the five slots; `date` is the end of support where one is given. */
export function readUserInformation(doc: TextDocument): Document {
  const date = supportEndIn(doc.text);
  return factOf("user-information", doc, placesOf(doc.text, INFORMATION), date === undefined ? {} : { date });
}

const PRIORITY: readonly PointRule[] = [
  { point: "severity", anyOf: [[/CVSS|KEV|EPSS|SSVC|深刻度|重大度|severity/i]] },
  {
    point: "targets",
    anyOf: [
      [/\d+\s*(営業日|日|時間|週間|か月|カ月|ヶ月)以内/],
      [/within \d+ (business |working |calendar )?(hours?|days?|weeks?|months?)/i],
    ],
  },
  { point: "roles", anyOf: [[/PSIRT|役割|責任者|担当|承認|\b(role|owner|responsib\w+|approv\w+)\b/i]] },
  {
    point: "scope",
    anyOf: [[/対象(製品|範囲)?|適用範囲|サポート期間内|\b(scope|applies to|covered products?)\b/i]],
  },
  {
    point: "exceptions",
    anyOf: [[/例外|できない(場合|とき)|回避策|緩和策|\b(exception|workaround|mitigation)s?\b/i]],
  },
];

/** S1.1-09: what a policy on priorities usually has; `date` is the newest that a line on its revision gives. */
export function readUpdatePolicy(doc: TextDocument): Document {
  const dates = doc.text
    .normalize("NFKC")
    .split(/\r\n|\r|\n|\f/)
    .filter((l) => /版|改訂|改定|制定|施行|発行|作成|version|revis|issued|effective|approved/i.test(l))
    .flatMap((l) => dateIn(l) ?? []);
  const date = dates.sort().at(-1);
  return factOf("update-policy", doc, placesOf(doc.text, PRIORITY), date === undefined ? {} : { date });
}

const STEP = /^\s*(?:[-*]\s*)?(?:\(?\d{1,2}[.):、]|手順\s*\d{1,2}|step\s+\d{1,2}|[①-⑳])\s*\S/i;
const MANUAL: readonly PointRule[] = [
  {
    point: "update-procedure",
    anyOf: [
      [/(更新|アップデート|バージョンアップ)/, /手順|方法|する|して|押|選/],
      [/(firmware|software) update|updat(e|ing) the/i],
    ],
  },
  { point: "pictures", anyOf: [[/[図画]\s*\d|図のよう|画面(が|の)|!\[|<img|\bfigure \d|screenshot/i]] },
];

/** S1.1-07: the update procedure; numbered steps are counted in the section that speaks of updates. */
export function readManual(doc: TextDocument): Document & { steps: number } {
  const all = doc.text.split(/\r\n|\r|\n|\f/);
  const marked = all.map((line) => STEP.test(line.normalize("NFKC")) || STEP.test(line));
  const start = all.findIndex((l) => /更新|アップデート|バージョンアップ|updat/i.test(l));
  let steps = 0;
  let first = -1;
  // From the first line on updates: the first list of steps, up to twelve lines of other text apart.
  for (let i = Math.max(0, start), gap = 0; start >= 0 && i < all.length && gap <= 12; i++) {
    if (marked[i]) {
      if (first < 0) first = i;
      const restarts = steps > 0 && /^\s*\(?(?:1[.):、]|手順\s*1\b|step\s+1\b|①)/i.test(all[i] as string);
      if (restarts) break;
      steps++;
      gap = 0;
    } else if (first >= 0 && (all[i] as string).trim() !== "") gap++;
  }
  const points = placesOf(doc.text, MANUAL);
  if (steps > 0)
    points.unshift({
      point: "steps",
      quote: `${steps}: ${(all[first] as string).trim().slice(0, 120)}`,
      where: String(first + 1),
    });
  return { ...factOf("manual", doc, points), steps };
}

/** The fact alone, without the count. */
export function manualFact(doc: TextDocument): Document {
  const { steps: _steps, ...fact } = readManual(doc);
  return fact;
}
