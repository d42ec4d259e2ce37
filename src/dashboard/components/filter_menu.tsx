import type { JSX } from "preact";
import { anyValue, type FilterField, filterFields } from "../filter.ts";
import type { FilterOptions } from "../filter_options.ts";
import { texts } from "../texts.ts";
import { defaultView, type Extras, type View } from "../view.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Menu } from "./menu.tsx";

interface FilterMenuProps {
  readonly path: string;
  readonly view: View;
  readonly extras: Extras;
  readonly options: FilterOptions;
}

/** Chooses which sales count: one value a field; addresses may have several. */
export function FilterMenu({ path, view, extras, options }: FilterMenuProps): JSX.Element {
  const fields = filterFields.filter((field) => options[field].length > 0 || view.filter[field].length > 0);
  return (
    <Menu
      id="filter-menu"
      kind={texts.filter}
      chosen={
        <>
          <svg class="funnel" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d="M1 2.5h10M3 6h6M5 9.5h2" />
          </svg>
          {texts.filter}
        </>
      }
    >
      <form class="menu-form" action={path} method="get">
        <HiddenFields view={{ ...view, filter: defaultView.filter }} extras={extras} />
        {fields.map((field) => (
          <FieldChoice key={field} field={field} chosen={view.filter[field]} options={options} />
        ))}
        <button type="submit">{texts.applyFilter}</button>
      </form>
    </Menu>
  );
}

interface FieldChoiceProps {
  readonly field: FilterField;
  readonly chosen: readonly string[];
  readonly options: FilterOptions;
}

function FieldChoice({ field, chosen, options }: FieldChoiceProps): JSX.Element {
  return (
    <label>
      <span>{texts.filters[field]}</span>
      <select name={field}>
        <option value={anyValue}>{texts.anyValue}</option>
        {options[field].map(({ value, label }) => (
          <option key={value} value={value} selected={chosen.includes(value)}>{label}</option>
        ))}
      </select>
    </label>
  );
}
