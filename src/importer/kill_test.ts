import assert from "node:assert/strict";
import { join } from "node:path";
import type postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";
import { importOrders } from "./import.ts";
import { contentsOf, header, shop } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

const ORDERS = 200;
const BATCH = 20;

async function writeOrders(directory: string): Promise<string> {
  const rows = Array.from({ length: 2 * ORDERS }, (_, index) => {
    const order = index % ORDERS;
    return `A-${order},2024-0${1 + order % 9}-11,c${order % 7},p${index % 5},${1 + index % 3},${
      5 + index % 5
    }.5\n`;
  });
  const path = join(directory, "orders.csv");
  await Deno.writeTextFile(path, `${header}\n${rows.join("")}`);
  return path;
}

/** An import in a process of its own, which tells of its progress and stands still once `stopAt` orders are in. */
function spawnImport(path: string, url: string, stopAt: number): Deno.ChildProcess {
  const code = `
    import { importOrders } from ${JSON.stringify(new URL("import.ts", import.meta.url).href)};
    await importOrders({
      path: ${JSON.stringify(path)},
      url: ${JSON.stringify(url)},
      shop: ${JSON.stringify(shop)},
      batch: ${BATCH},
      onProgress: (done, _total, phase) => {
        if (phase !== "storing" || done < ${stopAt}) return;
        Deno.stdout.writeSync(new TextEncoder().encode("here"));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      },
    });`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    cwd: new URL("../../", import.meta.url),
    stdout: "piped",
  }).spawn();
}

/** Waits until the killed process's connections are gone. */
async function backendsEnd(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const rows = await sql`
      select from pg_stat_activity 
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    if (rows.length === 0) return;
  }
}

for (
  const { name, stopAt } of [
    { name: "before the first batch", stopAt: 0 },
    { name: "after the first batch", stopAt: BATCH },
    // One more may be under way on the second connection.
    { name: "before the last batches", stopAt: ORDERS - 2 * BATCH },
  ]
) {
  Deno.test(`killed ${name}, a second run completes it`, async () => {
    await using killed = await testDatabase();
    await using clean = await testDatabase();
    const directory = await Deno.makeTempDir({ prefix: "laneway-kill-" });
    try {
      const path = await writeOrders(directory);
      await using child = spawnImport(path, killed.url, stopAt);
      const reader = child.stdout.getReader();
      const { done } = await reader.read();
      assert.equal(done, false, "the import ended before it could be killed");
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();

      const stored = await withSql(killed.url, async (sql) => {
        await backendsEnd(sql);
        const found = await sql`
          select o.id, (select count(*)::int from order_items i where i.order_id = o.id) as lines from orders o`;
        assert.ok(found.every((order) => order.lines === 2), "an order is there in part");
        return found.length;
      });
      assert.ok(stored >= stopAt && stored < ORDERS, `${stored} orders are there`);

      const second = await importOrders({ path, url: killed.url, shop });
      assert.deepEqual([second.stored, second.unchanged], [ORDERS - stored, stored]);
      await importOrders({ path, url: clean.url, shop });
      assert.deepEqual(await contentsOf(killed.url), await contentsOf(clean.url));
      await withSql(killed.url, async (sql) => {
        assert.equal(
          (await sql`select from pg_class where relnamespace = 'laneway_import'::regnamespace`).length,
          0,
        );
      });
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

Deno.test("stopped between two batches, what is stored stays and a second run completes it", async () => {
  await using database = await testDatabase();
  const directory = await Deno.makeTempDir({ prefix: "laneway-kill-" });
  try {
    const path = await writeOrders(directory);
    const controller = new AbortController();
    const stop = (done: number) => {
      if (done >= 3 * BATCH) controller.abort(new Error("asked to stop"));
    };
    const options = { path, url: database.url, shop, batch: BATCH };
    const onProgress = (done: number, _total: number, phase: string) => phase === "storing" && stop(done);
    await assert.rejects(
      importOrders({ ...options, onProgress, signal: controller.signal }),
      /asked to stop/,
    );
    const stored = await withSql(database.url, async (sql) => (await sql`select from orders`).length);
    assert.ok(stored >= 3 * BATCH && stored < ORDERS && stored % BATCH === 0, `${stored} orders are there`);
    const second = await importOrders(options);
    assert.deepEqual([second.stored, second.unchanged], [ORDERS - stored, stored]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
