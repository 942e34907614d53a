/** `bench/crash.ts` does the same fifty times on each. */
import { expect, it } from "vitest";
import { crash, verify } from "./crash.ts";
import { onBothDatabases } from "./databases.ts";

const KILLS = 6;

onBothDatabases("A process killed while it saves", ({ place, server }) => {
  it("has lost nothing that it acknowledged, and starts again by itself", async () => {
    const at = await place();
    const also = at.kind === "postgresql" ? () => server().crash() : undefined;
    const { study, ...crashes } = await crash({
      environment: at.environment,
      kills: KILLS,
      seed: 7,
      ...(also ? { also } : {}),
    });
    expect(crashes.kills).toBe(KILLS);
    expect(crashes.acknowledged).toBeGreaterThan(KILLS);
    const store = await at.open();
    await verify(store, study, crashes.acknowledged);
    await store.close();
  }, 300_000);
});
