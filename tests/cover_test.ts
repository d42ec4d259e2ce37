import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

interface Case {
  readonly name: string;
  readonly zone?: string;
  /** Half-open, such as "2024-05-01T00:00Z 2024-05-02T00:00Z". */
  readonly range: string;
  /** Instants, or ranges such as "2024-05-01T00:00Z 2024-05-02T00:00Z". */
  readonly touched?: readonly string[];
  readonly sold?: readonly string[];
  readonly builtFor?: string | null;
  /** As Postgres writes it, but for the time zone, seconds and quotes; what is left out is empty. */
  readonly cover: Readonly<Record<string, string>>;
  readonly isOlder?: boolean;
}

const built = "2024-01-01T00:00:00.000Z";

const hourCases: readonly Case[] = [
  {
    name: "whole hours",
    range: "2024-05-01T00:00Z 2024-05-02T00:00Z",
    cover: { first: "2024-05-01 00:00", last: "2024-05-02 00:00" },
  },
  {
    name: "both ends cut, and sold after the end",
    range: "2024-05-01T00:10Z 2024-05-01T05:20Z",
    sold: ["2024-05-01T05:20Z"],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-01 05:00",
      base: "{[2024-05-01 00:10,2024-05-01 01:00),[2024-05-01 05:00,2024-05-01 05:20)}",
    },
  },
  {
    name: "an end after which nothing was sold in its hour is no cut",
    range: "2024-05-01T00:00Z 2024-05-01T05:20Z",
    sold: ["2024-05-01T05:19Z", "2024-05-01T06:00Z"],
    cover: { first: "2024-05-01 00:00", last: "2024-05-01 06:00" },
  },
  {
    name: "what was sold after the end and is gone is still in the aggregate",
    range: "2024-05-01T00:00Z 2024-05-01T05:20Z",
    touched: ["2024-05-01T05:40Z"],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-01 06:00",
      base: "{[2024-05-01 05:00,2024-05-01 05:20)}",
    },
  },
  {
    name: "within an hour, and sold after the end",
    range: "2024-05-01T00:10Z 2024-05-01T00:20Z",
    sold: ["2024-05-01T00:30Z"],
    cover: {
      first: "2024-05-01 00:20",
      last: "2024-05-01 00:20",
      base: "{[2024-05-01 00:10,2024-05-01 00:20)}",
    },
  },
  {
    name: "nothing",
    range: "2024-05-01T00:00Z 2024-05-01T00:00Z",
    cover: { first: "2024-05-01 00:00", last: "2024-05-01 00:00" },
  },
  {
    name: "touched hours, merged with what is next to them",
    range: "2024-05-01T00:10Z 2024-05-01T09:00Z",
    touched: [
      "2024-05-01T01:00Z",
      "2024-05-01T05:59Z",
      "2024-05-01T06:00Z",
      "2024-05-01T06:30Z",
      "2024-05-01T09:00Z",
    ],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-01 09:00",
      base: "{[2024-05-01 00:10,2024-05-01 02:00),[2024-05-01 05:00,2024-05-01 07:00)}",
    },
  },
  {
    name: "a touched range, however it lies",
    range: "2024-05-01T00:00Z 2024-05-02T00:00Z",
    touched: [
      "2024-04-01T00:00Z 2024-05-01T00:01Z",
      "2024-05-01T05:59Z 2024-05-01T07:00Z",
      "2024-05-01T23:00Z 2024-06-01T00:00Z",
    ],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-02 00:00",
      base:
        "{[2024-05-01 00:00,2024-05-01 01:00),[2024-05-01 05:00,2024-05-01 07:00),[2024-05-01 23:00,2024-05-02 00:00)}",
    },
  },
  {
    name: "hours that begin at a quarter past, elsewhere",
    zone: "Asia/Kathmandu",
    range: "2024-05-01T00:15Z 2024-05-01T03:00Z",
    sold: ["2024-05-01T03:00Z"],
    touched: ["2024-05-01T01:14Z"],
    cover: {
      first: "2024-05-01 00:15",
      last: "2024-05-01 02:15",
      base: "{[2024-05-01 00:15,2024-05-01 01:15),[2024-05-01 02:15,2024-05-01 03:00)}",
    },
  },
  {
    name: "a clock that is turned back by half an hour",
    zone: "Australia/Lord_Howe",
    range: "2011-04-02T13:00Z 2011-04-02T17:30Z",
    touched: ["2011-04-02T15:10Z"],
    cover: {
      first: "2011-04-02 13:00",
      last: "2011-04-02 17:30",
      base: "{[2011-04-02 15:00,2011-04-02 15:30)}",
    },
  },
  {
    name: "48 touched hours",
    range: "2024-05-01T00:00Z 2024-05-09T00:00Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:00Z"],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-03 00:00,2024-05-05 00:00)}",
    },
  },
  {
    name: "49 touched hours, so that the end is cut after all",
    range: "2024-05-01T00:30Z 2024-05-09T00:20Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:01Z"],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-01 00:30,2024-05-01 01:00),[2024-05-09 00:00,2024-05-09 00:20)}",
    },
    isOlder: true,
  },
  {
    name: "touched hours of the ends that are cut do not count",
    range: "2024-05-03T00:00Z 2024-05-05T00:30Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T01:00Z"],
    sold: ["2024-05-05T00:30Z"],
    cover: {
      first: "2024-05-03 00:00",
      last: "2024-05-05 00:00",
      base: "{[2024-05-03 00:00,2024-05-05 00:30)}",
    },
  },
  ...[null, "Asia/Kolkata"].map((builtFor) => ({
    name: `nothing is covered where the aggregates are built for ${builtFor}`,
    range: "2024-05-01T00:00Z 2024-05-09T00:00Z",
    builtFor,
    cover: {
      first: "2024-05-09 00:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-01 00:00,2024-05-09 00:00)}",
    },
  })),
];

