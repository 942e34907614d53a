/** The known-good account of a mechanism at an interface. */
import type { LoginRecipe } from "../../declaration/recipe.ts";
import type { Declaration, IpInterface } from "../../declaration/schema.ts";
import { type CheckContext, faceOf } from "./context.ts";
import type { Account } from "./credentials.ts";
import { login } from "./login.ts";
import type { LoginResult } from "./login-result.ts";
import { type HttpSession, stranger } from "./recipe.ts";

export type Mechanism = Declaration["authentication"][number];
export interface Way {
  mechanism: Mechanism;
  recipe: LoginRecipe;
  account: Account;
  face: IpInterface;
}

/** How to log in at an interface; `undefined` where a recipe or a test account is missing. */
export function wayIn(c: Pick<CheckContext, "declaration" | "credentials">, face: string): Way | undefined {
  const at = faceOf(c.declaration, face);
  for (const mechanism of c.declaration.authentication) {
    const recipe = mechanism.login.find((l) => l.interface === face)?.recipe;
    const account = c.credentials.accounts[mechanism.id];
    if (at && recipe && account)
      return { mechanism, recipe, account: withUser(account, mechanism), face: at };
  }
  return undefined;
}
const withUser = (a: Account, m: Mechanism): Account => (a.user === "" ? { ...a, user: m.account ?? "" } : a);
export const accountOf = (c: Pick<CheckContext, "credentials">, m: Mechanism): Account | undefined => {
  const a = c.credentials.accounts[m.id];
  return a ? withUser(a, m) : undefined;
};

/** The account that gets the wrong passwords at a log-in: a spare one each while there are enough, else the test account. */
export function accountAt(
  c: Pick<CheckContext, "credentials">,
  m: Mechanism,
  face: string,
): Pick<Account, "user" | "password"> | undefined {
  const main = accountOf(c, m);
  if (!main) return undefined;
  const n = m.login.findIndex((l) => l.interface === face);
  return n < 1 ? main : (main.spare?.[n - 1] ?? main);
}

/** Logs in with the known-good account. `undefined`: there is none, or it did not work. */
export async function signIn(
  c: CheckContext,
  face: string,
  password?: string,
): Promise<{ session: HttpSession; result: LoginResult } | undefined> {
  const way = wayIn(c, face);
  if (!way) return undefined;
  const result = await login(c, way.face, way.recipe, way.account.user, password ?? way.account.password);
  return result.outcome === "in" ? { session: result.session ?? stranger(), result } : undefined;
}
