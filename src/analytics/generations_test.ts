import assert from "node:assert/strict";
import { createLog } from "../base/log.ts";
import { isCurrent, type Knowledge, learn } from "../cache/knowledge.ts";
import { options } from "../../tests/interleave.ts";
import { drained, orders, withShop } from "../precompute/drain_testing.ts";
import { refreshViews } from "../precompute/views.ts";
import { readGenerations } from "./generations.ts";

const log = createLog({ write: () => {} });
const january = { generation: 0, tags: ["sales_trends"], months: ["2024-01-01"] };

Deno.test("what is read bit by bit is what is read as a whole, and tells what outdates an answer", () =>
  withShop(async (stage) => {
    let known: Knowledge | undefined;
    const read = async (): Promise<Knowledge> => {
      const reading = await readGenerations(stage.pool, known);
      known = learn(known, reading, 0);
      assert.deepEqual(known, learn(undefined, await readGenerations(stage.pool, undefined), 0));
      return known;
    };
    const { epoch, generation } = await read();
    const answer = { epoch, dependencies: [{ ...january, generation }], views: [] };
    assert.ok(isCurrent(answer, await read()));
    // Committed, and not drained yet: what is cached is about a second behind.
    await stage.a.unsafe(orders(1, "2024-02-10"));
    assert.ok(isCurrent(answer, await read()));
    await drained(stage);
    assert.ok(isCurrent(answer, await read()));
    // The evening before in the shop.
    await stage.a.unsafe("select place('late', '2024-02-01T03:00Z', 5)");
    await drained(stage);
    const after = await read();
    assert.ok(!isCurrent(answer, after));
    const anew = { ...answer, dependencies: [{ ...january, generation: after.generation }] };
    assert.ok(isCurrent(anew, after));
    await stage.a.unsafe("update sales_representatives set region = 'North'");
    await drained(stage);
    assert.ok(!isCurrent(anew, await read()));
    await stage.a`update precompute_state set lineage = 'another server''s'`;
    await drained(stage);
    const next = await read();
    assert.ok(next.epoch !== epoch && !isCurrent(anew, next));
    assert.ok(next.notes.size > 0);
  }));

Deno.test("a view outdates what was made from it when a refresh brings anything new", () =>
  withShop(async (stage) => {
    const refreshed = async () => {
      await refreshViews({ pool: stage.pool, log }, "all");
      return learn(undefined, await readGenerations(stage.pool, undefined), 0);
    };
    const before = await refreshed();
    const view = "mv_daily_sales";
    const generation = before.views.get(view);
    assert.ok(generation !== undefined && generation === before.generation);
    const origin = { epoch: before.epoch, dependencies: [], views: [{ view, generation }] };
    assert.ok(isCurrent(origin, before));
    // As of a later moment, and nothing had happened.
    await drained(stage);
    assert.ok(isCurrent(origin, await refreshed()));
    // Something is left to drain, so that it is as of the same moment.
    await stage.a.unsafe(orders(3));
    await drained(stage, { ...options, batch: 1 });
    assert.ok(!isCurrent(origin, await refreshed()));
  }));

Deno.test("how far notes are behind is told in the database's own time", () =>
  withShop(async (stage) => {
    const behind = async () => (await readGenerations(stage.pool, undefined)).behindMs;
    assert.ok(await behind() < 60_000);
    await stage.a`update precompute_state set as_of = clock_timestamp() - interval '10 minutes'`;
    assert.ok(Math.abs(await behind() - 600_000) < 60_000);
    await stage.a`update precompute_state set as_of = null`;
    assert.equal(await behind(), Infinity);
  }));
