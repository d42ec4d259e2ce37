import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { statement } from "../db/statements.ts";
import { runElsewhere, until } from "../dev/elsewhere.ts";
import { asRole } from "../dev/as_role.ts";
import { contentsOf, importText, versionsOf, withoutCategoryIds } from "../importer/testing.ts";
import type { Result } from "./ingest.ts";
import { order, testIngest, writerDatabase } from "./testing.ts";
import { requireWriter } from "./writer.ts";
import { withSql } from "../dev/with_sql.ts";

const outcomes = (results: readonly Result[]) => results.map(({ result }) => result);

Deno.test("what is ingested is what an import of the same would store", async () => {
  await using ingested = await writerDatabase();
  await using imported = await writerDatabase();
  await using ingest = testIngest(ingested.writer);
  const results = await ingest.send([
    order(
      "A-1",
      { order_date: "2024-02-29", status: "pending", order_total: "25.90", customer_name: "Ann" },
      {
        product_name: "Mug",
        category: "Kitchen > Mugs",
        unit_cost: "4.123456789",
      },
    ),
    order("A-2", {
      customer_email: "ann@example.org",
      sales_rep_id: "r",
      region: "West",
      commission_rate: 5,
    }),
    order("A-3", { customer_id: "ben", customer_email: "ann@example.org", customer_segment: "New" }),
    {
      ...order("A-4", { customer_id: "ben", order_date: "2024-01-31T23:30:00-05:00" }),
      lines: [
        { product_id: "mug", quantity: -1, unit_price: 9.95 },
        { product_id: "mug", quantity: 2, unit_price: "1.00005", line_total: "2" },
        { product_id: "plate", quantity: 1, unit_price: 14, line_id: "x" },
      ],
    },
  ]);
  assert.deepEqual(outcomes(results), ["stored", "stored", "stored", "stored"]);
  await importText(
    imported.url,
    `order_id,order_date,status,order_total,customer_id,customer_name,customer_email,customer_segment,line_id,product_id,product_name,category,quantity,unit_price,unit_cost,line_total,sales_rep_id,region,commission_rate
A-1,2024-02-29,pending,25.90,ann,Ann,,,,mug,Mug,Kitchen > Mugs,1,9.95,4.123456789,,,,
A-2,2024-02-29T12:00:00Z,,,ann,,ann@example.org,,,mug,,,1,9.95,,,r,West,5
A-3,2024-02-29T12:00:00Z,,,ben,,ann@example.org,New,,mug,,,1,9.95,,,,,
A-4,2024-01-31T23:30:00-05:00,,,ben,,,,,mug,,,-1,9.95,,,,,
A-4,2024-01-31T23:30:00-05:00,,,ben,,,,,mug,,,2,1.00005,,2,,,
A-4,2024-01-31T23:30:00-05:00,,,ben,,,,x,plate,,,1,14,,,,,
`,
  );
  assert.deepEqual(
    withoutCategoryIds(await contentsOf(ingested.url)),
    withoutCategoryIds(await contentsOf(imported.url)),
  );
});

Deno.test("an order sent again is left alone, replaced or deleted; each line of a batch has its result", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  const history = [order("a"), order("b"), order("c")];
  assert.deepEqual(outcomes(await ingest.send(history)), ["stored", "stored", "stored"]);
  const before = await versionsOf(database.url);
  assert.deepEqual(outcomes(await ingest.send(history)), ["unchanged", "unchanged", "unchanged"]);
  assert.deepEqual(await versionsOf(database.url), before, "nothing was written");

  const later = order("b", { order_date: "2024-03-05T10:00:00Z", status: "cancelled" }, { quantity: 3 });
  const results = await ingest.send([
    order("a", { status: "pending" }),
    "{",
    later,
    order("c"),
    order("a"),
    later,
  ]);
  assert.deepEqual(results, [
    { line: 1, order_id: "a", result: "stored" },
    { line: 2, order_id: null, result: "rejected", reason: results[1]?.reason },
    { line: 3, order_id: "b", result: "stored" },
    { line: 4, order_id: "c", result: "unchanged" },
    { line: 5, order_id: "a", result: "stored" },
    { line: 6, order_id: "b", result: "unchanged" },
  ]);
  assert.deepEqual(outcomes(await ingest.send([order("a"), later])), ["unchanged", "unchanged"]);
  assert.deepEqual([await ingest.remove("c"), await ingest.remove("c")], ["deleted", "unknown"]);
  const { orders, order_items, order_ids } = await contentsOf(database.url);
  assert.deepEqual([orders.length, order_items.length, order_ids.length], [2, 2, 2]);

  // One whose lines come to too much, and the others are stored.
  const line = { product_id: "yacht", quantity: 1, unit_price: "600000000000000" };
  const refused = await ingest.send([order("d"), order("rich", { lines: [line, line] }), order("e")]);
  assert.deepEqual(outcomes(refused), ["stored", "rejected", "stored"]);
  assert.match(refused[1]?.reason ?? "", /the lines of its order come to too large an amount/);
  assert.deepEqual((await contentsOf(database.url)).products.map(({ name }) => name), ["mug"]);
});

