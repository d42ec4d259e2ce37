/** What the filter menu offers, and what the filters in force are called. */
import { type Filter, type FilterField, filterFields } from "./filter.ts";
import type { FiltersQuery } from "./operation_types.ts";
import { texts } from "./texts.ts";

export interface FilterOption {
  /** As the URL has it; "" for what is without. */
  readonly value: string;
  readonly label: string;
}

export type FilterOptions = Readonly<Record<FilterField, readonly FilterOption[]>>;

export interface FilterChip {
  readonly field: FilterField;
  readonly value: string;
  readonly label: string;
}

export const noOptions: FilterOptions = { region: [], rep: [], segment: [], category: [] };

/** @returns each value once, in the order of its label; what is without comes last */
export function filterOptions(answer: FiltersQuery): FilterOptions {
  const reps = answer.salesRepPerformance.map(({ salesRep }) => salesRep);
  return {
    region: optionsOf("region", reps.map((rep) => named(rep?.region ?? ""))),
    rep: optionsOf("rep", reps.map((rep) => rep ? { value: rep.id, label: rep.name } : named(""))),
    segment: optionsOf("segment", answer.customerSegments.map(({ segment }) => named(segment ?? ""))),
    category: optionsOf(
      "category",
      answer.categoryBreakdown.map(({ category }) =>
        category ? { value: category.id, label: category.path.join(" › ") } : named("")
      ),
    ),
  };
}

/** @returns the filters in force, each by its name; by its value where nothing of it was sold in the range */
export function filterChips(filter: Filter, options: FilterOptions): readonly FilterChip[] {
  return filterFields.flatMap((field) =>
    filter[field].map((value) => ({
      field,
      value,
      label: options[field].find((option) => option.value === value)?.label ??
        (value === "" ? texts.without[field] : value),
    }))
  );
}

function named(value: string): FilterOption {
  return { value, label: value };
}

function optionsOf(field: FilterField, found: readonly FilterOption[]): readonly FilterOption[] {
  const byValue = new Map(found.map((option) => [option.value, option]));
  const without = byValue.delete("") ? [{ value: "", label: texts.without[field] }] : [];
  return [...[...byValue.values()].sort((a, b) => a.label.localeCompare(b.label)), ...without];
}
