/** The device's MQTT broker (MQTT 3.1.1 and 5): state and motion for its own apps. */
import type { Socket } from "node:net";
import mqtt from "mqtt-packet";
import { MODEL } from "./memory.ts";
import type { Unit } from "./unit.ts";

export const TOPICS = { state: `camera/${MODEL}/state`, motion: `camera/${MODEL}/motion` } as const;

const REFUSED = { 4: 5, 5: 0x87 } as const;
const MALFORMED_BYTES = 256 * 1024;

/** Filter with `+` and `#` (MQTT 3.1.1, 4.7); names that begin with `$` are not matched by a leading wildcard. */
function matches(filter: string, topic: string): boolean {
  if (topic.startsWith("$") && /^[#+]/.test(filter)) return false;
  const [f, t] = [filter.split("/"), topic.split("/")];
  for (let i = 0; i < f.length; i++) {
    if (f[i] === "#") return true;
    if (t[i] === undefined || (f[i] !== "+" && f[i] !== t[i])) return false;
  }
  return f.length === t.length;
}

export function speakMqtt(unit: () => Unit, socket: Socket): void {
  let version: 4 | 5 = 4;
  let account: string | undefined;
  let bytes = 0;
  const say = (packet: mqtt.Packet) => {
    if (socket.writable) socket.write(mqtt.generate(packet, { protocolVersion: version }));
  };
  let parser = mqtt.parser();
  const onPacket = (packet: mqtt.Packet) => {
    if (packet.cmd === "connect") {
      if (account !== undefined) return void socket.destroy();
      version = packet.protocolVersion === 5 ? 5 : 4;
      const refuse = () => {
        say({
          cmd: "connack",
          sessionPresent: false,
          returnCode: REFUSED[version],
          reasonCode: REFUSED[version],
        });
        socket.end();
      };
      const anonymous = packet.username === undefined || packet.username === "";
      if (anonymous && unit().has("mqtt-anonymous") && unit().open) account = "";
      else if (anonymous) return refuse();
      else {
        const answer = unit().logIn("mqtt", packet.username as string, String(packet.password ?? ""));
        if (answer.outcome !== "ok") {
          const delay = answer.outcome === "wrong" ? answer.delayMs : 0;
          if (delay === 0) return refuse();
          setTimeout(refuse, delay).unref();
          return;
        }
        account = answer.account.name;
      }
      return say({ cmd: "connack", sessionPresent: false, returnCode: 0, reasonCode: 0 });
    }
    if (account === undefined) return void socket.destroy();
    switch (packet.cmd) {
      case "subscribe":
        say({
          cmd: "suback",
          messageId: packet.messageId as number,
          granted: packet.subscriptions.map(() => 0),
        });
        for (const [topic, payload] of [
          [TOPICS.state, JSON.stringify({ version: unit().flash.version, recording: true })],
          [TOPICS.motion, JSON.stringify({ at: "2026-04-02T19:40:00+09:00", zone: "garden" })],
        ] as const)
          if (packet.subscriptions.some((s) => matches(s.topic, topic)))
            say({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: true });
        return;
      case "publish":
        if (packet.qos === 1) say({ cmd: "puback", messageId: packet.messageId as number });
        return;
      case "pingreq":
        return say({ cmd: "pingresp" });
      case "unsubscribe":
        return say({ cmd: "unsuback", messageId: packet.messageId as number, granted: [] });
      case "disconnect":
        return void socket.end();
      default:
        return;
    }
  };
  parser.on("packet", onPacket);
  parser.on("error", () => socket.destroy());
  socket.on("data", (data: Buffer) => {
    bytes += data.length;
    if (bytes > MALFORMED_BYTES) return void socket.destroy();
    try {
      parser.parse(data);
    } catch {
      parser = mqtt.parser();
      socket.destroy();
    }
  });
  socket.on("error", () => {});
}
