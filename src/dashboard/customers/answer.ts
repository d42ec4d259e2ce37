/** The parts of what `customers`, `customer_list` and `customer` are answered with, by names of their own. */
import type { CustomerListQuery, CustomerQuery, CustomersQuery } from "../operation_types.ts";

export type Retention = CustomersQuery["customerRetention"];
export type RfmCell = CustomersQuery["rfmSegments"]["cells"][number];
export type LifetimeBucket = CustomersQuery["lifetimeDistribution"]["buckets"][number];
export type Cohort = CustomersQuery["cohortRetention"]["cohorts"][number];
export type ListedCustomer = CustomerListQuery["customers"]["nodes"][number];
export type Lifetime = CustomerQuery["customerLifetimeValue"];
