/** What a process counts of itself, in plain numbers: to count costs next to nothing, and whoever wants to know collects them. */

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** Durations of one kind. */
export interface Timed {
  readonly labels: Labels;
  readonly histogram: Histogram;
}

/** Numbers of one name, as Prometheus knows them; `read` is called when somebody collects. */
export type Family =
  & { readonly name: string; readonly help: string }
  & (
    | {
      readonly kind: "counter" | "gauge";
      readonly read: () => readonly Sample[] | Promise<readonly Sample[]>;
    }
    | { readonly kind: "histogram"; readonly read: () => readonly Timed[] }
  );

export interface Histogram {
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
  /** How many values lie at or below each bound and above the one before; one more for those above all. */
  readonly counts: number[];
  sum: number;
}

export const secondBounds: readonly number[] = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
];

export function createHistogram(bounds: readonly number[] = secondBounds): Histogram {
  return { bounds, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
}

export function note(histogram: Histogram, value: number): void {
  const { bounds, counts } = histogram;
  let place = 0;
  while (place < bounds.length && value > (bounds[place] ?? Infinity)) place++;
  counts[place] = (counts[place] ?? 0) + 1;
  histogram.sum += value;
}

/** Counts by the values of its labels, which must be few. */
export interface Tally {
  add(values: readonly string[], by?: number): void;
  read(): readonly Sample[];
}

export function createTally(names: readonly string[]): Tally {
  const samples = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add(values, by = 1) {
      const key = values.join("\0");
      let sample = samples.get(key);
      if (!sample) samples.set(key, sample = { labels: labelsOf(names, values), value: 0 });
      sample.value += by;
    },
    read: () => [...samples.values()],
  };
}

/** The same for durations. */
export interface Timings {
  note(values: readonly string[], seconds: number): void;
  read(): readonly Timed[];
}

export function createTimings(names: readonly string[]): Timings {
  const timed = new Map<string, Timed>();
  return {
    note(values, seconds) {
      const key = values.join("\0");
      let found = timed.get(key);
      if (!found) timed.set(key, found = { labels: labelsOf(names, values), histogram: createHistogram() });
      note(found.histogram, seconds);
    },
    read: () => [...timed.values()],
  };
}

function labelsOf(names: readonly string[], values: readonly string[]): Labels {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}

/** @returns the samples of a family without labels */
export function single(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}
