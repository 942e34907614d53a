/** SSH: the `none` method to list ways in, passwords one by one, and the host key. The socket is the guard's. */
import { createHash } from "node:crypto";
import ssh2 from "ssh2";
import { ConnectFailed } from "../net/guard.ts";
import type { Endpoint } from "../net/wire.ts";
import type { CheckContext } from "../run/context.ts";
import type { LoginResult } from "../run/login-result.ts";

/** Old devices speak old algorithms: they are offered too, so that the log-in itself can be looked at. */
const ALGORITHMS = {
  kex: {
    append: [
      "diffie-hellman-group14-sha1",
      "diffie-hellman-group-exchange-sha1",
      "diffie-hellman-group1-sha1",
    ],
  },
  serverHostKey: { append: ["ssh-rsa", "ssh-dss"] },
  cipher: { append: ["aes128-cbc", "aes256-cbc", "3des-cbc"] },
  hmac: { append: ["hmac-sha1", "hmac-md5"] },
};

export interface SshLook {
  outcome: "in" | "refused" | "no-answer" | "not-ssh";
  methods: string[];
  hostKey?: string;
  /** Milliseconds from each password to the answer to it. */
  times: number[];
  detail: string;
}

/** Tries `none`, then the passwords in order in one connection. `in` at the first that is taken. */
export async function sshTry(
  c: CheckContext,
  to: Endpoint,
  user: string,
  passwords: readonly string[],
  ms = 15_000,
): Promise<SshLook & { tried: number }> {
  const look: SshLook & { tried: number } = {
    outcome: "no-answer",
    methods: [],
    times: [],
    detail: "",
    tried: 0,
  };
  let socket: Awaited<ReturnType<typeof c.net.tcp>>;
  try {
    socket = await c.net.tcp(to.port, `SSH ${passwords.length === 0 ? "none" : "password"}`);
  } catch (error) {
    if (!(error instanceof ConnectFailed)) throw error;
    return { ...look, detail: error.code };
  }
  let bytes = 0;
  socket.on("data", (d: Buffer) => {
    bytes += d.length;
    // A server that talks without end is no SSH server.
    if (bytes > 1_048_576) socket.destroy();
  });
  socket.pause();
  return await new Promise((resolve) => {
    const client = new ssh2.Client();
    let sentAt = 0;
    let noneTried = false;
    const settle = () => {
      if (sentAt > 0) look.times.push(performance.now() - sentAt);
      sentAt = 0;
    };
    const done = (outcome: SshLook["outcome"], detail: string) => {
      clearTimeout(timer);
      client.removeAllListeners();
      client.on("error", () => {});
      client.destroy();
      socket.destroy();
      resolve({ ...look, outcome, detail });
    };
    const timer = setTimeout(() => done("no-answer", "time"), ms);
    client.on("ready", () => {
      settle();
      done("in", look.tried === 0 ? "none" : "password");
    });
    client.on("error", (e: Error & { level?: string }) => {
      settle();
      if (e.level === "client-authentication") return done("refused", "authentication failed");
      if (look.hostKey !== undefined) return done("refused", e.level ?? "closed");
      done(
        e.level === "protocol" || e.level === "handshake" ? "not-ssh" : "no-answer",
        e.message.slice(0, 120),
      );
    });
    const over = () => {
      settle();
      done(look.hostKey === undefined ? "no-answer" : "refused", "closed");
    };
    client.on("close", over);
    client.on("end", over);
    try {
      client.connect({
        sock: socket,
        username: user,
        readyTimeout: ms,
        algorithms: ALGORITHMS as unknown as ssh2.Algorithms,
        hostVerifier: (key: Buffer) => {
          look.hostKey = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
          return true;
        },
        authHandler: ((methods: string[] | null, _partial: boolean, next: (m: unknown) => void) => {
          settle();
          if (methods) look.methods = [...methods];
          if (!noneTried) {
            noneTried = true;
            return next({ type: "none", username: user });
          }
          const password = passwords[look.tried];
          if (password === undefined) return next(false);
          look.tried++;
          // Further passwords on an open connection are requests of their own.
          const booked =
            look.tried === 1
              ? Promise.resolve()
              : c.net.spend(1, { step: "SSH password", transport: "tcp", port: to.port });
          booked.then(
            () => {
              sentAt = performance.now();
              next({ type: "password", username: user, password });
            },
            () => next(false),
          );
        }) as unknown as ssh2.AuthHandlerMiddleware,
      });
    } catch (error) {
      done("no-answer", (error as Error).message);
    }
  });
}

/** One result a password; after the connection ended, the rest is not tried. */
export async function sshLogin(
  c: CheckContext,
  to: Endpoint,
  user: string,
  passwords: readonly string[],
): Promise<LoginResult[]> {
  const look = await sshTry(c, to, user, passwords);
  c.note(
    `> SSH password × ${look.tried}\n< ${look.outcome}: ${look.detail}; methods ${look.methods.join(",")}`,
  );
  if (look.outcome === "no-answer" || look.outcome === "not-ssh")
    return [{ outcome: "no-answer", answer: look.detail || look.outcome, ms: look.times[0] ?? 0 }];
  return Array.from({ length: Math.max(1, look.tried) }, (_, i): LoginResult => {
    const last = i === look.tried - 1 || look.tried === 0;
    return {
      outcome: last && look.outcome === "in" ? "in" : "out",
      answer: last ? look.detail : "authentication failed",
      ms: look.times[i] ?? 0,
    };
  });
}
