// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import postgres from "postgres";
import { UsageError } from "../base/errors.ts";
import { createLog } from "../base/log.ts";
import { testDatabase } from "../dev/test_database.ts";
import { type LiveOrder, liveOrders } from "./live.ts";
import type { Timer } from "./pace.ts";
import { seedShop } from "./seed.ts";

const customer = "00000000-0000-7000-8000-00000000000c";
const product = "00000000-0000-7000-8000-00000000000d";

interface Shop {
  readonly url: string;
  readonly sql: postgres.Sql;
}

async function withShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await work({ url: database.url, sql });
  } finally {
    await sql.end();
  }
}

/** A timer that never waits: each order comes as soon as the one before it is in. */
function hastyTimer(): Timer {
  let time = 0;
  return {
    now: () => time,
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

/** Lets orders in until `enough`, which is asked after each with all so far. */
async function runLive(
  url: string,
  enough: (orders: readonly LiveOrder[], log: readonly string[]) => boolean,
): Promise<{ readonly orders: readonly LiveOrder[]; readonly log: readonly string[] }> {
  const stop = new AbortController();
  const orders: LiveOrder[] = [];
  const log: string[] = [];
  await liveOrders({
    url,
    perSecond: 100,
    signal: stop.signal,
    timer: hastyTimer(),
    log: createLog({ write: (line) => log.push(line) }),
    onOrder(order) {
      orders.push(order);
      if (enough(orders, log)) stop.abort();
    },
  });
  return { orders, log };
}

function after(count: number): (orders: readonly LiveOrder[]) => boolean {
  return (orders) => orders.length === count;
}

Deno.test("orders come at the present time, by the shop's customers, of its products, with their lines", () =>
  withShop(async ({ url, sql }) => {
    await seedShop({
      url,
      shop: { timeZone: "UTC" },
      orders: 500,
      seed: 1,
      until: Temporal.Now.instant(),
      months: 2,
    });
    const begin = Temporal.Now.instant();
    const { orders, log } = await runLive(url, after(60));
    assert.equal(orders.length, 60);
    assert.deepEqual(log, []);
    const rows = await sql`
      select o.id, o.total_amount, o.order_date, o.customer_segment, c.segment, sum(i.total_price) as lines,
        bool_and(i.unit_price = p.selling_price and i.unit_cost is not distinct from p.cost_price) as priced
      from orders o
      join order_items i on i.order_id = o.id and i.order_date = o.order_date
      join products p on p.id = i.product_id
      left join customers c on c.id = o.customer_id
      where o.id = any(${orders.map(({ id }) => id)})
      group by o.id, o.order_date, c.id`;
    assert.equal(rows.length, 60);
    for (const row of rows) {
      const told = orders.find(({ id }) => id === row.id)!;
      assert.equal(row.total_amount, told.totalAmount);
      assert.equal(row.lines, row.total_amount);
      assert.ok(row.priced);
      assert.equal(row.customer_segment, row.segment);
      assert.equal(row.order_date.getTime(), told.orderDate.epochMilliseconds);
      assert.ok(Temporal.Instant.compare(told.orderDate, begin) >= 0);
      assert.ok(Temporal.Instant.compare(told.orderDate, Temporal.Now.instant()) <= 0);
    }
    assert.ok(new Set(orders.map(({ totalAmount }) => totalAmount)).size > 30);
    assert.equal((await sql`select from orders_default`).length, 0);
  }));

Deno.test("orders that wait are settled, one now and then", () =>
  withShop(async ({ url, sql }) => {
    await sql`insert into products (id, name, selling_price) values (${product}, 'Kettle', 20)`;
    await sql`insert into orders (order_date, total_amount, status)
      select now() - n * interval '1 hour', 20, 'pending' from generate_series(1, 100) n`;
    await runLive(url, after(400));
    const rows =
      await sql`select status, count(*)::int as count from orders where order_date < now() - interval '30 minutes'
      group by status`;
    const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    assert.ok(counts.completed >= 5 && counts.cancelled >= 1 && counts.pending >= 50, JSON.stringify(counts));
    const [newest] = await sql`select min(order_date) > now() - interval '101 hours' as kept,
      bool_or(status = 'pending' and order_date > now() - interval '2 hours') as waits from orders`;
    assert.deepEqual({ ...newest }, { kept: true, waits: true });
  }));

Deno.test("a shop without orders begins with what it has", () =>
  withShop(async ({ url, sql }) => {
    await sql`insert into products (id, name, selling_price) values (${product}, 'Kettle', 20)`;
    await runLive(url, after(5));
    assert.equal((await sql`select from orders where customer_id is null`).length, 5);
    await sql`delete from orders`;
    await sql`insert into customers (id, name, segment) values (${customer}, 'Zoë', 'Premium')`;
    await runLive(url, after(5));
    const rows = await sql`select distinct customer_id, customer_segment from orders`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [{
      customer_id: customer,
      customer_segment: "Premium",
    }]);
  }));

Deno.test("nothing to sell is an error", () =>
  withShop(async ({ url }) => {
    await assert.rejects(runLive(url, after(1)), UsageError);
  }));

Deno.test("orders go on after the connection was lost, and after what was sold is gone", () =>
  withShop(async ({ url, sql }) => {
    await sql`insert into products (id, name, selling_price) values (${product}, 'Kettle', 20)`;
    await sql`insert into customers (id, name) values (${customer}, 'Zoë')`;
    const disturbances = [
      () =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'laneway live' and datname = current_database()`,
      () =>
        sql.begin(async (tx) => {
          await tx`lock table orders`;
          await tx`delete from orders`;
          await tx`delete from customers`;
        }),
    ];
    const disturbing: Promise<unknown>[] = [];
    const { log } = await runLive(url, (orders, log) => {
      // The next one comes once an order was let in after the last one was noticed.
      if (orders.length > 5 && log.length === disturbing.length) {
        const next = disturbances[disturbing.length];
        if (!next) return true;
        disturbing.push(next().then(() => {}));
      }
      return false;
    });
    await Promise.all(disturbing);
    assert.equal(log.length, 2);
    assert.match(log[0]!, /Cannot reach the database/);
    assert.match(log[1]!, /violates foreign key/);
  }));

Deno.test("a wait ends with the signal, whether for the next order or for the database", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const stop = new AbortController();
  const { promise: paused, resolve: pause } = Promise.withResolvers<void>();
  const live = liveOrders({
    url: `postgres://nobody@127.0.0.1:${port}/none`,
    perSecond: 1,
    signal: stop.signal,
    log: createLog({ write: () => pause() }),
  });
  await paused;
  stop.abort();
  await live;

  await withShop(async ({ url, sql }) => {
    await sql`insert into products (id, name, selling_price) values (${product}, 'Kettle', 20)`;
    const stop = new AbortController();
    // The next one would come in ten minutes.
    const onOrder = () => setTimeout(() => stop.abort());
    await liveOrders({ url, perSecond: 1 / 600, signal: stop.signal, onOrder });
    assert.equal((await sql`select from orders`).length, 1);
  });
});
