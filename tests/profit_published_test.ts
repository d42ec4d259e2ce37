/** Published figures of public data sets by region and by sales rep, through import, aggregates and GraphQL, to the cent. */
import assert from "node:assert/strict";
import { superstorePath } from "../src/cli/demo_data.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { importText } from "../src/importer/testing.ts";
import { askedShop } from "./asking.ts";
import { classicmodelsCsv, hasClassicmodels } from "./classicmodels.ts";

const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;

Deno.test("Superstore by region and in all, before and after the aggregates are built", async () => {
  await using database = await testDatabase();
  const { url } = database;
  await importOrders({ path: superstorePath(), url, shop });
  await using asked = askedShop(url, shop, Temporal.Instant.from("2017-12-30T23:59:59.999Z"));
  const check = async (lane: string) => {
    const { data, errors, extensions } = await asked.ask(`{
      profitabilityMetrics(
        period: CUSTOM, dateRange: { startDate: "2014-01-01T00:00:00Z", endDate: "2018-01-01T00:00:00Z" }
      ) { revenue profit profitMargin commission contribution }
      marginAnalysis(groupBy: REGION) { key revenue profit }
      salesRepPerformance(
        period: CUSTOM, dateRange: { startDate: "2014-01-01T00:00:00Z", endDate: "2018-01-01T00:00:00Z" }
      ) { salesRep { name region } revenue }
    }`);
    assert.equal(errors, undefined);
    assert.deepEqual(Object.values(extensions?.answers ?? {}).map((answer) => answer.lane), [
      lane,
      lane,
      lane,
    ]);
    assert.deepEqual(data, {
      profitabilityMetrics: {
        revenue: 2297200.86,
        profit: 286397.02,
        profitMargin: 0.124672,
        commission: 0,
        contribution: 286397.02,
      },
      marginAnalysis: [
        { key: "West", revenue: 725457.82, profit: 108418.45 },
        { key: "East", revenue: 678781.24, profit: 91522.78 },
        { key: "South", revenue: 391721.91, profit: 46749.43 },
        { key: "Central", revenue: 501239.89, profit: 39706.36 },
      ],
      salesRepPerformance: [
        { salesRep: { name: "Anna Andreadi", region: "West" }, revenue: 725457.82 },
        { salesRep: { name: "Chuck Magee", region: "East" }, revenue: 678781.24 },
        { salesRep: { name: "Kelly Williams", region: "Central" }, revenue: 501239.89 },
        { salesRep: { name: "Cassandra Brandow", region: "South" }, revenue: 391721.91 },
      ],
    });
  };
  await check("DIRECT");
  await asked.build();
  await check("AGGREGATE");
});

const ignore = !await hasClassicmodels();

Deno.test({
  name: `classicmodels, every status counted, by rep${
    ignore ? " (skipped: ../shared/data is not here)" : ""
  }`,
  ignore,
  fn: async () => {
    await using database = await testDatabase();
    await importText(database.url, await classicmodelsCsv("every status"), { shop });
    await using asked = askedShop(database.url, shop, Temporal.Instant.from("2005-05-31T23:59:59.999Z"));
    await asked.build();
    const { data, errors } = await asked.ask(`{
      salesRepPerformance(
        period: CUSTOM, dateRange: { startDate: "2003-01-01T00:00:00Z", endDate: "2006-01-01T00:00:00Z" }
      ) { rank salesRep { name } revenue }
    }`);
    assert.equal(errors, undefined);
    const sold = data?.salesRepPerformance as readonly unknown[];
    assert.deepEqual(sold[0], { rank: 1, salesRep: { name: "Gerard Hernandez" }, revenue: 1258577.81 });
    assert.equal(sold.length, 15);
  },
});
