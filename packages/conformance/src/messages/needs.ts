/** What would settle an open part, as something to do. */
import type { Text } from "@seiza/catalog";

const t = (ja: string, en: string): Text => ({ ja, en });

export const NEEDS: Record<string, Text> = {
  // Checks to run
  "need.run": t("検査「{check}」を実施する", 'Run the check "{check}"'),
  "need.run-ports": t(
    "機器の状態「{state}」で、検査「{check}」を実施する",
    'Run the check "{check}" with the device in the state "{state}"',
  ),

  // Things to declare
  "need.declare-or-claim": t(
    "対象となるものを申告するか、{criterion} を対象外とする理由（{reason}）を申告する",
    "Declare what is in scope, or the reason ({reason}) why {criterion} does not apply",
  ),
  "need.settle-claim": t(
    "対象外とする申告（{reason}）を取り下げるか、申告を実際に合わせる",
    "Withdraw the claim ({reason}) or bring the declaration in line with the product",
  ),
  "need.known-good-account": t(
    "{interface} で使う正しいアカウントを用意する",
    "Provide a known-good account for {interface}",
  ),
  "need.protected-items": t(
    "{interface} で守るべき情報資産へのアクセス先を申告する",
    "Declare the protected items that are reached over {interface}",
  ),
  "need.assets": t("守るべき情報資産を申告する", "Declare the information assets to be protected"),
  "need.interfaces": t("インタフェースを申告する", "Declare the interfaces"),
  "need.units-table": t(
    "機器ごとのデフォルトパスワードの一覧（連続する{needConsecutive}台、連続しない{needApart}台以上）を申告する",
    "Declare a table of units' default passwords (at least {needConsecutive} consecutive units and {needApart} others)",
  ),
  "need.setup-recipe": t(
    "初回起動時にパスワードを設定する手順を申告する",
    "Declare the recipe of setting the password at first start",
  ),
  "need.change-recipe": t(
    "{authentication} を変更する手順を申告する",
    "Declare the recipe of changing {authentication}",
  ),
  "need.login-recipe": t(
    "{authentication} のログイン手順を申告する",
    "Declare how to log in with {authentication}",
  ),
  "need.key-space": t(
    "{authentication} の値の桁数と文字の種類を申告する",
    "Declare length and alphabet of the values of {authentication}",
  ),
  "need.unlock-way": t(
    "試す前に、{authentication} のロックを解除する方法を申告する",
    "Before attempts are made, declare how a lock of {authentication} is lifted",
  ),
  "need.policy-place": t(
    "脆弱性開示ポリシーの場所を申告する",
    "Declare where the disclosure policy is published",
  ),
  "need.update": t("更新の仕組みを申告する", "Declare the update mechanism"),
  "need.install-recipe": t("更新を入れる手順を申告する", "Declare the recipe of installing an update"),
  "need.packages": t("連続する二つの版の更新パッケージを申告する", "Declare two consecutive update packages"),
  "need.version-shown": t("利用者が版を確かめる手段を申告する", "Declare how users see the version"),
  "need.manual-place": t("更新の手順書の場所を申告する", "Declare where the update manual is"),
  "need.integrity": t("完全性を確かめる方法を申告する", "Declare how integrity is checked"),
  "need.update-policy": t(
    "更新の優先度を決める方針の文書を申告する",
    "Declare the document on the priority of updates",
  ),
  "need.model-number": t("型式番号の示し方を申告する", "Declare how the model number is shown"),
  "need.stored-where": t(
    "{asset} の保存場所と保護を申告する",
    "Declare where {asset} is stored and how it is protected",
  ),
  "need.flows": t(
    "守るべき情報資産を運ぶ通信を申告する",
    "Declare the flows that carry assets to be protected",
  ),
  "need.purpose": t("{interface} が必要な理由を申告する", "Declare what {interface} is needed for"),
  "need.scan-files": t(
    "脆弱性スキャンツールの結果のファイルを申告する",
    "Declare the files of vulnerability scanners",
  ),
  "need.deletion": t("データの削除機能を申告する", "Declare the deletion functions"),
  "need.documents": t("利用者へ知らせる文書を申告する", "Declare the documents for users"),
  "need.document-for-point": t(
    "「{point}」を知らせる文書を申告する",
    'Declare a document that tells users of "{point}"',
  ),

  // Files to give
  "need.more-units": t(
    "連続する{needConsecutive}台と連続しない{needApart}台以上の一覧を渡す",
    "Give a table of at least {needConsecutive} consecutive units and {needApart} others",
  ),
  "need.manual-file": t("更新の手順書のファイルを渡す", "Give the update manual as a file"),
  "need.scan-report": t(
    "この型式と版を検査した、{days}日以内の脆弱性スキャンの結果を渡す",
    "Give a scanner's report of this model and firmware, at most {days} days old",
  ),
  "need.capture": t(
    "{flow} の通信の記録（試験値を流したもの）を渡す",
    "Give a capture of {flow} with test values in it",
  ),

  // Persons' judgements
  "need.look-at-mark": t(
    "技適[{mark}]マークと番号 {number} を、証明書と製品で確かめる",
    "Look at the [{mark}] mark and the number {number} on the certificate and the product",
  ),
  "need.constrained-claim": t(
    "制約のある機器とする理由が妥当か判断する",
    "Judge whether the reason for being a constrained device holds",
  ),
  "need.network-assumption": t(
    "{interface} の前提とするネットワークが、取扱説明書に書かれているか確かめる",
    "Confirm that the manual states which network {interface} assumes",
  ),
  "need.is-it-an-asset": t(
    "{interface} の {at} が守るべき情報資産に当たるか判断する",
    "Judge whether {at} on {interface} is an asset to be protected",
  ),
  "need.no-asset-over-ip": t(
    "IP通信で守るべき情報資産に触れられないことを確かめる",
    "Confirm that no asset to be protected is reached over IP",
  ),
  "need.asset-scope": t(
    "守るべき情報資産の一覧に漏れがないか確かめる",
    "Confirm that the list of assets to be protected is complete",
  ),
  "need.generator-is-random": t(
    "{authentication} のデフォルトパスワードの作り方（工場の手順）を確かめる",
    "Look at how the default passwords of {authentication} are made at the factory",
  ),
  "need.change-by-hand": t(
    "{authentication} を変更できることを、説明書や画面の写しで確かめる",
    "Confirm with manual pages or screenshots that {authentication} can be changed",
  ),
  "need.brute-force-mechanism": t(
    "{authentication} の総当たりへの仕組みが十分か、利用の妨害に使われないか判断する",
    "Judge whether the mechanism of {authentication} against brute force is enough and cannot be used to shut users out",
  ),
  "need.policy-contact": t(
    "{document} に、報告の連絡先があるか確かめる",
    "Confirm that {document} gives a contact for reports",
  ),
  "need.policy-handling": t(
    "{document} に、受領後の手続のあらましがあるか確かめる",
    "Confirm that {document} outlines what is done after receipt",
  ),
  "need.policy-status": t(
    "{document} に、解決までの状況更新のあらましがあるか確かめる",
    "Confirm that {document} outlines how the status is reported until solved",
  ),
  "need.observe-update": t(
    "実際の更新を見届け、前後の版を記録する",
    "Watch an update and record the version before and after",
  ),
  "need.latest-published": t(
    "{version} が公開中の最新版であることを確かめる",
    "Confirm that {version} is the latest published version",
  ),
  "need.version-screenshot": t(
    "版が表示される画面の写しを確かめる",
    "Look at a screenshot or photograph that shows the version",
  ),
  "need.update-components": t(
    "更新の対象となるソフトウェアの範囲を確かめる",
    "Confirm which software components the update covers",
  ),
  "need.easy-update": t(
    "更新の手順が易しく分かりやすいか判断する",
    "Judge whether the update procedure is easy and clear",
  ),
  "need.integrity-enough": t(
    "完全性の確認（{integrity}）で十分か判断する",
    "Judge whether this way of checking integrity ({integrity}) is enough",
  ),
  "need.vendor-test-record": t(
    "改変したパッケージを拒んだ製造業者の試験記録を確かめる",
    "Look at the maker's test record of refused altered packages",
  ),
  "need.key-custody": t("署名鍵の管理を確かめる", "Look at how the signing key is kept"),
  "need.update-priority": t(
    "{document} が更新の優先度の決め方を定めているか判断する",
    "Judge whether {document} settles how the priority of updates is decided",
  ),
  "need.label-photo": t(
    "本体に {model} が記された写真を確かめる",
    "Look at a photograph of {model} on the product",
  ),
  "need.model-screenshot": t(
    "{model} が表示される画面の写しを確かめる",
    "Look at a screenshot that shows {model}",
  ),
  "need.model-family": t(
    "表示から利用者が型式 {model} を特定できるか判断する",
    "Judge whether users can tell the model {model} from what is shown",
  ),
  "need.storage-protection": t(
    "{asset} の保存の保護が妥当か判断する",
    "Judge whether the protection of {asset} in storage is suitable",
  ),
  "need.protected-network": t(
    "{flow} を保護された通信環境だけで使うことが、取扱説明書に書かれているか確かめる",
    "Confirm that the manual limits {flow} to a protected network",
  ),
  "need.flow-protected": t(
    "{flow} が盗聴から守られていることを、設計や通信の記録で確かめる",
    "Confirm with design or capture that {flow} is protected from eavesdropping",
  ),
  "need.flow-scope": t(
    "守るべき情報資産を運ぶ通信の一覧に漏れがないか確かめる",
    "Confirm that the list of flows carrying assets is complete",
  ),
  "need.old-tls": t(
    "{interface} の古い暗号を認めるか判断する",
    "Judge whether the old encryption of {interface} is acceptable",
  ),
  "need.unclear-port": t(
    "{transport} {port} 番ポートが開いているか確かめる",
    "Find out whether {transport} port {port} is open",
  ),
  "need.necessity": t(
    "申告した TCP/UDP ポートが、それぞれ利用に必要か判断する",
    "Judge whether each declared TCP or UDP port is needed",
  ),
  "need.no-bluetooth": t("Bluetooth を備えないことを確かめる", "Confirm that there is no Bluetooth"),
  "need.no-usb": t("USB を備えないことを確かめる", "Confirm that there is no USB"),
  "need.bluetooth-needed": t(
    "Bluetooth {interface} のサービスがすべて必要か判断する",
    "Judge whether all services of Bluetooth {interface} are needed",
  ),
  "need.usb-needed": t(
    "USB {interface} の機能がすべて必要か判断する",
    "Judge whether all functions of USB {interface} are needed",
  ),
  "need.bluetooth-off": t(
    "Bluetooth {interface} が無効であることを確かめる",
    "Confirm that Bluetooth {interface} is off",
  ),
  "need.usb-off": t("USB {interface} が無効であることを確かめる", "Confirm that USB {interface} is off"),
  "need.weigh-findings": t(
    "検出された脆弱性が攻撃に使われ得るか判断する",
    "Judge whether the vulnerabilities found could be used in an attack",
  ),
  "need.hidden-values": t(
    "秘密鍵など外から見えない認証値も保たれることを確かめる",
    "Confirm that values which cannot be seen, such as secret keys, are kept too",
  ),
  "need.deletion-acquired": t(
    "利用中に得た情報が消えることを確かめる",
    "Confirm that information obtained in use is deleted",
  ),
  "need.deletion-setting": t(
    "利用者の設定が消えることを確かめる",
    "Confirm that the users' settings are deleted",
  ),
  "need.deletion-credential": t(
    "利用者の認証値と、利用中に得た鍵が消えることを確かめる",
    "Confirm that the users' credentials and keys obtained in use are deleted",
  ),
  "need.deletion-seen": t(
    "{asset} が消えることを、画面の写しで確かめる",
    "Confirm with screenshots that {asset} is deleted",
  ),
  "need.deletion-elsewhere": t(
    "アプリやクラウドに残る情報の扱いを確かめる",
    "Look at what stays in applications and clouds",
  ),
  "need.information-point": t(
    "{document} が「{point}」を知らせているか確かめる",
    'Confirm that {document} tells users of "{point}"',
  ),
  "need.study": t(
    "検討と、その中の類型（今は「{type}」）を選び直す",
    'Choose the study and its product type (now "{type}") again',
  ),
  "need.requirement": t(
    "追加要件 {requirement} を満たすか判断する",
    "Judge whether the added requirement {requirement} is met",
  ),
};
