/** Studies to begin from: the examples and the starters, with what a card shows of them, made at build time. */
import type { Text } from "@seiza/catalog";
import type { Study } from "@seiza/model";
import type { StudySummary } from "@seiza/store";

export interface Template {
  id: string;
  kind: "example" | "starter";
  name: Text;
  text: Text;
  study: Study;
  summary: StudySummary;
}