const dayCases: readonly Case[] = [
  {
    name: "whole months and days",
    zone: "America/New_York",
    range: "2023-12-15T05:00Z 2024-03-15T04:00Z",
    cover: {
      first_day: "2023-12-15",
      last_day: "2024-03-15",
      first_month: "2024-01-01",
      last_month: "2024-03-01",
    },
  },
  {
    name: "no whole month",
    range: "2024-01-02T00:00Z 2024-02-29T00:00Z",
    cover: {
      first_day: "2024-01-02",
      last_day: "2024-02-29",
      first_month: "2024-02-29",
      last_month: "2024-02-29",
    },
  },
  {
    name: "both ends cut, and touched days",
    zone: "America/New_York",
    range: "2024-03-09T06:00Z 2024-03-13T12:00Z",
    sold: ["2024-03-14T03:59Z"],
    touched: ["2024-03-09T07:00Z", "2024-03-10T05:00Z", "2024-03-11T03:59Z", "2024-03-13T12:00Z"],
    cover: {
      first_day: "2024-03-10",
      last_day: "2024-03-13",
      first_month: "2024-03-13",
      last_month: "2024-03-13",
      touched_days: "{[2024-03-10,2024-03-11)}",
      edges: "{[2024-03-09 06:00,2024-03-10 05:00),[2024-03-13 04:00,2024-03-13 12:00)}",
    },
  },
  {
    name: "a day after whose cut nothing was sold is whole, and what is gone is touched",
    range: "2024-03-09T00:00Z 2024-03-10T12:00Z",
    touched: ["2024-03-10T13:00Z"],
    cover: {
      first_day: "2024-03-09",
      last_day: "2024-03-11",
      first_month: "2024-03-11",
      last_month: "2024-03-11",
      touched_days: "{[2024-03-10,2024-03-11)}",
    },
  },
  {
    name: "within a day, and sold after the end",
    range: "2024-03-09T01:00Z 2024-03-09T12:00Z",
    sold: ["2024-03-09T12:00Z"],
    cover: {
      first_day: "2024-03-10",
      last_day: "2024-03-10",
      first_month: "2024-03-10",
      last_month: "2024-03-10",
      edges: "{[2024-03-09 01:00,2024-03-09 12:00)}",
    },
  },
  {
    name: "a day that the calendar leaves out",
    zone: "Pacific/Apia",
    range: "2011-12-29T10:00Z 2011-12-31T10:00Z",
    touched: ["2011-12-30T10:00Z"],
    cover: {
      first_day: "2011-12-29",
      last_day: "2012-01-01",
      first_month: "2012-01-01",
      last_month: "2012-01-01",
      touched_days: "{[2011-12-31,2012-01-01)}",
    },
  },
  {
    name: "a clock that is turned back over midnight",
    zone: "America/St_Johns",
    range: "2011-11-05T02:30Z 2011-11-07T03:30Z",
    touched: ["2011-11-06T02:45Z"],
    cover: {
      first_day: "2011-11-05",
      last_day: "2011-11-07",
      first_month: "2011-11-07",
      last_month: "2011-11-07",
      touched_days: "{[2011-11-06,2011-11-07)}",
    },
  },
  {
    name: "49 touched hours, so that the end is cut after all",
    range: "2024-05-01T00:00Z 2024-05-09T00:20Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:01Z"],
    cover: {
      first_day: "2024-05-01",
      last_day: "2024-05-09",
      first_month: "2024-05-09",
      last_month: "2024-05-09",
      edges: "{[2024-05-09 00:00,2024-05-09 00:20)}",
    },
    isOlder: true,
  },
];

