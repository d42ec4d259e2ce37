import type { JSX } from "preact";
import { texts } from "../texts.ts";
import { comparisons, type Extras, hrefOf, type View } from "../view.ts";
import { Menu } from "./menu.tsx";

/** Chooses what the period is compared with. */
export function ComparisonMenu(
  { path, view, extras }: { path: string; view: View; extras: Extras },
): JSX.Element {
  return (
    <Menu id="comparison-menu" kind={texts.comparison} chosen={texts.comparedTo[view.comparison]}>
      <ul class="menu-list">
        {comparisons.map((comparison) => (
          <li key={comparison}>
            <a
              href={hrefOf(path, { ...view, comparison }, extras)}
              aria-current={view.comparison === comparison ? "true" : undefined}
            >
              {texts.comparisons[comparison]}
            </a>
          </li>
        ))}
      </ul>
    </Menu>
  );
}
