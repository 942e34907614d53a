/** Opening a study: its content and where undo leads, asked for at once. */
import { api } from "../api/client.ts";
import type { OpenedStudy } from "./session.ts";

export async function openStudy(id: string): Promise<OpenedStudy> {
  const [{ head, study }, page] = await Promise.all([
    api.study(id),
    api.revisions(id, { limit: 1 }).catch(() => ({ items: [] })),
  ]);
  const newest = page.items[0];
  return { head, study, ...(newest?.number === head.revision ? { revision: newest } : {}) };
}
