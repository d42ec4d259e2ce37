import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { isEqual } from "../src/precompute/verify.ts";
import { crashDrains } from "./crash.ts";

Deno.test("drains killed at random moments under writers lose nothing and count nothing twice", async () => {
  await using database = await testDatabase();
  const crashed = await crashDrains({ url: database.url, cycles: 20, seed: 1 });
  const { amidst, written, left, verification } = crashed;
  assert.ok(amidst > 0 && written.changes > 100, Deno.inspect(crashed));
  assert.equal(left, 0);
  assert.ok(
    verification.asOf && verification.tables.every(({ rows }) => rows > 0),
    Deno.inspect(verification),
  );
  assert.deepEqual(verification.tables.filter((table) => !isEqual(table)), []);
});
