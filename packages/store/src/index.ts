import { Access } from "./access.ts";
import { exportArchive } from "./archive/export.ts";
import { importArchive } from "./archive/import.ts";
import { assessmentsOf } from "./assessments.ts";
import { auditOf } from "./audit.ts";
import { openEmbedded } from "./database/embedded.ts";
import { MIGRATIONS, type Migration, migrate } from "./database/migrations.ts";
import { openServer } from "./database/server.ts";
import { decisionsOf } from "./decisions.ts";
import { evidenceOf, forgetStaged } from "./evidence.ts";
import { healthOf } from "./health.ts";
import { peopleOf, sessionsOf, settingsOf } from "./people.ts";
import { productsOf } from "./products.ts";
import { studiesOf } from "./studies.ts";
import type { OpenStore, Store } from "./types.ts";

export * from "./errors.ts";
export type * from "./types.ts";

const CONNECTIONS = 10;

/**
 * Opens the store in a folder of this machine (embedded PostgreSQL) or on a PostgreSQL server, and brings its schema up to date.
 * @throws FolderLocked, FolderUnusable, DatabaseUnreachable, DatabaseUnsuitable, DatabaseTooNew, MigrationFailed
 */
export const openStore = (options: OpenStore): Promise<Store> => openStoreWith(options, MIGRATIONS);

/** With a schema of another time; for tests of migrations. */
export async function openStoreWith(options: OpenStore, migrations: readonly Migration[]): Promise<Store> {
  const problem = (event: string, error: unknown) => options.onProblem?.({ event, error });
  const database =
    "dataFolder" in options
      ? await openEmbedded(options.dataFolder)
      : await openServer(options.databaseUrl, options.connections ?? CONNECTIONS, problem);
  const access = new Access(database, problem);
  try {
    const schemaVersion = await migrate(database.db, migrations);
    await access.listen();
    if (migrations === MIGRATIONS) await forgetStaged(access);
    let closing: Promise<void> | undefined;
    return {
      studies: studiesOf(access),
      decisions: decisionsOf(access),
      products: productsOf(access),
      assessments: assessmentsOf(access),
      evidence: evidenceOf(access),
      audit: auditOf(access),
      people: peopleOf(access),
      sessions: sessionsOf(access),
      settings: settingsOf(access),
      exportArchive: (given) => exportArchive(access, given?.at ?? new Date()),
      importArchive: (archive) => importArchive(access, archive),
      onChange: (listener) => access.onChange(listener),
      health: () => healthOf(access, schemaVersion),
      close: () => {
        closing ??= access.close();
        return closing;
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
