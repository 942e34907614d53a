/**
 * The one door to the network. Every socket of every check is opened here, to the pinned address of the target record and
 * nowhere else, within the check's printed bound and the device's ledger, and with a line in the log (domain/conformance.md
 * E.0, safety rules 1, 4, 5, 7).
 */
import { createSocket, type RemoteInfo } from "node:dgram";
import { isIP, Socket } from "node:net";
import { checkAddress, type TargetRecord } from "./address.ts";
import { type Knocked, Knockers } from "./knockers.ts";

/** Bound of one check, printed before it starts. `requests`: connections, datagrams and further requests. */
export interface Limits {
  requests: number;
  /** Most requests a second; `Infinity` on loopback. */
  perSecond: number;
  parallel: number;
  seconds: number;
}

export type StopCode =
  | "requests"
  | "device-requests"
  | "deadline"
  | "stopped"
  | "lost"
  | "attempts"
  | "identity";
/** A bound was reached before anything went over it, or the run was stopped. `code` is a key of `why.*`. */
export class Stopped extends Error {
  constructor(
    readonly code: StopCode,
    readonly detail: string | number = "",
  ) {
    super(`${code} ${detail}`.trim());
  }
}

/** One packet-sending step, as the NDJSON log keeps it. */
export interface LogLine {
  at: string;
  check: string;
  step: string;
  transport: "tcp" | "udp" | "resolve" | "process";
  address: string;
  /** One port, or a range as `1-1024`. */
  port: number | string;
  n: number;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const timer = setTimeout(done, ms);
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    signal.addEventListener("abort", stop, { once: true });
  });

/** Spaces requests evenly: the n-th is never sent before n / rate seconds, less a burst of a twentieth of a second. */
class Pace {
  #next = 0;
  constructor(readonly perSecond: number) {}
  /** Milliseconds to wait before `n` may be sent. */
  take(n: number, now: number): number {
    if (!Number.isFinite(this.perSecond)) return 0;
    const start = Math.max(this.#next, now - 50);
    this.#next = start + (n * 1000) / this.perSecond;
    return Math.max(0, start - now);
  }
}

export interface GuardOptions {
  /** All checks of the run together. */
  device: { requests: number; perSecond: number; parallel: number };
  log: (line: LogLine) => void;
  signal?: AbortSignal;
  now?: () => Date;
}

export class Guard {
  readonly #pace: Pace;
  readonly #stop = new AbortController();
  #sent = 0;
  #open = 0;
  #waiting: (() => void)[] = [];
  readonly attempts = new Map<string, number>();
  readonly now: () => Date;

  constructor(
    readonly target: TargetRecord,
    readonly options: GuardOptions,
  ) {
    // A record that was put together by hand meets the same rules.
    checkAddress(target.address, target.allowPublic);
    this.#pace = new Pace(options.device.perSecond);
    this.now = options.now ?? (() => new Date());
    const { signal } = options;
    if (signal?.aborted) this.stop(new Stopped("stopped"));
    else signal?.addEventListener("abort", () => this.stop(new Stopped("stopped")), { once: true });
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }
  get sent(): number {
    return this.#sent;
  }
  /** Ends every check of the run: all sockets are closed, and nothing more is sent. */
  stop(why: Stopped): void {
    if (!this.#stop.signal.aborted) this.#stop.abort(why);
  }
  scope(check: string, limits: Limits): Scope {
    return new Scope(this, check, limits);
  }

  /** @internal */
  async take(n: number, signal: AbortSignal): Promise<void> {
    if (this.#sent + n > this.options.device.requests)
      throw new Stopped("device-requests", this.options.device.requests);
    this.#sent += n;
    const wait = this.#pace.take(n, performance.now());
    if (wait > 1) await pause(wait, signal);
  }
  /** @internal */
  async slot(signal: AbortSignal): Promise<void> {
    while (this.#open >= this.options.device.parallel) await waitTurn(this.#waiting, signal);
    this.#open++;
  }
  /** @internal */
  free(): void {
    this.#open--;
    this.#waiting.shift()?.();
  }
}

function waitTurn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      const at = queue.indexOf(go);
      if (at >= 0) queue.splice(at, 1);
      reject(signal.reason as Error);
    };
    const go = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    queue.push(go);
  });
}

/** Ports in order, as one entry of the log. */
export const rangeText = (ports: readonly number[]): number | string =>
  ports.length === 1 ? (ports[0] as number) : `${ports[0]}-${ports.at(-1)}`;

export type ConnectFailure = "refused" | "no-answer" | "closed" | "self";
export class ConnectFailed extends Error {
  constructor(
    readonly code: ConnectFailure,
    readonly port: number,
  ) {
    super(`${code} ${port}`);
  }
}

