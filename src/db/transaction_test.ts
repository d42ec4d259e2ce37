/** Parts of a transaction that may fail: what such a part did is undone, and the rest goes on. */
import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createPool, type Transaction } from "./pool.ts";
import { parseStatement } from "./statements.ts";

const query = (text: string) => parseStatement("test", text);
const insert = (transaction: Transaction, id: number) =>
  transaction.run(query("insert into things values (:id::int)"), { id });
const divide = query("select 1 / 0");
const byZero = /division by zero/;

/** @returns the things that are there in the end */
async function inSnapshot(work: (transaction: Transaction) => Promise<void>): Promise<number[]> {
  await using database = await testDatabase({ migrated: false });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  try {
    await pool.run(query("create table things (id int)"));
    await pool.snapshot("write", work).catch((error) => {
      if (!(error instanceof Expected)) throw error;
    });
    return (await pool.run<{ id: number }>(query("select id from things order by id"))).map(({ id }) => id);
  } finally {
    await pool.close();
  }
}

class Expected extends Error {}

Deno.test("an attempt that works gives its result, and stays", async () => {
  const kept = await inSnapshot(async (transaction) => {
    await insert(transaction, 1);
    assert.equal(await transaction.attempt(() => insert(transaction, 2).then(() => "done")), "done");
    await insert(transaction, 3);
  });
  assert.deepEqual(kept, [1, 2, 3]);
});

Deno.test("an attempt that fails undoes what it did, and that alone, whatever failed", async () => {
  const failures = [
    [(transaction: Transaction) => transaction.run(divide), byZero],
    // Its failure is hidden; Postgres would refuse whatever comes next.
    [(transaction: Transaction) => transaction.run(divide).catch(() => {}), byZero],
    [() => Promise.reject(new Error("changed my mind")), /changed my mind/],
  ] as const;
  for (const [fail, expected] of failures) {
    const kept = await inSnapshot(async (transaction) => {
      await insert(transaction, 1);
      const attempt = transaction.attempt(async () => {
        await insert(transaction, 2);
        await fail(transaction);
      });
      await assert.rejects(attempt, expected);
      await insert(transaction, 3);
      await transaction.attempt(() => insert(transaction, 4));
    });
    assert.deepEqual(kept, [1, 3, 4]);
  }
});

Deno.test("an attempt inside another", async () => {
  const kept = await inSnapshot(async (transaction) => {
    await transaction.attempt(async () => {
      await insert(transaction, 1);
      await assert.rejects(
        transaction.attempt(async () => {
          await insert(transaction, 2);
          await transaction.run(divide);
        }),
        byZero,
      );
      await insert(transaction, 3);
    });
    await assert.rejects(
      transaction.attempt(async () => {
        await transaction.attempt(() => insert(transaction, 4));
        await transaction.run(divide);
      }),
      byZero,
    );
  });
  assert.deepEqual(kept, [1, 3]);
});

Deno.test("what an attempt has set for the transaction is undone with it", async () => {
  await inSnapshot(async (transaction) => {
    const set = (value: string) =>
      transaction.run(query("select set_config('laneway.test', :value, true)"), { value });
    await set("before");
    await assert.rejects(transaction.attempt(() => set("in it").then(() => transaction.run(divide))), byZero);
    const [row] = await transaction.run(query("select current_setting('laneway.test') as value"));
    assert.equal(row?.value, "before");
  });
});

Deno.test("a transaction that fails after an attempt keeps nothing of it", async () => {
  const kept = await inSnapshot(async (transaction) => {
    await transaction.attempt(() => insert(transaction, 1));
    throw new Expected();
  });
  assert.deepEqual(kept, []);
});

Deno.test("a failure outside of an attempt is not made good by one", async () => {
  await assert.rejects(
    inSnapshot(async (transaction) => {
      await transaction.run(divide).catch(() => {});
      await transaction.attempt(() => insert(transaction, 1)).catch(() => {});
    }),
    byZero,
  );
});

Deno.test("a connection lost in an attempt loses the transaction", async () => {
  await assert.rejects(
    inSnapshot(async (transaction) => {
      const attempt = transaction.attempt(() =>
        transaction.run(query("select pg_terminate_backend(pg_backend_pid())"))
      );
      await assert.rejects(attempt, UnavailableError);
      await insert(transaction, 1);
    }),
    UnavailableError,
  );
});
