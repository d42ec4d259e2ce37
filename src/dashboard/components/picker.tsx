import type { JSX } from "preact";
import { texts } from "../texts.ts";
import { type CustomRange, defaultView, hrefOf, listedPeriods, type View } from "../view.ts";

interface PickerProps {
  /** Undefined where the URL makes no sense: nothing is current then. */
  readonly view: View | undefined;
  /** What the fields of a custom range start from. */
  readonly days?: Pick<CustomRange, "from" | "to"> | undefined;
}

/** Chooses the period: plain links, and a plain form for a range of days. */
export function Picker({ view, days }: PickerProps): JSX.Element {
  const metric = view?.metric ?? defaultView.metric;
  const custom = view?.period === "custom";
  return (
    <nav class="picker" aria-label={texts.period}>
      <ul>
        {listedPeriods.map((period) => (
          <li>
            <a href={hrefOf({ period, metric })} aria-current={view?.period === period ? "page" : undefined}>
              {texts.periods[period]}
            </a>
          </li>
        ))}
      </ul>
      <details class="custom">
        <summary data-current={custom}>{texts.customRange}</summary>
        <form action="/" method="get">
          <input type="hidden" name="period" value="custom" />
          {metric !== defaultView.metric && <input type="hidden" name="metric" value={metric} />}
          <label>
            <span>{texts.customFrom}</span>
            <input type="date" name="from" required value={days?.from.toString()} />
          </label>
          <label>
            <span>{texts.customTo}</span>
            <input type="date" name="to" required value={days?.to.toString()} />
          </label>
          <button type="submit">{texts.customShow}</button>
        </form>
      </details>
    </nav>
  );
}
