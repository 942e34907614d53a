/** A product, an account and toy servers on loopback for tests of the probes. */
import { createServer as createHttp, type Server as HttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { DEFAULT_POLICY, Declaration } from "../../src/index.ts";
import { confirmTarget, Redactor, type RunInput, type RunOptions, runChecks } from "../../src/node/index.ts";

export const USER = "tester";
export const PASSWORD = "correct-Horse-7";

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((r) => server.listen(0, "127.0.0.1", r));
  return (server.address() as AddressInfo).port;
}
export const httpServer = (on: RequestListener): HttpServer => createHttp(on);
export function tcpServer(on: (s: Socket) => void): Server & { drop: () => void } {
  const open = new Set<Socket>();
  const server = createServer((s) => {
    open.add(s);
    s.on("error", () => {});
    s.on("close", () => open.delete(s));
    on(s);
  });
  return Object.assign(server, { drop: () => [...open].map((s) => s.destroy()) });
}

export const FORM = {
  kind: "http-form" as const,
  submit: { method: "POST" as const, path: "/login", form: { user: "{user}", password: "{password}" } },
  success: { status: [303] },
  failure: { status: [401] },
};

export function product(more: Record<string, unknown>): Declaration {
  return Declaration.parse({
    seiza: "product/1",
    product: {
      name: { ja: "試験機", en: "Toy" },
      model: "TOY-1",
      vendor: { name: { ja: "試験社", en: "Toys" } },
      firmware: { version: "1.0" },
    },
    ...more,
  });
}
export const mechanism = (face: string, recipe: unknown, bruteForce: Record<string, unknown> = {}) => ({
  id: "password",
  kind: "password",
  of: "user",
  overNetwork: true,
  account: USER,
  login: [{ interface: face, recipe }],
  default: { rule: "none" },
  change: { possible: false },
  bruteForce: { mechanism: "lock", seconds: 1, spareAccount: true, ...bruteForce },
});

export async function run(
  declaration: Declaration,
  only: string[],
  options: Partial<RunOptions> = {},
  more: Partial<RunInput> = {},
) {
  return runChecks({
    target: await confirmTarget({
      typed: "127.0.0.1",
      serial: "SN-1",
      operator: "test",
      at: new Date(),
      classes: [],
    }),
    declaration,
    policy: DEFAULT_POLICY,
    version: "test",
    folder: ".",
    redact: new Redactor(),
    file: async () => {
      throw new Error("no file");
    },
    prompt: async () => false,
    credentials: {
      seiza: "credentials/1",
      accounts: { password: { user: USER, password: PASSWORD } },
      canaries: {},
    },
    options: {
      state: "operation",
      allow: [],
      only,
      tools: [],
      scanPauseMs: 50,
      lockWaitSeconds: 8,
      tryCommonCommunities: true,
      ...options,
    },
    ...more,
  });
}
