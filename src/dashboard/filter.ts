/** Which sales a page counts, as its URL says it. */

/** What sales are filtered by, in the order of the menu; each is the name of a URL parameter too. */
export const filterFields = ["region", "rep", "segment", "category"] as const;
export type FilterField = (typeof filterFields)[number];

/** Of one field any value counts; "" is what is without. */
export type Filter = Readonly<Record<FilterField, readonly string[]>>;

/** GraphQL's `SalesFilter`. */
export type SalesFilter = Readonly<Record<string, readonly (string | null)[]>>;

const graphqlFields = {
  region: "regions",
  rep: "salesRepIds",
  segment: "segments",
  category: "categoryIds",
} as const;

/** What a form sends for a field that it leaves alone: "" is what is without a value. */
export const anyValue = "*";

/** More values than anybody chooses; GraphQL takes a thousand. */
const mostValues = 50;

/** @returns the filter that a URL's parameters name, each value once */
export function readFilter(parameters: URLSearchParams): Filter {
  const valuesOf = (field: FilterField) =>
    [...new Set(parameters.getAll(field))].filter((value) => value !== anyValue).slice(0, mostValues);
  return {
    region: valuesOf("region"),
    rep: valuesOf("rep"),
    segment: valuesOf("segment"),
    category: valuesOf("category"),
  };
}

export function isFiltered(filter: Filter): boolean {
  return filterFields.some((field) => filter[field].length > 0);
}

/** @returns the filter without one value of a field */
export function withoutValue(filter: Filter, field: FilterField, value: string): Filter {
  return { ...filter, [field]: filter[field].filter((kept) => kept !== value) };
}

/** @returns the filter with one field's values replaced by a single one */
export function withValue(filter: Filter, field: FilterField, value: string): Filter {
  return { ...filter, [field]: [value] };
}

/** @returns what to ask GraphQL; null where nothing is filtered */
export function filterVariables(filter: Filter): SalesFilter | null {
  const fields = filterFields.filter((field) => filter[field].length > 0);
  if (fields.length === 0) return null;
  return Object.fromEntries(
    fields.map((field) => [graphqlFields[field], filter[field].map((value) => value === "" ? null : value)]),
  );
}
