/** The vendor's device adapter: one process a verb, one JSON object in, one out. */
import { spawn } from "node:child_process";
import type { DeviceAdapter } from "../../declaration/recipe.ts";
import type { CheckContext } from "./context.ts";

export type AdapterVerb = DeviceAdapter["verbs"][number];
export class AdapterFailed extends Error {}

export const hasVerb = (c: Pick<CheckContext, "declaration">, verb: AdapterVerb): boolean =>
  c.declaration.adapter?.verbs.includes(verb) ?? false;

/** `undefined`: the adapter does not know the verb. @throws AdapterFailed, Stopped */
export async function adapt(
  c: CheckContext,
  verb: AdapterVerb,
  input: Record<string, unknown> = {},
): Promise<Record<string, unknown> | undefined> {
  const adapter = c.declaration.adapter;
  if (!adapter || !hasVerb(c, verb)) return undefined;
  const [command = "", ...args] = adapter.command;
  await c.net.spend(1, { step: `adapter ${verb}`, transport: "process", port: 0 });
  c.note(`$ adapter ${verb}`);
  return await new Promise((resolve, reject) => {
    const child = spawn(command, [...args, verb], { cwd: c.folder, stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let err = "";
    const kill = () => child.kill("SIGKILL");
    const timer = setTimeout(kill, adapter.seconds * 1000);
    c.net.signal.addEventListener("abort", kill, { once: true });
    const finish = () => {
      clearTimeout(timer);
      c.net.signal.removeEventListener("abort", kill);
    };
    child.stdout.on("data", (b: Buffer) => {
      out += b.toString("utf8");
      if (out.length > 1_048_576) kill();
    });
    child.stderr.on("data", (b: Buffer) => {
      err = (err + b.toString("utf8")).slice(-2000);
    });
    child.stdin.on("error", () => {});
    child.on("error", (e) => {
      finish();
      reject(new AdapterFailed(`${command}: ${(e as NodeJS.ErrnoException).code ?? e.message}`));
    });
    child.on("close", (code) => {
      finish();
      if (c.net.signal.aborted) return reject(c.net.signal.reason as Error);
      if (code === 64) return resolve(undefined);
      if (code !== 0)
        return reject(new AdapterFailed(`${verb}: exit ${code ?? "killed"} ${c.redact.text(err).trim()}`));
      try {
        resolve(JSON.parse(out.trim() === "" ? "{}" : out) as Record<string, unknown>);
      } catch {
        reject(new AdapterFailed(`${verb}: no JSON on standard output`));
      }
    });
    child.stdin.end(`${JSON.stringify(input)}\n`);
  });
}
