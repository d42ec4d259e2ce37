/** Which sales a question counts. */
import { UserInputError } from "../base/errors.ts";
import type { Parameters } from "../db/pool.ts";
import { checkText, checkValues, isUuid, quote } from "./arguments.ts";

/** Values of one field are ored, fields are anded; null stands for what is without one, undefined for no filter. */
export interface Filter {
  readonly regions: Values;
  readonly salesRepIds: Values;
  readonly segments: Values;
  readonly categoryIds: Values;
  readonly productIds: Values;
}

type Values = readonly (string | null)[] | undefined;
type Field = keyof Filter;
type Given = { readonly [F in Field]?: readonly (string | null)[] | null | undefined };

/** What a filter is about: who sold and bought, what was sold, both, or neither. */
export type FilterPart = "none" | "parties" | "products" | "both";

export const noFilter: Filter = {
  regions: undefined,
  salesRepIds: undefined,
  segments: undefined,
  categoryIds: undefined,
  productIds: undefined,
};

/**
 * @param given as a caller wrote it; null is no filter, an empty list matches nothing
 * @returns each value once, ids as Postgres writes them
 * @throws UserInputError for an id that is no UUID, and for more than 1000 values of a field
 */
export function filterOf(given: Given | null | undefined): Filter {
  return {
    regions: texts("regions", given?.regions),
    salesRepIds: ids("salesRepIds", given?.salesRepIds),
    segments: texts("segments", given?.segments),
    categoryIds: ids("categoryIds", given?.categoryIds),
    productIds: ids("productIds", given?.productIds),
  };
}

/** @returns the fields that filter, as a caller knows them, such as `filter.regions` */
export function filteredFields(filter: Filter): readonly string[] {
  return Object.entries(filter).filter(([, values]) => values !== undefined).map(([field]) =>
    `filter.${field}`
  );
}

export function filterPart(filter: Filter): FilterPart {
  const { regions, salesRepIds, segments, categoryIds, productIds } = filter;
  const byParties = regions !== undefined || salesRepIds !== undefined || segments !== undefined;
  const byProducts = categoryIds !== undefined || productIds !== undefined;
  if (byParties) return byProducts ? "both" : "parties";
  return byProducts ? "products" : "none";
}

/** @returns whether it makes a question one about the lines that match, rather than about whole orders */
export function isOfLines(filter: Filter): boolean {
  return ["products", "both"].includes(filterPart(filter));
}

/** @returns whether it leaves one product at most, so that its orders are those of that product */
export function isOneProduct({ productIds }: Filter): boolean {
  return productIds !== undefined && productIds.length <= 1;
}

/** @returns what statements take as :regions, :sales_rep_ids, :segments, :category_ids and :product_ids; null is no filter */
export function filterParameters(filter: Filter): Parameters {
  return {
    regions: filter.regions ?? null,
    sales_rep_ids: filter.salesRepIds ?? null,
    segments: filter.segments ?? null,
    category_ids: filter.categoryIds ?? null,
    product_ids: filter.productIds ?? null,
  };
}

function texts(field: Field, given: Given[Field]): Values {
  return checked(field, given, (text) => checkText(`filter.${field}`, text));
}

function ids(field: Field, given: Given[Field]): Values {
  return checked(field, given, (id) => {
    if (isUuid(id)) return id.toLowerCase();
    throw new UserInputError(`Argument filter.${field} must hold UUIDs, got ${quote(id)}`);
  });
}

function checked(field: Field, given: Given[Field], check: (value: string) => string): Values {
  if (given === null || given === undefined) return undefined;
  const values = checkValues(`filter.${field}`, given);
  return [...new Set(values.map((value) => value === null ? null : check(value)))];
}
