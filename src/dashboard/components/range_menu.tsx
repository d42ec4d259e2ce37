import type { JSX } from "preact";
import { type CustomRange, listedPeriods } from "../range.ts";
import { texts } from "../texts.ts";
import { type Extras, hrefOf, type View } from "../view.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Menu } from "./menu.tsx";

interface RangeMenuProps {
  readonly path: string;
  readonly view: View;
  readonly extras: Extras;
  /** What the fields of a custom range start from. */
  readonly days?: Pick<CustomRange, "from" | "to"> | undefined;
  /** The custom range as it is read, where one is shown. */
  readonly customName?: string | undefined;
}

/** Chooses the period: plain links, and a plain form for a range of days. */
export function RangeMenu({ path, view, extras, days, customName }: RangeMenuProps): JSX.Element {
  const { period } = view.range;
  const chosen = period === "custom" ? customName ?? texts.periods.custom : texts.periods[period];
  return (
    <Menu id="period-menu" kind={texts.period} chosen={chosen}>
      <ul class="menu-list">
        {listedPeriods.map((listed) => (
          <li key={listed}>
            <a
              href={hrefOf(path, { ...view, range: { period: listed } }, extras)}
              aria-current={period === listed ? "true" : undefined}
            >
              {texts.periods[listed]}
            </a>
          </li>
        ))}
      </ul>
      <form class="menu-form" action={path} method="get">
        <p class="menu-title">{texts.customRange}</p>
        <input type="hidden" name="period" value="custom" />
        <HiddenFields view={{ ...view, range: { period: "30d" } }} extras={extras} />
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
    </Menu>
  );
}
