/** Takes secrets out of transcripts; the SHA-256 of what was taken out stays (domain/conformance.md E.0, safety rule 6). */
import { createHash } from "node:crypto";

export const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** Values of these header fields are secrets whatever they hold. */
const SECRET_HEADER =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-auth-token|x-csrf-token):[ \t]*(.+)$/gim;

export class Redactor {
  readonly #forms = new Map<string, string>();

  /** A value that must not be seen in evidence, in the forms in which it travels. Under four characters it is no secret. */
  add(secret: string | undefined, user?: string): void {
    if (secret === undefined || secret.length < 4) return;
    const mark = `[redacted sha256:${sha256(secret)}]`;
    const utf8 = Buffer.from(secret, "utf8");
    for (const form of [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll("%20", "+"),
      JSON.stringify(secret).slice(1, -1),
      utf8.toString("base64"),
      utf8.toString("base64url"),
      utf8.toString("hex"),
      ...(user === undefined ? [] : [Buffer.from(`${user}:${secret}`, "utf8").toString("base64")]),
    ])
      this.#forms.set(form, mark);
  }

  text(text: string): string {
    let out = text.replace(SECRET_HEADER, (_m, name: string, value: string) => {
      const v = value.replace(/\r$/, "");
      return `${name}: [redacted sha256:${sha256(v)}]`;
    });
    // Longer forms first: one secret may hold another.
    for (const [form, mark] of [...this.#forms].sort((a, b) => b[0].length - a[0].length))
      out = out.replaceAll(form, mark);
    return out;
  }
}
