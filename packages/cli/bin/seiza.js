#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/main.js", import.meta.url);
if (!existsSync(built)) {
  console.error(
    "seiza: まだビルドされていません。「npm run build」を実行してください。 / not built yet: run `npm run build`.",
  );
  process.exit(3);
}
await import(built.href);
