/** Who buys and who sells, as they are now. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { decimal, rounded } from "./decimal.ts";

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly segment: string | null;
  readonly createdAt: Temporal.Instant;
}

export interface SalesRep {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  /** Percent of the revenue of their orders. */
  readonly commissionRate: number | null;
}

/** @returns the customers that exist, in no order */
export async function customersByIds(
  database: Queryable,
  ids: readonly string[],
): Promise<readonly Customer[]> {
  const rows = await database.run<Omit<Customer, "createdAt"> & { readonly created_at: Temporal.Instant }>(
    statement("queries/customersByIds"),
    { ids },
  );
  return rows.map(({ created_at: createdAt, ...customer }) => ({ ...customer, createdAt }));
}

/** @returns the sales reps that exist, in no order */
export async function salesRepsByIds(
  database: Queryable,
  ids: readonly string[],
): Promise<readonly SalesRep[]> {
  const rows = await database.run<
    Omit<SalesRep, "commissionRate"> & { readonly commission_rate: string | null }
  >(statement("queries/salesRepsByIds"), { ids });
  return rows.map(({ commission_rate: rate, ...rep }) => ({
    ...rep,
    commissionRate: rate === null ? null : rounded(decimal(rate), 2),
  }));
}
