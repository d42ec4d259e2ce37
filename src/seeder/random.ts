/**
 * Random numbers that a seed decides: the same seed gives the same shop on every machine. The generator is sfc32
 * (Chris Doty-Humphrey's Small Fast Chaotic): 32-bit sums and shifts only, which is what JavaScript is fast at.
 */

const RANGE = 2 ** 32;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * @param seed a whole number from 0 to 2^32 - 1
   * @param stream what the numbers are for; different streams, and different indexes of one, are independent
   */
  constructor(seed: number, stream: string, index = 0) {
    this.#a = seed | 0;
    this.#b = hash(stream);
    this.#c = index | 0;
    // Neighbouring seeds and indexes differ in a few bits only, and give unrelated numbers from here on.
    for (let round = 0; round < 12; round++) this.bits();
  }

  /** @returns a whole number from 0 to 2^32 - 1 */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return sum >>> 0;
  }

  /** @returns a number from 0 up to, never reaching, 1 */
  unit(): number {
    return this.bits() / RANGE;
  }

  /** @returns a number from `low` up to, never reaching, `high` */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** @returns a whole number from 0 to `count - 1` */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** @returns true in `probability` of all calls */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** @throws RangeError where there is nothing to pick from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError("Cannot pick from an empty list");
    return list[this.below(list.length)] as T;
  }
}

/**
 * @param weights how often each index comes up, relative to the others
 * @returns picks an index
 */
export function weighted(weights: readonly number[]): (random: Random) => number {
  let total = 0;
  const upTo = Float64Array.from(weights, (weight) => total += weight);
  return (random) => firstAbove(upTo, random.unit() * total);
}

/** @returns weights of Zipf's law: the first rank leads, the many last ones share a long tail */
export function zipf(count: number, exponent = 1): readonly number[] {
  // The shift keeps the very first from dwarfing the second, as no real shop sells every tenth item of one product.
  return Array.from({ length: count }, (_, rank) => (rank + 3) ** -exponent);
}

/** @returns the index of the first of the ascending `values` that is above `value`; the last one if none is */
export function firstAbove(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

// FNV-1a
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}
