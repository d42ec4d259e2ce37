import assert from "node:assert/strict";
import { parseStatement } from "../src/db/statements.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drain, drainAll } from "../src/precompute/drain.ts";
import { chains, waysOf } from "./chains.ts";
import { openStage, options, play, type Subject, wrongRows } from "./interleave.ts";
import { races } from "./interleavings.ts";
import { naiveDrains } from "./naive_drains.ts";

const ours: Subject = {
  prepare: "",
  reset: "",
  points: { rebuild: "find_days", finish: "finish" },
  drain: (pool) => drain(pool, options),
  settle: (pool) => drainAll(pool, options),
  wrong: wrongRows,
};

Deno.test("writers against drains, in every order", async (t) => {
  await using database = await testDatabase();
  await using stage = await openStage(database);
  for (const interleaving of races) {
    await t.step(interleaving.name, async () => assert.deepEqual(await play(interleaving, ours, stage), []));
  }
});

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

for (const [name, { subject, fails, survives }] of Object.entries(naiveDrains)) {
  Deno.test(`caught: ${name}`, async () => {
    await using database = await testDatabase();
    await using stage = await openStage(database, subject.prepare);
    const caught: string[] = [];
    for (const interleaving of races) {
      if ((await play(interleaving, subject, stage)).length > 0) caught.push(interleaving.name);
    }
    for (const each of fails) assert.ok(caught.includes(each), `not caught by: ${each}`);
    for (const each of ["one after another", ...survives]) {
      assert.ok(races.some((race) => race.name === each), each);
      assert.ok(!caught.includes(each), `wrong also in: ${each}`);
    }
  });
}
