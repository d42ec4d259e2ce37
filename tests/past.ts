/** For tests: what was true when drains had caught up for the last time. */
import type { Pool, Queryable } from "../src/db/pool.ts";
import type { Drained } from "../src/precompute/drain.ts";

/** The shop as the last complete drain left it: a transaction whose snapshot is kept. */
export interface Past {
  note(done: Drained): Promise<void>;
  asOf(): Temporal.Instant | undefined;
  /** Undefined where drains have gone on from there since. */
  snapshot(): Queryable | undefined;
  forget(): Promise<void>;
}

export function createPast(pool: Pool): Past {
  let asOf: Temporal.Instant | undefined;
  let kept: { readonly transaction: Queryable; readonly end: () => Promise<void> } | undefined;
  async function forget(): Promise<void> {
    await kept?.end();
    kept = undefined;
  }
  return {
    async note(done) {
      await forget();
      if (done.left > 0) return;
      asOf = done.asOf;
      const opened = Promise.withResolvers<Queryable>();
      const release = Promise.withResolvers<void>();
      const running = pool.snapshot("read", async (transaction) => {
        // A transaction has its snapshot from its first statement on.
        await transaction.run({ name: "take a snapshot", text: "select", parameters: [] });
        opened.resolve(transaction);
        await release.promise;
      });
      const end = () => (release.resolve(), running);
      kept = { transaction: await opened.promise, end };
    },
    asOf: () => asOf,
    snapshot: () => kept?.transaction,
    forget,
  };
}
