/** Devices that behave badly towards any client: every check must end all the same. */
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { WeaknessId } from "./weaknesses.ts";

export type Fault = Extract<WeaknessId, "hangs" | "drips" | "floods" | "closes" | "speaks-nonsense">;
export const FAULTS: readonly Fault[] = ["hangs", "drips", "floods", "closes", "speaks-nonsense"];

const DRIP_MS = 1000;
const CHUNK = Buffer.alloc(64 * 1024, "x");

function drip(text: Buffer, write: (part: Buffer) => boolean, closed: (listener: () => void) => void): void {
  let at = 0;
  const timer = setInterval(() => {
    write(text.subarray(at, at + 1));
    at = (at + 1) % text.length;
  }, DRIP_MS);
  closed(() => clearInterval(timer));
}

/** Writes as long as the other side reads. */
function flood(
  write: (part: Buffer) => boolean,
  drained: (listener: () => void) => void,
  closed: (listener: () => void) => void,
): void {
  let over = false;
  closed(() => {
    over = true;
  });
  const pour = () => {
    while (!over && write(CHUNK)) if (over) return;
    // Lets the rest of the process run even where the reader is quicker than the writer.
    if (!over) drained(() => setImmediate(pour));
  };
  pour();
}

/** A raw connection at any port. */
export function misbehave(fault: Fault, socket: Socket): void {
  socket.on("error", () => {});
  const closed = (listener: () => void) => socket.once("close", listener);
  switch (fault) {
    case "hangs":
      socket.resume();
      return;
    case "closes":
      socket.destroy();
      return;
    case "drips":
      drip(Buffer.from("SSH-2.0-slow"), (p) => socket.writable && socket.write(p), closed);
      return;
    case "floods":
      flood(
        (p) => socket.writable && socket.write(p),
        (l) => socket.once("drain", l),
        closed,
      );
      return;
    case "speaks-nonsense":
      socket.write("220 mail.example ESMTP\r\n");
      socket.on("data", () => socket.writable && socket.write("500 5.5.1 Command unrecognized\r\n"));
      return;
  }
}

/** HTTP that answers badly inside a connection that is sound; `undefined` where the connection itself is the fault. */
export function badPages(fault: Fault): RequestListener | undefined {
  if (fault === "drips")
    return (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      drip(
        Buffer.from("<!doctype html><p>wait…"),
        (p) => response.write(p),
        (l) => response.once("close", l),
      );
    };
  if (fault === "floods")
    return (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      flood(
        (p) => response.write(p),
        (l) => response.once("drain", l),
        (l) => response.once("close", l),
      );
    };
  return undefined;
}
