import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiDocument, PortTaken, type Running, serve, type Template } from "@seiza/server";
import {
  DatabaseTooNew,
  DatabaseUnreachable,
  DatabaseUnsuitable,
  FolderLocked,
  FolderUnusable,
  MigrationFailed,
} from "@seiza/store";
import { pino } from "pino";
import studySchema from "../../../../schemas/study.schema.json" with { type: "json" };
import { UserError } from "../files.ts";
import templates from "../generated/templates.json" with { type: "json" };
import { EXIT, type Lang } from "../terminal.ts";
import { VERSION } from "../version.ts";

export interface ServeOptions {
  port?: string;
  host?: string;
  data?: string;
  databaseUrl?: string;
  open?: boolean;
}

export const DEFAULT_PORT = 7391;
/** Longer than the server gives itself to stop. */
const EXIT_AT_LATEST_MS = 7_000;

/** The folder of the project that this command was built in; undefined for an installed one. */
function projectFolder(): string | undefined {
  const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));
  try {
    const { name, workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      name?: string;
      workspaces?: unknown;
    };
    return name === "seiza" && workspaces !== undefined ? root : undefined;
  } catch {
    return undefined;
  }
}

/** `.seiza-data` in the project when started inside it, else where this system keeps a person's data. */
export function defaultDataFolder(project: string | undefined, cwd: string, env: NodeJS.ProcessEnv): string {
  if (project !== undefined && (cwd === project || cwd.startsWith(`${project}/`)))
    return join(project, ".seiza-data");
  return join(env.XDG_DATA_HOME || join(homedir(), ".local", "share"), "seiza");
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UserError(
      { ja: `ポート番号「${text}」は使えません`, en: `"${text}" is no port number` },
      {
        ja: "0〜65535 の整数で指定してください(0 なら空いている番号)",
        en: "give a whole number from 0 to 65535 (0: any free one)",
      },
    );
  return port;
}

/** A broken surrounding, in words with a way out. */
function told(error: unknown): unknown {
  if (error instanceof PortTaken) {
    const { host, port, reason } = error;
    if (reason === "taken")
      return new UserError(
        {
          ja: `ポート ${port} (${host}) は別のプログラムが使っています`,
          en: `port ${port} (${host}) is in use by another program`,
        },
        {
          ja: `別の番号で起動してください: seiza serve --port ${port + 1} (環境変数 SEIZA_PORT でも指定できます。npm start の場合は npm start -- --port ${port + 1})`,
          en: `choose another: seiza serve --port ${port + 1} (or the environment variable SEIZA_PORT; with npm: npm start -- --port ${port + 1})`,
        },
      );
    if (reason === "forbidden")
      return new UserError(
        { ja: `ポート ${port} を使う権限がありません`, en: `no permission to use port ${port}` },
        { ja: "1024 以上の番号を --port で指定してください", en: "choose a number from 1024 up with --port" },
      );
    return new UserError(
      {
        ja: `このコンピュータに ${host} というアドレスはありません`,
        en: `this machine has no address ${host}`,
      },
      { ja: "--host を確かめてください(既定は 127.0.0.1)", en: "check --host (default: 127.0.0.1)" },
    );
  }
  if (error instanceof FolderLocked)
    return new UserError(
      {
        ja: `データフォルダ ${error.folder} は、起動中の別の Seiza (プロセス ${error.pid}) が使っています`,
        en: `the data folder ${error.folder} is in use by another running Seiza (process ${error.pid})`,
      },
      {
        ja: "起動中の Seiza の画面を使うか、それを終了してください。別のデータで起動するには --data で別のフォルダを指定します",
        en: "use that one's pages or stop it; to start with other data, name another folder with --data",
      },
    );
  if (error instanceof FolderUnusable)
    return new UserError(
      {
        ja: `データフォルダ ${error.folder} を使えません(${error.reason})`,
        en: `the data folder ${error.folder} cannot be used (${error.reason})`,
      },
      {
        ja: "権限と空き容量を確かめるか、--data で別のフォルダを指定してください",
        en: "check its permissions and free space, or name another with --data",
      },
    );
  if (error instanceof DatabaseTooNew)
    return new UserError(
      {
        ja: `データベースは、より新しい版の Seiza のものです(データ ${error.found}、このプログラムは ${error.known} まで)`,
        en: `the database is of a newer version of Seiza (data ${error.found}; this program knows up to ${error.known})`,
      },
      {
        ja: "Seiza を新しい版にしてください。データには手を付けていません",
        en: "update Seiza; the data was not touched",
      },
    );
  if (error instanceof DatabaseUnreachable)
    return new UserError(
      {
        ja: `データベース ${error.address} に接続できません(${error.reason})`,
        en: `the database at ${error.address} cannot be reached (${error.reason})`,
      },
      {
        ja: "DATABASE_URL(--database-url)と、サーバーが動いていることを確かめてください",
        en: "check DATABASE_URL (--database-url) and that the server runs",
      },
    );
  if (error instanceof DatabaseUnsuitable)
    return new UserError(
      {
        ja: `このデータベースは使えません(${error.reason}: ${error.found})`,
        en: `this database cannot be used (${error.reason}: ${error.found})`,
      },
      {
        ja: "PostgreSQL 13 以降、UTF-8、書き込み可能なものを用意してください",
        en: "it takes PostgreSQL 13 or newer, UTF-8, writable",
      },
    );
  if (error instanceof MigrationFailed)
    return new UserError(
      {
        ja: `データベースの更新(版 ${error.version})に失敗しました。データは元のままです`,
        en: `updating the database to version ${error.version} failed; the data is as it was`,
      },
      {
        ja: "SEIZA_DEBUG=1 を付けて再実行し、出力を添えて報告してください",
        en: "run it again with SEIZA_DEBUG=1 and report what it prints",
      },
    );
  return error;
}

