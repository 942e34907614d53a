/**
 * What can be wrong with the device, one switch each. The table says which ★1 criteria a switch must turn and why, so that
 * it is at once the simulator's menu, its documentation and the expectation of the tests.
 */

export interface Words {
  ja: string;
  en: string;
}

/**
 * `weakness` breaks what a criterion asks. `trap` breaks nothing and misleads a careless check. `fault` is a device that
 * behaves badly towards any client: nothing can be told then, and every check still has to end.
 */
export type WeaknessKind = "weakness" | "trap" | "fault";

/**
 * What the criterion must become in place of what it is on the good device: `fail`, `person` (a named person has to judge),
 * `inconclusive`.
 */
export type Turn = "fail" | "person" | "inconclusive";

interface Row {
  kind: WeaknessKind;
  /** What the device does. */
  says: Words;
  /** Criterion → what it must turn to. Empty for traps. */
  turns: Readonly<Record<string, Turn>>;
  /** Why exactly these, with the rule it follows from (domain/conformance.md part E; guide P.22–24). */
  why: Words;
}

/**
 * A package that should not have been let in has moved the version, and the series stops there (part E, S1.1-08, limits). That
 * the right package updates cannot be told any more (06①: "from n to n+1"); that the new version outlives a power cut and a
 * deletion can (06③, 14, 15②: they ask for the version, however it came).
 */
const LET_IN = { "S1.1-06": "inconclusive", "S1.1-08": "fail" } as const;

