/** How one question is answered, for whoever wants to know: which lanes were considered, and what the database was asked. */
import type { Analytics } from "./analytics.ts";
import type { Answer, Lane } from "./answer.ts";
import type { Explaining } from "./explaining.ts";
import { observed, type Ran } from "./observed.ts";

export interface Explained extends Explaining {
  readonly lane: Lane;
  readonly asOf: string;
  readonly ms: number;
}

/** Answers without what is kept, and tells how. @throws what `compute` throws */
export async function explain<T>(
  analytics: Analytics,
  compute: (analytics: Analytics) => Promise<Answer<T>>,
): Promise<{ readonly answer: Answer<T>; readonly explained: Explained }> {
  const explaining: Explaining = { choices: [], statements: [] };
  const note = ({ ms, ...ran }: Ran) => void explaining.statements.push({ ...ran, ms: hundredths(ms) });
  const started = performance.now();
  const answer = await compute({
    ...analytics,
    explaining,
    database: observed(analytics.database, "usual", note),
    direct: observed(analytics.direct, "direct", note),
  });
  const { lane, asOf } = answer;
  return {
    answer,
    explained: { lane, asOf: asOf.toString(), ms: hundredths(performance.now() - started), ...explaining },
  };
}

function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
