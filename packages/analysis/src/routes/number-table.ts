/** A table from whole numbers from 0 to below 2^53 to small ones, which makes no objects: `Map` boxes such keys. */
export class NumberTable {
  #keys = new Float64Array(1 << 8).fill(-1);
  #values = new Int32Array(1 << 8);
  #size = 0;

  /** Place of a key, or of the gap where it would go. */
  #at(key: number): number {
    const mask = this.#keys.length - 1;
    let h = Math.imul((key >>> 0) ^ Math.imul(Math.floor(key / 0x100000000), 0x9e3779b1), 0x85ebca6b);
    h ^= h >>> 15;
    for (let at = h & mask; ; at = (at + 1) & mask) {
      const found = this.#keys[at] as number;
      if (found === key || found < 0) return at;
    }
  }
  /** The value of a key, or -1. */
  get(key: number): number {
    const at = this.#at(key);
    return this.#keys[at] === key ? (this.#values[at] as number) : -1;
  }
  set(key: number, value: number): void {
    const at = this.#at(key);
    if (this.#keys[at] !== key) {
      this.#keys[at] = key;
      this.#size++;
    }
    this.#values[at] = value;
    if (this.#size * 2 > this.#keys.length) this.#widen();
  }
  #widen(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#values = new Int32Array(keys.length * 2);
    keys.forEach((key, i) => {
      if (key < 0) return;
      const at = this.#at(key);
      this.#keys[at] = key;
      this.#values[at] = values[i] as number;
    });
  }
}
