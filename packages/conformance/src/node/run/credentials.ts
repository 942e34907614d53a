/**
 * Test credentials: from a file of their own or the environment, never from `product.yaml`, never printed
 * (domain/conformance.md E.0, safety rule 6).
 */
import { parse } from "yaml";
import { z } from "zod";

export const CredentialsFile = z.strictObject({
  seiza: z.literal("credentials/1"),
  /** By the id of the authentication mechanism in `product.yaml`. */
  accounts: z.record(
    z.string(),
    z.strictObject({
      user: z.string().default(""),
      password: z.string().min(1),
      /** A second value that the product's rules take: S1.1-03 changes to it and back. Made up when absent. */
      next: z.string().optional(),
      /** The factory's value, for the first start (S1.1-02 ②) and after deletion. */
      default: z.string().optional(),
      /** Account of the factory's value, where it is another than the test account. */
      defaultUser: z.string().optional(),
      /** Another account, for the series over two accounts (S1.1-04 step 6). */
      second: z.string().optional(),
      /**
       * Further test accounts. Each log-in of the mechanism gets one of its own for the wrong passwords, so that the locks
       * of several log-ins are waited for side by side (S1.1-04).
       */
      spare: z.array(z.strictObject({ user: z.string().min(1), password: z.string().min(1) })).optional(),
    }),
  ),
  /** Test values planted before the run, by asset id: looked for after deletion. */
  canaries: z.record(z.string(), z.string()).default({}),
  /** Declared SNMP community. */
  snmpCommunity: z.string().optional(),
});
export type Credentials = z.infer<typeof CredentialsFile>;
export type Account = Credentials["accounts"][string];

export const NO_CREDENTIALS: Credentials = { seiza: "credentials/1", accounts: {}, canaries: {} };

/** @throws Error with what and where, never with a value of the file */
export function readCredentials(text: string): Credentials {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const at = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    throw new Error(`not YAML or JSON${at === undefined ? "" : `, line ${at}`}`);
  }
  const read = CredentialsFile.safeParse(value);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map((i) => `/${i.path.join("/")}: ${i.code}`).join("; "));
}

/** `SEIZA_TEST_USER_<ID>` and `SEIZA_TEST_PASSWORD_<ID>` (id in upper case, `-` as `_`) add to the file and win over it. */
export function withEnvironment(c: Credentials, ids: readonly string[], env: NodeJS.ProcessEnv): Credentials {
  const accounts = { ...c.accounts };
  for (const id of ids) {
    const key = id.toUpperCase().replaceAll("-", "_");
    const password = env[`SEIZA_TEST_PASSWORD_${key}`];
    const user = env[`SEIZA_TEST_USER_${key}`];
    const known = accounts[id];
    if (password !== undefined && password !== "")
      accounts[id] = { ...known, user: user ?? known?.user ?? "", password };
    else if (user !== undefined && known) accounts[id] = { ...known, user };
  }
  return { ...c, accounts };
}
