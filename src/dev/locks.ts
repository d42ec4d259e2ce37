/** Locks by hand, for tests of who waits for them. */
import type postgres from "postgres";

/** Keeps everyone else from a table until `inside` is over. */
export async function whileLocked(
  sql: postgres.Sql,
  table: string,
  inside: () => Promise<void>,
): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`lock table ${sql(table)} in access exclusive mode`;
    await inside();
  });
}

/** Waits until so many statements on this database, or more, wait for a lock, or until `done` has settled instead. */
export async function untilBlocked(sql: postgres.Sql, many = 1, done?: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => void (isOver = true);
  done?.then(end, end);
  while (!isOver && await blocked(sql) < many);
}

/** Waits until no statement on this database waits for a lock. */
export async function untilNoneBlocked(sql: postgres.Sql): Promise<void> {
  while (await blocked(sql) > 0);
}

async function blocked(sql: postgres.Sql): Promise<number> {
  const rows = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
}
