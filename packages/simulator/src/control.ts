/**
 * What a person on the bench does with hands: pull the plug, press the reset button, hand out test data. On a port of its
 * own, for the harness and the device adapter; no part of the device.
 */
import type { RequestListener } from "node:http";

export interface Bench {
  /** Cuts power, waits `offMs`, switches it on and returns when the device is ready. */
  powerCycle(offMs?: number): Promise<void>;
  /** The network is away for `offMs`; power stays. */
  networkCut(offMs?: number): Promise<void>;
  /** Presses the reset button: deletes what use has left. */
  factoryReset(): Promise<void>;
  /** First set-up done, with these passwords for `admin`, `tester` and any spare testers, and some use made of it. */
  provision(passwords: Passwords): void;
  /** Lifts every lock-out. */
  unlock(): void;
  install(bytes: Buffer): { accepted: boolean; version?: string; reason?: string };
  setSettings(settings: Record<string, string>): void;
  look(): BenchView;
}

export interface Passwords {
  admin: string;
  tester: string;
  /** Of further accounts with the rights of `tester`, by name. */
  spare?: Readonly<Record<string, string>>;
}

export interface BenchView {
  ready: boolean;
  setUp: boolean;
  model: string;
  version: string;
  settings: Record<string, string>;
  recordings: number;
  accounts: string[];
}

/** A page in a browser must not be able to press the buttons: it cannot send this header across origins unasked. */
export const CONTROL_HEADER = "x-seiza-bench";

const MOST_BYTES = 32 * 1024 * 1024;

export function benchControl(bench: Bench): RequestListener {
  return (request, response) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    const run = async () => {
      if (request.headers[CONTROL_HEADER] === undefined)
        return send(403, { error: `header ${CONTROL_HEADER} is missing` });
      const parts: Buffer[] = [];
      let bytes = 0;
      for await (const part of request as AsyncIterable<Buffer>) {
        bytes += part.length;
        if (bytes > MOST_BYTES) return send(413, { error: "too large" });
        parts.push(part);
      }
      const body = Buffer.concat(parts);
      const value = () => JSON.parse(body.length === 0 ? "{}" : body.toString("utf8"));
      switch (`${request.method} ${request.url}`) {
        case "GET /":
          return send(200, bench.look());
        case "POST /power-cycle":
          await bench.powerCycle(Number(value().offMs ?? 0) || undefined);
          return send(200, {});
        case "POST /network-cut":
          await bench.networkCut(Number(value().offMs ?? 0) || undefined);
          return send(200, {});
        case "POST /factory-reset":
          await bench.factoryReset();
          return send(200, {});
        case "POST /provision":
          bench.provision(value());
          return send(200, {});
        case "POST /unlock":
          bench.unlock();
          return send(200, {});
        case "POST /settings":
          bench.setSettings(value());
          return send(200, {});
        case "POST /install":
          return send(200, bench.install(body));
        default:
          return send(404, { error: "no such control" });
      }
    };
    run().catch((error: unknown) => send(400, { error: String(error) }));
  };
}
