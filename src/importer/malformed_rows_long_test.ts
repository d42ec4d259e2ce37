import assert from "node:assert/strict";
import fc from "fast-check";
import { testDatabase } from "../dev/test_database.ts";
import { badFields, badLines } from "./malformed_rows_testing.ts";
import { fileOf, header, long, names, row } from "./malformed_testing.ts";
import { importText } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

const junk = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", '"', ",", " ", "é", "\t", "\0"), minLength: 1, maxLength: 60 })
    .map((text) => `#${text}`),
  fc.constantFrom(...badFields).map(([change]) => row("X", change)).filter((line) => !line.includes("\n")),
  fc.constantFrom(...badLines.slice(0, -1)).map(([line]) => line),
  fc.tuple(fc.constantFrom(...names), fc.nat(40)).map(([name, cut]) => row("X", { [name]: '"' + long(cut) })),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((
    bytes,
  ) => [0xff, ...bytes.filter((byte) => byte !== 10)]),
);

Deno.test("whatever stands between good rows, all good ones go in and everything else is rejected", async () => {
  await using database = await testDatabase();
  const content = fc.array(fc.oneof(fc.constant("good"), junk), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(content, async (parts) => {
      await withSql(database.url, (sql) => sql`delete from orders`);
      const lines = parts.map((part, index) => part === "good" ? row(`G-${index}`) : part);
      const result = await importText(database.url, fileOf([header, ...lines]));
      const good = parts.filter((part) => part === "good").length;
      assert.deepEqual([result.lines, result.stored, result.rejected], [
        parts.length,
        good,
        parts.length - good,
      ]);
      for (const reason of result.reasons.values()) assert.notEqual(reason, "");
    }),
    { numRuns: 40 },
  );
});
