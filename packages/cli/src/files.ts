/** Reading and writing on disk. A set of outputs appears whole or not at all. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Text } from "@seiza/catalog";

/** A mistake in how the program was called or in its surroundings, with words for the user. */
export class UserError extends Error {
  constructor(
    readonly text: Text,
    readonly mend?: Text,
  ) {
    super(text.en);
  }
}

export function readBytes(path: string): Uint8Array {
  if (path === "-") return readFileSync(0);
  try {
    if (statSync(path).isDirectory())
      throw new UserError(
        { ja: `${path} はフォルダです`, en: `${path} is a folder` },
        { ja: "検討ファイル(.yaml、.json)を指定してください", en: "name a study file (.yaml, .json)" },
      );
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT")
      throw new UserError(
        { ja: `${path} がありません`, en: `${path} does not exist` },
        {
          ja: "パスを確かめるか、「seiza init」で作ってください",
          en: "check the path, or make one with `seiza init`",
        },
      );
    if (code === "EACCES")
      throw new UserError({ ja: `${path} を読む権限がありません`, en: `no permission to read ${path}` });
    throw new UserError({
      ja: `${path} を読めません(${code ?? "不明"})`,
      en: `cannot read ${path} (${code ?? "unknown"})`,
    });
  }
}

/** Writes several files: each to a temporary neighbour first, and all are renamed only when all are complete. */
export function writeTogether(files: { path: string; chunks: Iterable<string | Uint8Array> }[]): void {
  const pending: { temporary: string; path: string }[] = [];
  try {
    for (const { path, chunks } of files) {
      const folder = dirname(resolve(path));
      mkdirSync(folder, { recursive: true });
      const temporary = join(folder, `.${process.pid}.${pending.length}.seiza-part`);
      const fd = openSync(temporary, "w");
      pending.push({ temporary, path });
      try {
        for (const chunk of chunks) {
          const bytes = typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk;
          for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
        }
      } finally {
        closeSync(fd);
      }
    }
    for (const { temporary, path } of pending) renameSync(temporary, path);
  } catch (error) {
    for (const { temporary } of pending) if (existsSync(temporary)) rmSync(temporary, { force: true });
    if (error instanceof UserError) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(
      { ja: `書き込めません: ${path ?? ""} (${code})`, en: `cannot write: ${path ?? ""} (${code})` },
      {
        ja: "出力先の権限と空き容量を確かめてください",
        en: "check permissions and free space at the output folder",
      },
    );
  }
}
