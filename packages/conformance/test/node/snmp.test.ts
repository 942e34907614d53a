/** What silence of an SNMP agent means: a refusal only where something else was answered (RFC 3584, 5.2.1). */
import { createSocket, type Socket } from "node:dgram";
import { afterEach, expect, test } from "vitest";
import { product, run } from "./bench.ts";

const sockets: Socket[] = [];
afterEach(() => {
  for (const s of sockets.splice(0)) s.close();
});

/** An agent that answers the SNMPv3 discovery, where `v3` is set, and nothing else. */
async function outcomes(v3: boolean) {
  const agent = createSocket("udp4");
  sockets.push(agent);
  agent.on("message", (m, from) => {
    // msgVersion 3: the request is echoed as a report would look to the probe, which reads the version.
    if (v3 && m.includes(Buffer.from([0x02, 0x01, 0x03]))) agent.send(m, from.port, from.address);
  });
  await new Promise<void>((up) => agent.bind(0, "127.0.0.1", up));
  const out = await run(
    product({
      interfaces: [
        {
          id: "agent",
          kind: "ip",
          needed: true,
          transport: "udp",
          port: agent.address().port,
          protocol: "snmp",
          access: "refuse",
        },
      ],
    }),
    ["access"],
  );
  const facts = out.records.find((r) => r.check === "access.agent")?.facts ?? [];
  const access = facts.find((f) => f.kind === "access");
  const session = facts.find((f) => f.kind === "session");
  return {
    tries: access?.kind === "access" ? access.tries.map((t) => t.outcome) : [],
    session: session?.kind === "session" ? session.outcome : undefined,
  };
}

test.concurrent("a port that never answers: no word on whether it refuses", async () => {
  expect(await outcomes(false)).toEqual({
    tries: ["no-answer", "no-answer", "no-answer", "no-answer"],
    session: "no-answer",
  });
}, 30_000);
test.concurrent("an agent that is there and drops unknown communities refuses them", async () => {
  expect(await outcomes(true)).toEqual({
    tries: ["refused", "refused", "refused", "refused"],
    session: "refused",
  });
}, 30_000);
