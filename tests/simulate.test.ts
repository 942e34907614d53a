/** `seiza simulate` as a user runs it: the built program, until it is told to stop. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Declaration } from "@seiza/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "./support.ts";

const SEIZA = `${ROOT}packages/cli/bin/seiza.js`;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seiza-simulate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seiza = (...args: string[]) =>
  spawnSync(process.execPath, [SEIZA, "simulate", ...args], { cwd: folder, encoding: "utf8" });

/** Runs until it has said how to stop it, hands over what it said, then stops it. */
async function running<T>(args: string[], during: (said: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [SEIZA, "simulate", ...args], { cwd: folder });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let said = "";
  let wrong = "";
  child.stderr.on("data", (d) => {
    wrong += d;
  });
  try {
    await new Promise<void>((done, failed) => {
      child.stdout.on("data", (d) => {
        said += d;
        if (/Ctrl\+C/.test(said)) done();
      });
      void ended.then((code) => failed(new Error(`ended with ${code}: ${wrong}`)));
    });
    return await during(said);
  } finally {
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }
}

const status = (port: number, path: string, address = "127.0.0.77") =>
  new Promise<number>((done, failed) => {
    https
      .get({ host: address, port, path, rejectUnauthorized: false, agent: false }, (r) => {
        r.resume();
        done(r.statusCode ?? 0);
      })
      .on("error", failed);
  });

describe("seiza simulate", () => {
  test.each([
    ["ja", "記録の API(/api/log)がログインなしで読める", "S1.1-01 → 反する"],
    ["en", "the log API (/api/log) can be read without a log-in", "S1.1-01 → does not conform"],
  ])("--list shows every switch with what it turns, in %s", (lang, says, turns) => {
    const run = seiza("--list", "--lang", lang);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain(says);
    expect(run.stdout).toContain(turns);
  });

  test("names a weakness that it does not know, and where the list is", () => {
    const run = seiza("no-lockout,no-lokout", "--lang", "en");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("no-lokout");
    expect(run.stderr).toContain("seiza simulate --list");
  });

  test("will not stand at an address that others can reach", () => {
    const run = seiza("good", "--address", "0.0.0.0", "--lang", "en");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("127.0.0.1");
  });

  test("runs a device with the weaknesses asked for until it is stopped, and gives its ports back", async () => {
    await running(["page-without-login", "--port-base", "27000", "--lang", "en"], async (said) => {
      expect(said).toContain("https://127.0.0.77:27443/");
      expect(said).toContain("the log API (/api/log) can be read without a log-in");
      expect(await status(27_443, "/api/log")).toBe(200);
      expect(await status(27_443, "/api/users")).toBe(401);
      const second = seiza("good", "--port-base", "27000", "--lang", "en");
      expect(second.status).toBe(2);
      expect(second.stderr).toContain("--port-base 28000");
    });
    await expect(status(27_443, "/")).rejects.toThrow("ECONNREFUSED");
  });

  test("writes the declaration with everything it names, and the passwords for nobody else to read", async () => {
    const product = join(folder, "camera");
    await running(["good", "--port-base", "27000", "--product", product, "--lang", "ja"], async (said) => {
      const declaration = Declaration.parse(parse(readFileSync(join(product, "product.yaml"), "utf8")));
      for (const place of [
        declaration.update?.packages?.current,
        declaration.update?.publicKey,
        declaration.updatePolicy?.document,
        declaration.vulnerability?.sbom[0],
        declaration.adapter?.command[1],
      ])
        expect(existsSync(join(product, place as string)), place).toBe(true);
      const credentials = parse(readFileSync(join(product, "credentials.yaml"), "utf8"));
      expect(said).toContain(credentials.accounts.password.password);
      expect(statSync(join(product, "credentials.yaml")).mode & 0o077).toBe(0);
    });
    const again = seiza("good", "--port-base", "27000", "--product", product, "--lang", "ja");
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("--force");
    expect(again.stderr).not.toContain("27000");
  });

  test("keeps the device between runs in the file that it was given", async () => {
    const file = join(folder, "device.json");
    await running(["good", "--port-base", "27000", "--state", file, "--lang", "en"], async () => {});
    await running(["good", "--port-base", "27000", "--state", file, "--lang", "en"], async (said) => {
      expect(said).toContain("users and passwords kept in");
    });
  });
});
