/** The triggers that log what is touched, turned off where a bench compares. */
import type { Queryable } from "../../src/db/pool.ts";
import { parseStatement } from "../../src/db/statements.ts";

interface Trigger {
  readonly table: string;
  readonly trigger: string;
}

/** Turns them off, on orders, lines and every month of both. */
export async function disableLog(database: Queryable): Promise<void> {
  const triggers = await database.run<Trigger>(parseStatement(
    "log triggers",
    `select tgrelid::regclass::text as table, tgname::text as trigger from pg_trigger
     where tgfoid in ('log_orders'::regproc, 'log_lines'::regproc)`,
  ));
  for (const { table, trigger } of triggers) {
    await database.run(parseStatement("disable", `alter table ${table} disable trigger ${trigger}`));
  }
}
