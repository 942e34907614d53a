/** Documents that were made, by study, revision, format and language: a second download is there at once. */
import type { DocumentFile } from "./jobs.ts";

export class DocumentCache {
  /** Least recently used first. */
  readonly #kept = new Map<string, DocumentFile[]>();
  #bytes = 0;

  /** @param most what all kept documents together may take, bytes */
  constructor(readonly most: number) {}

  get bytes(): number {
    return this.#bytes;
  }
  get(key: string): DocumentFile[] | undefined {
    const files = this.#kept.get(key);
    if (files) {
      this.#kept.delete(key);
      this.#kept.set(key, files);
    }
    return files;
  }
  /** What is larger than everything that may be kept is not kept. */
  put(key: string, files: DocumentFile[]): void {
    this.#drop(key);
    const bytes = sizeOf(files);
    if (bytes > this.most) return;
    this.#kept.set(key, files);
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.most) break;
      this.#drop(oldest);
    }
  }
  #drop(key: string): void {
    const files = this.#kept.get(key);
    if (!files) return;
    this.#kept.delete(key);
    this.#bytes -= sizeOf(files);
  }
}
const sizeOf = (files: readonly DocumentFile[]) => files.reduce((n, f) => n + f.bytes.byteLength, 0);
