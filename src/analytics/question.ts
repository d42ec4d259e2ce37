/** What is asked, as far as it decides which lane can answer it. */
import type { BucketUnit } from "./buckets.ts";

export type Metric = "REVENUE" | "ORDERS" | "CUSTOMERS" | "AOV" | "PROFIT" | "UNITS";

export type Question =
  /** Sums of a range; `orders` where orders (or what they divide) are asked for, `commission` where each rep's rate is. */
  | { readonly kind: "sums"; readonly orders: boolean; readonly commission: boolean }
  /** How many different customers a range has. */
  | { readonly kind: "customers" }
  | { readonly kind: "trend"; readonly metric: Metric; readonly unit: BucketUnit }
  /** Products or categories one by one. */
  | { readonly kind: "products"; readonly allTime: boolean }
  /** By sales rep, region or segment. */
  | { readonly kind: "parties" }
  /** Customers one by one over all time, or what their scores come to; never filtered. */
  | { readonly kind: "lifetime" }
  | { readonly kind: "retention" }
  /** Never filtered. */
  | { readonly kind: "cohorts" };
