import type { JSX } from "preact";
import type { Formats } from "../formats.ts";
import type { Retention } from "./answer.ts";
import { customerTexts } from "./texts.ts";

/** New against returning customers, of at least one: a bar in two parts that differ in shade. */
export function CustomerMix({ retention, formats }: { retention: Retention; formats: Formats }): JSX.Element {
  const { customers, newCustomers, returningCustomers } = retention;
  const share = newCustomers / customers;
  return (
    <div class="mix">
      <svg class="mix-bar" aria-hidden="true">
        <rect class="mix-returning" width="100%" height="100%" rx="4" />
        <rect class="mix-new" width={`${(share * 100).toFixed(2)}%`} height="100%" rx="4" />
      </svg>
      <dl class="mix-legend">
        <div class="mix-key new">
          <dt>{customerTexts.newCustomers}</dt>
          <dd>{formats.count(newCustomers)}</dd>
          <dd class="quiet">{formats.percent(share)}</dd>
        </div>
        <div class="mix-key">
          <dt>{customerTexts.returning}</dt>
          <dd>{formats.count(returningCustomers)}</dd>
          <dd class="quiet">{formats.percent(1 - share)}</dd>
        </div>
      </dl>
    </div>
  );
}
