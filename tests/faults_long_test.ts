/** What is served while something that it needs is away, with what status, and how soon all is well again. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { until } from "../src/dev/elsewhere.ts";
import { checkRecovery, drip, type FaultWorld, type Told, withWorld } from "./fault_world.ts";

interface Fault {
  /** @returns what ends it */
  readonly begin: (world: FaultWorld) => Promise<() => Promise<void>>;
  /** What the process says of itself, once it has noticed. */
  readonly ready: 200 | 503;
  /** Longest that anyone waits for what is kept, in milliseconds. */
  readonly keptWithin: number;
  /** Within how long what nobody has asked before is refused; undefined where it is answered. */
  readonly refusedWithin: number | undefined;
  /** What pages say that were not asked for before; undefined where that depends on how far they come. */
  readonly page: 200 | 503 | undefined;
}

/** A question's five seconds, on a machine that has other things to do. */
const deadlineMs = 12_000;

const untouched = { ready: 200, keptWithin: 2_000, refusedWithin: undefined, page: 200 } as const;

const faults: Readonly<Record<string, Fault>> = {
  "Postgres is killed": {
    ready: 503,
    keptWithin: 2_000,
    refusedWithin: 2_000,
    page: 503,
    begin: async (world) => {
      await world.kill();
      return world.revive;
    },
  },
  // What is outdated as it begins to hang is asked for in vain first, once.
  "Postgres hangs": {
    ready: 503,
    keptWithin: deadlineMs,
    refusedWithin: deadlineMs,
    page: 503,
    begin: async (world) => {
      await world.hang();
      return world.resume;
    },
  },
  // Drains wait too, and nobody vouches for what is kept: it is told once the database was asked in vain.
  "all connections wait for a lock": {
    ready: 200,
    keptWithin: deadlineMs,
    refusedWithin: deadlineMs,
    page: undefined,
    begin: async (world) => {
      const sql = postgres(world.url, { max: 1, onnotice: () => {} });
      await sql.unsafe(
        "begin; lock table orders, agg_hourly_metrics, agg_order_daily in access exclusive mode",
      );
      return async () => {
        await sql.unsafe("rollback");
        await sql.end();
      };
    },
  },
  "Redis is killed": {
    ...untouched,
    begin: async ({ redis }) => {
      await redis.stop();
      return () => redis.start();
    },
  },
  "Redis hangs": {
    ...untouched,
    begin: ({ redis }) => {
      redis.hang();
      return Promise.resolve(() => Promise.resolve(redis.resume()));
    },
  },
  "three hundred callers send slowly": {
    ...untouched,
    begin: async (world) => {
      const callers = await Promise.all(
        Array.from({ length: 300 }, (_, index) => drip(world, index % 2 === 0)),
      );
      return () => Promise.resolve(callers.forEach((caller) => caller.close()));
    },
  },
  "uploads are broken off": {
    ...untouched,
    begin: async (world) => {
      for (let round = 0; round < 20; round++) {
        const callers = await Promise.all(Array.from({ length: 50 }, () => drip(world, false)));
        for (const caller of callers) caller.close();
      }
      return () => Promise.resolve();
    },
  },
};

const slowest = (told: readonly Told[]) => Math.max(...told.map(({ ms }) => ms));

Deno.test("whatever is away, what is kept is told; and once it is back, everything is, and right", async (t) => {
  await withWorld(async (world) => {
    for (const [index, [what, fault]] of Object.entries(faults).entries()) {
      await t.step(what, () => checkFault(world, fault, index));
    }
    await t.step("both processes end as they should", () => world.finish());
  });
});

async function checkFault(world: FaultWorld, fault: Fault, index: number): Promise<void> {
  const before = await world.ask("kept");
  assert.equal(before.status, 200);
  const end = await fault.begin(world);
  try {
    await checkMeanwhile(world, fault, before.orders, index);
  } finally {
    await end();
  }
  await checkRecovery(world);
}

async function checkMeanwhile(
  world: FaultWorld,
  fault: Fault,
  orders: unknown,
  index: number,
): Promise<void> {
  const kept: Told[] = [];
  let isOver = false;
  const keepAsking = async () => {
    for (; !isOver; await delay(20)) kept.push(await world.ask("kept"));
  };
  const asking = keepAsking();
  const news = await Promise.all(Array.from({ length: 40 }, () => world.ask("new")));
  const [live, page, customers] = await Promise.all([
    world.get("/health/live"),
    world.get(`/?period=custom&from=2024-01-01&to=2024-01-${11 + index}`),
    world.get("/customers/list"),
  ]);
  await until(async () => (await world.get("/health/ready")).status === fault.ready);
  isOver = true;
  await asking;
  assert.equal(live.status, 200);
  assert.deepEqual(kept.filter((told) => told.status !== 200 || told.orders !== orders), []);
  assert.ok(slowest(kept) < fault.keptWithin, `what is kept was told after ${slowest(kept)} ms`);
  if (fault.refusedWithin === undefined) {
    assert.deepEqual(news.filter((told) => told.orders !== orders), []);
  } else {
    const refusals = ["UNAVAILABLE", "TIMEOUT", "OVERLOADED"];
    assert.deepEqual(news.filter(({ code }) => !refusals.includes(code)), []);
    assert.ok(slowest(news) < fault.refusedWithin, `refused after ${slowest(news)} ms`);
  }
  if (fault.page) assert.deepEqual([page.status, customers.status], [fault.page, fault.page]);
}
