import { DeadlineError, UnavailableError, UsageError } from "../base/errors.ts";
import { openSession } from "../db/session.ts";
import { statement } from "../db/statements.ts";

const deadlineMs = 5_000;

/**
 * Finds out early what the first batch would. A database that is not there now may be there then.
 * @throws UsageError where the user that a connection string names may write no orders
 */
export async function requireWriter(url: string): Promise<void> {
  const session = openSession({ url, name: "laneway ingest", deadlineMs });
  try {
    const [user] = await session.run<{ may_write: boolean }>(statement("ingest/may_write"));
    if (user?.may_write) return;
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof DeadlineError) return;
    throw error;
  } finally {
    await session.close();
  }
  throw new UsageError(
    "Cannot start: the user in WRITER_DATABASE_URL may not write orders; grant laneway_writer to it, and run deno task migrate",
  );
}
