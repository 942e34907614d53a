/**
 * What the tests of the workbench share: one browser and one `seiza serve` with an empty data folder for all files.
 * A file that needs the first start for itself starts a server of its own with `startWorkbench`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { Client, freePort, startServer } from "../../bench/server-process.ts";

export interface Workbench {
  /** With the one-time token. */
  url: string;
  address: string;
  stop(): Promise<void>;
}

/** A real server process on a free port with a data folder of its own; `stop` ends it and removes the folder. */
export async function startWorkbench(lang: "ja" | "en" = "ja"): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), "seiza-workbench-"));
  const server = await startServer(["--port", String(await freePort()), "--data", folder, "--lang", lang], {
    DATABASE_URL: "",
  });
  return {
    url: server.url,
    address: server.address,
    async stop() {
      server.child.kill("SIGTERM");
      await server.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

declare module "vitest" {
  interface ProvidedContext {
    browser: string;
    address: string;
    /** Of a session that began with the one-time token, `name=value`. */
    cookie: string;
  }
}

export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default async function setup(project: TestProject) {
  const [bench, browser] = await Promise.all([
    startWorkbench(),
    chromium.launchServer({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      host: "127.0.0.1",
      args: CHROMIUM_ARGS,
    }),
  ]);
  const client = new Client(bench.address);
  await client.signIn(bench.url);
  client.close();
  project.provide("browser", browser.wsEndpoint());
  project.provide("address", bench.address);
  project.provide("cookie", client.cookie);
  return async () => {
    await browser.close();
    await bench.stop();
  };
}
