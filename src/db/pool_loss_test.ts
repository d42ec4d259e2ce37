/** What a pool does when the database goes away, in every way that a network knows. */
import assert from "node:assert/strict";
import { DeadlineError, KnownError, UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createPool, type Pool } from "./pool.ts";
import { openSession } from "./session.ts";
import { parseStatement } from "./statements.ts";

const query = (text: string) => parseStatement("test", text);
const deadlineMs = 300;

/** Stands between a pool and the database. */
interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Takes no more connections; those that are open stay so. */
  refuse(): void;
  /** Drops what is sent over the connections that are open, both ways, without closing them. */
  swallow(): void;
  /** Swallows all of each new connection from the database's answer of that number on. */
  swallowFrom(answer: number): void;
}

interface Link {
  readonly client: Deno.Conn;
  readonly server: Deno.Conn;
  swallows: boolean;
}

function startRelay(databaseUrl: string): Relay {
  const target = new URL(databaseUrl);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const links = new Set<Link>();
  const pumps: Promise<void>[] = [];
  let swallowFrom = Infinity;
  const close = (link: Link) => {
    if (!links.delete(link)) return;
    link.client.close();
    link.server.close();
  };
  async function pump(link: Link, from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const end = from === link.server ? swallowFrom : Infinity;
    const bytes = new Uint8Array(65_536);
    try {
      for (let count = 1;; count++) {
        const length = await from.read(bytes);
        if (length === null) break;
        if (count >= end) link.swallows = true;
        for (let sent = 0; sent < length && !link.swallows;) {
          sent += await to.write(bytes.subarray(sent, length));
        }
      }
    } catch {
      // The other way has closed it.
    }
    close(link);
  }
  async function accept(): Promise<void> {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: target.hostname, port: Number(target.port) });
      const link = { client, server, swallows: false };
      links.add(link);
      pumps.push(pump(link, client, server), pump(link, server, client));
    }
  }
  const accepting = accept();
  let listening = true;
  const refuse = () => {
    if (listening) listener.close();
    listening = false;
  };
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${listener.addr.port}`;
  return {
    url: url.href,
    refuse,
    swallow() {
      for (const link of links) link.swallows = true;
    },
    swallowFrom(answer) {
      swallowFrom = answer;
    },
    async [Symbol.asyncDispose]() {
      refuse();
      await accepting;
      links.forEach(close);
      await Promise.all(pumps);
    },
  };
}

async function withRelay(
  size: number,
  work: (pool: Pool, relay: Relay, direct: Pool) => Promise<void>,
): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  await using relay = startRelay(database.url);
  const pool = createPool({ url: relay.url, size, deadlineMs, name: "test" });
  const direct = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  try {
    await work(pool, relay, direct);
  } finally {
    await pool.close();
    await direct.close();
  }
}

async function untilRunning(direct: Pool, text: string): Promise<void> {
  const running = query(
    "select from pg_stat_activity where query = :text and state = 'active' and pid <> pg_backend_pid()",
  );
  while ((await direct.run(running, { text })).length === 0);
}

const warm = (pool: Pool, size: number) =>
  Promise.all(Array.from({ length: size }, () => pool.run(query("select 1"))));
const backend = async (pool: Pick<Pool, "run">) =>
  (await pool.run<{ pid: number }>(query("select pg_backend_pid() as pid")))[0]?.pid;

Deno.test("a statement is stopped by the server, also where the server takes no more connections", async () => {
  await withRelay(2, async (pool, relay, direct) => {
    const slow = assert.rejects(pool.run(query("select pg_sleep(30)")), DeadlineError);
    await untilRunning(direct, "select pg_sleep(30)");
    relay.refuse();
    await slow;
    assert.deepEqual([...await pool.run(query("select 1 as n"))], [{ n: 1 }]);
  });
});

Deno.test("connections that answer nothing are replaced at the first deadline", async () => {
  await withRelay(3, async (pool, relay, direct) => {
    await warm(pool, 3);
    const snapshot = assert.rejects(
      pool.snapshot("read", (transaction) => transaction.run(query("select pg_sleep(29)"))),
      KnownError,
    );
    await untilRunning(direct, "select pg_sleep(29)");
    relay.swallow();
    await assert.rejects(pool.run(query("select 1")), DeadlineError);
    assert.deepEqual([...await pool.run(query("select 1 as n"))], [{ n: 1 }]);
    await snapshot;
    await warm(pool, 3);
  });
});

Deno.test("a statement that works is left alone when another's connection answers nothing", async () => {
  await withRelay(2, async (pool, relay) => {
    await backend(pool);
    relay.swallow();
    const lost = assert.rejects(pool.run(query("select 1")), DeadlineError);
    await pool.snapshot("read", async (transaction) => {
      const before = await backend(transaction);
      await lost;
      assert.equal(await backend(transaction), before);
    });
  });
});

Deno.test("a connection that falls silent while it is made is an error, not the end of the process", async () => {
  await withRelay(1, async (pool, relay) => {
    for (const answer of [1, 2, 3, 4]) {
      relay.swallowFrom(answer);
      await assert.rejects(pool.run(query("select :n::int as n"), { n: 1 }), KnownError);
    }
    relay.swallowFrom(Infinity);
    assert.deepEqual([...await pool.run(query("select 1 as n"))], [{ n: 1 }]);
  });
});

Deno.test("a statement that waits too long is late, and costs nobody the connection", async () => {
  await withRelay(1, async (pool) => {
    await pool.snapshot("read", async (transaction) => {
      const before = await backend(transaction);
      await assert.rejects(pool.run(query("select 1")), DeadlineError);
      assert.equal(await backend(transaction), before);
    });
    assert.equal((await pool.run(query("select 1"))).length, 1);
  });
});

Deno.test("a transaction whose connection is killed under it is unavailable, and does not go on elsewhere", async () => {
  await using database = await testDatabase({ migrated: false });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 5_000, name: "test" });
  const session = openSession({ url: database.url, name: "test" });
  await pool.run(query("create table things (id int)"));
  const kill = query("select pg_terminate_backend(pg_backend_pid())");
  const insert = query("insert into things values (1)");
  const snapshot = pool.snapshot("write", async (transaction) => {
    await transaction.run(kill).catch(() => {});
    await transaction.run(insert);
  });
  await assert.rejects(snapshot, UnavailableError);
  await assert.rejects(
    session.transaction(async (transaction) => {
      await transaction.run(kill).catch(() => {});
      await transaction.run(insert);
    }),
    UnavailableError,
  );
  assert.deepEqual([...await pool.run(query("select from things"))], []);
  await session.close();
  await pool.close();
});
