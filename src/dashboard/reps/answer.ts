/** The parts of what `reps` is answered with, by names of their own. */
import type { RepsQuery } from "../operation_types.ts";

export type RepPerformance = RepsQuery["salesRepPerformance"][number];
export type RegionMargin = NonNullable<RepsQuery["regions"]>[number];
