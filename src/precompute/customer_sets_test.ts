/** Sets of customers by days and months, which follow from their orders. */
import assert from "node:assert/strict";
import { assertRight, drained, orders, rowsOf, withShop } from "./drain_testing.ts";
import { withOlderDatabase } from "./upgrade_testing.ts";

/** Who is in which set: "day: names, twice: names", then the thirds of months by their first days, and the months. */
const sets = `
  select period || ': ' || string_agg(name, ' ' order by name) filter (where at_least = 1)
    || coalesce(', twice: ' || string_agg(name, ' ' order by name) filter (where at_least = 2), '') as held
  from (
    select 1 as kind, to_char(day, 'MM-DD') as period, at_least, chunk, customers from agg_customer_sets_daily
    union all
    select case span when 'third' then 2 else 3 end, to_char(first_day, case span when 'third' then 'YYYY-MM-DD' else 'YYYY-MM' end),
      at_least, chunk, customers from agg_customer_sets_spans
  ) s
  join (
    select c.name, n.number from agg_customer_numbers n join customers c on c.id = n.customer_id
  ) c on customer_chunk(c.number) = s.chunk and s.customers & customer_bit(c.number) = customer_bit(c.number)
  group by kind, period
  order by kind, period`;

Deno.test("whoever orders, twice, no more or as somebody else is in the sets of the day and the month", () =>
  withShop(async (stage) => {
    const held = async () => (await rowsOf(stage, sets)).map(({ held }) => held);
    const steps: readonly (readonly [string, readonly string[]])[] = [
      [
        `select place('a', '2024-01-10T12:00Z', 1, 'ada'), place('b', '2024-01-10T13:00Z', 1, 'bob'),
          place('c', '2024-01-20T12:00Z', 1, 'ada'), place('d', '2024-02-01T12:00Z', 1, 'ada')`,
        [
          "01-10: Ada Bob",
          "01-20: Ada",
          "02-01: Ada",
          "2024-01-01: Ada Bob",
          "2024-01-11: Ada",
          "2024-02-01: Ada",
          "2024-01: Ada Bob, twice: Ada",
          "2024-02: Ada",
        ],
      ],
      [
        "update orders set order_date = '2024-01-10T14:00Z' where id = id('c')",
        [
          "01-10: Ada Bob, twice: Ada",
          "02-01: Ada",
          "2024-01-01: Ada Bob, twice: Ada",
          "2024-02-01: Ada",
          "2024-01: Ada Bob, twice: Ada",
          "2024-02: Ada",
        ],
      ],
      [
        "update orders set customer_id = id('cyd') where id = id('a')",
        [
          "01-10: Ada Bob Cyd",
          "02-01: Ada",
          "2024-01-01: Ada Bob Cyd",
          "2024-02-01: Ada",
          "2024-01: Ada Bob Cyd",
          "2024-02: Ada",
        ],
      ],
      // A return is no order.
      [
        "update orders set total_amount = -1 where id in (id('b'), id('d'))",
        ["01-10: Ada Cyd", "2024-01-01: Ada Cyd", "2024-01: Ada Cyd"],
      ],
      [
        "update orders set customer_id = null where id = id('c'); select touch_range('2024-01-10', '2024-01-11')",
        ["01-10: Cyd", "2024-01-01: Cyd", "2024-01: Cyd"],
      ],
      ["delete from orders", []],
    ];
    for (const [write, expected] of steps) {
      await stage.a.unsafe(write);
      assert.deepEqual((await drained(stage)).failures, []);
      assert.deepEqual(await held(), expected, write);
      await assertRight(stage);
    }
    const [numbers] = await rowsOf(
      stage,
      "select array_agg(number order by number) as given from agg_customer_numbers",
    );
    assert.deepEqual(numbers?.["given"], [16382, 16383, 16384, 16385]);
  }));

Deno.test("a set that was lost holds up no drain", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(3));
    await drained(stage);
    await stage.a.unsafe(
      "delete from agg_customer_sets_daily; delete from agg_customer_sets_spans; delete from orders",
    );
    assert.deepEqual((await drained(stage)).failures, []);
    await assertRight(stage);
  }));

Deno.test("whoever is taken out of sets that were lost is not put into them", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(1));
    await drained(stage);
    await stage.a.unsafe("delete from agg_customer_sets_daily; delete from agg_customer_sets_spans");
    await stage.a.unsafe("select count_customers(array[id('ada')], -1)");
    assert.deepEqual(await rowsOf(stage, sets), []);
  }));

Deno.test("customers of days that were drained before the upgrade are in sets after it", () =>
  withOlderDatabase("0020", async ({ sql, upgrade }) => {
    await sql`insert into customers (name) select unnest('{Ada,Bob}'::text[])`;
    await sql`insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost, prev_day)
      select id, day::date, orders, 1, 1, 1, 1, prev_day::date
      from customers join (values
        ('Bob', '2024-01-30', 2, null), ('Ada', '2024-01-31', 1, null), ('Bob', '2024-02-01', 1, '2024-01-30'),
        ('Ada', '2024-02-02', 0, null)
      ) d (name, day, orders, prev_day) using (name)`;
    await upgrade();
    const rows = await sql.unsafe(sets);
    assert.deepEqual(rows.map(({ held }) => held), [
      "01-30: Bob, twice: Bob",
      "01-31: Ada",
      "02-01: Bob",
      "2024-01-21: Ada Bob, twice: Bob",
      "2024-02-01: Bob",
      "2024-01: Ada Bob, twice: Bob",
      "2024-02: Bob",
    ]);
  }));

Deno.test("wrong links, which a repair mends later, hold up no upgrade", () =>
  withOlderDatabase("0020", async ({ sql, upgrade }) => {
    await sql`insert into customers (name) select unnest('{Ada,Bob}'::text[])`;
    await sql`insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost, prev_day)
      select id, day::date, 1, 1, 1, 1, 1, prev_day::date
      from customers join (values
        ('Ada', '2024-01-30', null), ('Ada', '2024-01-31', null), ('Bob', '2024-01-31', '2024-01-29')
      ) d (name, day, prev_day) using (name)`;
    await upgrade();
    const rows = await sql.unsafe(sets);
    assert.deepEqual(rows.map(({ held }) => held), [
      "01-30: Ada",
      "01-31: Ada Bob",
      "2024-01-21: Ada Bob, twice: Ada",
      "2024-01: Ada Bob, twice: Ada",
    ]);
  }));

Deno.test("an upgrade amid a build leaves the sets to its end", () =>
  withOlderDatabase("0020", async ({ sql, upgrade }) => {
    await sql`insert into build_pieces (kind, part) values ('counts', 'activity')`;
    await upgrade();
    assert.deepEqual((await sql`select part from build_pieces order by id`).map(({ part }) => part), [
      "activity",
      "sets",
    ]);
  }));

Deno.test("a process of an older version, still running after the upgrade, strikes nothing off what is left to build", () =>
  withOlderDatabase("0020", async ({ sql, upgrade }) => {
    await sql`insert into build_pieces (kind, part) values ('counts', 'cohorts')`;
    await upgrade();
    // It begins each piece so, and takes for done a part that it does not know.
    const taken = sql.begin(async (piece) => {
      await piece`select open_drain()`;
      await piece`delete from build_pieces where part = 'sets'`;
    });
    await assert.rejects(taken, /function open_drain\(\) does not exist/);
    assert.equal((await sql`select from build_pieces where part = 'sets'`).length, 1);
  }));
