import assert from "node:assert/strict";
import type postgres from "postgres";
import type { Pool, Queryable } from "../db/pool.ts";
import { openSession } from "../db/session.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drained, id, log, type Shop, smallShop, withShop } from "./views_testing.ts";
import { refreshViews, views } from "./views.ts";

async function inShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await withShop(database.url, smallShop, work);
}

/** @returns a pool that, in a transaction, does `first` before it runs the statement of that name */
function interrupted(pool: Pool, name: string, first: () => Promise<unknown>): Pool {
  return {
    ...pool,
    snapshot: (mode, work) =>
      pool.snapshot(mode, (transaction) => {
        const run: Queryable["run"] = async (statement, parameters) => {
          if (statement.name === name) await first();
          return await transaction.run(statement, parameters);
        };
        return work({ ...transaction, run });
      }),
  };
}

const heldBy = async (sql: postgres.Sql) => {
  const [state] = await sql`select
    (select sum(total_revenue) from mv_daily_sales) as days,
    (select sum(total_revenue) from mv_product_performance) as products,
    (select sum(total_spent) from mv_customer_segments) as customers,
    array(select distinct generation::integer from view_state order by 1) as generations,
    array(select distinct extract(epoch from as_of - '2024-03-01T00:00:00Z')::integer from view_state order by 1) as as_of`;
  return { ...state };
};

const before = { days: 41, products: 41, customers: 40, generations: [1], as_of: [1] };
const after = { days: 141, products: 141, customers: 140, generations: [2], as_of: [2] };

/** In the way of a drain: its lock, one transaction, rows of every aggregate. */
const drainMore = (sql: postgres.Sql) =>
  sql.begin("isolation level repeatable read", (transaction) =>
    transaction.unsafe(`
      lock table precompute_lock in share row exclusive mode nowait;
      update agg_order_daily set revenue = revenue + 100 where day = '2024-02-02';
      update agg_product_monthly set revenue = revenue + 100
        where product_id = '${id(11)}' and month = '2024-02-01';
      update agg_customer_daily set revenue = revenue + 100
        where customer_id = '${id(21)}' and day = '2024-02-02';
      ${drained(2)}`));

for (const view of views) {
  Deno.test(`a drain that commits just before ${view} is refreshed is in none of the views`, () =>
    inShop(async ({ pool, sql }) => {
      await refreshViews({ pool: interrupted(pool, `refresh ${view}`, () => drainMore(sql)), log }, "all");
      assert.deepEqual(await heldBy(sql), before);
      await refreshViews({ pool, log }, "all");
      assert.deepEqual(await heldBy(sql), after);
    }));
}

Deno.test("without one snapshot, that drain would be in some views and not in others", () =>
  inShop(async ({ pool, sql, url }) => {
    const session = openSession({ url, name: "test" });
    const naive: Pool = {
      ...pool,
      snapshot: (_mode, work) => session.transaction(({ run }) => work({ run, attempt: (inner) => inner() })),
    };
    await refreshViews(
      { pool: interrupted(naive, "refresh mv_customer_segments", () => drainMore(sql)), log },
      "all",
    );
    await session.close();
    assert.deepEqual(await heldBy(sql), { ...before, customers: 140, generations: [1, 2], as_of: [1, 2] });
  }));

Deno.test("readers and drains go on while the views are replaced", () =>
  inShop(async ({ pool, sql }) => {
    await refreshViews({ pool, log }, "all");
    await drainMore(sql);
    const meanwhile: unknown[] = [];
    const last = interrupted(pool, "count mv_customer_segments", async () => {
      meanwhile.push(await heldBy(sql));
      await drainMore(sql);
    });
    await refreshViews({ pool: last, log }, "all");
    assert.deepEqual(meanwhile, [before]);
    assert.deepEqual(await heldBy(sql), after);
  }));

Deno.test("of two refreshes at once the second gives way", () =>
  inShop(async ({ pool, sql }) => {
    const results: number[] = [];
    const first = interrupted(pool, "refresh mv_customer_segments", async () => {
      results.push(await refreshViews({ pool, log }, "all"));
    });
    results.push(await refreshViews({ pool: first, log }, "all"));
    assert.deepEqual(results, [0, 10]);
    assert.deepEqual(await heldBy(sql), before);
  }));

Deno.test("a refresh that begins just before another one's end sees what that one wrote", () =>
  inShop(async ({ pool, sql }) => {
    const late = interrupted(pool, "lock", async () => {
      await refreshViews({ pool, log }, "all");
      await drainMore(sql);
    });
    assert.equal(await refreshViews({ pool: late, log }, "all"), 10);
    assert.deepEqual(await heldBy(sql), after);
  }));

Deno.test("a refresh that fails leaves every view as it was", () =>
  inShop(async ({ pool, sql }) => {
    await refreshViews({ pool, log }, "all");
    await drainMore(sql);
    const failing = interrupted(pool, "refresh mv_customer_segments", () => Promise.reject(new Error("no")));
    await assert.rejects(refreshViews({ pool: failing, log }, "all"), /no/);
    assert.deepEqual(await heldBy(sql), before);
  }));