/** One check's share of the guard. It ends at its deadline, whatever the device does. */
export class Scope {
  readonly #stop = new AbortController();
  readonly #pace: Pace;
  readonly #sockets = new Set<{ destroy(): void }>();
  readonly #timer: NodeJS.Timeout;
  readonly #unlink: () => void;
  #sent = 0;
  #open = 0;
  #waiting: (() => void)[] = [];

  constructor(
    readonly guard: Guard,
    readonly check: string,
    readonly limits: Limits,
  ) {
    this.#pace = new Pace(limits.perSecond);
    this.#timer = setTimeout(() => this.#end(new Stopped("deadline", limits.seconds)), limits.seconds * 1000);
    const follow = () => this.#end(guard.signal.reason as Stopped);
    if (guard.signal.aborted) follow();
    else guard.signal.addEventListener("abort", follow, { once: true });
    this.#unlink = () => guard.signal.removeEventListener("abort", follow);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }
  get sent(): number {
    return this.#sent;
  }
  get target(): TargetRecord {
    return this.guard.target;
  }
  /** Name for `Host` and TLS server names: what was typed, else the address. */
  get host(): string {
    const { host, address } = this.target;
    return host ?? (isIP(address) === 6 ? `[${address}]` : address);
  }

  #end(why: Stopped): void {
    clearTimeout(this.#timer);
    if (!this.#stop.signal.aborted) this.#stop.abort(why);
    for (const s of this.#sockets) s.destroy();
    this.#sockets.clear();
  }
  /** Closes what is open. The scope cannot be used again. */
  end(): void {
    this.#unlink();
    this.#end(new Stopped("stopped"));
  }

  /** Waits, without sending anything; ends with the scope. */
  sleep(ms: number): Promise<void> {
    return pause(ms, this.signal);
  }

  /**
   * Books `n` requests before they are sent: throws when the bound would be passed, waits where the rate asks for it, and
   * writes the log line.
   */
  async spend(n: number, line: Pick<LogLine, "step" | "transport" | "port">): Promise<void> {
    if (this.signal.aborted) throw this.signal.reason;
    if (this.#sent + n > this.limits.requests) throw new Stopped("requests", this.limits.requests);
    this.#sent += n;
    await this.guard.take(n, this.signal);
    const wait = this.#pace.take(n, performance.now());
    if (wait > 1) await pause(wait, this.signal);
    if (this.signal.aborted) throw this.signal.reason;
    this.guard.options.log({
      at: this.guard.now().toISOString(),
      check: this.check,
      ...line,
      address: this.target.address,
      n,
    });
  }

  /** A deliberately wrong password: never more than `most` for one account in one run. */
  attempt(account: string, most: number): void {
    const made = this.guard.attempts.get(account) ?? 0;
    if (made + 1 > most) throw new Stopped("attempts", most);
    this.guard.attempts.set(account, made + 1);
  }

  async #slot(): Promise<void> {
    while (this.#open >= this.limits.parallel) await waitTurn(this.#waiting, this.signal);
    this.#open++;
    try {
      await this.guard.slot(this.signal);
    } catch (error) {
      this.#open--;
      throw error;
    }
  }
  #free(): void {
    this.#open--;
    this.guard.free();
    this.#waiting.shift()?.();
  }

  /** A connected TCP socket to a port of the target. @throws ConnectFailed, Stopped */
  async tcp(port: number, step: string, timeoutMs = 3000): Promise<Socket> {
    await this.#slot();
    let freed = false;
    const free = () => {
      if (!freed) this.#free();
      freed = true;
    };
    try {
      await this.spend(1, { step, transport: "tcp", port });
    } catch (error) {
      free();
      throw error;
    }
    const socket = new Socket();
    this.#sockets.add(socket);
    return await new Promise<Socket>((resolve, reject) => {
      const fail = (code: ConnectFailure) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        socket.destroy();
        reject(this.signal.aborted ? this.signal.reason : new ConnectFailed(code, port));
      };
      // After the answers that wait have been taken: this process may have been held up, not the device.
      const timer = setTimeout(() => setImmediate(() => fail("no-answer")), timeoutMs);
      let up = false;
      let over = false;
      socket.on("error", (e: NodeJS.ErrnoException) => {
        if (!up)
          fail(e.code === "ECONNREFUSED" ? "refused" : e.code === "ECONNRESET" ? "closed" : "no-answer");
      });
      socket.once("close", () => {
        this.#sockets.delete(socket);
        free();
        if (!up) fail("closed");
      });
      socket.once("connect", () => {
        up = true;
        // A connection from a port to itself succeeds without any server (measured: up to three in one scan).
        if (socket.localPort === port && socket.localAddress === socket.remoteAddress) return fail("self");
        over = true;
        clearTimeout(timer);
        socket.setNoDelay(true);
        resolve(socket);
      });
      socket.connect({ host: this.target.address, port });
    });
  }

  /**
   * Starts one connection of a scan. The caller has booked it with {@link spend} and keeps within `parallel`. The answer
   * comes exactly once; the socket is closed by then.
   */
  knock(
    port: number,
    timeoutMs: number,
    done: (state: "open" | "closed" | "filtered" | "self") => void,
  ): void {
    const socket = new Socket();
    this.#sockets.add(socket);
    let told = false;
    const tell = (state: "open" | "closed" | "filtered" | "self") => {
      if (told) return;
      told = true;
      clearTimeout(timer);
      this.#sockets.delete(socket);
      socket.destroy();
      done(state);
    };
    // After the answers that wait have been taken: this process may have been held up, not the device.
    const timer = setTimeout(() => setImmediate(() => tell("filtered")), timeoutMs);
    socket.on("error", (e: NodeJS.ErrnoException) =>
      tell(e.code === "ECONNREFUSED" || e.code === "ECONNRESET" ? "closed" : "filtered"),
    );
    socket.once("connect", () =>
      tell(socket.localPort === port && socket.localAddress === socket.remoteAddress ? "self" : "open"),
    );
    socket.once("close", () => tell("filtered"));
    socket.connect({ host: this.target.address, port });
  }

  /**
   * Threads for a sweep of very many ports, within this check's `parallel` together. They end with the scope.
   * `undefined` where the runtime gives none: {@link knock} does the same more slowly.
   */
  async knockers(timeoutMs: number): Promise<Knockers | undefined> {
    const threads = new Knockers(this.target.address, this.limits.parallel, timeoutMs);
    this.#sockets.add(threads);
    try {
      await threads.ready;
      return threads;
    } catch {
      if (this.signal.aborted) throw this.signal.reason;
      this.#sockets.delete(threads);
      return undefined;
    }
  }

  /** Books a run of neighbouring ports and has them knocked at. @returns what did not refuse @throws Stopped */
  async knockAll(threads: Knockers, ports: readonly number[]): Promise<Knocked[]> {
    await this.spend(ports.length, { step: "connect", transport: "tcp", port: rangeText(ports) });
    try {
      return await threads.knock(ports);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : error;
    }
  }

  /**
   * Sends one datagram to a port of the target and collects answers of the target alone. `closed`: the target said that
   * nothing listens there.
   * @param anyPort take answers from other ports of the target too (SSDP)
   */
  async udp(
    port: number,
    payload: Uint8Array,
    o: { step: string; waitMs: number; anyPort?: boolean; enough?: number },
  ): Promise<{ answers: Buffer[]; closed: boolean }> {
    await this.#slot();
    try {
      await this.spend(1, { step: o.step, transport: "udp", port });
      return await this.#exchange(port, payload, o);
    } finally {
      this.#free();
    }
  }

  #exchange(
    port: number,
    payload: Uint8Array,
    o: { waitMs: number; anyPort?: boolean; enough?: number },
  ): Promise<{ answers: Buffer[]; closed: boolean }> {
    const { address } = this.target;
    const socket = createSocket({
      type: isIP(address) === 6 ? "udp6" : "udp4",
      // The address is pinned; nothing is looked up for a datagram either.
      lookup: (host, _options, callback) => callback(null, host, isIP(host) === 6 ? 6 : 4),
    });
    return new Promise((resolve, reject) => {
      const answers: Buffer[] = [];
      let bytes = 0;
      let over = false;
      const held = { destroy: () => finish(false) };
      this.#sockets.add(held);
      const timer = setTimeout(() => finish(false), o.waitMs);
      const finish = (closed: boolean) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        this.#sockets.delete(held);
        try {
          socket.close();
        } catch {
          // It never came up.
        }
        if (this.signal.aborted) reject(this.signal.reason as Error);
        else resolve({ answers, closed });
      };
      socket.on("error", (e: NodeJS.ErrnoException) => finish(e.code === "ECONNREFUSED"));
      socket.on("message", (m: Buffer, from: RemoteInfo) => {
        if (from.address.replace(/%.*$/, "") !== address.replace(/%.*$/, "")) return;
        if (!o.anyPort && from.port !== port) return;
        bytes += m.length;
        answers.push(m);
        if (answers.length >= (o.enough ?? 1) || bytes > 262_144) finish(false);
      });
      const send = () => {
        const sent = (e: Error | null) => {
          if (e) finish((e as NodeJS.ErrnoException).code === "ECONNREFUSED");
        };
        if (o.anyPort) socket.send(payload, port, address, sent);
        else socket.send(payload, sent);
      };
      if (o.anyPort) socket.bind(0, isIP(address) === 6 ? "::" : "0.0.0.0", send);
      else socket.connect(port, address, send as () => void);
    });
  }
}
