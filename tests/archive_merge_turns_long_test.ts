/** Customers who are merged after some of their orders were archived. */
import assert from "node:assert/strict";
import { parseStatement } from "../src/db/statements.ts";
import { untilBlocked } from "../src/dev/locks.ts";
import { merge, questions } from "./archive_merges.ts";
import {
  archiveMonths,
  assertAlike,
  assertSameAggregates,
  drainBoth,
  type Shop,
  withTwins,
} from "./archive_twins.ts";

Deno.test("a merge waits for the drain that runs, and only where orders are archived", async () => {
  await withTwins("UTC", async (twins) => {
    const { archived } = twins;
    await archived.sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      await merge(twins, "C1", "C2");
    });
    await drainBoth(twins);
    await archiveMonths(archived);
    let merged: Promise<void> = Promise.resolve();
    await archived.sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      merged = merge(twins, "C2", "C3");
      await untilBlocked(archived.sql);
    });
    await merged;
    await drainBoth(twins);
    await assertSameAggregates(twins);
  });
});

Deno.test("a merge that could go wrong is refused, and changes nothing", async () => {
  await withTwins("UTC", async (twins) => {
    const { archived } = twins;
    const [c1, c2] = await archived.sql<{ id: string }[]>`
      select id from customers where name in ('C1', 'C2') order by name`;
    await assert.rejects(
      archived.sql.begin("isolation level repeatable read", async (writer) => {
        await writer`select closed_before from precompute_state`;
        await archiveMonths(archived);
        await writer`select merge_customers(${c1?.id ?? ""}, ${c2?.id ?? ""})`;
      }),
      /at isolation level repeatable read/,
      "in a snapshot of before anything was archived",
    );
    const nobody = "00000000-0000-7000-8000-00000000dead";
    const cases = [
      ["read committed", c1?.id, c1?.id, /Cannot merge customer .* into itself/],
      ["read committed", c1?.id, nobody, /foreign key/],
      ["repeatable read", c1?.id, c2?.id, /Cannot merge customer .* at isolation level repeatable read/],
      ["serializable", c1?.id, c2?.id, /Cannot merge customer .* at isolation level serializable/],
    ] as const;
    for (const [level, from, into, message] of cases) {
      await assert.rejects(
        archived.sql.begin(
          `isolation level ${level}`,
          (writer) => writer`select merge_customers(${from ?? ""}, ${into ?? ""})`,
        ),
        message,
      );
    }
    await assertSameAggregates(twins);
    for (const asked of questions) await assertAlike(twins, asked);
  });
});

const mergeByName = parseStatement(
  "merge",
  "select merge_customers(f.id, i.id) from customers f, customers i where f.name = :from and i.name = :into",
);

Deno.test("merges that share a customer take turns, though one of them has nothing archived", async () => {
  await withTwins("UTC", async (twins) => {
    const { archived, whole } = twins;
    // C2 keeps one order that is not archived.
    for (const { sql } of [archived, whole]) {
      await sql`update orders set customer_id = (select id from customers where name = 'C9')
        where customer_id = (select id from customers where name = 'C2')`;
      await sql`update orders set customer_id = (select id from customers where name = 'C2')
        where id = (select id from orders where order_date > '2011-06-01' order by id limit 1)`;
    }
    await drainBoth(twins);
    await archiveMonths(archived);
    const mergeIn = ({ pool }: Shop, from: string, into: string) => pool.run(mergeByName, { from, into });
    const merged: Promise<unknown>[] = [];
    await archived.sql.begin(async (writer) => {
      await writer`select from orders where customer_id = (select id from customers where name = 'C2') for update`;
      for (const [from, into] of [["C2", "C3"], ["C1", "C2"]] as const) {
        const merging = mergeIn(archived, from, into);
        merged.push(merging);
        await untilBlocked(archived.sql, merged.length, merging);
      }
    });
    await Promise.all(merged);
    await mergeIn(whole, "C2", "C3");
    await mergeIn(whole, "C1", "C2");
    assert.deepEqual(await salesByCustomer(archived), await salesByCustomer(whole));
    await drainBoth(twins);
    await assertSameAggregates(twins);
  });
});

/** @returns how many orders each customer has, archived or not */
async function salesByCustomer({ sql }: Shop): Promise<readonly unknown[]> {
  return [
    ...await sql`select c.name, count(*)::int as orders from every_order o join customers c on c.id = o.customer_id
      group by c.name order by c.name`,
  ];
}
