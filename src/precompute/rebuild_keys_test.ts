import assert from "node:assert/strict";
import { options, type Stage, watched } from "../../tests/interleave.ts";
import type { Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import { drain } from "./drain.ts";
import { assertRight, drained, withShop } from "./drain_testing.ts";
import { withParametersOf } from "./store.ts";

/** Drains, and asks something in the drain's transaction before each statement of that name. */
async function drainAsking(
  { pool }: Stage,
  asks: Readonly<Record<string, (transaction: Queryable) => Promise<void>>>,
): Promise<void> {
  const asking = watched(pool, async (name, transaction) => await asks[name]?.(transaction));
  assert.equal((await drain(asking, options))?.left, 0);
}

const isUsual = parseStatement(
  "is usual",
  "select setting = reset_val as is_usual from pg_settings where name = 'hash_mem_multiplier'",
);

Deno.test("memory to look up orders by hashing them is there for that alone", () =>
  withShop(async (stage) => {
    await stage.a.unsafe("select place('o', '2024-01-10T15:00Z', 10), add_line('o', 'lamp', 10)");
    const seen: Record<string, unknown> = {};
    const asks = ["sum_product_days", "store_product_days", "finish"].map((name) => {
      const ask = async (transaction: Queryable) => {
        const [row] = await transaction.run<{ is_usual: boolean }>(isUsual);
        seen[name] = row?.is_usual;
      };
      return [name, ask] as const;
    });
    await drainAsking(stage, Object.fromEntries(asks));
    assert.deepEqual(seen, { sum_product_days: false, store_product_days: true, finish: true });
  }));

const littleMemory = parseStatement("little memory", "select set_config('work_mem', '64kB', true)");
const usualMultiplier = parseStatement(
  "usual multiplier",
  "select set_config('hash_mem_multiplier', null, true)",
);
const explain = withParametersOf(
  statement("drain/sum_product_days"),
  "explain",
  (text) => `explain (verbose, costs off) ${text}`,
);

Deno.test("orders of a day are looked up by hashing them, however many they are", () =>
  withShop(async (stage) => {
    // Of one hour, so that all of them are summed with the one that changes.
    await stage.a.unsafe(`
      insert into orders (id, order_date, total_amount)
        select id('o' || n), '2024-01-10T15:00Z', 10 from generate_series(1, 40000) n;
      select add_line('o1', 'lamp', 10)`);
    await drained(stage);
    await stage.a.unsafe("update orders set total_amount = 11 where id = id('o1')");
    const hashed: boolean[] = [];
    await drainAsking(stage, {
      async sum_product_days(transaction) {
        const note = async () => {
          const plan = await transaction.run<{ "QUERY PLAN": string }>(explain, {
            ...{ first_day: "2024-01-10", end_day: "2024-01-11" },
            ...{ from: "2024-01-10T05:00Z", to: "2024-01-11T05:00Z" },
          });
          hashed.push(plan.some((row) => row["QUERY PLAN"].includes("hashed SubPlan")));
        };
        await transaction.run(littleMemory);
        await note();
        await transaction.run(usualMultiplier);
        await note();
      },
    });
    // Without what plan_for_span gives them, they are not.
    assert.deepEqual(hashed, [true, false]);
    await assertRight(stage);
  }));
