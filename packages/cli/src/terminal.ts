/** What the commands share with the terminal: language, colours, progress, exit codes. */
import type { Text } from "@seiza/catalog";

export type Lang = "ja" | "en";
/** 0 done · 1 the answer is no (a warning with --strict, an id not found) · 2 bad input · 3 a fault of the program. */
export const EXIT = { ok: 0, no: 1, badInput: 2, fault: 3 } as const;

/** Language: what was asked for, else English where the environment asks for English, else Japanese. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Lang {
  if (asked === "ja" || asked === "en") return asked;
  const locale = env.SEIZA_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? "";
  return locale.toLowerCase().startsWith("en") ? "en" : "ja";
}

export const say = (lang: Lang, text: Text) => text[lang];

/** Shows the stage a run is in on standard error, once it has taken over a second. */
export class Progress {
  readonly #start = performance.now();
  #shown = false;
  constructor(
    readonly lang: Lang,
    readonly mode: "auto" | "on" | "off",
    readonly out: NodeJS.WriteStream,
  ) {}

  stage(name: Text): void {
    const elapsed = performance.now() - this.#start;
    if (this.mode === "off" || (this.mode === "auto" && (!this.out.isTTY || elapsed < 1000))) return;
    const line = `${(elapsed / 1000).toFixed(1)} s  ${name[this.lang]}`;
    if (this.out.isTTY) this.out.write(`\r\u001b[2K${line}`);
    else this.out.write(`${line}\n`);
    this.#shown = true;
  }

  end(): void {
    if (this.#shown && this.out.isTTY) this.out.write("\r\u001b[2K");
  }

  get elapsedMs(): number {
    return performance.now() - this.#start;
  }
}
