import type { JSX } from "preact";
import type { Lifetime } from "./answer.ts";
import { customerTexts } from "./texts.ts";

const fifths = [1, 2, 3, 4, 5];

/** A customer's three scores as dots, and what they come to. */
export function Scores({ scores }: { scores: NonNullable<Lifetime["rfm"]> }): JSX.Element {
  const rows = [
    [customerTexts.recency, scores.recency],
    [customerTexts.frequency, scores.frequency],
    [customerTexts.monetary, scores.monetary],
  ] as const;
  return (
    <>
      <p class="score-group">
        <b>{customerTexts.rfmGroups[scores.group]}</b>{" "}
        <span class="quiet">{customerTexts.groupHints[scores.group]}</span>
      </p>
      <dl class="scores">
        {rows.map(([name, score]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <svg viewBox="0 0 70 10" width="70" height="10" aria-hidden="true">
                {fifths.map((fifth) => (
                  <circle
                    key={fifth}
                    class={fifth <= score ? "score-full" : "score-none"}
                    cx={fifth * 14 - 9}
                    cy="5"
                    r="4.5"
                  />
                ))}
              </svg>
              {score}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
