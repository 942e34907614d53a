/** What a store refuses, by class and code. `message` is English for logs; people read words made from code and values. */

export abstract class StoreError extends Error {
  abstract readonly code: string;
  override get name() {
    return this.constructor.name;
  }
}

/** Another living process holds the data folder. */
export class FolderLocked extends StoreError {
  readonly code = "folder-locked";
  constructor(
    readonly folder: string,
    /** Process that holds it. */
    readonly pid: number,
    /** When it took it, ISO 8601; absent where the lock does not say. */
    readonly since?: string,
  ) {
    super(`Data folder ${folder} is in use by process ${pid}${since ? ` since ${since}` : ""}.`);
  }
}

/** The data folder cannot be made, read or written. */
export class FolderUnusable extends StoreError {
  readonly code = "folder-unusable";
  constructor(
    readonly folder: string,
    readonly reason: string,
  ) {
    super(`Data folder ${folder} cannot be used: ${reason}`);
  }
}

/** The database was written by a newer version of the product. */
export class DatabaseTooNew extends StoreError {
  readonly code = "database-too-new";
  constructor(
    /** Schema version of the database. */
    readonly found: number,
    /** Newest schema version this program knows. */
    readonly known: number,
  ) {
    super(`The database has schema version ${found}; this program knows versions up to ${known}.`);
  }
}

export class DatabaseUnreachable extends StoreError {
  readonly code = "database-unreachable";
  constructor(
    /** Where it was looked for, without user and password. */
    readonly address: string,
    readonly reason: string,
  ) {
    super(`Database at ${address} cannot be reached: ${reason}`);
  }
}

/** A reachable database that cannot hold a store: wrong encoding, too old, or read-only. */
export class DatabaseUnsuitable extends StoreError {
  readonly code = "database-unsuitable";
  constructor(
    readonly reason: "encoding" | "version" | "read-only",
    readonly found: string,
  ) {
    super(
      `The database cannot be used (${reason}: ${found}). Needed: PostgreSQL 13 or newer, UTF8, writable.`,
    );
  }
}

/** A migration failed; the database is as it was. */
export class MigrationFailed extends StoreError {
  readonly code = "migration-failed";
  constructor(
    readonly version: number,
    cause: unknown,
  ) {
    super(`Migration to schema version ${version} failed; the database is as it was: ${String(cause)}`, {
      cause,
    });
  }
}

export type Resource = "study" | "revision" | "product" | "assessment" | "evidence" | "person";

export class NotFound extends StoreError {
  readonly code = "not-found";
  constructor(
    readonly resource: Resource,
    readonly id: string,
  ) {
    super(`There is no ${resource} ${id}.`);
  }
}

/** Someone else saved in between. */
export class Conflict extends StoreError {
  readonly code = "conflict";
  constructor(
    readonly resource: Resource,
    readonly id: string,
    /** Revision that the writer had seen. */
    readonly expected: number,
    /** Revision it has now. */
    readonly current: number,
  ) {
    super(`${resource} ${id} is at revision ${current}, not ${expected}.`);
  }
}

/** A cursor that this store did not give. */
export class CursorInvalid extends StoreError {
  readonly code = "cursor-invalid";
  constructor(readonly cursor: string) {
    super("The cursor is not one that was given out.");
  }
}

/** The bytes do not have the hash they were announced with. */
export class EvidenceMismatch extends StoreError {
  readonly code = "evidence-mismatch";
  constructor(
    readonly announced: string,
    readonly found: string,
  ) {
    super(`The bytes have SHA-256 ${found}, not ${announced}.`);
  }
}

/** An archive goes into an empty instance only. Examples that nobody has touched do not count. */
export class ArchiveNotEmpty extends StoreError {
  readonly code = "archive-not-empty";
  constructor(readonly counts: { studies: number; products: number; evidence: number }) {
    super(
      `The instance is not empty: ${counts.studies} studies, ${counts.products} products, ${counts.evidence} pieces of evidence.`,
    );
  }
}

export type ArchiveFault =
  | "not-a-zip"
  | "truncated"
  | "manifest-missing"
  | "manifest-invalid"
  | "entry-missing"
  | "entry-unknown"
  | "entry-twice"
  /** Bytes that do not unpack, or not to what their checksum says. */
  | "damaged"
  | "hash-differs"
  | "size-differs"
  | "count-differs"
  | "row-invalid"
  | "reference-dangling"
  | "too-large";

/** The archive is damaged or was not made by this product; nothing was written. */
export class ArchiveBroken extends StoreError {
  readonly code = "archive-broken";
  constructor(
    readonly fault: ArchiveFault,
    /** Entry of the archive, where it is about one. */
    readonly entry?: string,
    readonly detail?: string,
  ) {
    super(`The archive is broken (${fault}${entry ? ` in ${entry}` : ""})${detail ? `: ${detail}` : "."}`);
  }
}

/** The archive was written by a newer version of the product. */
export class ArchiveTooNew extends StoreError {
  readonly code = "archive-too-new";
  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`The archive has format version ${found}; this program knows versions up to ${known}.`);
  }
}

export class StoreClosed extends StoreError {
  readonly code = "store-closed";
  constructor() {
    super("The store is closed.");
  }
}
