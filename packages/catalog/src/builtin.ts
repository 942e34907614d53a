/** The catalogue that comes with Seiza, as the build checked and wrote it. */

import { catalogFrom } from "./catalog.ts";
import builtinTables from "./generated/builtin.json" with { type: "json" };
import type { CatalogTables } from "./schema.ts";

export const BUILTIN_TABLES = builtinTables as unknown as CatalogTables;
/** Built-in catalogue with no pack and no official wording. */
export const builtinCatalog = () => catalogFrom(BUILTIN_TABLES);
