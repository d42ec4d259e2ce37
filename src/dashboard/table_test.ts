import assert from "node:assert/strict";
import { csvOf, sortRows, type Table, withoutColumns } from "./table.ts";

const table: Table = {
  name: "Products",
  heading: "Product",
  columns: [
    { key: "revenue", heading: "Revenue", write: "money" },
    { key: "region", heading: "Region", write: "text" },
  ],
  rows: [
    { key: "1", name: "Chair", cells: [10, "West"] },
    { key: "2", name: 'Lamp, "small"', aside: "Light", cells: [null, "East"] },
    { key: "3", name: "=cmd()", cells: [-2.5, null] },
    { key: "4", name: "Desk", cells: [10, "East"] },
  ],
};

Deno.test("rows are sorted by a column, with nothing last and equals as they were", () => {
  const cases: readonly [column: string, descending: boolean, keys: string][] = [
    ["revenue", true, "1 4 3 2"],
    ["revenue", false, "3 1 4 2"],
    ["region", false, "2 4 1 3"],
    ["region", true, "1 2 4 3"],
  ];
  for (const [column, descending, keys] of cases) {
    assert.equal(sortRows(table, { column, descending }).map((row) => row.key).join(" "), keys);
  }
});

Deno.test("CSV quotes what needs it, and lets no spreadsheet run a name", () => {
  assert.equal(
    csvOf(table),
    '\uFEFFProduct,,Revenue,Region\r\nChair,,10,West\r\n"Lamp, ""small""",Light,,East\r\n' +
      "'=cmd(),,-2.5,\r\nDesk,,10,East\r\n",
  );
});

Deno.test("no cell of CSV is a formula, whatever divides cells; numbers stay numbers", () => {
  const cases: readonly [cell: string | number, field: string][] = [
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    ["＝1", "'＝1"],
    ["a;=1", `"a;=1"`],
    ["a\t=1", `"a\t=1"`],
    ["a=1", "a=1"],
    [-1, "-1"],
    [-0.5, "-0.5"],
    [1e21, "1e+21"],
  ];
  for (const [cell, field] of cases) {
    const csv = csvOf({ name: "", heading: "", columns: [], rows: [{ key: "", name: "x", cells: [cell] }] });
    assert.equal(csv, `\uFEFF\r\nx,${field}\r\n`);
  }
});

Deno.test("a table without some columns has neither their headings nor their values", () => {
  const { columns, rows } = withoutColumns(table, ["revenue", "nothing"]);
  assert.deepEqual(columns.map(({ key }) => key), ["region"]);
  assert.deepEqual(rows.map(({ cells }) => cells), [["West"], ["East"], [null], ["East"]]);
});
