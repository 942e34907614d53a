/** Words of the run: why a check did not run or end, what it sends, what it does now, what a person is asked to do. */
import type { Text } from "@seiza/catalog";

const t = (ja: string, en: string): Text => ({ ja, en });

export const PROBE_WORDS: Record<string, Text> = {
  "why.no-target": t(
    "対象機器のアドレスと製造番号が確認されていません（--target と --confirm）。",
    "No device was confirmed (--target and --confirm).",
  ),
  "why.not-allowed": t(
    "区分 {class} の検査は、この実行では許可されていません（--allow {class}）。",
    "Checks of class {class} were not allowed for this run (--allow {class}).",
  ),
  "why.no-probe": t(
    "プロトコル {protocol} を調べる検査はまだありません。",
    "There is no check for the protocol {protocol} yet.",
  ),
  "why.no-recipe": t(
    "認証 {authentication} のログイン手順が申告されていません。",
    "No log-in recipe is declared for {authentication}.",
  ),
  "why.no-credentials": t(
    "認証 {authentication} の試験用アカウントがありません（--credentials）。",
    "There is no test account for {authentication} (--credentials).",
  ),
  "why.recipe-alike": t(
    "{interface} のログイン手順では、成功と失敗が同じ応答になります。見分けられる条件を申告してください。",
    "At {interface}, success and failure of the log-in recipe look alike. Declare conditions that tell them apart.",
  ),
  "why.no-unlock": t(
    "認証 {authentication} のロックを解除する方法が申告されていないため、誤ったパスワードは試しません。",
    "No way to lift the lock of {authentication} is declared, so no wrong password is tried.",
  ),
  "why.no-setup-recipe": t(
    "認証 {authentication} の初回設定の手順が申告されていません。",
    "No recipe for the first start is declared for {authentication}.",
  ),
  "why.no-default-value": t(
    "認証 {authentication} の工場出荷時の値が、資格情報ファイルにありません。",
    "The factory value of {authentication} is not in the credentials file.",
  ),
  "why.not-factory-fresh": t(
    "認証 {authentication} の工場出荷時の値でログインできません。出荷状態の機器が必要です。",
    "The factory value of {authentication} does not log in; a factory-fresh unit is needed.",
  ),
  "why.needs-setup-state": t(
    "認証 {authentication} の初回設定は、出荷状態の機器で実施します（--state setup）。",
    "The first start of {authentication} is looked at on a factory-fresh unit (--state setup).",
  ),
  "why.no-change-recipe": t(
    "認証 {authentication} の変更の手順が申告されていません。",
    "No recipe to change {authentication} is declared.",
  ),
  "why.no-packages": t("更新パッケージが申告されていません。", "No update packages are declared."),
  "why.no-install": t(
    "更新の手順もアダプタも申告されていません。",
    "Neither an update recipe nor an adapter is declared.",
  ),
  "why.no-deletion": t("データ削除の機能が申告されていません。", "No deletion function is declared."),
  "why.deletion-not-done": t("データ削除が実行されませんでした。", "The deletion was not carried out."),
  "why.not-done-by-hand": t("求めた操作が行われませんでした。", "What was asked of the person was not done."),
  "why.units-unreadable": t(
    "{file} に serial 列と password 列がありません。",
    "{file} has no columns serial and password.",
  ),
  "why.tool-missing": t(
    "{tool} がこのコンピュータにありません。",
    "{tool} is not installed on this computer.",
  ),
  "why.requests": t(
    "要求の上限（{detail}）に達する前に止めました。",
    "Stopped before the bound of requests ({detail}) would be passed.",
  ),
  "why.device-requests": t(
    "機器全体の要求の上限（{detail}）に達する前に止めました。",
    "Stopped before the device's bound of requests ({detail}) would be passed.",
  ),
  "why.deadline": t("時間の上限（{detail} 秒）に達しました。", "The time limit ({detail} s) was reached."),
  "why.stopped": t("操作者が止めました。", "Stopped by the operator."),
  "why.lost": t(
    "{detail} の後、機器が3回続けて応答しませんでした。",
    "After {detail} the device left three looks unanswered.",
  ),
  "why.attempts": t(
    "誤ったパスワードの上限（{detail} 回）に達する前に止めました。",
    "Stopped before more than {detail} wrong passwords would be tried.",
  ),
  "why.identity": t(
    "機器が記録と異なります（{detail}）。別の機器の可能性があります。",
    "The device differs from its record ({detail}); it may be another one.",
  ),
  "why.adapter": t("機器アダプタが失敗しました: {detail}", "The device adapter failed: {detail}"),
  "why.broke": t("検査そのものが失敗しました: {detail}", "The check itself failed: {detail}"),

  "sends.nothing": t("何も送らない", "sends nothing"),
  "sends.identity": t("証明書とホスト鍵を読む", "reads certificates and host key"),
  "sends.document": t("{host} へ GET を最大 {requests} 回", "at most {requests} GETs to {host}"),
  "sends.read": t("値を1つ読む", "reads one value"),
  "sends.access": t(
    "{protocol}（ポート {port}）に認証なしで最大 {requests} 回",
    "at most {requests} requests without credentials to {protocol} (port {port})",
  ),
  "sends.tls": t("ポート {port} へ手製の ClientHello", "hand-made ClientHellos to port {port}"),
  "sends.ports-tcp": t("TCP {from}〜{to} へ接続、{passes} 回", "connects to TCP {from}–{to}, {passes} times"),
  "sends.ports-udp": t(
    "UDP {ports} 個のポートと申告されたポートへ、各プロトコルの要求",
    "a request of its protocol to {ports} UDP ports and the declared ones",
  ),
  "sends.brute-force": t(
    "{interface} へ誤ったパスワードを続けて最大 {wrong} 回、並列で最大 {parallel} 回。解除を最大 {seconds} 秒待つ",
    "at most {wrong} wrong passwords in a row and {parallel} in parallel to {interface}; waits up to {seconds} s for a lock",
  ),
  "sends.setup": t(
    "{authentication} の初回設定で {values} 個の値を試す",
    "tries {values} values at the first start of {authentication}",
  ),
  "sends.change": t(
    "{authentication} を変更して戻す（{interfaces} 個の窓口で確認）",
    "changes {authentication} and back, checked over {interfaces} interfaces",
  ),
  "sends.update": t(
    "改変した更新を含む最大 {packages} 個のパッケージを機器に渡す",
    "offers up to {packages} packages, altered ones among them",
  ),
  "sends.restart": t("電源を切って入れ、前後の値を読む", "cuts power and reads values before and after"),
  "sends.deletion": t("データを削除し、前後の値を読む", "deletes data and reads values before and after"),

  "progress.scan": t("{pass} 回目: {done} / {of} ポート", "pass {pass}: {done} of {of} ports"),
  "progress.naming": t("ポート {port} のサービスを確認中", "naming the service on port {port}"),
  "progress.tls": t("ポート {port}: {version} {offered}", "port {port}: {version} {offered}"),
  "progress.access": t("{at} を確認中", "looking at {at}"),
  "progress.attempt": t("誤ったパスワード {n} / {of}", "wrong password {n} of {of}"),
  "progress.lock": t(
    "解除を待っています（{seconds} 秒後に確認）",
    "waiting for the lock (next look at {seconds} s)",
  ),
  "progress.shared-lock": t(
    "{interface} は他のログインと同じロックの下にあります。解除を待ってから始めます",
    "{interface} is under the same lock as another log-in; it begins when that is lifted",
  ),
  "progress.update": t("更新パッケージ: {alteration}", "update package: {alteration}"),
  "progress.restart": t("再起動中", "restarting"),

  "prompt.power-cut": t(
    "機器の電源を切り、{seconds} 秒以上待ってから入れ、起動したら Enter を押してください。",
    "Cut the device's power, wait at least {seconds} s, switch it on, and press Enter when it is up.",
  ),
  "prompt.unlock": t(
    "認証 {authentication} のロックを解除し、Enter を押してください。",
    "Lift the lock of {authentication} and press Enter.",
  ),
  "prompt.delete": t(
    "データ削除「{name}」を実行し、終わったら Enter を押してください。",
    "Carry out the deletion {name} and press Enter when it is done.",
  ),

  "incident.other-device": t(
    "機器が記録と異なります: {detail}",
    "The device differs from its record: {detail}",
  ),
  "incident.device-lost": t("機器が応答しなくなりました: {detail}", "The device stopped answering: {detail}"),
  "incident.device-not-back": t(
    "機器が時間内に戻りませんでした: {detail}",
    "The device was not back in time: {detail}",
  ),
  "incident.device-unhealthy": t("機器の様子が異常です: {detail}", "The device behaves oddly: {detail}"),
  "incident.credential-not-restored": t(
    "試験用アカウントの値を元に戻せませんでした: {detail}",
    "The test account's value could not be changed back: {detail}",
  ),

  "target.refused.no-address": t(
    "IP アドレスかホスト名を1つ指定してください。",
    "Give one IP address or one host name.",
  ),
  "target.refused.range": t(
    "範囲は指定できません。1台ずつ指定してください。",
    "Ranges are not taken; give one device.",
  ),
  "target.refused.unresolved": t("名前を解決できません。", "The name cannot be resolved."),
  "target.refused.multicast": t(
    "マルチキャストのアドレスには送りません。",
    "Nothing is sent to multicast addresses.",
  ),
  "target.refused.broadcast": t(
    "ブロードキャストや予約済みのアドレスには送りません。",
    "Nothing is sent to broadcast or reserved addresses.",
  ),
  "target.refused.unspecified": t("機器のアドレスではありません。", "That is no device's address."),
  "target.refused.public": t(
    "公開アドレスです。自社の機器と確かめた場合だけ --allow-public を付けてください。",
    "That is a public address. Add --allow-public only for a device that is surely yours.",
  ),
  "target.refused.no-serial": t(
    "機器の製造番号が必要です（--confirm）。",
    "The unit's serial number is needed (--confirm).",
  ),

  "bundle.unreadable": t("読めません", "cannot be read"),
  "bundle.no-manifest": t("目録がありません", "the manifest is missing"),
  "bundle.manifest-broken": t("目録の形が正しくありません", "the manifest is malformed"),
  "bundle.no-signature": t("署名がありません", "the signature is missing"),
  "bundle.signature-wrong": t("署名が目録と合いません", "the signature does not fit the manifest"),
  "bundle.other-key": t(
    "指定した鍵とは別の鍵で署名されています",
    "signed with another key than the one given",
  ),
  "bundle.missing": t("目録にあるファイルがありません", "listed in the manifest, and missing"),
  "bundle.changed": t("署名の後で変えられています", "changed after it was signed"),
  "bundle.unsigned": t("署名された目録にないファイルです", "not in the signed manifest"),
  "bundle.records-broken": t("検査記録が正しくありません", "the check records are not sound"),
  "bundle.container": t(
    "zip の構造が書き出したときと異なります",
    "the zip's own structure differs from what was written",
  ),
};