Deno.test("nothing of a batch is left for the next, whether there was little of it or much, and no room is kept for it", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  const size = async () => {
    const [row] = await withSql(
      database.url,
      (sql) =>
        sql`select sum(pg_relation_size(oid))::int as size from pg_class
          where relnamespace = 'laneway_import'::regnamespace and relkind = 'r'`,
    );
    return Number(row?.size);
  };
  const many = Array.from({ length: 600 }, (_, index) => order(`many ${index}`));
  for (const [index, batch] of [[order("a")], [order("b")], many, [order("c")], [order("d")]].entries()) {
    assert.deepEqual(new Set(outcomes(await ingest.send(batch))), new Set(["stored"]), `batch ${index}`);
    assert.equal(await size() > 100_000, batch === many, `batch ${index}`);
  }
  assert.equal((await contentsOf(database.url)).orders.length, 604);
});

Deno.test("a batch of a key has one result, and its key is no other's; a forgotten customer stays forgotten", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  const batch = [order("a"), order("b", {}, { quantity: "😀".repeat(40) }), '{"\0\\", {}'];
  const first = await ingest.send(batch, "key-1");
  assert.deepEqual(outcomes(first), ["stored", "rejected", "rejected"]);
  await ingest.send([order("a", { status: "cancelled" })]);
  const before = await versionsOf(database.url);
  assert.deepEqual(await ingest.send(batch, "key-1"), first);
  await using another = testIngest(database.writer);
  assert.deepEqual(await another.send(batch, "key-1"), first);
  await assert.rejects(ingest.send([order("a")], "key-1"), /key of another batch/);
  assert.deepEqual(await versionsOf(database.url), before, "nothing was written");
  assert.deepEqual(outcomes(await ingest.send(batch, "key-2")), ["stored", "rejected", "rejected"]);
  // A day later it is forgotten, as soon as another one comes.
  await withSql(
    database.url,
    (sql) => sql`update ingest_keys set stored_at = stored_at - interval '25 hours'`,
  );
  await ingest.send(batch, "key-3");
  assert.deepEqual(outcomes(await ingest.send([order("a")], "key-1")), ["unchanged"]);

  const said = { customer_name: "Ann", customer_email: "ann@example.org" };
  await ingest.send([order("c", said)]);
  await withSql(
    database.url,
    (sql) => sql`update customers set name = 'x', email = null, forgotten_at = now()`,
  );
  assert.deepEqual(outcomes(await ingest.send([order("d", said), order("c", said)])), [
    "stored",
    "unchanged",
  ]);
  const { customers, orders } = await contentsOf(database.url);
  assert.deepEqual(customers.map(({ name, email }) => [name, email]), [["Forgotten customer", null]]);
  assert.equal(orders.length, 3);
});

Deno.test("nothing is written in archived time, imports say so too; and batches wait for those who drain, where somebody does", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  await ingest.send([order("old", { order_date: "2022-01-05T12:00:00Z" }), order("new")]);
  await withSql(database.url, (sql) => sql`update precompute_state set closed_before = '2022-02-01Z'`);
  const results = await ingest.send([
    order("old", { order_date: "2024-01-05T12:00:00Z" }),
    order("late", { order_date: "2022-01-31T23:59:59Z", customer_id: "ben" }),
    order("new", { status: "cancelled" }),
    order("first", { order_date: "2022-02-01T00:00:00Z" }),
  ]);
  assert.deepEqual(outcomes(results), ["rejected", "rejected", "stored", "stored"]);
  assert.equal(
    results[1]?.reason,
    "its order is in archived time, before 2022-02-01T00:00:00Z, or was so far",
  );
  assert.deepEqual([await ingest.remove("old"), await ingest.remove("late")], ["archived", "unknown"]);
  const { stored, reasons } = await importText(
    database.url,
    "order_id,order_date,customer_id,product_id,quantity,unit_price\nold,2024-01-05,ann,mug,1,1\nlate,2022-01-31,ben,mug,1,1\nmore,2024-01-05,ann,mug,1,1\n",
  );
  assert.deepEqual([stored, [...reasons.keys()]], [1, [2, 3]]);
  assert.match(reasons.get(2) ?? "", /in archived time/);

  const say = (asOf: string | null, drained: string) =>
    withSql(
      database.url,
      (sql) =>
        sql`update precompute_state set as_of = now() - ${asOf}::interval, heartbeat_at = now() - ${drained}::interval`,
    );
  await say("70 seconds", "10 seconds");
  await assert.rejects(ingest.send([order("b")], "key"), /refused \(behind\)/);
  const cases: readonly [string | null, string][] = [
    ["50 seconds", "10 seconds"],
    ["3 hours", "2 minutes"],
    [null, "10 seconds"],
  ];
  for (const [asOf, drained] of cases) {
    await say(asOf, drained);
    assert.equal((await ingest.send([order("b")])).length, 1);
  }
  await say("70 seconds", "10 seconds");
  assert.equal(await ingest.remove("b"), "deleted");
});

