/**
 * Recipes: how to log in, read a value or change one on this product, as data. A recipe names what success looks like
 * AND what failure looks like; one whose two answers are alike is refused before it is used
 * (domain/conformance.md, E.0 "Recipe").
 */
import { z } from "zod";

/**
 * What an answer must show. Every condition given has to hold. `text` and `header` are plain text looked for, not
 * regular expressions; `json` is a JSON Pointer (RFC 6901) that must exist, with `equals` if given.
 */
export const Oracle = z.strictObject({
  status: z.array(z.number().int().min(100).max(599)).optional(),
  header: z.strictObject({ name: z.string(), contains: z.string().optional() }).optional(),
  text: z.string().optional(),
  json: z.strictObject({ pointer: z.string(), equals: z.unknown().optional() }).optional(),
});
export type Oracle = z.infer<typeof Oracle>;

/**
 * One HTTP request. `{user}`, `{password}`, `{new}`, `{old}`, `{value}` and the names of `take` stand for values in
 * path, headers and body.
 */
export const HttpStep = z.strictObject({
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  path: z.string().startsWith("/"),
  headers: z.record(z.string(), z.string()).optional(),
  form: z.record(z.string(), z.string()).optional(),
  json: z.unknown().optional(),
  /** Sends these bytes as they are: a file part of an update. `{package}` is the file that the check offers. */
  file: z.strictObject({ field: z.string().optional(), value: z.literal("{package}") }).optional(),
  /** Takes values out of the answer for the steps after it: a CSRF token, a session id. */
  take: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ between: z.tuple([z.string(), z.string()]) }),
        z.strictObject({ pointer: z.string() }),
        z.strictObject({ header: z.string() }),
      ]),
    )
    .optional(),
});
export type HttpStep = z.infer<typeof HttpStep>;

/** How a person or device proves who it is at one interface (ログイン手順). */
export const LoginRecipe = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http-form"),
    /** A page to fetch first, for cookies and tokens. */
    before: z.array(HttpStep).optional(),
    submit: HttpStep,
    success: Oracle,
    failure: Oracle,
  }),
  z.strictObject({
    kind: z.literal("http-json"),
    before: z.array(HttpStep).optional(),
    submit: HttpStep,
    success: Oracle,
    failure: Oracle,
  }),
  z.strictObject({ kind: z.literal("http-basic"), path: z.string().startsWith("/") }),
  z.strictObject({ kind: z.literal("http-digest"), path: z.string().startsWith("/") }),
  z.strictObject({
    kind: z.literal("http-token"),
    path: z.string().startsWith("/"),
    header: z.string(),
    value: z.string(),
  }),
  z.strictObject({ kind: z.literal("ssh") }),
  z.strictObject({
    kind: z.literal("telnet"),
    loginPrompt: z.string(),
    passwordPrompt: z.string(),
    success: z.string(),
    failure: z.string(),
  }),
  z.strictObject({ kind: z.literal("mqtt"), clientId: z.string().optional() }),
  z.strictObject({ kind: z.literal("rtsp"), path: z.string() }),
]);
export type LoginRecipe = z.infer<typeof LoginRecipe>;

/** Reads one value: a version, a model number, a setting (読み取り手順). */
export const ReadRecipe = z.strictObject({
  interface: z.string(),
  /** Log in with the mechanism's known-good account first. */
  login: z.boolean().default(true),
  steps: z.array(HttpStep).min(1),
  value: z.union([
    z.strictObject({ between: z.tuple([z.string(), z.string()]) }),
    z.strictObject({ pointer: z.string() }),
    z.strictObject({ header: z.string() }),
  ]),
});
export type ReadRecipe = z.infer<typeof ReadRecipe>;

/** Changes or does something: a password, a setting, an update, a deletion (操作手順). */
export const ActRecipe = z.strictObject({
  interface: z.string(),
  login: z.boolean().default(true),
  steps: z.array(HttpStep).min(1),
  /** Of the last answer. */
  success: Oracle,
  failure: Oracle.optional(),
});
export type ActRecipe = z.infer<typeof ActRecipe>;

/**
 * A small program of the vendor's that does on the device what no recipe can. It is started with one verb and gets one
 * JSON object on standard input; it answers one JSON object on standard output and ends with 0. Verbs:
 * `version` → `{version}`, `model` → `{model}`, `install {file}` → `{accepted, detail?}`, `restart` → `{}`,
 * `ready` → `{ready}`, `read-state` → `{markers: {name: value}}`, `plant {markers}` → `{}`, `delete {function}` → `{}`,
 * `unlock` → `{}`. Exit code 64 means "this verb is not known here": the check is then skipped, never passed.
 */
export const DeviceAdapter = z.strictObject({
  command: z.array(z.string()).min(1),
  verbs: z.array(
    z.enum(["version", "model", "install", "restart", "ready", "read-state", "plant", "delete", "unlock"]),
  ),
  seconds: z.number().int().min(1).max(3600).default(120),
});
export type DeviceAdapter = z.infer<typeof DeviceAdapter>;
