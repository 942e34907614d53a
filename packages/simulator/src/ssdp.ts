/** Answers SSDP searches sent to it (UPnP Device Architecture 2.0, 1.3.3), unicast only. */
import { createSocket, type Socket } from "node:dgram";
import type { Unit } from "./unit.ts";
import { descriptionAt, uuidOf } from "./web.ts";

export function makeSsdpResponder(unit: () => Unit, httpPort: () => number): Socket {
  const socket = createSocket({ type: "udp4", reuseAddr: false });
  socket.on("message", (message, from) => {
    const text = message.toString("latin1");
    if (!text.startsWith("M-SEARCH * HTTP/1.1")) return;
    const wanted = /^ST:\s*(.+?)\s*$/im.exec(text)?.[1];
    if (wanted !== "ssdp:all" && wanted !== "upnp:rootdevice" && !wanted?.includes("device:Basic")) return;
    const st = wanted === "ssdp:all" ? "upnp:rootdevice" : wanted;
    const { address } = unit().options;
    socket.send(
      [
        "HTTP/1.1 200 OK",
        "CACHE-CONTROL: max-age=1800",
        "EXT:",
        `LOCATION: ${descriptionAt(address, httpPort())}`,
        "SERVER: Linux/6.1 UPnP/2.0 HoshizoraCam/2.4",
        `ST: ${st}`,
        `USN: uuid:${uuidOf(unit())}::${st}`,
        "",
        "",
      ].join("\r\n"),
      from.port,
      from.address,
    );
  });
  socket.on("error", () => {});
  return socket;
}
