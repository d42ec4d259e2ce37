import type { JSX } from "preact";
import { filterChips, type FilterOptions, noOptions } from "../filter_options.ts";
import type { InstantRange } from "../formats.ts";
import type { Shop } from "../load.ts";
import { daysOf } from "../range.ts";
import { texts } from "../texts.ts";
import { defaultView, type Extras, type View } from "../view.ts";
import { Chips } from "./chips.tsx";
import { ComparisonMenu } from "./comparison_menu.tsx";
import { FilterMenu } from "./filter_menu.tsx";
import { RangeMenu } from "./range_menu.tsx";

interface BarProps {
  /** The page's own address, which all that is chosen here keeps. */
  readonly path: string;
  readonly extras: Extras;
  /** Undefined where the URL makes no sense. */
  readonly view: View | undefined;
  readonly options?: FilterOptions | undefined;
  /** What is shown; undefined where nothing is. */
  readonly shown?: { readonly range: InstantRange; readonly shop: Shop } | undefined;
}

/** What all pages are told the same way: which days, compared with what, of which sales. */
export function Bar(
  { path, extras, view = defaultView, options = noOptions, shown }: BarProps,
): JSX.Element {
  const common = { path, view, extras };
  const days = shown ? daysOf(shown.range, shown.shop.timeZone) : undefined;
  return (
    <div class="bar" role="group" aria-label={texts.bar}>
      <div class="bar-menus">
        <RangeMenu
          {...common}
          days={view.range.period === "custom" ? view.range : days}
          customName={shown?.shop.formats.range(shown.range)}
        />
        <ComparisonMenu {...common} />
        <FilterMenu {...common} options={options} />
      </div>
      <Chips {...common} chips={filterChips(view.filter, options)} />
    </div>
  );
}
