/** Files that cannot be read as orders at all. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { UsageError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { header, row } from "./malformed_testing.ts";
import { importText } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

const unreadable: readonly [name: string, content: Uint8Array<ArrayBuffer> | string, message: RegExp][] = [
  ["nothing at all", "", /it is empty/],
  ["blank lines", "\n\r\n \n", /it is empty/],
  ["a byte order mark alone", "\ufeff", /it is empty|no header/],
  ["UTF-16, little end first", new Uint8Array([0xff, 0xfe, 0x6f, 0, 0x72, 0]), /it is UTF-16/],
  ["UTF-16, big end first", new Uint8Array([0xfe, 0xff, 0, 0x6f]), /it is UTF-16/],
  ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), /a workbook or another ZIP/],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /first line is not UTF-8/],
  [
    "gzip that is cut short",
    new Uint8Array(gzipSync(`${header}\n${row("A")}\n`)).slice(0, -9),
    /gzip is damaged/,
  ],
  ["gzip of nothing", new Uint8Array(gzipSync("")), /it is empty/],
  ["gzip in name alone", new Uint8Array([0x1f, 0x8b, 1, 2, 3]), /gzip is damaged/],
  ["JSON", '[{"order_id": 1}]', /no header that is known/],
  ["a longest line", "x".repeat(3_000_000), /first line is longer than/],
];
for (const [name, content, message] of unreadable) {
  Deno.test(`a file cannot be ${name}`, async () => {
    await using database = await testDatabase();
    await assert.rejects(importText(database.url, content), (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("gzip that breaks off far into the file stores nothing", async () => {
  await using database = await testDatabase();
  const text = Array.from({ length: 50_000 }, (_, index) => row(`${index * 7919 % 1e5}-${index}`));
  const packed = new Uint8Array(gzipSync([header, ...text].join("\n")));
  await assert.rejects(importText(database.url, packed.slice(0, -1000)), /gzip is damaged or cut short/);
  await withSql(database.url, async (sql) => assert.equal((await sql`select from orders`).length, 0));
});
