/** Choosing the lane of a question by what the aggregates hold now. */
import type { Analytics } from "./analytics.ts";
import type { Filter } from "./filter.ts";
import { considerLanes, type LaneChoice, laneOf } from "./lane.ts";
import type { Question } from "./question.ts";

/** @returns the cheapest lane that answers the question exactly; whoever wants to know why is told */
export async function chooseLane(
  { coverage, calendar, explaining }: Analytics,
  question: Question,
  filter: Filter,
): Promise<LaneChoice> {
  const held = await coverage();
  const choice = laneOf(question, filter, held, calendar);
  explaining?.choices.push({
    question: question.kind,
    considered: considerLanes(question, filter, held, calendar),
    chosen: choice.lane,
  });
  return choice;
}
