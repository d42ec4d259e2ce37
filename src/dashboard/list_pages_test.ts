import assert from "node:assert/strict";
import type { ListPage } from "./list.ts";
import { appended, inPlace } from "./list_pages.ts";

function page(rows: Readonly<Record<string, string>>, next: string | null, count: number): ListPage {
  return {
    rows: Object.entries(rows).map(([key, cell]) => ({ key, name: key, href: "", aside: "", cells: [cell] })),
    next,
    total: String(count),
    count,
  };
}

const shown = page({ a: "3", b: "2", c: "1" }, "after c", 4);

Deno.test("more rows follow those at hand", () => {
  assert.deepEqual(
    appended(shown, page({ d: "0" }, null, 4)),
    page({ a: "3", b: "2", c: "1", d: "0" }, null, 4),
  );
});

Deno.test("rows that are asked for again stay where they are", () => {
  const newer = page({ c: "9", e: "5", a: "3" }, "after a", 5);
  assert.deepEqual(inPlace(shown, newer), page({ a: "3", b: "2", c: "9" }, "after c", 5));
});
