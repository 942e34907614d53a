/** `seiza`: argument handling and printing; everything else is in the packages. */
import { Command, CommanderError, Option } from "commander";
import { UserError } from "./files.ts";
import { EXIT, type Lang, languageOf } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** The language has to be known before the help can be written in it. */
function askedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.indexOf("--lang");
  return at >= 0 ? argv[at + 1] : argv.find((a) => a.startsWith("--lang="))?.slice("--lang=".length);
}

function program(lang: Lang, done: (code: number) => void): Command {
  const t = (ja: string, en: string) => (lang === "ja" ? ja : en);
  const root = new Command("seiza")
    .description(
      t(
        "特定分野システムの検討ファイルから、守るべき資産・脅威・リスク・セキュリティ要件を根拠つきで導きます。",
        "Derives assets, threats, risks and security requirements of a domain-specific system from a study file, each with its reason.",
      ),
    )
    .version(VERSION, "-V, --version", t("版を表示", "print the version"))
    .helpOption("-h, --help", t("使い方を表示", "print this help"))
    .helpCommand("help [command]", t("コマンドの使い方を表示", "print help for a command"))
    .showHelpAfterError(t("(「seiza help」で使い方を表示)", "(`seiza help` shows how to use it)"))
    .exitOverride();
  const withLang = (c: Command) =>
    c.addOption(
      new Option("--lang <lang>", t("表示の言語", "language of what is printed")).choices(["ja", "en"]),
    );
  const withCatalogue = (c: Command) =>
    withLang(c)
      .option(
        "--pack <folder...>",
        t("カタログに重ねるパックのフォルダ", "folders of packs laid over the catalogue"),
      )
      .option(
        "--official <file>",
        t(
          "公式文言のファイル(既定: .seiza/official.json があれば使用)",
          "file of official wording (default: .seiza/official.json where there is one)",
        ),
      )
      .option("--no-official", t("公式文言を使わない", "use no official wording"));
  const run = (action: () => Promise<number>) => action().then(done);

  withLang(
    root
      .command("init")
      .argument("[file]")
      .description(t("注釈つきのひな形を作る", "write a commented starter study")),
  )
    .option(
      "--domain <domain>",
      t("smart-home、factory-fa、factory-pa、building", "smart-home, factory-fa, factory-pa or building"),
    )
    .option("--force", t("既にあるファイルを置き換える", "replace an existing file"))
    .action((file, o) => run(async () => (await import("./commands/init.ts")).initCommand(file, o, lang)));
  withCatalogue(
    root
      .command("check")
      .argument("<study...>")
      .description(t("検討ファイルの誤りと注意をすべて示す", "list every error and warning of a study")),
  )
    .option("--format <format>", "text, json, sarif", "text")
    .option("--strict", t("注意があれば終了コード1", "exit with 1 when there are warnings"))
    .action((studies, o) =>
      run(async () => (await import("./commands/check.ts")).checkCommand(studies, o, lang)),
    );
  withCatalogue(
    root
      .command("analyse")
      .alias("analyze")
      .argument("<study...>")
      .description(
        t("手順①〜⑥を分析し、ドシエと報告書を書き出す", "analyse steps ①–⑥ and write dossier and report"),
      ),
  )
    .requiredOption("--out <folder>", t("出力先のフォルダ", "folder for the results"))
    .option(
      "--format <formats>",
      t(
        "カンマ区切り: json,html,pdf,xlsx,docx,pptx,svg,png,oscal,sarif,csv",
        "comma-separated: json,html,pdf,xlsx,docx,pptx,svg,png,oscal,sarif,csv",
      ),
      "json,html",
    )
    .option("--progress", t("経過を必ず表示", "always show progress"))
    .option("--no-progress", t("経過を表示しない", "show no progress"))
    .option("--timings", t("所要時間を表示", "print how long each stage took"))
    .action((studies, o) =>
      run(async () => (await import("./commands/analyse.ts")).analyseCommand(studies, o, lang)),
    );
  withCatalogue(
    root
      .command("why")
      .argument("<study>")
      .argument("<id>")
      .description(
        t(
          "項目の根拠をたどる(もとになったものと、そこから導かれたもの)",
          "trace an item: what it was made from and what follows",
        ),
      ),
  )
    .option("--depth <n>", t("たどる深さ", "how deep to go"), "6")
    .option("--all", t("省略せずに表示", "leave nothing out"))
    .action((study, id, o) =>
      run(async () => (await import("./commands/why.ts")).whyCommand(study, id, o, lang)),
    );
  withCatalogue(
    root
      .command("threats")
      .argument("<study>")
      .description(t("脅威グループの個々の脅威を列挙する", "list the single threats behind the groups")),
  )
    .option("--component <id>", "co:…")
    .option("--group <id>", "tg:…")
    .option(
      "--template <file>",
      t(
        "Microsoft の脅威テンプレート(.tb7、.tm7)が挙げる脅威を列挙する",
        "list what a Microsoft threat template (.tb7, .tm7) generates",
      ),
    )
    .option("--format <format>", "csv, jsonl", "csv")
    .action((study, o) =>
      run(async () => (await import("./commands/threats.ts")).threatsCommand(study, o, lang)),
    );
  withCatalogue(
    root
      .command("whatif")
      .argument("<study>")
      .description(
        t(
          "製品類型に★を付けたら、攻撃ルートとリスクがどう変わるかを示す",
          "show how attack routes and risks change if product types carried stars",
        ),
      ),
  )
    .option(
      "--label <type=level...>",
      t(
        "類型=1(★1)、=2(★1と④の製品要件)。all=1 で対象の全類型",
        "type=1 (★1) or =2 (★1 and ④); all=1 for every type",
      ),
    )
    .option(
      "--with <measure...>",
      t(
        "単独の基準「類型:S1.1-04」や要件「rq:類型/CM12」",
        "single criteria type:S1.1-04 or requirements rq:type/CM12",
      ),
    )
    .option("--worth", t("ラベルごとの効き目も示す", "also show what each label adds"))
    .option("--format <format>", "text, json", "text")
    .action((study, o) =>
      run(async () => (await import("./commands/routes.ts")).whatIfCommand(study, o, lang)),
    );
  withCatalogue(
    root
      .command("plan")
      .argument("<study>")
      .description(
        t(
          "攻撃ルートを断ち切る製品類型(又は適合基準)の最小の組を、証明つきで求める",
          "find the smallest set of product types or criteria that cuts the attack routes, with proof",
        ),
      ),
  )
    .option("--by <what>", "types, criteria", "types")
    .option(
      "--weight <name=number...>",
      t("類型や基準の重み(既定1)", "weights of types or criteria (default 1)"),
    )
    .option("--format <format>", "text, json", "text")
    .action((study, o) =>
      run(async () => (await import("./commands/routes.ts")).planCommand(study, o, lang)),
    );
  withCatalogue(
    root
      .command("routes")
      .argument("<study>")
      .description(t("攻撃ルートを労力の小さい順に示す", "show attack routes, least effort first")),
  )
    .option("--from <source>", "TS1 … TS9")
    .option("--to <goal>", "ag:…, co:…")
    .option("-k <n>", t("組ごとの本数", "how many for each pair"), "3")
    .option("--format <format>", "text, json", "text")
    .action((study, o) =>
      run(async () => (await import("./commands/routes.ts")).routesCommand(study, o, lang)),
    );
  withCatalogue(
    root
      .command("convert")
      .argument("<study>")
      .description(
        t("検討ファイルを正規形の YAML/JSON にする", "write a study in canonical form as YAML or JSON"),
      ),
  )
    .option("--to <format>", "yaml, json", "yaml")
    .option("--out <file>", t("出力先(省略時は標準出力)", "file to write (default: standard output)"))
    .option("--force", t("既にあるファイルを置き換える", "replace an existing file"))
    .action((study, o) =>
      run(async () => (await import("./commands/convert.ts")).convertCommand(study, o, lang)),
    );

  withCatalogue(
    root
      .command("import")
      .argument("<file>")
      .description(
        t(
          "他のツールのモデル(OTM、Threat Dragon、Threagile、tm7、draw.io)や資産台帳(CSV、.xlsx)を検討ファイルにする。記入したブック(.xlsx)は、--study の検討に変更を取り込む",
          "make a study of another tool's model (OTM, Threat Dragon, Threagile, tm7, draw.io) or an asset list (CSV, .xlsx); take the edits of a filled workbook (.xlsx) into its --study",
        ),
      ),
  )
    .option("--as <format>", "otm, threat-dragon, threagile, tm7, drawio, asset-list")
    .option("--out <file>", t("出力先(省略時は標準出力)", "file to write (default: standard output)"))
    .option(
      "--domain <domain>",
      t(
        "smart-home、factory-fa、factory-pa、building、other",
        "smart-home, factory-fa, factory-pa, building or other",
      ),
    )
    .option("--notes <format>", "text, json", "text")
    .option("--all", t("注記を省略せずに表示", "leave no note out"))
    .option("--force", t("既にあるファイルを置き換える", "replace an existing file"))
    .option(
      "--study <file>",
      t("ブック: 取り込む先の検討ファイル", "workbook: the study that takes the edits"),
    )
    .option("--by <name>", t("ブック: 決めた人", "workbook: who decided"))
    .option("--date <day>", t("ブック: 決めた日(2026-04-01)", "workbook: when it was decided (2026-04-01)"))
    .option("--yes", t("ブック: 確認せずに取り込む", "workbook: take the edits without asking"))
    .option("--format <format>", t("ブック: text, json", "workbook: text, json"), "text")
    .action((file: string, o) =>
      run(async () =>
        o.study !== undefined
          ? (await import("./commands/import-book.ts")).importBookCommand(file, o, lang)
          : (await import("./commands/import.ts")).importCommand(file, o, lang),
      ),
    );
  withLang(
    root
      .command("findings")
      .argument("<file...>")
      .description(
        t(
          "検査ツールの結果、SBOM、脆弱性データ、VEX のファイルから分かることを示す(判定はしない)",
          "show what files of scanners, SBOM, vulnerability data and VEX give (no verdict)",
        ),
      ),
  )
    .option(
      "--model <number>",
      t("型式番号(VEX の対象の照合に使う)", "model number (to tell what a VEX is about)"),
      "",
    )
    .option("--firmware <version>", t("ファームウェアの版", "firmware version"), "")
    .option("--format <format>", "text, json", "text")
    .option("--all", t("省略せずに表示", "leave nothing out"))
    .action((files, o) =>
      run(async () => (await import("./commands/findings.ts")).findingsCommand(files, o, lang)),
    );
  withLang(
    root
      .command("import-ixit")
      .argument("<folder>")
      .description(
        t(
          "EN 303 645 / TS 103 701 の IXIT の表(Markdown)から製品の申告を書き始める",
          "begin a product's declaration from IXIT tables of EN 303 645 / TS 103 701 (Markdown)",
        ),
      ),
  )
    .option("--out <file>", t("出力先(省略時は標準出力)", "file to write (default: standard output)"))
    .option("--notes <format>", "text, json", "text")
    .option("--all", t("注記を省略せずに表示", "leave no note out"))
    .option("--force", t("既にあるファイルを置き換える", "replace an existing file"))
    .action((folder, o) =>
      run(async () => (await import("./commands/import-ixit.ts")).importIxitCommand(folder, o, lang)),
    );
  withCatalogue(
    root
      .command("export")
      .argument("<study>")
      .description(t("検討ファイルを他のツールのモデルにする", "write a study as another tool's model")),
  )
    .requiredOption("--to <format>", "otm, threat-dragon")
    .option("--out <file>", t("出力先(省略時は標準出力)", "file to write (default: standard output)"))
    .option("--force", t("既にあるファイルを置き換える", "replace an existing file"))
    .action((study, o) =>
      run(async () => (await import("./commands/export.ts")).exportCommand(study, o, lang)),
    );
  withCatalogue(
    root
      .command("diff")
      .argument("<before>")
      .argument("<after>")
      .description(
        t(
          "2つの検討ファイル又はドシエの違いを、構成と結果の両方で示す(違えば終了コード1)",
          "show how two studies or dossiers differ, in structure and in consequences (exit code 1 if they do)",
        ),
      ),
  )
    .option("--format <format>", "text, json, html", "text")
    .option("--out <file>", t("出力先(省略時は標準出力)", "file to write (default: standard output)"))
    .action((before, after, o) =>
      run(async () => (await import("./commands/diff.ts")).diffCommand(before, after, o, lang)),
    );

  withLang(
    root
      .command("serve")
      .description(t("ワークベンチをこのコンピュータで起動する", "run the workbench on this machine")),
  )
    .option(
      "--port <number>",
      t("ポート番号(既定 7391、環境変数 SEIZA_PORT)", "port (default 7391, environment SEIZA_PORT)"),
    )
    .option(
      "--host <address>",
      t("待ち受けるアドレス(既定 127.0.0.1)", "address to listen on (default 127.0.0.1)"),
    )
    .option(
      "--data <folder>",
      t("データフォルダ(環境変数 SEIZA_DATA)", "folder for the data (environment SEIZA_DATA)"),
    )
    .option(
      "--database-url <url>",
      t(
        "組み込みデータベースの代わりに使う PostgreSQL(環境変数 DATABASE_URL)",
        "a PostgreSQL server in place of the embedded database (environment DATABASE_URL)",
      ),
    )
    .option("--open", t("ブラウザで開く", "open the browser"))
    .action((o) => run(async () => (await import("./commands/serve.ts")).serveCommand(o, lang)));

  withLang(
    root
      .command("simulate")
      .argument("[what]", "good, bad, WEAKNESS[,WEAKNESS…]", "good")
      .description(
        t(
          "検査を試すための模擬の機器(ネットワークカメラ)をこのコンピュータで動かす",
          "run a simulated device (a network camera) on this machine to try the checks on",
        ),
      ),
  )
    .option(
      "--list",
      t("切り替えられる弱点と、それが動かす基準の一覧", "list the weaknesses and the criteria they turn"),
    )
    .option(
      "--port-base <number>",
      t("ポート番号の始まり(既定 18000)", "where the port numbers start (default 18000)"),
    )
    .option(
      "--address <address>",
      t("127. で始まるアドレス(既定 127.0.0.77)", "an address that begins with 127. (default 127.0.0.77)"),
    )
    .option("--lock-seconds <number>", t("ロックの長さ(既定 35)", "length of the lock-out (default 35)"))
    .option("--as-shipped", t("初期設定の前の状態で始める", "start before first set-up"))
    .option(
      "--state <file>",
      t("設定を残すファイル(次に起動しても続きから)", "file that keeps the device's memory between runs"),
    )
    .option(
      "--product <folder>",
      t(
        "製品の申告 product.yaml と付属のファイルを書き出す",
        "write product.yaml and the files that go with it",
      ),
    )
    .option("--force", t("既にあるファイルを置き換える", "replace existing files"))
    .action((what: string, o) =>
      run(async () => (await import("./commands/simulate.ts")).simulateCommand(what, o, lang)),
    );

  const catalog = root
    .command("catalog")
    .alias("catalogue")
    .description(
      t("カタログ(ガイドの表と分析手法)を見る・重ねる", "look at the catalogue and lay wording over it"),
    );
  withCatalogue(
    catalog
      .command("list")
      .argument("[table]")
      .description(t("表の一覧、または表の項目", "list the tables, or the entries of one")),
  ).action((table, o) =>
    run(async () => (await import("./commands/catalog.ts")).catalogListCommand(table, o, lang)),
  );
  withCatalogue(
    catalog
      .command("show")
      .argument("<id>")
      .description(t("項目の内容・出典・関連", "an entry with its source and links")),
  ).action((id, o) =>
    run(async () => (await import("./commands/catalog.ts")).catalogShowCommand(id, o, lang)),
  );
  withCatalogue(
    catalog
      .command("import")
      .argument("<file>")
      .description(
        t(
          "Microsoft の脅威テンプレート(.tb7)を、脅威のパックにする(--pack で分析に加わる)",
          "make a pack of a Microsoft threat template (.tb7); --pack has it join an analysis",
        ),
      ),
  )
    .requiredOption("--out <folder>", t("パックのフォルダ", "folder of the pack"))
    .option("--force", t("既にあるファイルを置き換える", "replace existing files"))
    .action((file, o) =>
      run(async () => (await import("./commands/catalog.ts")).catalogImportCommand(file, o, lang)),
    );
  withLang(
    catalog
      .command("official")
      .argument("<file>")
      .description(
        t(
          "手元のガイドのテキストから公式の文言を読み取る",
          "read the official wording from your own copy of the guide's text",
        ),
      ),
  )
    .option(
      "--out <file>",
      t("保存先(既定: .seiza/official.json)", "file to write (default: .seiza/official.json)"),
    )
    .action((file, o) =>
      run(async () => (await import("./commands/catalog.ts")).catalogOfficialCommand(file, o, lang)),
    );
  withCatalogue(
    root
      .command("assess")
      .argument("<product>")
      .description(
        t(
          "製品の申告を読み、確認した機器で★1の検査を行い、基準ごとに観測した結果と次にすることを示す。終了コード: 0 反する点も未決もない、1 反する点がある、2 未決または人の判断が必要、64 使い方の誤り、130 操作により中断(Ctrl+C)",
          "read a product's declaration, run the ★1 checks on the confirmed device, and say for each criterion what was observed and what to do next. Exit codes: 0 nothing fails and nothing is open, 1 something fails, 2 cannot tell or a person has to judge, 64 wrong usage, 130 stopped (Ctrl+C)",
        ),
      ),
  )
    .option("--target <address>", t("機器のアドレス(1台)", "address of the one device"))
    .option("--confirm <serial>", t("その機器の製造番号", "serial number of that unit"))
    .option("--allow-public", t("公開アドレスを許す", "allow a public address"))
    .option(
      "--accept-identity",
      t("機器の鍵が変わったことを認める", "accept that the unit's keys have changed"),
    )
    .option("--allow <classes...>", t("許す検査の区分: W,U,P,D", "classes of checks to allow: W,U,P,D"))
    .option("--only <checks...>", t("これらの検査だけを行う", "run these checks only"))
    .option("--state <state>", "setup, operation, update, maintenance", "operation")
    .option("--rate <n>", t("ポート走査の毎秒の接続数", "connections a second of the port scan"))
    .option("--ports <range>", t("TCP の範囲(既定: 1-65535)", "TCP range (default: 1-65535)"))
    .option("--tools <names...>", "nmap, sslscan, testssl")
    .option(
      "--lock-wait <seconds>",
      t("ロックの解除を待つ秒数", "seconds to wait for a lock to be lifted"),
      "900",
    )
    .option(
      "--snmp-common",
      t("SNMP の public と private を1回ずつ試す", "try the SNMP communities public and private once each"),
    )
    .option("--credentials <file>", t("試験用アカウントのファイル", "file of test accounts"))
    .option(
      "--evidence <file...>",
      t(
        "以前の証跡、他のツールの報告、SBOM・脆弱性情報・VEX",
        "evidence of earlier runs, reports of other tools, SBOM, vulnerability data, VEX",
      ),
    )
    .option("--statements <file>", t("人による判断のファイル(JSON)", "file of people's judgements (JSON)"))
    .option("--policy <file>", t("しきい値のファイル(JSON)", "file of thresholds (JSON)"))
    .option(
      "--out <bundle>",
      t(
        "証跡の保存先(フォルダ又は .zip)。書類も作るときは、書類と evidence/ が入るフォルダ",
        "where to write the evidence (folder or .zip); with papers, a folder for them and evidence/",
      ),
    )
    .option("--key <file>", t("署名鍵(PEM)", "signing key (PEM)"))
    .option("--dry-run", t("計画だけを示し、何も送らない", "show the plan and send nothing"))
    .option("--json", t("経過を JSON の行で示す", "progress as JSON lines"))
    .option(
      "--format <formats>",
      t(
        "結果の表示: text, json。書類(カンマ区切り): xlsx,pdf,oscal,cyclonedx,sarif,json",
        "how the result is printed: text, json; or papers, comma-separated: xlsx,pdf,oscal,cyclonedx,sarif,json",
      ),
      "text",
    )
    .action((file, o) =>
      run(async () => (await import("./commands/assess.ts")).assessCommand(file, o, lang)),
    );
  withCatalogue(
    root
      .command("papers")
      .argument("<bundle>")
      .description(
        t(
          "残してある証跡だけから、評価の書類を作り直す(機器もネットワークも使わない)",
          "make the papers of an assessment again from kept evidence alone, without a device or a network",
        ),
      ),
  )
    .requiredOption("--out <folder>", t("出力先のフォルダ", "folder for the papers"))
    .option(
      "--format <formats>",
      t(
        "カンマ区切り: xlsx,pdf,oscal,cyclonedx,sarif,json",
        "comma-separated: xlsx,pdf,oscal,cyclonedx,sarif,json",
      ),
      "xlsx,pdf",
    )
    .option("--progress", t("経過を必ず表示", "always show progress"))
    .option("--no-progress", t("経過を表示しない", "show no progress"))
    .action((bundle, o) =>
      run(async () => (await import("./commands/papers.ts")).papersCommand(bundle, o, lang)),
    );
  withCatalogue(
    root
      .command("fill")
      .argument("<checklist>")
      .argument("<product>")
      .description(
        t(
          "手元のチェックリスト(.xlsx)に評価の結果を書き入れた写しを作る。<product> は証跡(フォルダ又は .zip)か、--evidence を伴う product.yaml",
          "make a copy of your checklist workbook (.xlsx) with the results written in; <product> is the evidence (folder or .zip), or product.yaml with --evidence",
        ),
      ),
  )
    .option(
      "--out <file>",
      t("出力先(既定: もとの名前に .filled を加える)", "file to write (default: .filled added to the name)"),
    )
    .option("--evidence <file...>", t("product.yaml のとき: 証跡", "with product.yaml: evidence"))
    .option(
      "--statements <file>",
      t("product.yaml のとき: 人による判断(JSON)", "with product.yaml: people's judgements (JSON)"),
    )
    .option("--force", t("既にある出力を置き換える", "replace an existing output"))
    .option("--format <format>", "text, json", "text")
    .action((checklist, product, o) =>
      run(async () => (await import("./commands/fill.ts")).fillCommand(checklist, product, o, lang)),
    );
  withLang(
    root
      .command("verify")
      .argument("<bundle>")
      .description(
        t(
          "証跡が書き出した後に変えられていないかを、ネットワークなしで確かめる",
          "check offline that evidence was not changed after it was written",
        ),
      ),
  )
    .option("--key <file>", t("署名したはずの公開鍵", "public key it must be signed with"))
    .option("--format <format>", "text, json", "text")
    .action((bundle, o) =>
      run(async () => (await import("./commands/assess.ts")).verifyCommand(bundle, o, lang)),
    );
  return root;
}

async function main(argv: string[]): Promise<number> {
  const lang = languageOf(askedLanguage(argv), process.env);
  let code: number = EXIT.ok;
  try {
    await program(lang, (c) => {
      code = c;
    }).parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    if (error instanceof UserError) {
      process.stderr.write(
        `${lang === "ja" ? "誤り" : "error"}: ${error.text[lang]}\n${error.mend ? `    ${error.mend[lang]}\n` : ""}`,
      );
      return EXIT.badInput;
    }
    const fault = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(
      lang === "ja"
        ? `プログラムの不具合です: ${fault.message}\n    SEIZA_DEBUG=1 を付けて再実行し、出力を添えて報告してください。\n`
        : `This is a fault of the program: ${fault.message}\n    Run it again with SEIZA_DEBUG=1 and report what it prints.\n`,
    );
    if (process.env.SEIZA_DEBUG) process.stderr.write(`${fault.stack}\n`);
    return EXIT.fault;
  }
}

// A closed pipe (`seiza threats … | head`) ends the output, not with an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
