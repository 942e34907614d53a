/** Saves without end and says each acknowledgement, until it is killed. */
import { writeSync } from "node:fs";
import { openStore } from "../src/index.ts";
import { study, withQuantity } from "./studies.ts";

const { SEIZA_TEST_FOLDER: dataFolder, SEIZA_TEST_URL: databaseUrl } = process.env;
const say = (line: string) => writeSync(1, `${line}\n`);

const store = await openStore(dataFolder ? { dataFolder } : { databaseUrl: databaseUrl ?? "" });
const scope = () => ({
  workspace: "w",
  actor: { person: "p", name: "星野" },
  at: new Date(),
  newId: () => crypto.randomUUID(),
});
const found = (await store.studies.list(scope())).items[0];
const head = found ?? (await store.studies.create(scope(), withQuantity(study(), 1)));
let { revision } = head;
say(`open ${head.id} ${revision}`);
for (;;) {
  const saved = await store.studies.save(scope(), head.id, {
    study: withQuantity(study(), revision + 1),
    expected: revision,
  });
  revision = saved.revision;
  say(`saved ${revision}`);
}
