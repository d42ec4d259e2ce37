/** Published figures of public data sets, from their files into the tables; SQL adds up what stands there. */
import assert from "node:assert/strict";
import { superstorePath } from "../src/cli/demo_data.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { importText } from "../src/importer/testing.ts";
import { classicmodelsCsv, hasClassicmodels } from "./classicmodels.ts";
import { withSql } from "../src/dev/with_sql.ts";

const shop = { timeZone: "UTC", currency: "USD" };

Deno.test("Superstore, from the tables: sales, orders, units, profit, and each one's parts", async () => {
  await using database = await testDatabase();
  const options = { path: superstorePath(), url: database.url, shop };
  const first = await importOrders(options);
  assert.deepEqual([first.format, first.lines, first.orders, first.rejected], ["Superstore", 9994, 5009, 0]);
  await withSql(database.url, async (sql) => {
    const [total] = await sql`
      select round(sum(total_price), 2) as sales, round(sum(total_price - quantity * unit_cost), 2) as profit,
        sum(quantity)::int as units, count(*)::int as lines, count(distinct order_id)::int as orders
      from order_items`;
    assert.deepEqual({ ...total }, {
      sales: "2297200.86",
      profit: "286397.02",
      units: 37873,
      lines: 9994,
      orders: 5009,
    });
    const [orders] =
      await sql`select round(sum(total_amount), 4) as sales, count(*)::int as count from orders`;
    assert.deepEqual({ ...orders }, { sales: "2297200.8603", count: 5009 });
    const years = await sql`
      select extract(year from order_date)::int as year, round(sum(total_price), 4)::float as sales,
        round(sum(total_price - quantity * unit_cost), 4)::float as profit
      from order_items group by 1 order by 1`;
    assert.deepEqual(years.map((year) => Object.values(year)), [
      [2014, 484247.4981, 49543.9741],
      [2015, 470532.509, 61618.6037],
      [2016, 609205.598, 81795.1743],
      [2017, 733215.2552, 93439.2696],
    ]);
    const categories = await sql`
      select c.name, round(sum(total_price - quantity * unit_cost), 2)::float as profit
      from order_items i join products p on p.id = i.product_id join categories c on c.id = p.category_id
        join categories above on above.id = c.parent_id
      where c.name = 'Tables' or above.name = 'Technology'
      group by grouping sets ((c.name), (above.name)) having c.name = 'Tables' or above.name = 'Technology'
      order by 2`;
    assert.deepEqual(categories.map((category) => category.profit), [-17725.48, 145454.95]);
    const regions = await sql`
      select r.region, r.name, round(sum(o.total_amount), 4)::float as sales
      from orders o join sales_representatives r on r.id = o.sales_rep_id group by 1, 2 order by 1`;
    assert.deepEqual(regions.map((region) => Object.values(region)), [
      ["Central", "Kelly Williams", 501239.8908],
      ["East", "Chuck Magee", 678781.24],
      ["South", "Cassandra Brandow", 391721.905],
      ["West", "Anna Andreadi", 725457.8245],
    ]);
    const [parties] = await sql`
      select (select count(*) from customers)::int as customers, (select count(*) from products)::int as products,
        (select count(*) from categories)::int as categories`;
    assert.deepEqual({ ...parties }, { customers: 793, products: 1862, categories: 20 });
  });
  const second = await importOrders(options);
  assert.deepEqual([second.stored, second.unchanged], [0, 5009]);
});

const ignore = !await hasClassicmodels();
const skipped = ignore ? " (skipped: its data is not beside this project)" : "";

Deno.test({
  name: `classicmodels, every status counted: total, product lines and years${skipped}`,
  ignore,
  fn: async () => {
    await using database = await testDatabase();
    const imported = await importText(database.url, await classicmodelsCsv("every status"), { shop });
    assert.deepEqual([imported.lines, imported.orders, imported.rejected], [2996, 326, 0]);
    await withSql(database.url, async (sql) => {
      const lines = await sql`
        select c.name, sum(total_price)::float as sales
        from order_items i join products p on p.id = i.product_id join categories c on c.id = p.category_id
        group by rollup (c.name) order by c.name`;
      assert.deepEqual(lines.map((line) => Object.values(line)), [
        ["Classic Cars", 3853922.49],
        ["Motorcycles", 1121426.12],
        ["Planes", 954637.54],
        ["Ships", 663998.34],
        ["Trains", 188532.92],
        ["Trucks and Buses", 1024113.57],
        ["Vintage Cars", 1797559.63],
        [null, 9604190.61],
      ]);
      const years = await sql`
        select extract(year from order_date)::int as year, sum(total_amount)::float as sales
        from orders where status = 'completed' group by 1 order by 1`;
      assert.deepEqual(years.map((year) => Object.values(year)), [
        [2003, 3317348.39],
        [2004, 4515905.51],
        [2005, 1770936.71],
      ]);
      const [whole] = await sql`
        select sum(total_price - quantity * unit_cost)::float as profit, sum(quantity)::int as units from order_items`;
      assert.deepEqual({ ...whole }, { profit: 3825880.25, units: 105516 });
      const [best] = await sql`
        select r.name, sum(o.total_amount)::float as sales
        from orders o join sales_representatives r on r.id = o.sales_rep_id group by 1 order by 2 desc limit 1`;
      assert.deepEqual({ ...best }, { name: "Gerard Hernandez", sales: 1258577.81 });
    });
  },
});

Deno.test({
  name: `classicmodels, shipped and resolved alone counted${skipped}`,
  ignore,
  fn: async () => {
    await using database = await testDatabase();
    await importText(database.url, await classicmodelsCsv("shipped and resolved"), { shop });
    const completed = () =>
      withSql(database.url, async (sql) => {
        const [row] =
          await sql`select sum(total_amount)::float as sales from orders where status = 'completed'`;
        return row?.sales;
      });
    assert.equal(await completed(), 8999330.52);
    // A corrected file: the states of 20 orders change, and nothing else.
    const corrected = await importText(database.url, await classicmodelsCsv("every status"), { shop });
    assert.equal(corrected.stored + corrected.unchanged, 326);
    assert.equal(await completed(), 9604190.61);
  },
});
