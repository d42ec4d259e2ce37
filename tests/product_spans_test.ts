/** How days are told by sums up to days of years, or by months where these are not there. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

interface Told {
  readonly range: string;
  readonly days: number;
  /** Days, and sums up to days of years, to read one by one. */
  readonly read: number;
  readonly years: boolean;
  /** Days told of more or less often than they lie in the range. */
  readonly wrong: number;
}

const told = `
  select r.first_day || ' ' || r.last_day as range, r.last_day - r.first_day as days,
    cardinality(s.added || s.removed || s.lacking || s.surplus) as read, cardinality(s.added) > 0 as years,
    (
      select count(*)::integer
      from generate_series(r.first_day - 400, r.last_day + 400, interval '1 day') d
      where (d >= s.first_month and d < s.last_month)::integer
          + (select count(*) from unnest(s.added) y where d < y and d >= date_trunc('year', y - interval '1 day'))
          - (select count(*) from unnest(s.removed) y where d < y and d >= date_trunc('year', y - interval '1 day'))
          + (select count(*) from unnest(s.lacking) x where x = d)
          - (select count(*) from unnest(s.surplus) x where x = d)
        <> (d >= r.first_day and d < r.last_day)::integer
    ) as wrong
  from (
    select d::date as first_day, d::date + length as last_day
    from generate_series(date '2023-12-20', '2024-03-10', interval '5 days') d
    cross join (select generate_series(0, 45, 5) union select generate_series(80, 800, 29)) l (length)
  ) r
  cross join lateral product_spans(r.first_day, r.last_day) s`;

Deno.test("sums up to days of years, with what they lack and less what they have too much, are each day of a range once", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    const months = await sql.unsafe<Told[]>(told);
    assert.deepEqual(months.filter(({ wrong, years }) => wrong > 0 || years), []);
    await sql`insert into years_to_date
      select (month + n * interval '10 days')::date
      from generate_series('2023-06-01'::timestamp, '2026-12-01', '1 month') month cross join generate_series(0, 2) n`;
    const all = await sql.unsafe<Told[]>(told);
    assert.equal(all.length, 17 * 35);
    assert.deepEqual(all.filter(({ wrong }) => wrong > 0), []);
    // No more than five days at each end, and a sum for each year and one for what lies before.
    const long = all.filter(({ days }) => days > 200);
    assert.deepEqual(long.filter(({ years, read }) => !years || read > 5 + 5 + 4), []);
    await sql`delete from years_to_date where until = '2025-01-01' or extract(doy from until)::integer % 2 = 0`;
    const some = await sql.unsafe<Told[]>(told);
    assert.deepEqual(some.filter(({ wrong }) => wrong > 0), []);
    assert.deepEqual(new Set(some.map(({ years }) => years)), new Set([true, false]));
  } finally {
    await sql.end();
  }
});
