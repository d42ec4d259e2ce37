/** The lines of docs/DEPLOYMENT.md that let the version before start on a newer one's tables, as they stand there. */
import assert from "node:assert/strict";
import { join } from "node:path";
import postgres from "postgres";
import { migrate, readMigrations } from "../src/db/migrate.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { root } from "./started.ts";

Deno.test("a version before starts once the migrations it does not know are aside, and the newer one once they are back", async () => {
  await using database = await testDatabase();
  const { url } = database;
  const text = await Deno.readTextFile(join(root, "docs/DEPLOYMENT.md"));
  const [, section = ""] = text.split("\n**Back again**");
  const [aside = "", back = ""] = [...section.matchAll(/```sql\n([^]*?)```/g)].map(([, lines]) => lines);
  const [, last = ""] = /name > '([^']+)'/.exec(aside) ?? [];
  const known = await readMigrations();
  const before = known.filter(({ name }) => name <= last);
  assert.equal(before.at(-1)?.name, last);
  const next = { name: "9999_next", text: "alter table orders add column next text", checksum: "a" };
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await migrate({ url, migrations: [...known, next] }), round === 0 ? [next.name] : []);
      await assert.rejects(migrate({ url, migrations: before }), /9999_next was applied by a newer version/);
      await sql.unsafe(aside).simple();
      assert.deepEqual(await migrate({ url, migrations: before }), []);
      await sql.unsafe(back).simple();
    }
    assert.deepEqual(await migrate({ url, migrations: [...known, next] }), []);
  } finally {
    await sql.end();
  }
});