for (const [cover, cases] of [["hour_cover", hourCases], ["day_cover", dayCases]] as const) {
  Deno.test(`${cover} tells what to read from where`, async () => {
    await using database = await testDatabase();
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    for (const each of cases) {
      // What one case leaves is not there for the next.
      const undone = new Error("undone");
      await sql.begin((sql) => check(sql, cover, each).then(() => Promise.reject(undone))).catch((error) => {
        if (error !== undone) throw error;
      });
    }
    await sql.end();
  });
}

async function check(sql: postgres.TransactionSql, cover: string, each: Case): Promise<void> {
  const { zone = "UTC", builtFor = zone, range, touched = [], sold = [] } = each;
  for (const at of sold) await sql`insert into orders (order_date, total_amount) values (${at}, 1)`;
  // An order that is not completed does not count.
  const [, hi = ""] = range.split(" ");
  await sql`insert into orders (order_date, total_amount, status) values (${hi}, 1, 'pending')`;
  await sql`delete from touched`;
  await sql`update precompute_state set as_of = ${builtFor === null ? null : built}, time_zone = ${builtFor}`;
  for (const span of touched) {
    const [at = "", until] = span.split(" ");
    if (until === undefined) await sql`insert into touched (kind, at) values ('order', ${at})`;
    else await sql`select touch_range(${at}, ${until})`;
  }
  const [row] = await sql`select to_jsonb(c) as cover from ${sql(cover)}(${
    range.split(" ")[0] ?? ""
  }, ${hi}, ${zone}) c`;
  const { as_of, ...found } = row?.["cover"] as Record<string, string>;
  const plain = Object.entries(found)
    .map((
      [key, value],
    ) => [key, value.replaceAll(/:00(\+00(:00)?)?(?=$|["),])/g, "").replaceAll('"', "").replace("T", " ")]);
  const [wanted] = await sql`select case when ${each.isOlder ?? false} then ${built} else now() end as as_of`;
  assert.deepEqual(
    Object.fromEntries(plain.filter(([, value]) => value !== "{}")),
    each.cover,
    each.name,
  );
  assert.equal(Date.parse(as_of ?? ""), wanted?.["as_of"].getTime(), each.name);
}
