import { existsSync } from "node:fs";
import { UserError, writeTogether } from "../files.ts";
import { STARTERS } from "../templates/index.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface InitOptions {
  domain?: string;
  force?: boolean;
}

/** `seiza init [FILE] --domain …`: a commented starter study that `check` accepts. */
export async function initCommand(
  file: string | undefined,
  options: InitOptions,
  lang: Lang,
): Promise<number> {
  const names = Object.keys(STARTERS);
  const domain = options.domain;
  if (domain === undefined || !(domain in STARTERS))
    throw new UserError(
      domain === undefined
        ? { ja: "対象のシステムを --domain で選んでください", en: "choose the system with --domain" }
        : { ja: `ひな形「${domain}」はありません`, en: `there is no starter "${domain}"` },
      {
        ja: names.map((n) => `--domain ${n.padEnd(11)} ${STARTERS[n]?.name.ja}`).join("\n    "),
        en: names.map((n) => `--domain ${n.padEnd(11)} ${STARTERS[n]?.name.en}`).join("\n    "),
      },
    );
  const path = file ?? `${domain}.study.yaml`;
  if (existsSync(path) && !options.force)
    throw new UserError(
      { ja: `${path} は既にあります`, en: `${path} exists already` },
      {
        ja: "別の名前にするか、--force で置き換えてください",
        en: "choose another name, or replace it with --force",
      },
    );
  writeTogether([{ path, chunks: [STARTERS[domain]?.text[lang] ?? ""] }]);
  process.stdout.write(
    lang === "ja"
      ? `${path} を作りました。次に:\n  seiza check ${path}\n  seiza analyse ${path} --out out\n`
      : `Wrote ${path}. Next:\n  seiza check ${path}\n  seiza analyse ${path} --out out\n`,
  );
  return EXIT.ok;
}
