import assert from "node:assert/strict";
import { join } from "node:path";
import type { Sql } from "postgres";
import { testDatabase } from "../dev/test_database.ts";
import { command, type Ended, output } from "./command_testing.ts";
import { withSql } from "../dev/with_sql.ts";

const program = new URL("import.ts", import.meta.url).href;
const header = "order_id,order_date,customer_id,product_id,quantity,unit_price\n";

const importing = (args: readonly string[], url: string) =>
  command(program, args, { DATABASE_URL: url, SHOP_TIME_ZONE: "Europe/Berlin" });

function run(args: readonly string[], url: string): Promise<Ended> {
  return output(importing(args, url));
}

async function withFile(text: string, work: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "laneway-import-" });
  try {
    const path = join(directory, "orders.csv");
    await Deno.writeTextFile(path, text);
    await work(path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("0 where every row is in, 2 where some are rejected, 0 and no list once they are mended", async () => {
  await using database = await testDatabase();
  const good = "A,2024-03-01,c1,p1,1,5\n";
  await withFile(`${header}${good}B,2024-03-01,c1,p1,none,5\n`, async (path) => {
    const first = await run([path], database.url);
    assert.equal(first.code, 2, first.err);
    assert.match(first.out, /1 orders stored, 0 unchanged, 1 rows rejected/);
    const rejects = `${path}.rejects.csv`;
    assert.ok(first.out.includes(rejects));
    assert.match(await Deno.readTextFile(rejects), /^3,"quantity is not a number, got ""none"""/m);

    await Deno.writeTextFile(path, `${header}${good}B,2024-03-01,c1,p1,3,5\n`);
    const second = await run([path, "--batch", "1"], database.url);
    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /1 orders stored, 1 unchanged, 0 rows rejected/);
    await assert.rejects(Deno.stat(rejects), Deno.errors.NotFound);
  });
});

Deno.test("--strict stores nothing where a row is bad, and says so", async () => {
  await using database = await testDatabase();
  await withFile(`${header}A,2024-03-01,c1,p1,1,5\nB,2024-03-01,c1,p1,none,5\n`, async (path) => {
    const { code, out } = await run([path, "--strict"], database.url);
    assert.equal(code, 2);
    assert.match(out, /Nothing was stored, because of --strict/);
    await withSql(database.url, async (sql) => assert.equal((await sql`select from orders`).length, 0));
  });
});

const mistakes: readonly { name: string; args: string[]; message: RegExp }[] = [
  { name: "no file", args: [], message: /^Cannot import: name one file/ },
  { name: "two files", args: ["a.csv", "b.csv"], message: /^Cannot import: name one file/ },
  {
    name: "a file that is not there",
    args: ["nowhere.csv"],
    message: /^Cannot import nowhere.csv: there is no such file$/m,
  },
  { name: "a directory", args: ["."], message: /^Cannot import .: it is not a file$/m },
  { name: "an unknown option", args: ["a.csv", "--fast"], message: /Unknown option '--fast'/ },
  { name: "a batch of nothing", args: ["a.csv", "--batch", "0"], message: /^Cannot use --batch 0/ },
];
for (const { name, args, message } of mistakes) {
  Deno.test(`1 and a message alone for ${name}`, async () => {
    await using database = await testDatabase();
    const { code, err } = await run(args, database.url);
    assert.equal(code, 1);
    assert.match(err, message);
    assert.doesNotMatch(err, /\n {4}at /);
  });
}

Deno.test("--help tells the options, and needs no database", async () => {
  const { code, out } = await run(["--help"], "");
  assert.equal(code, 0);
  assert.match(out, /--strict .*\n.*--batch N/);
});

const ownTables = (sql: Sql) => sql`select from pg_class where relnamespace = 'laneway_import'::regnamespace`;

Deno.test("Ctrl-C stops it between two batches, and tells how to go on", async () => {
  await using database = await testDatabase();
  await withFile(`${header}A,2024-03-01,c1,p1,1,5\n`, async (path) => {
    await withSql(database.url, async (sql) => {
      // Another import is storing, so this one cannot end before it is asked to.
      await sql`select pg_advisory_lock(hashtextextended('laneway import', 0))`;
      await using child = importing([path], database.url).spawn();
      for (let waiting = false; !waiting;) {
        waiting = (await ownTables(sql)).length > 0;
      }
      child.kill("SIGINT");
      const { code, stdout } = await child.output();
      assert.equal(code, 130);
      assert.match(new TextDecoder().decode(stdout), /^Stopped\. .*run the same command again/);
      assert.equal((await ownTables(sql)).length, 0);
      assert.equal((await sql`select from orders`).length, 0);
    });
  });
});
