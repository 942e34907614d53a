/** The vendor's own web site: disclosure policy, security.txt, information for users, latest version. */
import type { RequestListener } from "node:http";
import { CURRENT_VERSION, MODEL, VENDOR } from "./memory.ts";
import type { WeaknessId } from "./weaknesses.ts";

export const SITE = {
  policy: "/security/policy.html",
  securityTxt: "/.well-known/security.txt",
  information: `/support/${MODEL}/security.html`,
  latest: `/support/${MODEL}/latest.json`,
} as const;

export interface SiteOptions {
  has: (weakness: WeaknessId) => boolean;
  now: () => number;
  /** Address of this site, for the links in it. */
  origin: () => string;
}

const CONTACT = "psirt@hoshizora.example";

const html = (title: string, body: string) =>
  `<!doctype html>\n<html lang="ja">\n<head><meta charset="utf-8"><title>${title} | ${VENDOR.ja}</title></head>\n<body>\n<h1>${title}</h1>\n${body}\n</body>\n</html>\n`;

/** Vulnerability disclosure policy (脆弱性開示ポリシー) with the three points of S1.1-05. */
export function policyPage(has: SiteOptions["has"]): string {
  const contact = has("policy-without-contact")
    ? ""
    : `<h2>報告の連絡先</h2>\n<p>製品のセキュリティの問題は、脆弱性報告窓口(<a href="mailto:${CONTACT}">${CONTACT}</a>)へ電子メールでお知らせください。</p>\n`;
  return html(
    "脆弱性開示ポリシー",
    `<p>対象製品: ${MODEL} を含む、当社のネットワークカメラ全製品。</p>\n${contact}<h2>受領した後の手続</h2>\n<p>報告を受領したら3営業日以内に受付確認をお送りし、担当部門が内容を調べて、影響を受ける製品と深刻度を判断します。</p>\n<h2>解決までの状況のお知らせ</h2>\n<p>解決するまで、少なくとも2週間ごとに対応の進捗状況を報告者へお知らせします。修正版の公開に合わせて、対象製品と脆弱性の状況を当社ウェブサイトで公開します。</p>\n<p>最終更新日: 2026年4月1日</p>`,
  );
}

/** Information for users (利用者への情報提供) with the five points of S1.1-16. */
export function informationPage(has: SiteOptions["has"]): string {
  const until = has("support-ended") ? "2024年3月31日" : "2032年3月31日";
  const disposal = has("information-missing")
    ? ""
    : "<h2>廃棄・譲渡するとき</h2>\n<p>録画や設定、パスワードが残ったまま廃棄や売却をすると、第三者に情報が漏れるおそれがあります。廃棄・譲渡の前に、設定画面の「データ削除」ですべてのデータを消去してください。</p>\n";
  return html(
    `${MODEL} を安全にお使いいただくために`,
    `<p>対象の型式番号: ${MODEL}</p>\n<h2>安全な初期設定と使い方</h2>\n<p>最初に電源を入れたら、初期設定の画面で管理者のパスワードを8文字以上のものに変更してください。パスワードは他の機器やサービスと使い回さないでください。</p>\n<h2>セキュリティ更新のお知らせ</h2>\n<p>セキュリティアップデートを公開したときは、このページと機器の画面で、更新の内容、更新の必要性、更新しない場合の影響をお知らせします。</p>\n<h2>免責事項</h2>\n<p>ソフトウェアを更新しないことによって生じた事故や障害、及び一般に想定される不正アクセスによる損害について、当社は責任を負いかねます。</p>\n<h2>サポート期限</h2>\n<p>本製品と関連サービスのサポート期限は${until}です。期限の後はセキュリティ更新を提供しません。</p>\n${disposal}<p>版 1.2(2026年4月1日)</p>`,
  );
}

/** security.txt (RFC 9116). */
export function securityTxt({ has, now, origin }: SiteOptions): string {
  const day = 86_400_000;
  const expires = new Date(now() + (has("security-txt-expired") ? -day : 180 * day)).toISOString();
  return `Contact: mailto:${CONTACT}\nExpires: ${expires.slice(0, 19)}Z\nPreferred-Languages: ja, en\nPolicy: ${origin()}${SITE.policy}\nCanonical: ${origin()}${SITE.securityTxt}\n`;
}

export function vendorSite(options: SiteOptions): RequestListener {
  const { has } = options;
  return (request, response) => {
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const page = "text/html; charset=utf-8";
    switch ((request.url ?? "/").split("?")[0]) {
      case "/":
        return send(
          200,
          page,
          html(
            VENDOR.ja,
            `<ul><li><a href="${SITE.policy}">脆弱性開示ポリシー</a></li><li><a href="${SITE.information}">${MODEL}</a></li></ul>`,
          ),
        );
      case SITE.policy:
        return has("policy-missing")
          ? send(404, page, html("ページがありません", ""))
          : send(200, page, policyPage(has));
      case SITE.securityTxt:
        return send(200, "text/plain; charset=utf-8", securityTxt(options));
      case SITE.information:
        return send(200, page, informationPage(has));
      case SITE.latest:
        return send(200, "application/json", JSON.stringify({ model: MODEL, version: CURRENT_VERSION }));
      default:
        return send(404, page, html("ページがありません", ""));
    }
  };
}
