import { sql } from "kysely";
import type { Access } from "./access.ts";
import type { Health } from "./types.ts";

/** Never throws: a store that does not answer is what it is asked about. */
export async function healthOf(access: Access, schemaVersion: number): Promise<Health> {
  const start = performance.now();
  const known = { database: access.database.kind, schemaVersion };
  const latency = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    const { rows } = await access.run((db) =>
      sql<{ version: string }>`select current_setting('server_version') as version`.execute(db),
    );
    const version = rows[0]?.version.split(" ")[0] ?? "";
    return { ok: true, ...known, version, latencyMs: latency() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, ...known, version: "", latencyMs: latency(), reason };
  }
}