function openBrowser(url: string): void {
  const command =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const child = spawn(command[0] as string, command.slice(1), { stdio: "ignore", detached: true });
  // No browser to open: the URL is printed anyway.
  child.on("error", () => {});
  child.unref();
}

/** A start that takes longer says that it is under way, ms. */
const TOLD_AFTER_MS = 1000;

/** `seiza serve`: the workbench on this machine, until it is told to stop. */
export async function serveCommand(options: ServeOptions, lang: Lang, env = process.env): Promise<number> {
  const port = portOf(options.port ?? env.SEIZA_PORT);
  const databaseUrl = options.databaseUrl ?? (env.DATABASE_URL || undefined);
  const project = projectFolder();
  const dataFolder = resolve(
    options.data ?? (env.SEIZA_DATA || defaultDataFolder(project, process.cwd(), env)),
  );
  const database = databaseUrl === undefined ? { dataFolder } : { databaseUrl };
  // Whoever looks at a terminal wants its few lines; whoever collects logs gets them all.
  const level = env.SEIZA_LOG ?? (process.stderr.isTTY ? "warn" : "info");
  const log = pino({ level, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  const web = project === undefined ? undefined : join(project, "packages", "web", "dist");
  let document: string | undefined;
  let running: Running;
  const say = (ja: string, en: string) => process.stdout.write(`${lang === "ja" ? ja : en}\n`);
  const isFirst = databaseUrl === undefined && !existsSync(join(dataFolder, "database"));
  if (isFirst)
    say(
      "データの保存先を準備しています(初回だけ、数秒から数十秒かかります)…",
      "Preparing the place for your data (the first time only, some seconds up to a minute) …",
    );
  const patience = setTimeout(
    () => !isFirst && say("データを開いています…", "Opening your data …"),
    TOLD_AFTER_MS,
  );
  try {
    running = await serve({
      host: options.host ?? "127.0.0.1",
      port,
      database,
      templates: templates as unknown as Template[],
      version: VERSION,
      language: lang,
      log,
      ...(web !== undefined && existsSync(web) ? { webFolder: web } : {}),
      analystEntry: new URL("./analyst.js", import.meta.url),
      documentsEntry: new URL("./documents.js", import.meta.url),
      document: () => {
        document ??= JSON.stringify(openApiDocument(studySchema, VERSION));
        return document;
      },
      names: {
        person: lang === "ja" ? "担当者" : "Member",
        workspace: lang === "ja" ? "ワークスペース" : "Workspace",
      },
    });
  } catch (error) {
    throw told(error);
  } finally {
    clearTimeout(patience);
  }
  const url = running.url();
  say(
    "Seiza を起動しました。次の URL をブラウザで開いてください(一度だけ、10 分以内):",
    "Seiza is running. Open this URL in your browser (works once, within 10 minutes):",
  );
  process.stdout.write(`\n  ${url}\n\n`);
  if (databaseUrl === undefined) say(`データ: ${dataFolder}`, `Data: ${dataFolder}`);
  else say("データ: PostgreSQL", "Data: PostgreSQL");
  if (process.stdin.isTTY)
    say("Enter キーで新しい URL を表示、Ctrl+C で終了します。", "Enter prints a fresh URL, Ctrl+C stops.");
  if (options.open) openBrowser(url);

  return new Promise<number>((done) => {
    let stops = 0;
    const stop = () => {
      stops += 1;
      // Asked twice: at once.
      if (stops > 1) process.exit(EXIT.fault);
      say("終了しています…", "Stopping …");
      process.stdin.pause();
      setTimeout(() => process.exit(EXIT.fault), EXIT_AT_LATEST_MS).unref();
      running.stop().then(
        () => done(EXIT.ok),
        (error: unknown) => {
          log.error({ err: error }, "stopping failed");
          done(EXIT.fault);
        },
      );
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    if (process.stdin.isTTY) {
      process.stdin.on("data", () => process.stdout.write(`  ${running.url()}\n`));
      process.stdin.on("error", () => {});
    }
  });
}
