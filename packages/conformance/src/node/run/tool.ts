/** A tool of the operator's machine, run as a second opinion: one process, ended with the run. */
import { spawn } from "node:child_process";
import type { CheckContext } from "./context.ts";

export interface ToolOutput {
  stdout: string;
  stderr: string;
  code: number | null;
}

const MAX = 32 * 1024 * 1024;

/** `undefined`: the tool is not installed. @throws Stopped when the check ends meanwhile */
export function runTool(
  c: CheckContext,
  command: string,
  args: readonly string[],
  seconds: number,
): Promise<ToolOutput | undefined> {
  c.note(`$ ${command} ${args.join(" ")}`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    const kill = () => child.kill("SIGKILL");
    const timer = setTimeout(kill, seconds * 1000);
    const finish = () => {
      clearTimeout(timer);
      c.net.signal.removeEventListener("abort", kill);
    };
    c.net.signal.addEventListener("abort", kill, { once: true });
    for (const [stream, list] of [
      [child.stdout, out],
      [child.stderr, err],
    ] as const)
      stream.on("data", (b: Buffer) => {
        size += b.length;
        if (size > MAX) kill();
        else list.push(b);
      });
    child.on("error", () => {
      finish();
      resolve(undefined);
    });
    child.on("close", (code) => {
      finish();
      if (c.net.signal.aborted) return reject(c.net.signal.reason as Error);
      resolve({
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
        code,
      });
    });
  });
}
