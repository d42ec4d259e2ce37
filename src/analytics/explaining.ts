/** What is noted while a question is answered, for whoever wants to know how. */
import type { Lane } from "./answer.ts";
import type { ConsideredLane } from "./lane.ts";
import type { Ran } from "./observed.ts";

/** One choice: of what kind the question is, and why it takes its lane. */
export interface Choice {
  readonly question: string;
  readonly considered: readonly ConsideredLane[];
  readonly chosen: Lane;
}

/** Filled while a question is answered. */
export interface Explaining {
  readonly choices: Choice[];
  readonly statements: Ran[];
}
