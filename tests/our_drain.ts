/** For tests: the drain that ships, to be tried beside the naive ones. */
import { drain, drainAll } from "../src/precompute/drain.ts";
import { options, type Subject, wrongRows } from "./interleave.ts";

export const ours: Subject = {
  prepare: "",
  reset: "",
  points: { rebuild: "find_days", finish: "finish" },
  drain: (pool) => drain(pool, options),
  settle: (pool) => drainAll(pool, options),
  wrong: wrongRows,
};
