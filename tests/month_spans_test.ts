/** How days are told by whole months, what these lack and what they have too much. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

interface Told {
  readonly range: string;
  readonly days: number;
  /** Days to read one by one. */
  readonly read: number;
  /** Days told of more or less often than they lie in the range. */
  readonly wrong: number;
}

Deno.test("months, with what they lack and less what they have too much, are each day of a range once", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  // Around a leap day: nothing, days, a month and some, a year and some.
  const told = await sql<Told[]>`
    select r.first_day || ' ' || r.last_day as range, r.last_day - r.first_day as days,
      cardinality(m.lacking) + cardinality(m.surplus) as read,
      (
        select count(*)::integer
        from generate_series(r.first_day - 31, r.last_day + 31, interval '1 day') d
        where (d >= m.first_month and d < m.last_month)::integer
            + (select count(*) from unnest(m.lacking) x where x = d)
            - (select count(*) from unnest(m.surplus) x where x = d)
          <> (d >= r.first_day and d < r.last_day)::integer
      ) as wrong
    from (
      select d::date as first_day, d::date + length as last_day
      from generate_series(date '2024-01-15', '2024-03-15', interval '1 day') d
      cross join (select generate_series(0, 45) union select generate_series(366, 390, 8)) l (length)
    ) r
    cross join lateral month_spans(r.first_day, r.last_day) m`;
  await sql.end();
  assert.equal(told.length, 61 * 50);
  assert.deepEqual(told.filter(({ wrong }) => wrong > 0), []);
  // No more than half a month at each end, and never more than the range has.
  assert.deepEqual(told.filter(({ days, read }) => read > Math.min(days, 15 + 15)), []);
});
