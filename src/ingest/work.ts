/** The one connection on which a process ingests: opened when it is needed, used in turns, given up where anything fails. */
import { codeOf, UnavailableError } from "../base/errors.ts";
import { within } from "../base/within.ts";
import { isConflict, retrying } from "../importer/replace.ts";
import { openStaging, type Run, type Staging } from "../importer/staging.ts";

export interface Work {
  /**
   * Waits for its turn, here and among all processes, and rolls back when `work` throws.
   * @throws UnavailableError where the database is not there, or lets this process write no orders
   */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Waits a moment for what is in hand. */
  close(): Promise<void>;
}

const deadlineMs = 30_000;
const graceMs = 1_000;

export function createWork(url: string): Work {
  let staging: Staging | undefined;
  let last: Promise<void> = Promise.resolve();

  async function giveUp(): Promise<void> {
    const lost = staging;
    staging = undefined;
    if (lost) await dispose(lost);
  }
  async function run<T>(work: (run: Run) => Promise<T>): Promise<T> {
    try {
      const own = staging ??= await open(url);
      return await retrying(() =>
        own.transaction(async (run) => {
          await run("ingest/begin");
          return await work(run);
        })
      );
    } catch (error) {
      await giveUp();
      throw explained(error);
    }
  }
  return {
    transaction(work) {
      const result = last.then(() => run(work));
      last = result.then(() => {}, () => {});
      return result;
    },
    async close() {
      try {
        await within(graceMs, last, () => new UnavailableError("Cannot wait for the batch in hand"));
      } catch {
        // It is rolled back when the process ends.
        return;
      }
      await giveUp();
    },
  };
}

async function open(url: string): Promise<Staging> {
  const staging = await openStaging(url, { name: "laneway ingest", deadlineMs });
  try {
    for (const index of ["index_lines", "index_orders", "index_items"]) await staging.run(`import/${index}`);
    return staging;
  } catch (error) {
    await dispose(staging);
    throw error;
  }
}

async function dispose(staging: Staging): Promise<void> {
  try {
    await staging[Symbol.asyncDispose]();
  } catch {
    // Its connection is lost: what it has left in the database, the next one removes.
  }
}

// A user who may not, and a server that is a standby.
const notAllowed = ["42501", "25006"];
const lockNotAvailable = "55P03";

function explained(error: unknown): unknown {
  const code = codeOf(error);
  if (notAllowed.includes(code)) {
    return new UnavailableError(
      "Cannot take orders: this process's database user may not write them; set WRITER_DATABASE_URL (docs/INGEST.md)",
      { cause: error },
    );
  }
  if (code === lockNotAvailable || isConflict(error)) {
    return new UnavailableError("Cannot take orders: another writer is in the way; try again in a moment", {
      cause: error,
    });
  }
  // What the system says names hosts and users, which are for the log.
  if (error instanceof UnavailableError) {
    return new UnavailableError("Cannot take orders: the database is not there; try again in a moment", {
      cause: error,
    });
  }
  return error;
}