const TABLE = {
  "page-without-login": {
    kind: "weakness",
    says: {
      ja: "記録の API(/api/log)がログインなしで読める",
      en: "the log API (/api/log) can be read without a log-in",
    },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "守るべき情報資産が、認証なしに IP 通信で返る",
      en: "an asset to be protected comes back over IP without authentication",
    },
  },
  "path-variant-bypass": {
    kind: "weakness",
    says: {
      ja: "パスの先頭を「//」にすると認証の確認をすり抜ける",
      en: "a path that begins with // slips past the check of the log-in",
    },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "同じ情報資産が、書き方を変えたパスでは認証なしに返る",
      en: "the same asset comes back without authentication when the path is spelt differently",
    },
  },
  "answer-before-login": {
    kind: "weakness",
    says: {
      ja: "Basic 認証を求める設定なのに、確認より先に 200 で利用者一覧を返す",
      en: "set to ask for Basic authentication, but answers 200 with the list of users before it looks",
    },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "認証は設定されているが効いておらず、ふるまいとして情報資産が返る",
      en: "authentication is configured and not in force: by behaviour the asset is returned",
    },
  },
  "data-in-redirect": {
    kind: "weakness",
    says: {
      ja: "ログイン画面への転送(302)の本文に、守るべき内容が入っている",
      en: "the redirect (302) to the log-in page carries the protected content in its body",
    },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "転送という形でも、本文に情報資産が含まれて返る",
      en: "though it is a redirect, its body holds the asset",
    },
  },
  "any-session-accepted": {
    kind: "weakness",
    says: { ja: "でたらめなセッション Cookie でも通る", en: "any made-up session cookie is let in" },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "実在しないセッションで情報資産が返る",
      en: "the asset is returned to a session that does not exist",
    },
  },
  "mqtt-anonymous": {
    kind: "weakness",
    says: {
      ja: "MQTT が資格情報なしの接続を受け入れる",
      en: "MQTT accepts a connection without credentials",
    },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "守るべきトピックが認証なしに読める",
      en: "protected topics can be read without authentication",
    },
  },
  "ssh-empty-password": {
    kind: "weakness",
    says: { ja: "SSH が空のパスワードを受け入れる", en: "SSH accepts an empty password" },
    turns: { "S1.1-01": "fail" },
    why: {
      ja: "利用者名だけで保守用の接続が開く",
      en: "a user name alone opens the maintenance access",
    },
  },
  "telnet-open": {
    kind: "weakness",
    says: { ja: "申告していない Telnet が開いている", en: "an undeclared Telnet port is open" },
    turns: { "S1.1-13": "fail" },
    why: {
      ja: "利用に要ると申告していない TCP ポートが開いている(①A)",
      en: "a TCP port that is not declared as needed is open (①A)",
    },
  },
  "debug-port-open": {
    kind: "weakness",
    says: {
      ja: "申告していない TCP ポートで開発用の応答をする",
      en: "an undeclared TCP port answers with a developer's prompt",
    },
    turns: { "S1.1-13": "fail" },
    why: {
      ja: "利用に要ると申告していない TCP ポートが開いている(①A)",
      en: "a TCP port that is not declared as needed is open (①A)",
    },
  },
  "coap-open": {
    kind: "weakness",
    says: {
      ja: "申告していない UDP(CoAP)のサービスが応答する",
      en: "an undeclared UDP service (CoAP) answers",
    },
    turns: { "S1.1-13": "fail" },
    why: {
      ja: "利用に要ると申告していない UDP ポートが開いている(①A)",
      en: "a UDP port that is not declared as needed is open (①A)",
    },
  },
  "no-lockout": {
    kind: "weakness",
    says: { ja: "誤ったパスワードを何度でも試せる", en: "wrong passwords can be tried without limit" },
    turns: { "S1.1-04": "fail" },
    why: {
      ja: "申告したロックが見られず、1日に試せる回数が大きい",
      en: "the declared lock is not seen and the number of attempts a day is large",
    },
  },
  "delay-only": {
    kind: "weakness",
    says: {
      ja: "ロックの代わりに1回ごとに待たせるだけで、接続を増やせばその分速く試せる",
      en: "only delays each attempt, and serves as many attempts at once as there are connections",
    },
    turns: { "S1.1-04": "person" },
    why: {
      ja: "遅延だけで、並べた接続の数に応じて試せる回数が増える。機械は合否を決めず人に渡す",
      en: "a delay that grows with parallel connections is no limit by itself: left to a person",
    },
  },
  "lock-lets-right-pass": {
    kind: "weakness",
    says: {
      ja: "ロック中は 429 を返すが、正しいパスワードなら入れる",
      en: "answers 429 while locked, yet lets the right password in",
    },
    turns: { "S1.1-04": "fail" },
    why: {
      ja: "誤りの応答が変わるだけで、ロック中も正解を当てられる",
      en: "only the answer to wrong ones changes and a right guess still succeeds while locked",
    },
  },
  "lock-not-on-mqtt": {
    kind: "weakness",
    says: {
      ja: "ロックがウェブと SSH だけで、MQTT では何度でも試せる",
      en: "the lock covers web and SSH; over MQTT one may try without limit",
    },
    turns: { "S1.1-04": "fail" },
    why: {
      ja: "同じ資格情報を、守りのない入口で総当たりできる",
      en: "the same credentials can be tried at the door without the lock",
    },
  },
  "default-password-kept": {
    kind: "weakness",
    says: {
      ja: "初回起動で既定パスワードの変更を求めない",
      en: "does not make the default password be changed at first start",
    },
    turns: { "S1.1-02": "fail" },
    why: {
      ja: "既定のまま、守るべき画面に入れる(②)",
      en: "protected pages open with the default still in place (②)",
    },
  },
  "setup-accepts-7": {
    kind: "weakness",
    says: { ja: "初期設定が7文字のパスワードを受け入れる", en: "set-up accepts a password of 7 characters" },
    turns: { "S1.1-02": "fail" },
    why: { ja: "8文字未満を受け付ける(②)", en: "fewer than 8 characters are accepted (②)" },
  },
  "check-in-page-only": {
    kind: "weakness",
    says: {
      ja: "長さの確認が画面の中だけで、API は短いパスワードを受け入れる",
      en: "the length is checked in the page alone; the API takes a short password",
    },
    turns: { "S1.1-02": "fail" },
    why: {
      ja: "機器そのものは8文字未満を拒まない(②)",
      en: "the device itself does not refuse fewer than 8 characters (②)",
    },
  },
  "silent-truncation": {
    kind: "weakness",
    says: {
      ja: "8文字で受け付けたパスワードを、黙って7文字に切り詰める",
      en: "takes a password of 8 characters and silently keeps 7",
    },
    turns: { "S1.1-02": "fail" },
    why: {
      ja: "実際に効いているのは8文字未満である(②)",
      en: "what counts in fact is fewer than 8 characters (②)",
    },
  },
  "change-not-on-mqtt": {
    kind: "weakness",
    says: {
      ja: "パスワードを変えても、MQTT では古いパスワードのまま",
      en: "after a change of password MQTT still takes the old one",
    },
    turns: { "S1.1-03": "fail" },
    why: {
      ja: "古い認証値が一つの入口に残り、新しい値が通らない",
      en: "the old value stays valid at one interface and the new one is refused",
    },
  },
  "tls-old-only": {
    kind: "weakness",
    says: { ja: "HTTPS が TLS 1.0 と 1.1 だけ", en: "HTTPS speaks TLS 1.0 and 1.1 only" },
    turns: { "S1.1-12": "fail" },
    why: {
      ja: "古い TLS しか使えない(しきい値は本ツールのもの)",
      en: "nothing but old TLS (the threshold is this tool's)",
    },
  },
  "tls-old-offered": {
    kind: "trap",
    says: {
      ja: "TLS 1.2 以上に加えて、TLS 1.0 と 1.1 にも応じる",
      en: "offers TLS 1.0 and 1.1 beside 1.2 and 1.3",
    },
    turns: {},
    why: {
      ja: "新しい版があるので備考に留まる",
      en: "newer versions are there, so it is a remark and turns nothing",
    },
  },
  "tls-null": {
    kind: "weakness",
    says: {
      ja: "HTTPS が暗号化しない方式(NULL)と、相手を確かめない方式(匿名)にも応じる",
      en: "HTTPS accepts suites without encryption (NULL) and without a certificate (anonymous)",
    },
    turns: { "S1.1-12": "fail" },
    why: {
      ja: "暗号化されない接続が成立する",
      en: "a connection without encryption comes about",
    },
  },
  "tls-rc4": {
    kind: "weakness",
    says: { ja: "HTTPS が RC4 の方式にも応じる", en: "HTTPS accepts an RC4 suite" },
    turns: { "S1.1-12": "fail" },
    why: { ja: "破られている方式で接続が始まる", en: "a connection begins with a broken suite" },
  },
  "ssl3-offered": {
    kind: "weakness",
    says: { ja: "HTTPS が SSL 3.0 にも応じる", en: "HTTPS accepts SSL 3.0" },
    turns: { "S1.1-12": "fail" },
    why: { ja: "破られている版で接続が始まる", en: "a connection begins with a broken version" },
  },
  "http-login": {
    kind: "weakness",
    says: {
      ja: "HTTP のままでもログイン画面を出し、パスワードを受け取る",
      en: "serves the log-in page and takes the password over plain HTTP",
    },
    turns: { "S1.1-12": "fail" },
    why: {
      ja: "認証値が平文で流れる",
      en: "authentication values travel in clear",
    },
  },
  "mqtt-in-clear": {
    kind: "weakness",
    says: {
      ja: "TLS の MQTT のほかに、平文の MQTT(1883)も応じる",
      en: "answers MQTT in clear (1883) beside MQTT over TLS",
    },
    turns: { "S1.1-12": "fail", "S1.1-13": "fail" },
    why: {
      ja: "認証値と通知が平文で流れ得る(12)。そのポートは申告されていない(13①A)",
      en: "authentication values and notices can travel in clear (12), at a port that is not declared (13①A)",
    },
  },
  "update-takes-altered": {
    kind: "weakness",
    says: {
      ja: "中身を1ビット変えた更新パッケージを適用する",
      en: "installs a package with one bit of its payload changed",
    },
    turns: LET_IN,
    why: {
      ja: "適用の前に完全性を確かめていない",
      en: "integrity is not checked before it is applied",
    },
  },
  "update-takes-unsigned": {
    kind: "weakness",
    says: {
      ja: "署名のない更新パッケージを適用する",
      en: "installs a package without a signature",
    },
    turns: LET_IN,
    why: {
      ja: "署名を取り除くだけで確認を避けられる",
      en: "taking the signature off avoids the check",
    },
  },
  "update-takes-any-signature": {
    kind: "weakness",
    says: {
      ja: "署名があれば中身と合わなくても適用する(他のパッケージの署名)",
      en: "installs a package whose signature belongs to another one",
    },
    turns: LET_IN,
    why: {
      ja: "署名の有無だけを見て、検証していない",
      en: "it looks whether there is a signature and does not verify it",
    },
  },
  "update-takes-older": {
    kind: "weakness",
    says: { ja: "署名の正しい古い版に戻せる", en: "goes back to an older, rightly signed version" },
    turns: {},
    why: {
      ja: "★1は古い版の拒否を求めない。報告だけする",
      en: "★1 does not ask for older versions to be refused: it is reported and turns nothing",
    },
  },
  "update-takes-other-model": {
    kind: "weakness",
    says: {
      ja: "別の型式の、署名の正しいパッケージを適用する",
      en: "installs a rightly signed package of another model",
    },
    turns: LET_IN,
    why: {
      ja: "この機器のものでないソフトウェアが入る",
      en: "software that is not this device's gets installed",
    },
  },
  "update-refuses-all": {
    kind: "weakness",
    says: { ja: "正しい更新パッケージも受け付けない", en: "refuses even the right package" },
    turns: {
      "S1.1-06": "fail",
      "S1.1-08": "inconclusive",
      "S1.1-14": "inconclusive",
      "S1.1-15": "inconclusive",
    },
    why: {
      ja: "更新できず(06①)、拒否しても検証の証しにならず(08)、更新した版が電源断や削除の後に保たれるかも分からない(14、15②)",
      en: "it cannot be updated (06①), its refusals prove nothing (08), and there is no updated version that a power cut (14) or a deletion (15②) would have to keep",
    },
  },
  "update-lost-on-power-cut": {
    kind: "weakness",
    says: {
      ja: "更新した版が電源断で出荷時の版に戻る",
      en: "the updated version is lost when power is cut",
    },
    turns: { "S1.1-06": "fail", "S1.1-14": "fail", "S1.1-15": "inconclusive" },
    why: {
      ja: "更新後の版が電源断の後に保たれない(06③、14)。削除の後に保たれるかは、もう確かめられない(15②)",
      en: "the updated version is not kept after power is cut (06③ and 14); whether deletion keeps it cannot be told any more (15②)",
    },
  },
  "settings-lost-on-power-cut": {
    kind: "weakness",
    says: {
      ja: "電源断でパスワードと設定が出荷時に戻る",
      en: "password and settings are as shipped after power is cut",
    },
    turns: { "S1.1-06": "inconclusive", "S1.1-14": "fail", "S1.1-15": "inconclusive" },
    why: {
      ja: "既定パスワードがまた通り、変えた認証値が失われる。出荷時に戻った機器には入れず、06③と15はまだ判断できない",
      en: "the default password works again and the changed one is lost; a device that is as shipped lets the test account no longer in, so 06③ and 15 cannot be told",
    },
  },
  "deletion-keeps-recordings": {
    kind: "weakness",
    says: { ja: "削除の後も録画の一覧が残る", en: "recordings remain after deletion" },
    turns: { "S1.1-15": "fail" },
    why: {
      ja: "利用中に得た情報資産が消えない(①A)",
      en: "assets obtained in use are not deleted (①A)",
    },
  },
  "deletion-keeps-settings": {
    kind: "weakness",
    says: { ja: "削除の後も利用者の設定が残る", en: "settings of the user remain after deletion" },
    turns: { "S1.1-15": "fail" },
    why: { ja: "利用者が設定した値が消えない(①B)", en: "values set by the user are not deleted (①B)" },
  },
  "deletion-keeps-passwords": {
    kind: "weakness",
    says: { ja: "削除の後も前のパスワードで入れる", en: "the old password still works after deletion" },
    turns: { "S1.1-15": "fail" },
    why: {
      ja: "利用者が決めた認証値が消えない(①C)",
      en: "authentication values set by the user are not deleted (①C)",
    },
  },
  "deletion-rolls-back": {
    kind: "weakness",
    says: {
      ja: "削除すると、版も出荷時に戻る",
      en: "deletion also brings the version back to the factory's",
    },
    turns: { "S1.1-15": "fail" },
    why: {
      ja: "更新した版が削除の後に保たれない(②)",
      en: "the updated version is not kept after deletion (②)",
    },
  },
  "model-wrong": {
    kind: "weakness",
    says: { ja: "画面と API が別の型式番号を示す", en: "page and API show another model number" },
    turns: { "S1.1-10": "fail" },
    why: {
      ja: "示される型式番号が申告と違う(②)",
      en: "the model number shown is not the declared one (②)",
    },
  },
  "policy-missing": {
    kind: "weakness",
    says: { ja: "脆弱性開示ポリシーのページがない(404)", en: "the disclosure policy page is missing (404)" },
    turns: { "S1.1-05": "fail" },
    why: { ja: "公開されているはずの場所にない", en: "it is not where it should be published" },
  },
  "policy-without-contact": {
    kind: "weakness",
    says: { ja: "脆弱性開示ポリシーに連絡先がない", en: "the disclosure policy names no contact" },
    turns: { "S1.1-05": "fail" },
    why: { ja: "報告の連絡先が見当たらない(①)", en: "no contact for reports is found (①)" },
  },
  "security-txt-expired": {
    kind: "trap",
    says: { ja: "security.txt の期限が切れている", en: "security.txt has expired" },
    turns: {},
    why: {
      ja: "★1は security.txt を求めない。備考に留まる",
      en: "★1 does not ask for security.txt: a remark that turns nothing",
    },
  },
  "information-missing": {
    kind: "weakness",
    says: {
      ja: "利用者向けの案内に、廃棄と売却の説明がない",
      en: "the information for users says nothing on disposal and sale",
    },
    turns: { "S1.1-16": "person" },
    why: {
      ja: "五つのうち一つ(⑤)が見当たらない。書き方が違うだけかもしれず、機械は人に渡す",
      en: "one of the five (⑤) is not found; it may be worded otherwise, so a person decides",
    },
  },
  "support-ended": {
    kind: "weakness",
    says: { ja: "案内にあるサポート期限が過ぎている", en: "the end of support told to users is past" },
    turns: { "S1.1-16": "fail" },
    why: { ja: "期限が過去の日付である(④)", en: "the date is past (④)" },
  },
  "component-vulnerable": {
    kind: "weakness",
    says: {
      ja: "SBOM に、悪用が確認された脆弱性を持つ部品(OpenSSL 1.0.1f)がある",
      en: "the SBOM lists a component with a vulnerability known to be exploited (OpenSSL 1.0.1f)",
    },
    turns: { "S1.1-13": "fail" },
    why: {
      ja: "攻撃に使われ得る既知の脆弱性が出る(②)",
      en: "a known vulnerability that can be used in an attack is found (②)",
    },
  },
  "lock-hidden": {
    kind: "trap",
    says: {
      ja: "ロックはするが、誤りのときと同じ 401 を返し続ける",
      en: "locks, and goes on answering the same 401 as for a wrong password",
    },
    turns: {},
    why: {
      ja: "正しいパスワードが拒まれることで分かる。基準は破っていない",
      en: "only the refusal of the right password shows it; nothing is broken",
    },
  },
  "other-log-in-resets": {
    kind: "weakness",
    says: {
      ja: "別のアカウントで正しくログインすると、失敗の回数が消える",
      en: "a good log-in with another account clears the count of failures",
    },
    turns: { "S1.1-04": "person" },
    why: {
      ja: "自分のアカウントを挟む攻撃者には効かないロック。ログインごとに別の試験用アカウントがあれば、申告より早く解けることで分かる",
      en: "the lock does not hold an attacker who has an account of their own; with a test account for each log-in it is seen to end sooner than declared",
    },
  },
  hangs: {
    kind: "fault",
    says: { ja: "接続を受けても何も答えない", en: "accepts connections and never answers" },
    turns: {},
    why: {
      ja: "何も確かめられない。検査は制限時間で終わる",
      en: "nothing can be told; every check ends at its limit",
    },
  },
  drips: {
    kind: "fault",
    says: { ja: "応答を1秒に1バイトずつ返す", en: "answers one byte a second" },
    turns: {},
    why: {
      ja: "何も確かめられない。検査は制限時間で終わる",
      en: "nothing can be told; every check ends at its limit",
    },
  },
  floods: {
    kind: "fault",
    says: { ja: "応答の本文が終わらない", en: "the body of an answer never ends" },
    turns: {},
    why: {
      ja: "何も確かめられない。検査は大きさの上限で打ち切る",
      en: "nothing can be told; every check stops at its bound of bytes",
    },
  },
  closes: {
    kind: "fault",
    says: { ja: "接続してもすぐに切る", en: "closes each connection at once" },
    turns: {},
    why: { ja: "何も確かめられない", en: "nothing can be told" },
  },
  "speaks-nonsense": {
    kind: "fault",
    says: { ja: "どのポートも別の規約(SMTP)で話す", en: "every port speaks another protocol (SMTP)" },
    turns: {},
    why: { ja: "何も確かめられない", en: "nothing can be told" },
  },
} as const satisfies Record<string, Row>;

