import type { JSX } from "preact";
import { withoutValue } from "../filter.ts";
import type { FilterChip } from "../filter_options.ts";
import { texts } from "../texts.ts";
import { defaultView, type Extras, hrefOf, type View } from "../view.ts";

interface ChipsProps {
  readonly path: string;
  readonly view: View;
  readonly extras: Extras;
  readonly chips: readonly FilterChip[];
}

/** The filters in force; each is a link to the page without it. */
export function Chips({ path, view, extras, chips }: ChipsProps): JSX.Element | null {
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={texts.chosenFilters}>
      {chips.map(({ field, value, label }) => (
        <li key={`${field} ${value}`}>
          <a
            class="chip"
            href={hrefOf(path, { ...view, filter: withoutValue(view.filter, field, value) }, extras)}
          >
            <span class="hidden">{texts.removeFilter}</span> <span>{texts.filters[field]}</span>{" "}
            <b>
              <bdi>{label}</bdi>
            </b>
            <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
              <path d="M1 1 7 7M7 1 1 7" />
            </svg>
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a class="quiet" href={hrefOf(path, { ...view, filter: defaultView.filter }, extras)}>
            {texts.clearFilters}
          </a>
        </li>
      )}
    </ul>
  );
}
