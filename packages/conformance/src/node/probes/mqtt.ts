/** MQTT 3.1.1: CONNECT, and where a stranger is let in a SUBSCRIBE of five seconds. Nothing is ever published. */
import mqtt from "mqtt-packet";
import { ConnectFailed } from "../net/guard.ts";
import { type Endpoint, open, type Wire } from "../net/wire.ts";
import type { CheckContext } from "../run/context.ts";
import type { LoginResult } from "../run/login-result.ts";

const MAX = 262_144;

interface Session {
  wire: Wire;
  packets: mqtt.Packet[];
  /** Reads packets until one of this kind comes or the time is over. */
  next(cmd: string, ms: number): Promise<mqtt.Packet | undefined>;
}

function session(wire: Wire): Session {
  const parser = mqtt.parser({ protocolVersion: 4 });
  const packets: mqtt.Packet[] = [];
  let broken = false;
  parser.on("packet", (p) => packets.push(p));
  parser.on("error", () => {
    broken = true;
  });
  const feed = () => {
    const chunk = wire.take();
    if (chunk.length > 0 && !broken) parser.parse(chunk);
  };
  return {
    wire,
    packets,
    async next(cmd, ms) {
      const deadline = performance.now() + ms;
      let total = 0;
      for (;;) {
        const at = packets.findIndex((p) => p.cmd === cmd);
        if (at >= 0) return packets.splice(at, 1)[0];
        const left = deadline - performance.now();
        if (left <= 0 || broken || total > MAX || packets.length > 5000) return undefined;
        const end = await wire.until((b) => b.length > 0, left);
        total += wire.buffer.length;
        const had = wire.buffer.length;
        feed();
        if (end !== "ok" && had === 0) return undefined;
      }
    },
  };
}

async function connect(
  c: CheckContext,
  to: Endpoint,
  o: { user?: string; password?: string; clientId?: string | undefined },
): Promise<{ result: LoginResult; session?: Session }> {
  const started = performance.now();
  const ms = () => performance.now() - started;
  let wire: Wire | undefined;
  try {
    wire = await open(c.net, to, o.user === undefined ? "MQTT CONNECT" : "MQTT CONNECT with credentials");
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    return { result: { outcome: "no-answer", answer: error.code, ms: ms() } };
  }
  if (!wire) return { result: { outcome: "no-answer", answer: "no TLS", ms: ms() } };
  const s = session(wire);
  wire.write(
    mqtt.generate({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      clientId: o.clientId ?? `seiza-${c.runId.slice(0, 8)}`,
      keepalive: 30,
      ...(o.user === undefined ? {} : { username: o.user }),
      ...(o.password === undefined ? {} : { password: Buffer.from(o.password) }),
    }),
  );
  const ack = (await s.next("connack", 5000)) as mqtt.IConnackPacket | undefined;
  if (!ack) {
    const closed = wire.closed;
    wire.end();
    return {
      result: { outcome: closed ? "out" : "no-answer", answer: closed ? "closed" : "no CONNACK", ms: ms() },
    };
  }
  const code = ack.returnCode ?? ack.reasonCode ?? 0;
  const answer = `CONNACK ${code}`;
  c.note(`> MQTT CONNECT${o.user === undefined ? " without credentials" : " with credentials"}\n< ${answer}`);
  if (code === 0) return { result: { outcome: "in", answer, ms: ms() }, session: s };
  wire.end();
  // 3: server unavailable; 4 and 5: bad credentials, not authorised (MQTT 3.1.1, table 3.1).
  return { result: { outcome: code === 4 || code === 5 ? "out" : "unclear", answer, ms: ms() } };
}

export async function mqttConnect(
  c: CheckContext,
  to: Endpoint,
  o: { user?: string; password?: string; clientId?: string | undefined },
): Promise<LoginResult> {
  const { result, session } = await connect(c, to, o);
  session?.wire.write(mqtt.generate({ cmd: "disconnect" }));
  session?.wire.end();
  return result;
}

export interface MqttLook {
  result: LoginResult;
  /** Names of topics seen within the time; payloads are not kept. */
  topics: string[];
}

/** CONNECT as given and, if let in, SUBSCRIBE `#` and `$SYS/#`. */
export async function mqttLook(
  c: CheckContext,
  to: Endpoint,
  o: { user?: string; password?: string; topics?: readonly string[]; listenMs: number },
): Promise<MqttLook> {
  const { result, session: s } = await connect(c, to, o);
  if (!s) return { result, topics: [] };
  try {
    await c.net.spend(1, { step: "MQTT SUBSCRIBE", transport: "tcp", port: to.port });
    s.wire.write(
      mqtt.generate({
        cmd: "subscribe",
        messageId: 1,
        subscriptions: (o.topics ?? ["#", "$SYS/#"]).map((topic) => ({ topic, qos: 0 })),
      }),
    );
    const topics = new Set<string>();
    const deadline = performance.now() + o.listenMs;
    for (;;) {
      const p = (await s.next("publish", Math.max(0, deadline - performance.now()))) as
        | mqtt.IPublishPacket
        | undefined;
      if (!p || topics.size >= 500) break;
      topics.add(p.topic);
      if (performance.now() >= deadline) break;
    }
    const denied = s.packets.find((p) => p.cmd === "suback") as mqtt.ISubackPacket | undefined;
    const granted = denied?.granted as number[] | undefined;
    c.note(
      `> SUBSCRIBE\n< SUBACK ${granted?.join(",") ?? "-"}; topics seen: ${topics.size}\n${[...topics].join("\n")}`,
    );
    return { result, topics: [...topics].sort() };
  } finally {
    s.wire.end();
  }
}
