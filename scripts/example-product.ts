/**
 * Writes `examples/products/camera`: what `seiza simulate good --product` writes at the default ports, without
 * passwords. Reports carry the day they were written; renew them with `npx tsx scripts/example-product.ts`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { DEFAULT_PORT_BASE, PRODUCT_HEAD } from "../packages/cli/src/commands/simulate.ts";
import {
  declarationOf,
  LOCK_SECONDS,
  OFFSETS,
  type Ports,
  productFiles,
} from "../packages/simulator/src/index.ts";

const folder = fileURLToPath(new URL("../examples/products/camera", import.meta.url));
const ports = Object.fromEntries(
  Object.entries(OFFSETS).map(([name, n]) => [name, DEFAULT_PORT_BASE + n]),
) as Ports;
const benchAddress = "127.0.0.1";
const files = productFiles({
  has: () => false,
  now: Date.now(),
  origin: `https://${benchAddress}:${ports.vendor}`,
});
const yaml = stringify(declarationOf({ ports, benchAddress, lockSeconds: LOCK_SECONDS }), { lineWidth: 110 });
files.set("product.yaml", Buffer.from(PRODUCT_HEAD + yaml));
rmSync(folder, { recursive: true, force: true });
for (const [name, bytes] of files) {
  mkdirSync(dirname(`${folder}/${name}`), { recursive: true });
  writeFileSync(`${folder}/${name}`, bytes);
}
