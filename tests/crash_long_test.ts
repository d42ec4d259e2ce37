import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { isEqual } from "../src/precompute/verify.ts";
import { crashDrains } from "./crash.ts";

Deno.test("drains killed at random moments under writers lose nothing and count nothing twice", async () => {
  await using database = await testDatabase();
  const crashed = await crashDrains({ url: database.url, cycles: 20, seed: 1 });
  const { amidst, generations, written, left, verification } = crashed;
  assert.ok(amidst > 0 && generations > 0 && written.changes > 1_000, Deno.inspect(crashed));
  assert.equal(left, 0);
  assert.ok(
    verification.asOf && verification.tables.every(({ rows }) => rows > 0),
    Deno.inspect(verification),
  );
  assert.deepEqual(verification.tables.filter((table) => !isEqual(table)), []);
});

Deno.test("a drain that takes rows in a transaction of its own is caught", async () => {
  await using database = await testDatabase();
  const { amidst, verification } = await crashDrains({
    url: database.url,
    cycles: 8,
    seed: 1,
    careless: true,
  });
  assert.ok(amidst > 0);
  assert.ok(verification.tables.some((table) => !isEqual(table)), Deno.inspect(verification));
});
