import type { JSX } from "preact";
import type { Formats } from "../formats.ts";
import type { Retention } from "./answer.ts";
import { customerTexts } from "./texts.ts";

/** New against returning customers: one bar, in two parts that differ in shade and in pattern. */
export function CustomerMix({ retention, formats }: { retention: Retention; formats: Formats }): JSX.Element {
  const { customers, newCustomers, returningCustomers } = retention;
  const share = customers === 0 ? 0 : newCustomers / customers;
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
          <dd class="quiet">{customers === 0 ? "" : formats.percent(share)}</dd>
        </div>
        <div class="mix-key">
          <dt>{customerTexts.returning}</dt>
          <dd>{formats.count(returningCustomers)}</dd>
          <dd class="quiet">{customers === 0 ? "" : formats.percent(1 - share)}</dd>
        </div>
      </dl>
    </div>
  );
}
