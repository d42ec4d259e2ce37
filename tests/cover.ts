/** For tests: how `hour_cover` and `day_cover` split a range. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

export interface Case {
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

/** Fails where a case's range is split otherwise. */
export async function checkCover(cover: "hour_cover" | "day_cover", cases: readonly Case[]): Promise<void> {
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
