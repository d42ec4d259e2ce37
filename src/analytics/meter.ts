/** What is counted of answers: by field and lane, and where those that are kept were found. */
import { createTally, type Family } from "../base/meter.ts";
import type { Found } from "../cache/tiers.ts";
import type { Lane } from "./answer.ts";

export interface AnswerMeter {
  /** @param field of the schema, such as `salesOverview` */
  told(field: string, lane: Lane): void;
  /** Where an answer was found, or that it had to be computed. */
  looked(found: Pick<Found, "from" | "freshness">): void;
  readonly families: readonly Family[];
}

export function createAnswerMeter(): AnswerMeter {
  const answers = createTally(["field", "lane"]);
  const lookups = createTally(["result"]);
  return {
    told: (field, lane) => answers.add([field, lane]),
    looked: ({ from, freshness }) =>
      lookups.add([from === "database" ? "miss" : freshness === "stale" ? "stale" : from]),
    families: [
      {
        name: "laneway_answers_total",
        help: "Single answers that were told, by the schema's field and the lane that they came from",
        kind: "counter",
        read: answers.read,
      },
      {
        name: "laneway_answer_lookups_total",
        help: "Single answers, by where they were found: memory, shared, stale, or a miss",
        kind: "counter",
        read: lookups.read,
      },
    ],
  };
}