Deno.test("batches of the same orders, side by side and in any order, are stored one after the other", async () => {
  await using database = await writerDatabase();
  const senders = Array.from({ length: 3 }, () => testIngest(database.writer));
  const orders = (version: number) =>
    Array.from({ length: 40 }, (_, index) =>
      order(`o${index}`, {
        order_date: `2024-0${1 + (index + version) % 9}-11`,
        customer_id: `c${index % 7}`,
        customer_name: `Customer ${version}`,
        customer_email: `c${(index + version) % 7}@example.org`,
      }, { product_id: `p${index % 5}`, quantity: 1 + version }));
  for (let round = 0; round < 4; round++) {
    const sent = senders.map((sender, index) => {
      const batch = orders(round + index);
      return sender.send(index % 2 === 0 ? batch : batch.toReversed());
    });
    for (const results of await Promise.all(sent)) {
      assert.ok(results.every(({ result }) => result !== "rejected"), JSON.stringify(results[0]));
    }
  }
  const { orders: stored, order_items } = await contentsOf(database.url);
  assert.deepEqual([stored.length, order_items.length], [40, 40]);
  // Of one batch, whichever was the last.
  assert.equal(new Set(order_items.map(({ quantity }) => quantity)).size, 1);
  for (const sender of senders) await sender.close();
  const [{ deadlocks }] = await withSql(
    database.url,
    (sql) =>
      sql<
        [{ deadlocks: number }]
      >`select deadlocks::int from pg_stat_database where datname = current_database()`,
  );
  assert.equal(deadlocks, 0);
});

Deno.test("a batch waits for the transaction of an import, and none is half in where its process is killed", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  const waits = (what: string) =>
    until(async () => {
      const [row] = await withSql(
        database.url,
        (sql) =>
          sql`select count(*)::int as count from pg_locks
          where not granted and coalesce(relation::regclass::text, locktype) = ${what}
            and database = (select oid from pg_database where datname = current_database())`,
      );
      return row?.count === 1;
    });
  await withSql(database.url, async (sql) => {
    await sql.unsafe("begin");
    await sql.unsafe(statement("import/share_turn").text);
    const sent = ingest.send([order("a")]);
    await waits("advisory");
    assert.equal((await contentsOf(database.url)).orders.length, 0);
    await sql.unsafe("commit");
    assert.deepEqual(outcomes(await sent), ["stored"]);

    // Everything is written but the lines, which cannot be.
    await sql.unsafe("begin; lock table order_items in share mode");
    const program = `
      import { order, testIngest } from "./src/ingest/testing.ts";
      console.log("begins");
      const orders = [order("b"), order("a", { status: "pending" })];
      await testIngest(${JSON.stringify(database.writer)}).send(orders, "key");
    `;
    await using process = await runElsewhere(program, "begins");
    await waits("order_items");
    await process.kill();
    await sql.unsafe("rollback");
  });
  assert.deepEqual((await contentsOf(database.url)).orders.map(({ status }) => status), ["completed"]);
  const again = await ingest.send([order("b"), order("a", { status: "pending" })], "key");
  assert.deepEqual(outcomes(again), ["stored", "stored"]);
});

Deno.test("a process whose user may not write says so; a lost connection costs one batch, of which nothing is stored", async () => {
  await using database = await writerDatabase();
  for (const role of ["reader", "app", "precompute"] as const) {
    await using ingest = testIngest(asRole(database.url, role));
    await assert.rejects(ingest.send([order("a")]), (error) => {
      assert.ok(error instanceof UnavailableError);
      assert.match(error.message, /may not write them; set WRITER_DATABASE_URL/);
      return true;
    });
    await assert.rejects(
      requireWriter(asRole(database.url, role)),
      /may not write orders; grant laneway_writer/,
    );
  }
  await requireWriter(database.writer);
  await requireWriter("postgres://nobody@127.0.0.1:1/none");

  await using ingest = testIngest(database.writer);
  await ingest.send([order("a")]);
  await withSql(
    database.url,
    (sql) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'laneway ingest'`,
  );
  await assert.rejects(ingest.send([order("b")]), /the database is not there; try again/);
  assert.equal((await contentsOf(database.url)).orders.length, 1);
  assert.deepEqual(outcomes(await ingest.send([order("b")])), ["stored"]);
  await ingest.close();
  const left = await withSql(
    database.url,
    (sql) => sql`select relname from pg_class where relnamespace = 'laneway_import'::regnamespace`,
  );
  assert.deepEqual([...left], []);
});
