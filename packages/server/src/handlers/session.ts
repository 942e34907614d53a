import type { OpenAPIHono } from "@hono/zod-openapi";
import * as routes from "../api/routes.ts";
import { allowed, callerOf, type Env, type Parts } from "../context.ts";
import { Refused } from "../problem.ts";
import { type Caller, SESSION_DAYS, TOKEN_MINUTES } from "../session.ts";

export function session(app: OpenAPIHono<Env>, parts: Parts): void {
  const shown = (caller: Caller) => ({
    person: { id: caller.person.id, name: caller.person.name },
    workspace: { id: caller.workspace.id, name: caller.workspace.name },
    language: caller.language,
    version: parts.version,
    database: parts.database,
  });
  const cookie = (value: string, seconds: number) =>
    `${parts.cookie}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}`;

  app.openapi(routes.createSession, async (c) => {
    const state = parts.invitations.redeem(c.req.valid("json").token);
    if (state !== "good") throw new Refused(401, `token-${state}`, { minutes: TOKEN_MINUTES });
    const secret = parts.secret();
    const at = parts.clock();
    const seconds = SESSION_DAYS * 86_400;
    await parts.store.sessions.create({
      token: secret,
      ...parts.local,
      at,
      expiresAt: new Date(at.getTime() + seconds * 1000),
    });
    const caller = await parts.callers.find(secret);
    if (!caller) throw new Error("a session just made is not found");
    return c.json(shown(caller), 200, { "Set-Cookie": cookie(secret, seconds) });
  });
  app.openapi(routes.getSession, (c) => {
    allowed(c, parts, "session.read");
    return c.json(shown(callerOf(c)), 200);
  });
  app.openapi(routes.changeSession, async (c) => {
    const scope = allowed(c, parts, "session.write");
    const { name, language } = c.req.valid("json");
    if (name !== undefined) await parts.store.people.rename(scope, name);
    if (language !== undefined) await parts.store.settings.set(scope, "language", language, "person");
    // Other windows of the same person have the new name with their next call too.
    parts.callers.forget();
    const caller = await parts.callers.find(callerOf(c).secret);
    if (!caller) throw new Refused(401, "session-missing");
    return c.json(shown(caller), 200);
  });
  app.openapi(routes.endSession, async (c) => {
    allowed(c, parts, "session.write");
    const { secret } = callerOf(c);
    await parts.store.sessions.revoke(secret);
    parts.callers.forget(secret);
    return c.body(null, 204, { "Set-Cookie": cookie("", 0) });
  });
}
