import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { asRole } from "../dev/as_role.ts";
import { assertRight, indexesOf, kindsLeft, options, withLargeShop } from "./build_testing.ts";
import { drain, drainAll } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { withOlderDatabase } from "./upgrade_testing.ts";

Deno.test("a build whose connections are cut off goes on where it stopped", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    const indexes = await indexesOf(shop);
    // Each comes to an end in its turn, and is rolled back just before it would have been committed.
    for (
      const cut of ["append_orders", "append agg_customer_daily", "make_index", "append agg_cohort_monthly"]
    ) {
      const failing: Pool = {
        ...pool,
        snapshot: (mode, work) =>
          pool.snapshot(mode, (transaction) =>
            work({
              ...transaction,
              run: async (statement, parameters) => {
                const rows = await transaction.run(statement, parameters);
                if (statement.name === cut) throw new UnavailableError("cut off");
                return rows as never;
              },
            })),
      };
      await assert.rejects(drainAll(failing, options), /cut off/);
      const [state] = await sql`select as_of from precompute_state`;
      assert.equal(state?.as_of, null);
    }
    assert.ok((await kindsLeft(shop)).every((kind) => kind === "counts"));
    await drainAll(pool, options);
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));

Deno.test("begun anew in the middle, a build makes all of it, and keeps the indexes that are due", () =>
  withLargeShop(async (shop) => {
    const { pool } = shop;
    const indexes = await indexesOf(shop);
    await drain(pool, options);
    await drain(pool, options);
    const kathmandu = { ...options, timeZone: "Asia/Kathmandu" };
    await beginRebuild(pool, kathmandu);
    await drainAll(pool, kathmandu);
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));

Deno.test("a build that an older version has left half done, with no pieces, begins anew", () =>
  withOlderDatabase("0013", async ({ url, sql, upgrade }) => {
    const pool = createPool({ url, size: 3, deadlineMs: 20_000, name: "test" });
    try {
      // All that it marked is drained but for February, and nothing is counted yet.
      await sql`insert into orders (order_date, total_amount)
        select day, 10 from unnest(array['2024-01-10T12:00Z', '2024-02-10T12:00Z']::timestamptz[]) day`;
      await sql`delete from touched where at < '2024-02-01'`;
      await sql`update precompute_state set time_zone = ${options.timeZone}, week_start = ${options.weekStart}`;
      await upgrade();
      await drainAll(pool, options);
      await assertRight({ url, pool, sql });
    } finally {
      await pool.close();
    }
  }));

Deno.test("a role that owns none of the tables builds them too, with their indexes in place", () =>
  withLargeShop(async (shop) => {
    const indexes = await indexesOf(shop);
    const pool = createPool({
      url: asRole(shop.url, "precompute"),
      size: 3,
      deadlineMs: 60_000,
      name: "test",
    });
    try {
      await drain(pool, options);
      const kinds = await kindsLeft(shop);
      assert.ok(kinds.includes("days") && !kinds.includes("index"));
      await drainAll(pool, options);
    } finally {
      await pool.close();
    }
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));
