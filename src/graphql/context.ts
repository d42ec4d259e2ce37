/** What resolvers find in their third argument. */
import type { Analytics } from "../analytics/analytics.ts";
import type { KeptAnswer } from "../analytics/answer_cache.ts";
import type { Caller, GraphqlContext } from "./execute.ts";
import type { Loaders } from "./loaders.ts";

/** What each request brings for the resolvers. */
export interface LanewayCaller extends Caller {
  readonly analytics: Analytics;
  readonly loaders: Loaders;
  /** Filled with the answers that the response is made of, where it is to be kept. */
  readonly made?: KeptAnswer<unknown>[];
}

export type Context = GraphqlContext<LanewayCaller>;
