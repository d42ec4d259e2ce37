/** Rows that cannot be imported: each is rejected for its reason, and its neighbours are not. */
import assert from "node:assert/strict";
import { testDatabase } from "../dev/test_database.ts";
import { badFields, badLines } from "./malformed_rows_testing.ts";
import { fileOf, header, row } from "./malformed_testing.ts";
import { header as narrow, importText } from "./testing.ts";

Deno.test("every malformed row is rejected for its reason, between good rows that all go in", async () => {
  await using database = await testDatabase();
  const bad = [
    ...badFields.map(([change, reason], index) => [row(`B-${index}`, change), reason] as const),
    ...badLines,
  ];
  const lines: (string | readonly number[])[] = [header];
  const expected = new Map<number, RegExp>();
  for (const [index, [line, reason]] of bad.entries()) {
    lines.push(row(`G-${index}`));
    expected.set(lineNumberAfter(lines), reason);
    lines.push(line);
  }
  lines.push(row("G-last"));
  const result = await importText(database.url, fileOf(lines));
  for (const [line, reason] of expected) {
    assert.match(
      result.reasons.get(line) ?? "none",
      reason,
      `line ${line}: ${String(lines[line - 1]).slice(0, 80)}`,
    );
  }
  // The one that runs over two lines is two bad ones.
  assert.equal(result.rejected, bad.length + 1);
  assert.deepEqual([result.orders, result.stored], [bad.length + 1, bad.length + 1]);
  assert.ok(bad.length >= 90, String(bad.length));
});

/** @returns the number that the next line will have */
function lineNumberAfter(lines: readonly (string | readonly number[])[]): number {
  return lines.reduce((sum, line) => sum + (typeof line === "string" ? line.split("\n").length : 1), 1);
}

Deno.test("the list of rejected rows has the file's columns, each row as it was", async () => {
  await using database = await testDatabase();
  const { rejects } = await importText(
    database.url,
    `${narrow},note\nA,2024-03-01,c1,p1,1,1,fine\nB,2024-03-01,c1,p1, 0 ,1,"two\nlines"\nC,2024-03-01\n` +
      'D,2024-03-01,c1,"p1,1,1,x\nE,2024-03-01,c1,p1,1,1,fine\nF,2024-03-01,c1,p1,x,1,"say ""no"", twice"\n',
  );
  assert.deepEqual(rejects, [
    ["rejected_line", "rejected_reason", ...narrow.split(","), "note"],
    ["3", 'quantity is 0, got "0"', "B", "2024-03-01", "c1", "p1", " 0 ", "1", "two\nlines"],
    ["5", "2 fields where the header has 7", "C", "2024-03-01"],
    ["6", "a quote opened here is not closed", 'D,2024-03-01,c1,"p1,1,1,x'],
    ["8", 'quantity is not a number, got "x"', "F", "2024-03-01", "c1", "p1", "x", "1", 'say "no", twice'],
  ]);
});
