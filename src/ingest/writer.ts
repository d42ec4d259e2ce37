import { UsageError } from "../base/errors.ts";
import { openSession } from "../db/session.ts";
import { statement } from "../db/statements.ts";

/** @throws UsageError where the user that a connection string names may write no orders */
export async function requireWriter(url: string): Promise<void> {
  const session = openSession({ url, name: "laneway ingest" });
  try {
    const [user] = await session.run<{ may_write: boolean }>(statement("ingest/may_write"));
    if (user?.may_write) return;
  } finally {
    await session.close();
  }
  throw new UsageError(
    "Cannot start: the user in WRITER_DATABASE_URL may not write orders; grant laneway_writer to it, and run deno task migrate",
  );
}
