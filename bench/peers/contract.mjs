/** What Mercurius and Apollo Server serve: the part of the contract that the question needs, answered by one statement. */

export const typeDefs = `
  enum Period { TODAY WEEK MONTH QUARTER YEAR }
  type Query { salesOverview(period: Period!): SalesOverview! }
  type SalesOverview {
    totalRevenue: Float!
    totalOrders: Int!
    averageOrderValue: Float
    customers: Int!
    growthRate: Float
    revenueChange: Float
    orderChange: Int
    range: DateRange!
    previous: Figures
  }
  type DateRange { startDate: String! endDate: String! }
  type Figures { totalRevenue: Float! totalOrders: Int! averageOrderValue: Float customers: Int! }
`;

/** @param sql a postgres.js client */
export function resolversOver(sql) {
  return {
    Query: {
      async salesOverview(_, { period }) {
        const [{ card }] = await sql`select peers.card(${period}) as card`;
        return card;
      },
    },
  };
}

/** Ends with the bench, however that ends. */
export function endWithParent() {
  process.stdin.on("end", () => process.exit()).resume();
}
