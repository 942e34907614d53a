/** Words for every reason and remark of a judgement. `{name}` is a value. Whole sentences, in the scheme's terms. */
import type { Text } from "@seiza/catalog";

const t = (ja: string, en: string): Text => ({ ja, en });

export const REASONS: Record<string, Text> = {
  // Runs
  "run.failed": t(
    "検査「{check}」は途中で失敗しました。結果は根拠になりません。",
    'The check "{check}" broke; its result proves nothing.',
  ),
  "run.skipped": t("検査「{check}」は実施されていません。", 'The check "{check}" was not run.'),
  "run.aborted": t(
    "検査「{check}」は途中で打ち切られました。結果は根拠になりません。",
    'The check "{check}" was stopped before its end; its result proves nothing.',
  ),
  "run.incident": t(
    "検査「{check}」の間に機器の異常がありました。結果は根拠になりません。",
    'Something went wrong with the device during "{check}"; the result proves nothing.',
  ),

  // Gates
  "deemed.by-number": t(
    "技適[{mark}]マークの番号 {number}（端末機器のセキュリティ基準を含む）により、基準を満たすものとみなされます。",
    "Treated as met by the number {number} of the [{mark}] mark, whose certification includes the security rules for terminal equipment.",
  ),
  "deemed.but-seen": t(
    "みなしとは別に、検査で気になる点が見つかりました（{subject}、{key}）。",
    "Apart from being treated as met, a check saw something wrong ({subject}, {key}).",
  ),
  "gate.not-applicable": t(
    "申告された理由（{reason}）により対象外です。",
    "Not applicable for the declared reason ({reason}).",
  ),
  "gate.claim-contradicts-declaration": t(
    "対象外とする申告（{reason}）が、申告のほかの内容と食い違っています。",
    "The claim that it does not apply ({reason}) contradicts the rest of the declaration.",
  ),
  "gate.claim-contradicted-by-check": t(
    "対象外とする申告（{reason}）に反して、検査でログインが見つかりました。",
    "A check met a log-in, against the claim that it does not apply ({reason}).",
  ),
  "gate.nothing-declared": t(
    "対象となるものが申告されておらず、対象外とする理由もありません。",
    "Nothing in scope is declared, and no reason is given for it not to apply.",
  ),
  "gate.constrained": t(
    "制約のある機器であると申告されています。妥当かどうかは人が判断します。",
    "Declared to be a constrained device; whether that holds is for a person to judge.",
  ),
  "declaration.no-assets": t(
    "守るべき情報資産が申告されていません。",
    "No information asset to be protected is declared.",
  ),
  "declaration.no-interfaces": t(
    "IP通信のインタフェースが申告されていません。",
    "No IP interface is declared.",
  ),

  // 01
  "access.returned": t(
    "{interface} の {at} が、認証なし（{as}）で取得できました。",
    "{at} on {interface} came back without authentication ({as}).",
  ),
  "access.refused": t(
    "{interface} の {at} は、認証なしの{tries}通りの要求をすべて拒み、正しいアカウントには応じました。",
    "{at} on {interface} was refused to {tries} requests without authentication, and given to the known-good account.",
  ),
  "access.unclear": t(
    "{interface} の {at} の応答から、拒んだのかどうか判断できません（{as}）。",
    "The answer of {at} on {interface} does not tell whether it refused ({as}).",
  ),
  "access.no-proof": t(
    "{interface} の {at} は拒まれましたが、正しいアカウントで取得できることが確かめられておらず、要求が届いた証拠がありません。",
    "{at} on {interface} was refused, but the known-good account was not seen to get it, so nothing shows that the request reached it.",
  ),
  "access.unseen": t(
    "{interface} の {at} に、認証なしでアクセスできないことがまだ確かめられていません。",
    "Whether {at} on {interface} refuses access without authentication was not tried yet.",
  ),
  "access.protocol-without-login": t(
    "{interface}（{protocol}）は、プロトコル自体に認証がありません。",
    "{interface} ({protocol}) uses a protocol that knows no log-in.",
  ),
  "access.by-network": t(
    "{interface}（{protocol}）は、ネットワークの側でアクセスを制限すると申告されています。",
    "{interface} ({protocol}) is declared to be protected by the network around it.",
  ),
  "access.found-open": t(
    "{interface} の {at} が認証なしで取得できました。申告されたアクセス先ではないため、守るべき情報資産かどうかは人が判断します。",
    "{at} on {interface} came back without authentication. It is not a declared item, so a person judges whether it is an asset to be protected.",
  ),
  "access.undeclared-returned": t(
    "申告されていないインタフェース {interface} から、{at} が認証なしで取得できました。",
    "{at} came back without authentication from {interface}, which is not declared.",
  ),
  "access.let-in": t(
    "{interface}（{protocol}）に、認証なし（{as}）で接続できました。",
    "{interface} ({protocol}) let in somebody without credentials ({as}).",
  ),
  "access.undeclared-let-in": t(
    "申告されていないインタフェース {interface}（{protocol}）に、認証なし（{as}）で接続できました。",
    "{interface} ({protocol}), which is not declared, let in somebody without credentials ({as}).",
  ),
  "access.session-refused": t(
    "{interface}（{protocol}）は、認証なし（{as}）の接続を拒みました。",
    "{interface} ({protocol}) turned away a connection without credentials ({as}).",
  ),
  "access.session-no-proof": t(
    "{interface}（{protocol}）は認証なし（{as}）の接続を拒みましたが、正しいアカウントで接続できることが確かめられていません。",
    "{interface} ({protocol}) turned away a connection without credentials ({as}), but the known-good account was not seen to get in.",
  ),
  "access.session-unseen": t(
    "{interface}（{protocol}）が認証なしの接続を拒むことは、まだ確かめられていません。",
    "Whether {interface} ({protocol}) turns away a connection without credentials was not tried yet.",
  ),
  "access.session-unclear": t(
    "{interface}（{protocol}）の応答から、認証なし（{as}）の接続を拒んだのかどうか判断できません。",
    "The answer of {interface} ({protocol}) does not tell whether it turned away a connection without credentials ({as}).",
  ),
  "access.behind-session": t(
    "{interface} の {at} は、接続そのものが認証なしでは拒まれるため取得できません。正しいアカウントでは接続できました。",
    "{at} on {interface} cannot be had, because connections without credentials are turned away; the known-good account got in.",
  ),
  "access.declared-open": t(
    "{interface} は認証なしで開いていると申告されていますが、守るべき情報資産へのアクセス先が{count}件あります。",
    "{interface} is declared to be open without authentication, yet {count} protected items are on it.",
  ),
  "access.nothing-to-ask": t(
    "{interface} に、確かめるアクセス先が申告されていません。",
    "No protected item is declared on {interface} that could be asked for.",
  ),
  "access.nothing-found": t(
    "{interface} から、認証なしで取得できるものは見つかりませんでした。",
    "Nothing was had from {interface} without authentication.",
  ),
  "access.upnp-actions": t(
    "{interface} は、認証なしで呼び出せる操作を{count}件示しています。",
    "{interface} lists {count} actions that can be called without authentication.",
  ),
  "access.nothing-protected": t(
    "どのインタフェースにも、守るべき情報資産へのアクセス先が申告されていません。",
    "No interface is declared to reach an information asset to be protected.",
  ),

  // 02
  "defaults.none": t(
    "{authentication} にデフォルトパスワードはないと申告されています。",
    "{authentication} is declared to have no default password.",
  ),
  "defaults.shared": t(
    "{authentication} のデフォルトパスワードは全機器で共通であり、変更も強制されないと申告されています。",
    "{authentication} is declared to have one default password for all devices, with no change forced.",
  ),
  "defaults.unseen": t(
    "{authentication} のデフォルトパスワードの一覧がまだ調べられていません。",
    "The table of default passwords of {authentication} was not examined yet.",
  ),
  "defaults.short": t(
    "デフォルトパスワードに{shortest}文字のものがあります。基準は{least}文字以上です。",
    "Some default passwords have {shortest} characters; the criterion asks for at least {least}.",
  ),
  "defaults.duplicate": t(
    "同じデフォルトパスワードの機器があります（{count}件）。",
    "Some devices share a default password ({count}).",
  ),
  "defaults.derived": t(
    "機器の情報から導けるデフォルトパスワードが{count}件あります（{detail}）。",
    "{count} default passwords can be derived from what is known of the device ({detail}).",
  ),
  "defaults.listed": t(
    "広く知られた値のデフォルトパスワードが{count}件あります。",
    "{count} default passwords are notorious values.",
  ),
  "defaults.sequence": t(
    "連番やキー配列など、推測しやすい並びのデフォルトパスワードが{count}件あります（{detail}）。",
    "{count} default passwords follow a sequence that can be guessed ({detail}).",
  ),
  "defaults.pattern": t(
    "デフォルトパスワードの決まった位置に同じ文字が現れます（{detail}）。",
    "Characters at fixed positions of the default passwords do not vary ({detail}).",
  ),
  "defaults.low-entropy": t(
    "デフォルトパスワードの組合せの数が少ないおそれがあります（{detail}）。",
    "The default passwords may be among too few ({detail}).",
  ),
  "defaults.too-few": t(
    "調べた台数が足りません（連続する{consecutive}台、連続しない{apart}台）。本ツールは連続する{needConsecutive}台と連続しない{needApart}台以上を求めます。",
    "Too few units were examined ({consecutive} consecutive, {apart} apart). This tool asks for at least {needConsecutive} and {needApart}.",
  ),
  "defaults.unique": t(
    "{units}台のデフォルトパスワードはすべて異なり、{least}文字以上（最短{shortest}文字）で、推測できる規則は見つかりませんでした。",
    "The default passwords of {units} units all differ, have at least {least} characters (shortest {shortest}), and no rule to guess them was found.",
  ),
  "setup.unseen": t(
    "{authentication} の初回起動時のパスワード変更が、まだ確かめられていません。",
    "The change of password of {authentication} at first start was not tried yet.",
  ),
  "setup.open-before-change": t(
    "{interface} は、パスワードを変更する前から使えます。",
    "{interface} can be used before the password is changed.",
  ),
  "setup.short-accepted": t(
    "{interface} は、初回起動時に{length}文字のパスワードを受け付けました。基準は{least}文字以上です。",
    "{interface} took a password of {length} characters at first start; the criterion asks for at least {least}.",
  ),
  "setup.default-again": t(
    "{interface} は、初回起動時にデフォルトパスワードと同じ値を受け付けました。変更が強制されていません。",
    "{interface} took the default password again at first start, so no change is forced.",
  ),
  "setup.truncates": t(
    "{interface} は、パスワードの後ろの文字を無視します。{least}文字を強制したことになりません。",
    "{interface} ignores the last characters of a password, so {least} characters are not forced.",
  ),
  "setup.not-looked-before": t(
    "{interface} が、パスワードを変更する前に閉じているかどうか確かめられていません。",
    "Whether {interface} is closed before the password is changed was not looked at.",
  ),
  "setup.incomplete": t(
    "{interface} で、7文字と8文字のパスワードの両方が試されていません。",
    "Passwords of 7 and of 8 characters were not both tried on {interface}.",
  ),
  "setup.eight-refused": t(
    "{interface} は8文字のパスワードも拒んだため、短さを理由に拒んだことが確かめられません。",
    "{interface} refused 8 characters as well, so nothing shows that it refuses for length.",
  ),
  "setup.forced": t(
    "{interface} は、変更するまで使えず、7文字を拒み{least}文字を受け付けました。",
    "{interface} stays closed until the change, refuses 7 characters and takes {least}.",
  ),
  "setup.blanks-accepted": t(
    "{interface} は、空白だけの8文字のパスワードを受け付けます。",
    "{interface} takes eight blanks as a password.",
  ),

  // 03
  "change.declared-impossible": t(
    "{authentication} の認証値は変更できないと申告されています。",
    "The values of {authentication} are declared not to be changeable.",
  ),
  "change.unseen": t(
    "{authentication} の認証値を変更できることが、まだ確かめられていません。",
    "Changing the values of {authentication} was not tried yet.",
  ),
  "change.no-recipe": t(
    "{authentication} の変更手順が申告されていないため、確かめられません。",
    "How to change {authentication} is not declared, so it cannot be tried.",
  ),
  "change.by-hand": t(
    "{authentication}（{kind}）の変更は、人が確かめます。",
    "Changing {authentication} ({kind}) is shown by a person.",
  ),
  "change.old-still-works": t(
    "{authentication} を変更した後も、古い値が使えます（{interfaces}）。",
    "The old value of {authentication} still works after the change ({interfaces}).",
  ),
  "change.new-refused": t(
    "{authentication} を変更した後、新しい値が使えません（{interfaces}）。",
    "The new value of {authentication} does not work after the change ({interfaces}).",
  ),
  "change.not-made": t(
    "{authentication} の変更手順が成功せず、変更できるかどうか判断できません。",
    "The recipe to change {authentication} did not succeed, so nothing is known.",
  ),
  "change.not-restored": t(
    "{authentication} の認証値を元に戻せていません。機器のパスワードを確かめてください。",
    "The value of {authentication} was not put back. Look at the device's password.",
  ),
  "change.not-everywhere": t(
    "{authentication} を使うインタフェースのうち、確かめられていないものがあります（{interfaces}）。",
    "Some interfaces that use {authentication} were not tried ({interfaces}).",
  ),
  "change.unclear": t(
    "{authentication} を変更した後の応答から判断できません（{interfaces}）。",
    "The answers after the change of {authentication} do not tell ({interfaces}).",
  ),
  "change.works": t(
    "{authentication} を変更すると、古い値は拒まれ新しい値が使えました（{interfaces}）。",
    "After {authentication} was changed, the old value was refused and the new one worked ({interfaces}).",
  ),
  "change.old-session-alive": t(
    "{authentication} を変更した後も、変更前のログインが続いています。",
    "Sessions from before the change of {authentication} go on.",
  ),

  // 04
  "brute-force.unseen": t(
    "{interface} の {authentication} について、総当たりへの耐性がまだ測られていません。",
    "Resistance of {authentication} on {interface} to brute force was not measured yet.",
  ),
  "brute-force.no-recipe": t(
    "{authentication} のログイン手順が申告されていないため、測れません。",
    "How to log in with {authentication} is not declared, so it cannot be measured.",
  ),
  "brute-force.by-design": t(
    "{authentication}（{kind}）は、回数を試す検査の対象になりません。仕組みを人が確かめます。",
    "{authentication} ({kind}) is not measured by attempts; a person looks at how it works.",
  ),
  "brute-force.wrong-accepted": t(
    "{interface} が、誤ったパスワードを受け入れました。",
    "{interface} let in a wrong password.",
  ),
  "brute-force.no-baseline": t(
    "{interface} で正しいパスワードによるログインが確かめられておらず、測定が成り立ちません。",
    "The known-good log-in on {interface} was not seen to work first, so the measurement proves nothing.",
  ),
  "brute-force.no-good-login-after": t(
    "{interface} で、誤りが続いた直後に正しいパスワードが試されておらず、見えないロックの有無が分かりません。",
    "The known-good log-in was not tried right after the wrong ones on {interface}, so a hidden lock would not be seen.",
  ),
  "brute-force.release-not-measured": t(
    "{interface} のロックがいつ解けるか測られていません。",
    "When the lock of {interface} is released was not measured.",
  ),
  "brute-force.too-few": t(
    "{interface} で試した回数（{attempts}回）が足りません。{wanted}回で確かめます。",
    "Too few attempts on {interface} ({attempts}); {wanted} are needed.",
  ),
  "brute-force.overlapped": t(
    "{interface} のロックは申告と違う形で現れましたが、同じ時間に他のログインでも誤ったパスワードを試しており、その影響を分けられません。",
    "The lock of {interface} was not as declared, but another log-in got wrong passwords at the same time; the two cannot be told apart.",
  ),
  "brute-force.not-restored": t(
    "{interface} で、測定の後に正しいパスワードでログインできることが確かめられていません。機器がロックされたままでないか確かめてください。",
    "After the measurement the known-good log-in on {interface} was not seen to work. See that the device is not left locked.",
  ),
  "brute-force.parallel-not-measured": t(
    "{interface} で、並列の接続による速さが測られていません。",
    "The rate over parallel connections was not measured on {interface}.",
  ),
  "brute-force.no-limit": t(
    "{interface} に制限は見られず、1日に約{perDay}回試せます（1秒あたり 直列{serial}回、並列{parallel}回。本ツールの目安は1日{limit}回以下）。",
    "No limit was seen on {interface}: about {perDay} attempts a day (per second {serial} in series, {parallel} in parallel). Our threshold is {limit} a day.",
  ),
  "brute-force.slowed": t(
    "{interface} は仕組みにより、試せる回数が1日に約{perDay}回に抑えられます（本ツールの目安は1日{limit}回以下）。",
    "A mechanism holds {interface} to about {perDay} attempts a day. Our threshold is {limit} a day.",
  ),
  "brute-force.years": t(
    "{interface} では、出荷時に作られた値の半分を試すのに約{years}年かかります（1日約{perDay}回。本ツールの目安は{needYears}年以上）。",
    "Going through half of the factory-made values on {interface} takes about {years} years at {perDay} attempts a day. Our threshold is {needYears} years.",
  ),
  "brute-force.compensating": t(
    "{interface} に回数の制限は見られませんが、別の仕組み（{mechanism}）が申告されています（1日に約{perDay}回、目安{limit}回）。",
    "No limit on attempts was seen on {interface}, but another mechanism ({mechanism}) is declared (about {perDay} a day; threshold {limit}).",
  ),
  "brute-force.no-mechanism-but-space": t(
    "{interface} に制限は見られませんが、値の半分を試すのに約{years}年かかります（1日に約{perDay}回）。",
    "No limit was seen on {interface}, but half of the values take about {years} years at {perDay} attempts a day.",
  ),
  "brute-force.slow-without-mechanism": t(
    "{interface} に制限の仕組みは見られませんが、試せる回数は1日に約{perDay}回です（本ツールの目安は{limit}回以下）。",
    "No mechanism was seen on {interface}, yet only about {perDay} attempts a day are possible (our threshold is {limit}).",
  ),
  "brute-force.seen-but-declared-none": t(
    "{interface} に仕組みが見られましたが、申告では「なし」です（1日に約{perDay}回）。",
    'A mechanism was seen on {interface}, but "none" is declared (about {perDay} attempts a day).',
  ),
  "brute-force.declared-lock-not-seen": t(
    "{interface} にロックがあると申告されていますが、{attempts}回では見られませんでした（1日に約{perDay}回）。",
    "A lock is declared for {interface} but was not seen in {attempts} attempts (about {perDay} a day).",
  ),
  "brute-force.declared-delay-not-seen": t(
    "{interface} に待ち時間があると申告されていますが、見られませんでした（1日に約{perDay}回）。",
    "A delay is declared for {interface} but was not seen (about {perDay} attempts a day).",
  ),
  "brute-force.blocks-later-than-declared": t(
    "{interface} は申告（{after}回）より遅く、{blockedAfter}回でロックしました。",
    "{interface} locked after {blockedAfter} wrong attempts, later than declared ({after}).",
  ),
  "brute-force.releases-sooner-than-declared": t(
    "{interface} のロックは申告（{seconds}秒）より早く、{released}秒で解けました。",
    "The lock of {interface} was released after {released} s, sooner than declared ({seconds} s).",
  ),
  "brute-force.delay-grows": t(
    "{interface} の待ち時間は接続ごとで、並列にすると試せる回数が増えます（1秒あたり 直列{serial}回、並列{parallel}回）。",
    "The delay of {interface} is by connection: parallel connections try more (per second {serial} in series, {parallel} in parallel).",
  ),
  "brute-force.space-unknown": t(
    "{interface} で使う出荷時の値の桁数と文字の種類が申告されておらず、何年かかるか計算できません（1日に約{perDay}回）。",
    "Length and alphabet of the factory-made values on {interface} are not declared, so the years cannot be worked out (about {perDay} attempts a day).",
  ),
  "brute-force.above-limit": t(
    "{interface} に仕組みは見られますが、試せる回数は1日に約{perDay}回で、本ツールの目安（{limit}回以下、又は{needYears}年以上）を満たしません。",
    "A mechanism was seen on {interface}, but about {perDay} attempts a day are possible, which misses our thresholds ({limit} a day, or {needYears} years).",
  ),
  "brute-force.space-small": t(
    "{interface} は1日に約{perDay}回に抑えられますが、受け付ける値が少なく、約{years}年で半分を試せます。",
    "{interface} holds attempts to about {perDay} a day, but so few values are accepted that half of them take about {years} years.",
  ),
  "brute-force.other-account-blocked": t(
    "{interface} では、ほかのアカウントも一緒にロックされます。利用の妨害に使われないか確かめてください。",
    "On {interface} other accounts are locked as well; see that this cannot be used to shut users out.",
  ),
  "brute-force.hidden-lock": t(
    "{interface} のロックは、応答からは分かりません。",
    "The lock of {interface} does not show in its answers.",
  ),
  "brute-force.bound-only": t(
    "{interface} のロックが解けるところは見られていません。1日に約{perDay}回は上限の見積りです。",
    "The lock of {interface} was not seen to be released; {perDay} attempts a day is an upper bound.",
  ),

  // 05
  "policy.not-declared": t(
    "脆弱性開示ポリシーの場所が申告されていません。",
    "Where the disclosure policy is published is not declared.",
  ),
  "policy.unreachable": t("{document} を開けません。", "{document} cannot be reached."),
  "policy.needs-login": t(
    "{document} はログインしないと読めません。",
    "{document} cannot be read without logging in.",
  ),
  "policy.no-contact": t(
    "{document} に、報告の連絡先が見つかりません。",
    "No contact for reports was found in {document}.",
  ),
  "policy.not-https": t(
    "{document} は HTTPS で公開されていません。",
    "{document} is not published over HTTPS.",
  ),
  "policy.contact-found": t(
    "{document} に連絡先とみられる箇所があります。",
    "{document} has what looks like a contact.",
  ),
  "policy.contact-not-found": t(
    "{document} に、報告の連絡先が見つかりません。",
    "No contact for reports was found in {document}.",
  ),
  "policy.handling-found": t(
    "{document} に、受領後の手続とみられる箇所があります。",
    "{document} has what looks like the handling after receipt.",
  ),
  "policy.handling-not-found": t(
    "{document} に、受領後の手続とみられる箇所が見つかりません。",
    "Nothing that looks like the handling after receipt was found in {document}.",
  ),
  "policy.status-found": t(
    "{document} に、解決までの状況更新とみられる箇所があります。",
    "{document} has what looks like reports of status until solved.",
  ),
  "policy.status-not-found": t(
    "{document} に、解決までの状況更新とみられる箇所が見つかりません。",
    "Nothing that looks like reports of status until solved was found in {document}.",
  ),
  "security-txt.seen": t("security.txt を確かめました。", "security.txt was looked at."),
  "security-txt.present": t(
    "security.txt が公開されています（{document}）。★1 では求められていない加点要素です。",
    "A security.txt is published ({document}): a plus that ★1 does not ask for.",
  ),
  "security-txt.absent": t(
    "security.txt はありません（{document}）。★1 では求められていません。",
    "There is no security.txt ({document}); ★1 does not ask for one.",
  ),
  "security-txt.problem": t(
    "security.txt に直すところがあります（{code}: {detail}）。",
    "The security.txt needs mending ({code}: {detail}).",
  ),
  "document.quote": t("「{quote}」（{document}、{where}）", '"{quote}" ({document}, {where})'),
  "document.problem": t(
    "{document} に気になる点があります（{code}: {detail}）。",
    "{document} has a problem ({code}: {detail}).",
  ),
  "document.unseen": t("{document} がまだ調べられていません。", "{document} was not examined yet."),
  "document.not-found": t("{document} を読めませんでした。", "{document} could not be read."),
  "document.unreachable": t("{document} を開けません。", "{document} cannot be reached."),
  "document.no-text": t(
    "{document} から文字を取り出せませんでした。",
    "No text could be taken from {document}.",
  ),
  "document.no-japanese": t(
    "{document} に日本語の文が見つかりません。",
    "No Japanese text was found in {document}.",
  ),

  // 06
  "update.not-declared": t("更新の仕組みが申告されていません。", "The update mechanism is not declared."),
  "update.declared-impossible": t(
    "ソフトウェアを更新できないと申告されています。",
    "The software is declared not to be updatable.",
  ),
  "update.unseen": t("更新できることが、まだ確かめられていません。", "Updating was not tried yet."),
  "update.by-hand": t(
    "更新の方法（{ways}）は自動では試せません。実際の更新を人が確かめます。",
    "The way of updating ({ways}) cannot be tried by a check; a person watches an update.",
  ),
  "update.unhealthy": t(
    "更新の後、機器が正常に動いていません。",
    "The device was not healthy after the update.",
  ),
  "update.version-unread": t(
    "更新の前後の版を読めませんでした（前 {before}、後 {after}）。",
    "The version before and after the update could not be read (before {before}, after {after}).",
  ),
  "update.moved": t(
    "更新により、版が {before} から {after} になりました。",
    "The update brought the version from {before} to {after}.",
  ),
  "update.moved-though-refused": t(
    "更新を拒んだと応答しながら、版が {before} から {after} になりました。",
    "The device said it refused, yet the version went from {before} to {after}.",
  ),
  "update.other-version": t(
    "更新後の版 {after} は、申告された版 {declared} と異なります。",
    "The version after the update, {after}, is not the declared {declared}.",
  ),
  "update.same-version": t(
    "更新の前後で版が {after} のままで、更新できたか判断できません。",
    "The version stayed {after}, so nothing shows that an update happened.",
  ),
  "update.valid-refused": t(
    "正しい更新パッケージが拒まれました（版は {before} のまま）。",
    "The valid package was refused (the version stayed {before}).",
  ),
  "version.read": t(
    "利用者が読める版 {version} は、申告された版と一致します。",
    "The version that users can read, {version}, is the declared one.",
  ),
  "version.other": t(
    "機器が示す版 {version} が、申告された版 {declared} と異なります。",
    "The device shows version {version}, not the declared {declared}.",
  ),
  "version.unseen": t(
    "版の表示が、まだ確かめられていません。",
    "Whether the version is shown was not looked at yet.",
  ),
  "version.by-hand": t(
    "版の表示は、画面の写しで人が確かめます。",
    "That the version is shown is confirmed by a person with a screenshot.",
  ),
  "version.not-declared": t(
    "利用者が版を確かめる手段が申告されていません。",
    "How users see the version is not declared.",
  ),
  "restart.unseen": t(
    "電源を切った後の状態が、まだ確かめられていません。",
    "The state after a power cut was not looked at yet.",
  ),
  "restart.version-unread": t(
    "電源を切る前後の版を読めませんでした（前 {before}、後 {after}）。",
    "The version before and after the power cut could not be read (before {before}, after {after}).",
  ),
  "restart.version-lost": t(
    "電源を切ると、版が {before} から {after} に変わりました。",
    "The power cut changed the version from {before} to {after}.",
  ),
  "restart.version-kept": t(
    "電源を切った後も、更新した版 {after} が保たれました。",
    "The updated version {after} outlived the power cut.",
  ),
  "restart.nothing-updated": t(
    "版は保たれましたが、更新された版（{after}）であることが確かめられていません。",
    "The version was kept, but nothing shows that {after} came by an update.",
  ),

  // 07
  "easy.person": t(
    "手順が易しく分かりやすいかどうかは、人が判断します。",
    "Whether the procedure is easy and clear is for a person to judge.",
  ),
  "easy.manual": t("手順書 {document} を確かめました。", "The manual {document} was examined."),
  "easy.automatic": t("更新は自動で行われると申告されています。", "Updates are declared to be automatic."),
  "easy.steps": t(
    "利用者の手順は{steps}段階と申告されています（本ツールの目安は{suggested}段階以下）。",
    "{steps} steps are declared for users (our suggestion is at most {suggested}).",
  ),
  "easy.many-steps": t(
    "利用者の手順が{steps}段階あります（本ツールの目安は{suggested}段階以下）。",
    "Users need {steps} steps (our suggestion is at most {suggested}).",
  ),

  // 08
  "integrity.declared-none": t(
    "更新の前に完全性を確かめないと申告されています。",
    "Declared to check no integrity before an update.",
  ),
  "integrity.not-declared": t(
    "完全性を確かめる方法が申告されていません。",
    "How integrity is checked is not declared.",
  ),
  "integrity.checksum-only": t(
    "完全性はチェックサムだけで確かめると申告されています。誰でも計算し直せるため、意図した改ざんには効きません。",
    "Integrity is declared to be checked by a checksum alone, which anybody can recompute.",
  ),
  "integrity.transport-only": t(
    "完全性は通信路の保護だけによると申告されています。パッケージ自体は確かめられません。",
    "Integrity is declared to rest on the transport alone; the package itself is not checked.",
  ),
  "integrity.cloud-only": t(
    "更新の経路（{ways}）に改変したパッケージを流せません。製造業者の試験記録で人が確かめます。",
    "Altered packages cannot be offered over this way ({ways}); a person looks at the maker's own test record.",
  ),
  "integrity.altered-accepted": t(
    "改変したパッケージ（{alteration}）が受け入れられました（版 {before} → {after}）。",
    "An altered package ({alteration}) was accepted (version {before} → {after}).",
  ),
  "integrity.version-changed": t(
    "改変したパッケージ（{alteration}）を拒んだはずが、版が {before} から {after} に変わりました。",
    "An altered package ({alteration}) was not accepted, yet the version went from {before} to {after}.",
  ),
  "integrity.unclear": t(
    "改変したパッケージ（{alteration}）を拒んだのかどうか判断できません。",
    "Nothing tells whether an altered package ({alteration}) was refused.",
  ),
  "integrity.refused": t(
    "改変したパッケージ（{alteration}）は拒まれ、版は {after} のままです。",
    "An altered package ({alteration}) was refused; the version stayed {after}.",
  ),
  "integrity.not-tried": t(
    "試されていない改変があります（{alterations}）。",
    "Some alterations were not tried ({alterations}).",
  ),
  "integrity.no-proof": t(
    "改変したパッケージの後に正しいパッケージが受け入れられておらず、拒んだ理由が改変であると言えません。",
    "No valid package was accepted after the altered ones, so the refusals prove nothing.",
  ),
  "integrity.valid-accepted": t(
    "その後、正しいパッケージは受け入れられました。",
    "The valid package was accepted afterwards.",
  ),
  "integrity.older": t("古い版のパッケージも試しました。", "An older package was tried as well."),
  "integrity.older-accepted": t(
    "古い版のパッケージが受け入れられました（{before} → {after}）。この基準では求められていませんが、留意してください。",
    "An older package was accepted ({before} → {after}). The criterion does not forbid it; take note.",
  ),
  "package.verified": t(
    "{file}（{format}）の署名は、申告された鍵で検証できました。",
    "The signature of {file} ({format}) was verified with the declared key.",
  ),
  "package.not-verified": t(
    "{file}（{format}）の署名を、申告された鍵で検証できませんでした。",
    "The signature of {file} ({format}) could not be verified with the declared key.",
  ),
  "package.unsigned": t(
    "{file}（{format}）に署名は見つかりませんでした。",
    "No signature was found in {file} ({format}).",
  ),

  // 09
  "priority.not-declared": t(
    "更新の優先度を決める方針の文書が申告されていません。",
    "No document on the priority of updates is declared.",
  ),
  "priority.person": t(
    "{document}（{date}）の内容は、人が判断します。",
    "The content of {document} ({date}) is for a person to judge.",
  ),
  "priority.old": t(
    "方針の最新の改訂（{date}）から2年を超えています。",
    "The newest revision of the policy ({date}) is over two years old.",
  ),
  "priority.point-not-found": t(
    "方針に「{point}」に当たる箇所が見つかりませんでした。",
    'Nothing on "{point}" was found in the policy.',
  ),

  // 10
  "model.not-declared": t(
    "型式番号の示し方が申告されていません。",
    "How the model number is shown is not declared.",
  ),
  "model.label": t(
    "本体に {model} が記されていることは、写真で人が確かめます。",
    "That {model} stands on the product is confirmed by a person with a photograph.",
  ),
  "model.screen-by-hand": t(
    "画面に {model} が表示されることは、画面の写しで人が確かめます。",
    "That {model} is shown on a screen is confirmed by a person with a screenshot.",
  ),
  "model.unseen": t(
    "型式番号の表示が、まだ確かめられていません。",
    "Whether the model number is shown was not looked at yet.",
  ),
  "model.other-declared": t(
    "検査した時に申告されていた型式番号（{declared}）が、今の申告（{model}）と異なります。",
    "The model number declared when the check ran ({declared}) is not the one declared now ({model}).",
  ),
  "model.not-read": t(
    "画面から型式番号を読めませんでした。",
    "No model number could be read from the screen.",
  ),
  "model.shown": t(
    "画面の表示（{seen}）は、申告された型式番号 {model} と一致します。",
    "What the screen shows ({seen}) is the declared model number {model}.",
  ),
  "model.family-only": t(
    "画面の表示（{seen}）は、型式番号 {model} の一部です。利用者が型式を特定できるかは人が判断します。",
    "What the screen shows ({seen}) is only a part of {model}; a person judges whether users can tell the model.",
  ),
  "model.other": t(
    "画面の表示（{seen}）が、申告された型式番号 {model} と一致しません。",
    "What the screen shows ({seen}) is not the declared model number {model}.",
  ),

  // 11
  "storage.not-declared": t(
    "{asset} の保存場所が申告されていません。",
    "Where {asset} is stored is not declared.",
  ),
  "storage.declared": t(
    "{asset} は {where} に、{protection} で保護して保存すると申告されています。妥当かどうかは人が判断します。",
    "{asset} is declared to be stored at {where}, protected by {protection}; whether that is enough is for a person to judge.",
  ),
  "storage.declared-bare": t(
    "{asset} は、取り外せる媒体や書き出しファイル（{where}）に保護なしで保存されると申告されています。",
    "{asset} is declared to lie unprotected on a removable medium or in an export ({where}).",
  ),
  "storage.bare-inside": t(
    "{asset} は {where} に保護なしで保存されると申告されています。妥当かどうかは人が判断します。",
    "{asset} is declared to lie unprotected at {where}; whether that is acceptable is for a person to judge.",
  ),
  "storage.canary-in-clear": t(
    "{asset} の試験値が、{in} から平文で見つかりました（{count}か所、{offset}バイト目、{encoding}）。",
    "The test value of {asset} was found in clear in {in} ({count} places, offset {offset}, {encoding}).",
  ),
  "storage.canary-in-image": t(
    "{asset} の試験値が、内部の記憶 {in} から見つかりました（{count}か所、{offset}バイト目、{encoding}）。",
    "The test value of {asset} was found in the storage image {in} ({count} places, offset {offset}, {encoding}).",
  ),
  "storage.canary-not-found": t(
    "{asset} の試験値は {in} から見つかりませんでした。裏付けであり、証明ではありません。",
    "The test value of {asset} was not found in {in}: support, not proof.",
  ),

  // 12
  "flow.not-declared": t(
    "守るべき情報資産を運ぶ通信が申告されていません。",
    "No flow that carries an asset to be protected is declared.",
  ),
  "flow.declared-bare": t(
    "{subject}（{protocol}）は、保護なしで送ると申告されています。",
    "{subject} ({protocol}) is declared to be sent unprotected.",
  ),
  "flow.clear": t(
    "{subject} は、暗号化されない {protocol} で守るべき情報資産を送ります。",
    "{subject} sends assets to be protected over {protocol}, which is not encrypted.",
  ),
  "flow.by-network": t(
    "{subject}（{protocol}）は、保護された通信環境の中だけで送ると申告されています。",
    "{subject} ({protocol}) is declared to be sent within a protected network only.",
  ),
  "flow.as-client": t(
    "{subject}（{protocol}）は機器から外へ接続する通信で、機器の側からは測れません。",
    "{subject} ({protocol}) is a connection that the device opens, which cannot be measured from outside.",
  ),
  "flow.canary-readable": t(
    "{asset} の試験値が、通信の記録 {in} から読み取れました（{count}か所、{offset}バイト目、{encoding}）。",
    "The test value of {asset} can be read in the capture {in} ({count} places, offset {offset}, {encoding}).",
  ),
  "flow.canary-not-found": t(
    "{asset} の試験値は、通信の記録 {in} からは読み取れませんでした。裏付けであり、証明ではありません。",
    "The test value of {asset} was not found in the capture {in}: support, not proof.",
  ),
  "flow.ssh": t("{interface} は SSH で通信しました。", "{interface} spoke SSH."),
  "flow.ssh-unseen": t(
    "{interface} が SSH で通信することが、まだ確かめられていません。",
    "That {interface} speaks SSH was not seen yet.",
  ),
  "tls.unseen": t(
    "{interface} の TLS がまだ調べられていません。",
    "TLS on {interface} was not examined yet.",
  ),
  "tls.broken-version": t(
    "{port} 番ポートが、安全でない {version} を受け入れます。",
    "Port {port} accepts {version}, which is broken.",
  ),
  "tls.broken-suite": t(
    "{port} 番ポートが、盗聴を防げない暗号スイートを受け入れます（{suites}）。",
    "Port {port} accepts cipher suites that keep nobody out ({suites}).",
  ),
  "tls.login-in-clear": t(
    "{port} 番ポートと同じサービスが、{twin} 番ポートで暗号化せずにログインを受け付けます。",
    "The service of port {port} takes log-ins in clear on port {twin}.",
  ),
  "tls.twin-serves": t(
    "{port} 番ポートと同じ内容が、{twin} 番ポートから暗号化せずに得られます。",
    "The content of port {port} is served in clear on port {twin}.",
  ),
  "tls.no-version": t(
    "{port} 番ポートが受け入れる TLS の版を確かめられませんでした。",
    "Which TLS versions port {port} accepts could not be told.",
  ),
  "tls.old-only": t(
    "{port} 番ポートは、古い {versions} しか受け入れません（本ツールの方針）。",
    "Port {port} accepts only the old {versions} (our policy).",
  ),
  "tls.weak-suites-only": t(
    "{port} 番ポートは、3DES しか受け入れません（本ツールの方針）。",
    "Port {port} accepts 3DES only (our policy).",
  ),
  "tls.modern": t(
    "{port} 番ポートは {versions} で保護されています。",
    "Port {port} is protected by {versions}.",
  ),
  "tls.old-beside": t(
    "{port} 番ポートは、新しい版のほかに古い {versions} も受け入れます。",
    "Port {port} accepts the old {versions} besides newer ones.",
  ),
  "tls.weak-suite-beside": t(
    "{port} 番ポートは、ほかの暗号のほかに 3DES も受け入れます。",
    "Port {port} accepts 3DES besides better suites.",
  ),
  "tls.self-signed": t(
    "{port} 番ポートの証明書は自己署名です。宅内や構内の機器では普通のことです。",
    "The certificate of port {port} is self-signed, as is usual for a device on a local network.",
  ),
  "tls.certificate-expired": t(
    "{port} 番ポートの証明書は期限（{date}）を過ぎています。",
    "The certificate of port {port} expired on {date}.",
  ),
  "tls.certificate-name": t(
    "{port} 番ポートの証明書の名前が、接続先と異なります。",
    "The certificate of port {port} names another host.",
  ),
  "tls.second-opinion-differs": t(
    "{port} 番ポートについて、{tool} の結果が異なります（{differences}）。",
    "{tool} sees port {port} differently ({differences}).",
  ),

  // 13
  "ports.undeclared": t(
    "申告されていない {transport} {port} 番ポートが開いています（{state}、{service}）。",
    "{transport} port {port} is open and not declared ({state}, {service}).",
  ),
  "ports.not-needed": t(
    "利用に不要と申告された {transport} {port} 番ポート（{interface}）が開いています（{state}、{service}）。",
    "{transport} port {port} ({interface}) is declared as not needed, and open ({state}, {service}).",
  ),
  "ports.unclear": t(
    "申告されていない {transport} {port} 番ポートが、開いているのか遮断されているのか分かりません（{state}、{service}）。",
    "Nothing tells whether {transport} port {port}, which is not declared, is open or filtered ({state}, {service}).",
  ),
  "ports.unseen": t(
    "{transport} ポートがまだ調べられていません（{state}）。",
    "{transport} ports were not scanned yet ({state}).",
  ),
  "ports.state-unseen": t(
    "機器の状態「{state}」で、{transport} ポートがまだ調べられていません。",
    'The {transport} ports were not scanned in the state "{state}" yet.',
  ),
  "ports.incomplete": t(
    "{transport} ポート{wanted}個のうち{missing}個が、{passes}回まで調べられていません（{state}）。",
    "Of {wanted} {transport} ports, {missing} were not scanned {passes} times to the end ({state}).",
  ),
  "ports.as-declared": t(
    "開いている {transport} ポート{open}個は、すべて申告されたものです（{state}）。",
    "The {open} open {transport} ports are all declared ({state}).",
  ),
  "ports.declared-but-closed": t(
    "申告された {transport} {port} 番ポート（{interface}）は開いていませんでした（{state}）。",
    "{transport} port {port} ({interface}) is declared and was not open ({state}).",
  ),
  "interfaces.no-purpose": t(
    "{interface} は利用に必要と申告されていますが、理由がありません。",
    "{interface} is declared as needed, without a reason.",
  ),
  "interfaces.no-bluetooth": t(
    "Bluetooth は申告されていません。備えていないことを人が確かめます。",
    "No Bluetooth is declared; a person confirms that there is none.",
  ),
  "interfaces.no-usb": t(
    "USB は申告されていません。備えていないことを人が確かめます。",
    "No USB is declared; a person confirms that there is none.",
  ),
  "interfaces.bluetooth": t(
    "Bluetooth {interface} が必要かどうか、不要なサービスがないかは人が判断します。",
    "Whether Bluetooth {interface} is needed, with no service beyond need, is for a person to judge.",
  ),
  "interfaces.usb": t(
    "USB {interface} が必要かどうか、不要な機能がないかは人が判断します。",
    "Whether USB {interface} is needed, with no function beyond need, is for a person to judge.",
  ),
  "interfaces.bluetooth-off": t(
    "Bluetooth {interface} は不要と申告されています。無効であることを人が確かめます。",
    "Bluetooth {interface} is declared as not needed; a person confirms that it is off.",
  ),
  "interfaces.usb-off": t(
    "USB {interface} は不要と申告されています。無効であることを人が確かめます。",
    "USB {interface} is declared as not needed; a person confirms that it is off.",
  ),
  "interfaces.bluetooth-no-pairing": t(
    "Bluetooth {interface} は、ペアリングなしで接続できると申告されています。",
    "Bluetooth {interface} is declared to need no pairing.",
  ),
  "interfaces.bluetooth-discoverable": t(
    "Bluetooth {interface} は、初期設定の後も検出できると申告されています。",
    "Bluetooth {interface} is declared to stay discoverable after set-up.",
  ),
  "interfaces.debug-enabled": t(
    "デバッグ用のインタフェース {interface} が有効と申告されています。",
    "The debug interface {interface} is declared as enabled.",
  ),
  "scan.none": t(
    "脆弱性スキャンツールの結果がありません。",
    "There is no result of a vulnerability scanner.",
  ),
  "scan.incomplete": t("{tool} の結果は途中までのものです。", "The result of {tool} is incomplete."),
  "scan.other-model": t(
    "{tool} の結果は別の型式（{seen}）のものです。申告は {declared} です。",
    "The result of {tool} is about another model ({seen}); declared is {declared}.",
  ),
  "scan.other-firmware": t(
    "{tool} の結果は別の版（{seen}）のものです。申告は {declared} です。",
    "The result of {tool} is about another firmware ({seen}); declared is {declared}.",
  ),
  "scan.no-date": t("{tool} の結果に検査の日付がありません。", "The result of {tool} has no date."),
  "scan.no-feed-date": t(
    "{tool} が使った脆弱性データの日付が分かりません。",
    "The date of the vulnerability data of {tool} is unknown.",
  ),
  "scan.too-old": t(
    "{tool} の検査（{date}）は{days}日前です。本ツールは{limit}日以内を求めます。",
    "The scan of {tool} ({date}) is {days} days old; this tool asks for {limit} at most.",
  ),
  "scan.feed-too-old": t(
    "{tool} が使った脆弱性データ（{date}）は{days}日前です。本ツールは{limit}日以内を求めます。",
    "The vulnerability data of {tool} ({date}) is {days} days old; this tool asks for {limit} at most.",
  ),
  "scan.before-firmware": t(
    "{tool} の検査（{date}）は、申告された版の公開（{released}）より前です。",
    "The scan of {tool} ({date}) is older than the declared firmware ({released}).",
  ),
  "scan.not-authenticated": t(
    "{tool} の検査は、機器にログインせずに行われました。",
    "{tool} scanned without logging in to the device.",
  ),
  "scan.exploitable": t(
    "{tool} が、攻撃に使われ得る脆弱性を{count}件示しています（検出{findings}件。目安は KEV 掲載、又はネットワーク経由で CVSS {failFromCvss} 以上）。",
    "{tool} shows {count} vulnerabilities that could be used in an attack (of {findings}; our threshold: listed in KEV, or CVSS {failFromCvss} and up over a network).",
  ),
  "scan.to-weigh": t(
    "{tool} の検出のうち{count}件は、攻撃に使われ得るかを人が判断します（検出{findings}件。目安は CVSS {personFromCvss} 以上、又は EPSS {personFromEpss} 以上）。",
    "Of the findings of {tool}, {count} of {findings} are for a person to weigh (our threshold: CVSS {personFromCvss} or EPSS {personFromEpss} and up).",
  ),
  "scan.unmatched": t(
    "{tool} は、部品{components}件のうち{unmatched}件を照合できませんでした。",
    "{tool} could not match {unmatched} of {components} components.",
  ),
  "scan.nothing-exploitable": t(
    "{tool} は、目安（KEV 掲載、CVSS {personFromCvss} 以上、EPSS {personFromEpss} 以上）に当たる脆弱性を検出しませんでした（検出{findings}件）。",
    "{tool} found nothing at or above our thresholds (KEV, CVSS {personFromCvss}, EPSS {personFromEpss}) among {findings} findings.",
  ),
  "vulnerability.kev": t(
    "{id}（{subject} {version}）は、悪用が確認された脆弱性の一覧（KEV）に載っています。",
    "{id} ({subject} {version}) is listed as exploited (KEV).",
  ),
  "vulnerability.kev-with-vex": t(
    "{id}（{subject} {version}）は KEV に載っていますが、影響を受けないとする VEX があります。人が確かめます。",
    "{id} ({subject} {version}) is listed in KEV, but a VEX says it is not affected; a person confirms.",
  ),
  "vulnerability.kev-guess": t(
    "{id}（{subject} {version}）は KEV に載っていますが、名前や版からの推定です。人が確かめます。",
    "{id} ({subject} {version}) is listed in KEV, but the match is a guess; a person confirms.",
  ),
  "vulnerability.network": t(
    "{id}（{subject} {version}）は、ネットワーク経由で攻撃でき CVSS {score} です（目安は {failFromCvss} 以上）。",
    "{id} ({subject} {version}) can be attacked over a network, CVSS {score} (our threshold is {failFromCvss}).",
  ),
  "vulnerability.guess": t(
    "{id}（{subject} {version}、CVSS {score}）は、名前や版からの推定です。人が確かめます。",
    "{id} ({subject} {version}, CVSS {score}) is matched by a guess; a person confirms.",
  ),
  "vulnerability.epss": t(
    "{id}（{subject} {version}）の EPSS は {epss} です（目安は {personFromEpss} 以上）。",
    "{id} ({subject} {version}) has an EPSS of {epss} (our threshold is {personFromEpss}).",
  ),
  "vulnerability.medium": t(
    "{id}（{subject} {version}）は CVSS {score} です（目安は {personFromCvss} 以上）。",
    "{id} ({subject} {version}) has CVSS {score} (our threshold is {personFromCvss}).",
  ),
  "vulnerability.no-score": t(
    "{id}（{subject} {version}）には CVSS の値がありません。",
    "{id} ({subject} {version}) has no CVSS score.",
  ),
  "vulnerability.vex": t(
    "{id}（{subject} {version}）は、VEX により影響なし又は修正済みです。",
    "{id} ({subject} {version}) is not affected or fixed, as a VEX says.",
  ),
  "vulnerability.low": t(
    "{id}（{subject} {version}）は目安を下回ります（CVSS {score}）。",
    "{id} ({subject} {version}) is below our thresholds (CVSS {score}).",
  ),
  "vulnerability.more": t("ほかに{count}件あります。", "There are {count} more."),
  "vulnerability.light": t(
    "{tool} の検出のうち{count}件は、VEX により影響がないか、目安（CVSS {personFromCvss}、EPSS {personFromEpss}）を下回ります。",
    "{count} findings of {tool} are excused by a VEX or below our thresholds (CVSS {personFromCvss}, EPSS {personFromEpss}).",
  ),

  // 14
  "restart.no-before": t(
    "切る前の状態が記録されておらず、比べられません（{cut}）。",
    "The state before was not recorded, so nothing can be compared ({cut}).",
  ),
  "restart.marker-changed": t(
    "設定「{what}」が切る前と異なります（{cut}）。",
    'The setting "{what}" is not as it was before ({cut}).',
  ),
  "restart.key-changed": t(
    "鍵「{what}」が切る前と異なります（{cut}）。",
    'The key "{what}" is not as it was before ({cut}).',
  ),
  "restart.credential-lost": t(
    "切る前に使えた認証値 {what} が使えません（{cut}）。",
    "The credential {what} worked before and no longer does ({cut}).",
  ),
  "restart.old-credential-works": t(
    "切る前に拒まれた認証値 {what} が使えます（{cut}）。出荷時の状態に戻ったおそれがあります。",
    "The credential {what} was refused before and now works ({cut}): the device may have gone back to its shipped state.",
  ),
  "restart.not-all-read": t(
    "切った後に読めなかったものがあります（{cut}、{what}）。",
    "Some things could not be read afterwards ({cut}, {what}).",
  ),
  "restart.not-planted": t(
    "切る前から出荷時の認証値（{what}）が使えるため、保たれたかどうか判断できません（{cut}）。",
    "The shipped credential ({what}) worked before as well, so nothing shows that a value was kept ({cut}).",
  ),
  "restart.no-credential": t(
    "切る前後に使える認証値が試されていません（{cut}）。",
    "No working credential was tried before and after ({cut}).",
  ),
  "restart.no-old-credential": t(
    "古い認証値が拒まれることが試されておらず、出荷時に戻っていないと言えません（{cut}）。",
    "No old credential was tried, so nothing shows that the device did not go back ({cut}).",
  ),
  "restart.kept": t(
    "認証値、設定{markers}件、版 {version} が、切る前のまま保たれました（{cut}）。",
    "Credentials, {markers} settings and version {version} were as before ({cut}).",
  ),
  "restart.network-cut-not-tried": t(
    "ネットワークの停止の後の状態は試されていません。",
    "The state after a network outage was not tried.",
  ),

  // 15
  "deletion.not-declared": t("データの削除機能が申告されていません。", "No deletion function is declared."),
  "deletion.not-cleared": t(
    "削除機能は「{kind}」を消すと申告されていません。",
    'No deletion function is declared to clear "{kind}".',
  ),
  "deletion.nothing-of-kind": t(
    "「{kind}」に当たるものは申告されていません。ないことを人が確かめます。",
    'Nothing of the kind "{kind}" is declared; a person confirms that there is none.',
  ),
  "deletion.unseen": t("削除がまだ試されていません（{kind}）。", "Deletion was not tried yet ({kind})."),
  "deletion.left": t(
    "{asset} が削除の後も残っています（{what}）。",
    "{asset} is still there after deletion ({what}).",
  ),
  "deletion.gone": t(
    "{asset} は削除の前に見え、後には消えていました（{what}）。",
    "{asset} was there before deletion and gone after ({what}).",
  ),
  "deletion.not-visible": t(
    "{asset} は検査から見えず、消えたかどうかは人が確かめます。",
    "{asset} cannot be seen by a check; a person confirms that it is gone.",
  ),
  "deletion.not-read-after": t(
    "削除の後の状態を読めず、{asset} が消えたか判断できません（{what}）。",
    "The state after deletion could not be read, so nothing tells whether {asset} is gone ({what}).",
  ),
  "deletion.canary-left": t(
    "{asset} の試験値が、削除の後の {in} から見つかりました（{offset}バイト目、{encoding}）。",
    "The test value of {asset} was found in {in} after deletion (offset {offset}, {encoding}).",
  ),
  "deletion.canary-gone": t(
    "{asset} の試験値は、削除の後の {in} から見つかりませんでした。",
    "The test value of {asset} was not found in {in} after deletion.",
  ),
  "deletion.credential-works": t(
    "認証値 {what} が、削除の後も使えます。",
    "The credential {what} still works after deletion.",
  ),
  "deletion.credential-refused": t(
    "認証値 {what} は、削除の後に拒まれました。",
    "The credential {what} is refused after deletion.",
  ),
  "deletion.credential-not-tried": t(
    "認証値 {what} が、削除の後に試されていません。",
    "The credential {what} was not tried after deletion.",
  ),
  "deletion.no-credential": t(
    "削除の前に使える認証値が試されていません。",
    "No working credential was tried before deletion.",
  ),
  "deletion.version-unread": t(
    "削除の前後の版を読めませんでした（前 {before}、後 {after}）。",
    "The version before and after deletion could not be read (before {before}, after {after}).",
  ),
  "deletion.version-back": t(
    "削除により、版が {before} から {after} に変わりました。",
    "Deletion changed the version from {before} to {after}.",
  ),
  "deletion.version-kept": t(
    "削除の後も、更新した版 {after} が保たれました。",
    "The updated version {after} was kept after deletion.",
  ),
  "deletion.nothing-updated": t(
    "版は保たれましたが、更新された版（{after}）であることが確かめられていません。",
    "The version was kept, but nothing shows that {after} came by an update.",
  ),

  // 16
  "information.not-declared": t(
    "利用者へ知らせる文書が申告されていません。",
    "No document for users is declared.",
  ),
  "information.no-document": t(
    "「{point}」を知らせる文書がありません。",
    'No document tells users of "{point}".',
  ),
  "information.unreachable": t("{document} を開けません。", "{document} cannot be reached."),
  "information.needs-login": t(
    "{document} はログインしないと読めません。",
    "{document} cannot be read without logging in.",
  ),
  "information.found": t(
    "{document} に「{point}」とみられる箇所があります。",
    '{document} has what looks like "{point}".',
  ),
  "information.not-found": t(
    "{document} に「{point}」とみられる箇所が見つかりません。",
    'Nothing that looks like "{point}" was found in {document}.',
  ),
  "information.support-over": t(
    "サポートの期限（{date}）を過ぎています（判定日 {today}）。",
    "Support ended on {date} (judged on {today}).",
  ),
  "information.support-date": t(
    "サポートの期限は {date} と書かれています。",
    "The end of support is given as {date}.",
  ),
  "information.no-support-date": t(
    "サポートの期限の日付が申告されていません。終了時の方針で示すこともできます。",
    "No date for the end of support is declared; a policy for ending it may be given instead.",
  ),

  // Persons
  "statement.met": t("{by}（{date}）が確認しました。「{text}」", 'Confirmed by {by} ({date}): "{text}"'),
  "statement.not-met": t(
    "{by}（{date}）が、基準に反すると判断しました。「{text}」",
    'Judged as not met by {by} ({date}): "{text}"',
  ),
  "statement.override": t(
    "{by}（{date}、第二の確認者 {secondReader}）が、理由を付けて判定を改めました。「{text}」",
    'Overridden with a reason by {by} ({date}; second reader {secondReader}): "{text}"',
  ),
  "statement.override-without-second-reader": t(
    "{by}（{date}）の判定の変更は、別の第二の確認者がいないため使われていません（{part}）。「{text}」",
    'The override by {by} ({date}) was not used: it needs a second reader who is another person ({part}). "{text}"',
  ),
  "statement.not-applicable-unknown": t(
    "{by}（{date}）の「対象外」は、基準が認める理由ではないため、確認としてだけ扱いました（{part}）。「{text}」",
    '"Not applicable" of {by} ({date}) is no reason that the criterion knows; it was taken as an answer only ({part}). "{text}"',
  ),
  "statement.unused": t(
    "{by}（{date}）の記録は、今の質問のどれにも当たりません（{about}）。",
    "The statement of {by} ({date}) answers no present question ({about}).",
  ),
  "requirement.by-criteria": t(
    "★1 の基準（{criteria}）の結果によります。",
    "Follows from the ★1 criteria ({criteria}).",
  ),
  "requirement.study-unread": t(
    "申告が指す検討「{study}」の類型「{type}」の要件を読めていないため、何が追加されているか分かりません。",
    'The requirements for "{type}" of the study "{study}", which the declaration names, were not read: what it adds cannot be told.',
  ),
  "requirement.person": t(
    "検討で加わった要件 {requirement} は、検査では確かめられないため、人が判断します。",
    "No check can settle the requirement {requirement} that the study adds: a person judges it.",
  ),

  // Evidence that no longer counts
  "expired.other-model": t(
    "別の型式（{seen}）の記録です。申告は {declared} です。",
    "About another model ({seen}); declared is {declared}.",
  ),
  "expired.other-firmware": t(
    "別の版（{seen}）の記録です。申告は {declared} です。",
    "About another firmware ({seen}); declared is {declared}.",
  ),
  "expired.other-device": t(
    "記録された機器と別の機器のものです。",
    "About a device that is not the recorded one.",
  ),
  "expired.future": t("判定日より後の日付（{date}）です。", "Dated after the day of the judgement ({date})."),
  "expired.too-old": t(
    "{date} の記録で、{days}日たっています。本ツールは{limit}日以内を求めます。",
    "From {date}, {days} days ago; this tool asks for {limit} at most.",
  ),
  "expired.statement-firmware": t(
    "別の版（{seen}）についての判断です。申告は {declared} です。",
    "A judgement on another firmware ({seen}); declared is {declared}.",
  ),
};
