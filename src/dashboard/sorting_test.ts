import assert from "node:assert/strict";
import { readSorting, sorted, sortLinks } from "./sorting.ts";
import type { Table } from "./table.ts";
import { defaultView } from "./view.ts";

const table: Table = {
  name: "Reps",
  heading: "Rep",
  columns: [{ key: "revenue", heading: "Revenue", write: "money" }],
  rows: [{ key: "a", name: "Ann", depth: 1, cells: [1] }, { key: "b", name: "Bo", cells: [2] }],
};

const keysOf = (query: string) => {
  const result = sorted(table, readSorting(new URLSearchParams(query)));
  return "problem" in result ? result.problem : result.table.rows.map(({ key }) => key).join(" ");
};

Deno.test("a table is sorted as the URL asks, the largest first unless it says otherwise", () => {
  assert.equal(keysOf(""), "a b");
  assert.equal(keysOf("?sort=revenue"), "b a");
  assert.equal(keysOf("?sort=revenue&dir=asc"), "a b");
  assert.match(keysOf("?sort=name"), /no order called “name”/);
});

Deno.test("a heading leads to its order, and from there to the other way round", () => {
  const links = (query: string) => {
    const { href, sorted } = sortLinks("/reps", defaultView, readSorting(new URLSearchParams(query)))(
      "revenue",
    );
    return [href, sorted];
  };
  assert.deepEqual(links(""), ["/reps?sort=revenue", undefined]);
  assert.deepEqual(links("?sort=revenue"), ["/reps?sort=revenue&dir=asc", "descending"]);
  assert.deepEqual(links("?sort=revenue&dir=asc"), ["/reps?sort=revenue", "ascending"]);
  assert.deepEqual(links("?sort=orders"), ["/reps?sort=revenue", undefined]);
});
