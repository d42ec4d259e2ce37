/** What happened within the last minute, counted by the second: what any minute holds is known, to a second. */

/** What happened so long ago does not count. */
const windowSeconds = 60;

/** Seconds are whole and count from any moment; they go forward, and one that went back is taken for the last. */
export class SlidingCount {
  // Those that hold anything, the oldest first. What lies before `#first` is over.
  #seconds: number[] = [];
  #counts: number[] = [];
  #first = 0;
  #sum = 0;

  /** @returns how many there were in the minute up to now, and up to a second longer */
  upTo(second: number): number {
    while (this.#first < this.#seconds.length && isOver(this.#seconds[this.#first] ?? 0, second)) {
      this.#sum -= this.#counts[this.#first++] ?? 0;
    }
    if (this.#first > windowSeconds) this.#forget();
    return this.#sum;
  }

  /** @param by below 0 takes back what was added in that second, where that is not over */
  add(second: number, by: number): void {
    const last = this.#seconds.length - 1;
    const latest = this.#seconds[last];
    if (latest !== undefined && latest >= second) {
      const place = by < 0 ? this.#seconds.lastIndexOf(second) : last;
      if (place < this.#first) return;
      this.#counts[place] = (this.#counts[place] ?? 0) + by;
    } else {
      if (by < 0) return;
      this.#seconds.push(second);
      this.#counts.push(by);
    }
    this.#sum += by;
  }

  /** @returns what was counted in one second, where that is not over */
  in(second: number): number {
    const place = this.#seconds.lastIndexOf(second);
    return place < this.#first ? 0 : this.#counts[place] ?? 0;
  }

  /** Takes counts by second in place of its own. */
  replace(counts: Iterable<readonly [second: number, count: number]>): void {
    const sorted = [...counts].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b);
    this.#seconds = sorted.map(([second]) => second);
    this.#counts = sorted.map(([, count]) => count);
    this.#first = 0;
    this.#sum = this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** @returns those that count, the oldest first */
  *entries(): Generator<readonly [second: number, count: number]> {
    for (let place = this.#first; place < this.#seconds.length; place++) {
      yield [this.#seconds[place] ?? 0, this.#counts[place] ?? 0];
    }
  }

  #forget(): void {
    this.#seconds.splice(0, this.#first);
    this.#counts.splice(0, this.#first);
    this.#first = 0;
  }
}

/** @returns the lowest second that still counts */
export function oldestSecond(second: number): number {
  return second - windowSeconds;
}

function isOver(counted: number, second: number): boolean {
  return counted < oldestSecond(second);
}

/** @returns the first second in which no more than `most` of all that was counted still count; undefined where most is below 0 */
export function secondWith(
  most: number,
  counted: readonly SlidingCount[],
): number | undefined {
  if (most < 0) return undefined;
  const entries = counted.flatMap((count) => [...count.entries()]).toSorted(([a], [b]) => a - b);
  let left = entries.reduce((sum, [, count]) => sum + count, 0);
  let second = -Infinity;
  for (const [at, count] of entries) {
    if (left <= most) break;
    left -= count;
    second = at + windowSeconds + 1;
  }
  return second;
}
