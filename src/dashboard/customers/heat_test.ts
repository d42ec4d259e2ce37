import assert from "node:assert/strict";
import { createFormats } from "../formats.ts";
import type { Cohort } from "./answer.ts";
import { cohortHeat, rfmHeat } from "./heat.ts";

const formats = createFormats("USD", "UTC");
const cell = (offset: number, customers: number | null, retention: number | null, partial = false) => ({
  offset,
  customers,
  retention,
  partial,
});

Deno.test("a cohort's later months are as dark as many came back; months to come are empty", () => {
  const cohorts: readonly Cohort[] = [
    { month: "2017-11-01", size: 40, revenue: 1, cells: [cell(0, 40, 1), cell(1, 12, 0.3, true)] },
    { month: "2017-12-01", size: 10, revenue: 1, cells: [cell(0, 10, 1, true), cell(1, null, null)] },
  ];
  const { columns, rows } = cohortHeat(cohorts, formats);
  assert.deepEqual(columns, ["Month 0", "+1"]);
  assert.deepEqual(rows.map((row) => row.cells.map(({ text, level }) => `${text} ${level}`)), [
    ["100% 0", "30% 6"],
    ["100% 0", " 0"],
  ]);
  assert.equal(
    rows[0]?.cells[1]?.said,
    "Nov 2017, 1 month later: 12 customers, 30.0% (month still running)",
  );
});

Deno.test("the latest and most frequent customers are at the top right", () => {
  const { rows } = rfmHeat([
    { recency: 5, frequency: 5, customers: 60, revenue: 900 },
    { recency: 1, frequency: 1, customers: 5, revenue: 10 },
    { recency: 3, frequency: 3, customers: 0, revenue: 0 },
  ], formats);
  const levels = rows.map((row) => row.cells.map(({ level }) => level).join(""));
  assert.deepEqual(levels, ["00006", "00000", "00000", "00000", "10000"]);
  assert.equal(rows[0]?.cells[4]?.said, "Recency 5, frequency 5: 60 customers, $900.00 in all");
});
