/** Every table, in the order of the steps. */
import type { Reader } from "../reader.ts";
import { closingTables, traceTable } from "./closing.ts";
import type { Table } from "./model.ts";
import { step1Tables } from "./step1.ts";
import { step2Tables } from "./step2.ts";
import { step3Tables } from "./step3.ts";
import { step4Tables } from "./step4.ts";
import { step5Tables } from "./step5.ts";
import { step6Tables } from "./step6.ts";

export function tablesOf(reader: Reader): Table[] {
  return [
    ...step1Tables(reader),
    ...step2Tables(reader),
    ...step3Tables(reader),
    ...step4Tables(reader),
    ...step5Tables(reader),
    ...step6Tables(reader),
    ...closingTables(reader),
    traceTable(reader),
  ];
}
