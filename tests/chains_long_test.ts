import assert from "node:assert/strict";
import { parseStatement } from "../src/db/statements.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { chains, waysOf } from "./chains.ts";
import { openStage, play } from "./interleave.ts";
import { ours } from "./our_drain.ts";

const adasDays = parseStatement(
  "ada's days",
  `select case when orders > 0 then to_char(day, 'MM-DD') || coalesce(' < ' || to_char(prev_day, 'MM-DD'), '')
    else '(' || to_char(day, 'MM-DD') || ')' end as day
  from agg_customer_daily a where customer_id = id('ada') order by a.day`,
);

Deno.test("customers' chains, however they change", async (t) => {
  await using database = await testDatabase();
  await using stage = await openStage(database);
  for (const chain of chains) {
    for (const way of waysOf(chain)) {
      await t.step(way.name, async () => {
        assert.deepEqual(await play(way, ours, stage), []);
        const days = await stage.pool.run<{ day: string }>(adasDays);
        assert.deepEqual(days.map(({ day }) => day), chain.ada);
      });
    }
  }
});
