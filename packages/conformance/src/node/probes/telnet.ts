/** Telnet: refuses every option (RFC 854) and waits for texts. */
import type { Scope } from "../net/guard.ts";
import { type Endpoint, open, type Wire } from "../net/wire.ts";

const IAC = 255;

export class Telnet {
  #text = "";
  private constructor(readonly wire: Wire) {}

  static async open(net: Scope, to: Endpoint): Promise<Telnet | undefined> {
    const wire = await open(net, to, "Telnet", { max: 65_536 });
    return wire ? new Telnet(wire) : undefined;
  }
  get text(): string {
    return this.#text;
  }
  get closed(): boolean {
    return this.wire.closed;
  }

  #digest(): void {
    const b = this.wire.take();
    const plain: number[] = [];
    const reply: number[] = [];
    for (let i = 0; i < b.length; i++) {
      if (b[i] !== IAC) {
        plain.push(b[i] as number);
        continue;
      }
      const verb = b[i + 1];
      if (verb === IAC) {
        plain.push(IAC);
        i++;
      } else if (verb === 250) {
        const end = b.indexOf(Buffer.from([IAC, 240]), i);
        i = end < 0 ? b.length : end + 1;
      } else if (verb !== undefined && verb >= 251 && verb <= 254) {
        // WILL → DONT, DO → WONT.
        if (verb === 251) reply.push(IAC, 254, b[i + 2] ?? 0);
        if (verb === 253) reply.push(IAC, 252, b[i + 2] ?? 0);
        i += 2;
      } else i++;
    }
    this.#text = (this.#text + Buffer.from(plain).toString("latin1")).slice(-65_536);
    if (reply.length > 0 && reply.length < 600) this.wire.write(Buffer.from(reply));
  }

  /** The text that came first of those waited for; what was before is forgotten. */
  async expect(texts: readonly string[], ms: number): Promise<string | undefined> {
    const deadline = performance.now() + ms;
    let total = 0;
    for (;;) {
      this.#digest();
      const hits = texts
        .map((t) => ({ t, at: this.#text.indexOf(Buffer.from(t, "utf8").toString("latin1")) }))
        .filter((h) => h.at >= 0)
        .sort((a, b) => a.at - b.at);
      const hit = hits[0];
      if (hit) {
        this.#text = this.#text.slice(hit.at + Buffer.byteLength(hit.t));
        return hit.t;
      }
      const left = deadline - performance.now();
      if (left <= 0 || this.wire.closed || total > 1_048_576) return undefined;
      await this.wire.until((b) => b.length > 0, left);
      total += this.wire.buffer.length;
    }
  }
  /** Collects what comes until it is quiet for a moment. */
  async listen(ms: number): Promise<string> {
    await this.expect([], ms);
    return this.#text;
  }
  send(text: string): void {
    this.wire.write(text);
  }
  end(): void {
    this.wire.end();
  }
}
