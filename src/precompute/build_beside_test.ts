/** A build beside what others do: who reads, who builds too, who takes its lock, who makes an index. */
import assert from "node:assert/strict";
import { holdBefore, options as smallOptions, watched } from "../../tests/interleave.ts";
import { UnavailableError } from "../base/errors.ts";
import type { Pool } from "../db/pool.ts";
import { buildRound, piecesLeft } from "./build.ts";
import { assertRight, indexesOf, kindsLeft, options, withLargeShop } from "./build_testing.ts";
import { drain, drainAll } from "./drain.ts";
import {
  assertRight as assertSmallRight,
  becomeDue,
  broken,
  mended,
  orders,
  rowsOf,
  withShop,
} from "./drain_testing.ts";
import { beginRebuild } from "./rebuild.ts";

Deno.test("indexes that somebody reads by are not taken away", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    await sql.begin(async (reading) => {
      await reading`select from agg_product_daily`;
      assert.ok(await drain(pool, options));
    });
    assert.ok(!(await kindsLeft(shop)).includes("index"));
    await drainAll(pool, options);
    await assertRight(shop);
  }));

Deno.test("those who build keep out whoever else writes aggregates", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    await drain(pool, options);
    await sql.begin(async (building) => {
      await building`lock table precompute_lock in share mode`;
      assert.equal(await drain(pool, options), undefined);
      await assert.rejects(beginRebuild(pool, options), UnavailableError);
    });
  }));

Deno.test("an index that somebody has made by hand meanwhile does not stop a build", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    const indexes = await indexesOf(shop);
    await drain(pool, options);
    const [postponed] = await sql<{ definition: string }[]>`
      select definition from build_pieces where kind = 'index' order by id`;
    assert.ok(postponed);
    await sql.unsafe(postponed.definition);
    await drainAll(pool, options);
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));

Deno.test("whoever reads all tables for long, as a dump does, holds up neither a build's beginning nor its end", () =>
  withShop(async (stage) => {
    const { pool, b } = stage;
    await stage.a.unsafe(orders(3));
    await b.unsafe("begin isolation level repeatable read; select from built_orders");
    await beginRebuild(pool, smallOptions);
    assert.ok((await drainAll(pool, smallOptions)).asOf);
    assert.deepEqual(await rowsOf(stage, "select from built_orders"), []);
    await b.unsafe("commit");
    await assertSmallRight(stage);
  }));

Deno.test("a piece that another process has built meanwhile is left to it", () =>
  withShop(async (stage) => {
    const { pool } = stage;
    await stage.a.unsafe(orders(3) + orders(3, "2024-02-10"));
    await beginRebuild(pool, smallOptions);
    // The days, and the customers.
    for (let step = 0; step < 2; step++) await drain(pool, { ...smallOptions, buildMs: 0 });
    const pieces = await pool.snapshot("read", piecesLeft);
    assert.deepEqual(pieces.map(({ kind }) => kind), ["counts", "counts", "counts"]);
    const buildAll = (pool: Pool) =>
      buildRound(pool, pieces, {
        zone: smallOptions.timeZone,
        end: Infinity,
        rebuildTaken: () => Promise.resolve([]),
      });
    // It has its snapshots by then.
    const second = await holdBefore("take", pool, buildAll);
    assert.deepEqual(await buildAll(pool), { built: 3, failures: [] });
    assert.deepEqual(await second.goOn(), { built: 0, failures: [] });
    await drainAll(pool, smallOptions);
    await assertSmallRight(stage);
  }));

Deno.test("what failed in a build is told, though another process takes the lock before its end", () =>
  withShop(async (stage) => {
    const { pool, a, b } = stage;
    await a.unsafe(
      `${orders(2)} ${orders(2, "2024-01-11")} ${broken("agg_order_daily", "day <> '2024-01-10'")}`,
    );
    await beginRebuild(pool, smallOptions);
    // To find the pieces, to build the days, and to find what is left.
    let locks = 0;
    const overtaken = watched(pool, async (name) => {
      if (name === "lock" && ++locks === 3) {
        await b.unsafe("begin; lock table precompute_lock in exclusive mode");
      }
    });
    const done = await drain(overtaken, smallOptions);
    assert.deepEqual([done?.asOf, done?.taken, done?.failures.length], [undefined, 1, 1]);
    assert.match(done?.failures[0] ?? "", /^2024-01-10: .*"broken"/);
    await b.unsafe("rollback");
    await a.unsafe(`${mended("agg_order_daily")}; ${becomeDue}`);
    await drainAll(pool, smallOptions);
    await assertSmallRight(stage);
  }));
