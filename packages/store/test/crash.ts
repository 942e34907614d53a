/** Kills a process that saves, at random moments, again and again, and looks whether it kept its word. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
// @ts-expect-error: plain JavaScript, shared with the benchmark.
import { randomFrom } from "../../../bench/generate.mjs";
import type { Store } from "../src/index.ts";
import { scope } from "./databases.ts";

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

export interface Crashes {
  kills: number;
  /** Of them while it was still opening. */
  killedWhileOpening: number;
  acknowledged: number;
  /** Time until a killed store was open again, ms. */
  reopenMs: number[];
}

interface Options {
  environment: Record<string, string>;
  kills: number;
  seed: number;
  /** Done after some of the kills; a server that falls over as well. */
  also?: () => Promise<void>;
}

/** @throws where an acknowledged save is gone or a restart does not work. */
export async function crash({
  environment,
  kills,
  seed,
  also,
}: Options): Promise<Crashes & { study: string }> {
  const random = randomFrom(seed);
  const result = { kills: 0, killedWhileOpening: 0, acknowledged: 0, reopenMs: [] as number[], study: "" };
  let last = 0;
  while (result.kills < kills) {
    // Every sixth dies before it is open, once there is something to lose.
    const isEarly = last > 0 && random() < 1 / 6;
    // Else after some acknowledgements and a moment more, in the middle of what then runs: as many on a busy machine.
    const wantedSaves = Math.floor(random() * 12);
    const delayMs = isEarly ? 100 + random() * 1500 : random() * 100;
    const start = performance.now();
    const child = spawn(process.execPath, ["--import", "tsx", CHILD], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (text) => {
      errors += text;
    });
    let isOpen = false;
    let isKilled = false;
    let lost: string | undefined;
    let saves = 0;
    const kill = () => {
      isKilled = true;
      child.kill("SIGKILL");
    };
    let timer = isEarly ? setTimeout(kill, delayMs) : undefined;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [what, ...values] = line.split(" ");
      const revision = Number(values.at(-1));
      if (what === "open") {
        isOpen = true;
        if (last > 0) result.reopenMs.push(performance.now() - start);
        result.study = values[0] ?? "";
        // One more than was acknowledged may be there: the save whose answer was cut off.
        if (revision < last || (last > 0 && revision > last + 1))
          lost = `revision ${revision} is there, ${last} was acknowledged`;
      } else {
        result.acknowledged++;
        saves++;
      }
      last = revision;
      if (saves >= wantedSaves) timer ??= setTimeout(kill, delayMs);
    });
    await new Promise((resolve) => child.once("close", resolve));
    clearTimeout(timer);
    if (lost) throw new Error(lost);
    if (!isKilled) throw new Error(`The process ended by itself: ${errors}`);
    result.kills++;
    if (!isOpen) result.killedWhileOpening++;
    if (also && random() < 1 / 5) await also();
  }
  return result;
}

/** Every revision up to the head is there with the content it was saved with. */
export async function verify(store: Store, id: string, acknowledged: number): Promise<number> {
  const { revision } = await store.studies.head(scope(), id);
  if (revision < acknowledged)
    throw new Error(`${acknowledged} saves were acknowledged, ${revision} are there`);
  for (let number = 1; number <= revision; number++) {
    const { study } = await store.studies.revision(scope(), id, number);
    const quantity = study.configurations[0]?.components[0]?.quantity;
    if (quantity !== number) throw new Error(`revision ${number} holds ${quantity}`);
  }
  return revision;
}
