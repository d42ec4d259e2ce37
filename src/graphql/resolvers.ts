/** From the schema's fields to questions, and from answers to the schema's types, subject by subject. */
import { customerResolvers } from "./resolvers/customers.ts";
import { productResolvers } from "./resolvers/products.ts";
import { profitResolvers } from "./resolvers/profit.ts";
import { salesResolvers } from "./resolvers/sales.ts";
import { shopResolvers } from "./resolvers/shop.ts";
import { CalendarDate, DateTime } from "./scalars.ts";

/** Merged by type: each subject has its own fields of Query. */
export const resolvers = [
  { DateTime, Date: CalendarDate },
  salesResolvers,
  productResolvers,
  customerResolvers,
  profitResolvers,
  shopResolvers,
];