export type WeaknessId = keyof typeof TABLE;

export interface Weakness extends Row {
  id: WeaknessId;
}

/** All switches, in the order of the menu. */
export const WEAKNESSES: readonly Weakness[] = (Object.keys(TABLE) as WeaknessId[]).map((id) => ({
  id,
  ...TABLE[id],
}));

/** What `bad` stands for: every weakness that can be on together with the others. */
const APART = new Set<WeaknessId>([
  "policy-missing",
  "update-refuses-all",
  "tls-old-only",
  "delay-only",
  "lock-lets-right-pass",
  "lock-not-on-mqtt",
  "setup-accepts-7",
]);
export const BAD: readonly WeaknessId[] = WEAKNESSES.filter(
  (w) => w.kind === "weakness" && !APART.has(w.id),
).map((w) => w.id);

/** What no switch shows. */
export const NOT_SHOWN: Words = {
  ja: "輸出用と 3DES の方式、SSL 2 は再現していません。RC4 と SSL 3.0 は最初の応答(ServerHello)だけです。どれも Node.js の OpenSSL 3 がサーバーとして提供できないためです",
  en: "Export and 3DES suites and SSL 2 are not shown, and of RC4 and SSL 3.0 only the first answer (ServerHello): the OpenSSL 3 of Node.js cannot offer them as a server",
};
