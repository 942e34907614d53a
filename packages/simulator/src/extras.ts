/** Services that nobody declared: what developers leave behind. */
import { createSocket, type Socket as Datagrams } from "node:dgram";
import type { Socket } from "node:net";
import coap from "coap-packet";

/** Telnet (RFC 854): negotiates, asks for a user name, lets nobody in. */
export function speakTelnet(socket: Socket): void {
  const WILL_ECHO = Buffer.from([0xff, 0xfb, 0x01]);
  let asking: "user" | "password" = "user";
  socket.write(Buffer.concat([WILL_ECHO, Buffer.from("\r\nSZ-CAM200 login: ", "ascii")]));
  socket.on("data", (data) => {
    if (!data.includes(0x0a) && !data.includes(0x0d)) return;
    socket.write(asking === "user" ? "\r\nPassword: " : "\r\nLogin incorrect\r\nSZ-CAM200 login: ");
    asking = asking === "user" ? "password" : "user";
  });
  socket.on("error", () => {});
}

export function speakDebug(socket: Socket): void {
  socket.write("SZ debug 0.3 ready\r\n> ");
  socket.on("data", () => socket.write("? \r\n> "));
  socket.on("error", () => {});
}

/** CoAP (RFC 7252) with a list of resources (RFC 6690). */
export function makeCoapResponder(): Datagrams {
  const socket = createSocket({ type: "udp4" });
  socket.on("message", (message, from) => {
    let asked: ReturnType<typeof coap.parse>;
    try {
      asked = coap.parse(message);
    } catch {
      return;
    }
    const path = (asked.options ?? [])
      .filter((o) => o.name === "Uri-Path")
      .map((o) => o.value.toString())
      .join("/");
    const known = path === ".well-known/core";
    const reply = coap.generate({
      code: known ? "2.05" : "4.04",
      messageId: asked.messageId,
      token: asked.token,
      ack: asked.confirmable,
      payload: Buffer.from(known ? '</dev/state>;rt="state"' : ""),
    });
    socket.send(reply, from.port, from.address);
  });
  socket.on("error", () => {});
  return socket;
}
