import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { createFormats } from "../formats.ts";
import type { Column } from "../table.ts";
import { DataTable } from "./data_table.tsx";

Deno.test("a loss is red, and what reads as zero is not", () => {
  const cases: readonly [write: Column["write"], cell: number, html: string][] = [
    ["points", -0.0004, '<data value="-0.0004">0.0</data>'],
    ["points", -0.0006, '<data value="-0.0006" class="negative">−0.1</data>'],
    ["money", -0.004, '<data value="-0.004">$0.00</data>'],
    ["money", -0.01, '<data value="-0.01" class="negative">−$0.01</data>'],
    ["percent", -0.0004, '<data value="-0.0004">0.0%</data>'],
    ["change", -0.0004, '<span class="change flat">'],
  ];
  const formats = createFormats("USD", "UTC");
  for (const [write, cell, html] of cases) {
    const table = {
      name: "Margins",
      heading: "Product",
      columns: [{ key: "value", heading: "Value", write }],
      rows: [{ key: "1", name: "Chair", cells: [cell] }],
    };
    const written = renderToString(<DataTable table={table} formats={formats} />);
    assert.ok(written.replaceAll(" >", ">").includes(html), `${write} ${cell}: ${written}`);
  }
});
