/** What a run found, as it is kept in a file. */
import { messageOf, UsageError } from "../../src/base/errors.ts";
import type { Size } from "./asked.ts";
import type { Figure } from "./figure.ts";
import type { Machine } from "./machine.ts";

export interface BenchResult {
  readonly name: string;
  readonly what: string;
  /** ISO 8601. */
  readonly at: string;
  readonly commit: string;
  readonly size: Size;
  /** How long it took in all. */
  readonly seconds: number;
  readonly figures: readonly Figure[];
}

export interface Results {
  readonly machine: Machine;
  readonly benches: readonly BenchResult[];
}

/** @throws UsageError where the file holds no results */
export async function readResults(path: string | URL): Promise<Results> {
  try {
    const results = JSON.parse(await Deno.readTextFile(path));
    if (!Array.isArray(results.benches) || typeof results.machine !== "object") {
      throw new TypeError("it holds something else");
    }
    return results;
  } catch (error) {
    throw new UsageError(`Cannot read results of ${path}: ${messageOf(error)}; name a file that a run wrote`);
  }
}

/** @returns what this run found, and of what was not measured now, what `before` found on the same machine */
export function joined(now: Results, before: Results | undefined, order: readonly string[]): Results {
  const isSame = before !== undefined && JSON.stringify(before.machine) === JSON.stringify(now.machine);
  const kept = isSame ? before.benches : [];
  const others = kept.filter(({ name }) =>
    order.includes(name) && !now.benches.some((bench) => bench.name === name)
  );
  const place = ({ name }: BenchResult) => order.indexOf(name);
  return {
    machine: now.machine,
    benches: [...now.benches, ...others].toSorted((one, other) => place(one) - place(other)),
  };
}
