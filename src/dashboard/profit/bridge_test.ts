import assert from "node:assert/strict";
import type { Profitability } from "./answer.ts";
import { bridgeOf } from "./bridge.ts";

const figures = {
  revenue: 1000,
  lineRevenue: 900,
  otherRevenue: 100,
  cost: 500,
  profit: 300,
  commission: 50,
  contribution: 250,
} as Profitability;

const linesOf = (given: Profitability) =>
  bridgeOf(given).map(({ name, amount, from, to }) => `${name} ${amount}: ${from} to ${to}`);

Deno.test("each step begins where the one before ends", () => {
  assert.deepEqual(linesOf(figures), [
    "Revenue 1000: 0 to 1",
    "Shipping, tax and discounts -100: 0.9 to 1",
    "Sales of unknown cost -100: 0.8 to 0.9",
    "Cost of goods -500: 0.3 to 0.8",
    "Profit 300: 0 to 0.3",
    "Commission -50: 0.25 to 0.3",
    "Contribution 250: 0 to 0.25",
  ]);
});

Deno.test("steps of nothing are left out, and a loss lies left of zero", () => {
  const loss = { ...figures, lineRevenue: 1000, otherRevenue: 0, cost: 2000, profit: -1000, commission: 0 };
  assert.deepEqual(linesOf({ ...loss, contribution: -1000 }), [
    "Revenue 1000: 0.5 to 1",
    "Cost of goods -2000: 0 to 1",
    "Profit -1000: 0 to 0.5",
    "Contribution -1000: 0 to 0.5",
  ]);
});

Deno.test("where nothing was sold, all bars are empty", () => {
  const nothing = {
    revenue: 0,
    lineRevenue: 0,
    otherRevenue: 0,
    cost: 0,
    profit: 0,
    commission: 0,
    contribution: 0,
  };
  assert.ok(bridgeOf(nothing as Profitability).every(({ from, to }) => from === 0 && to === 0));
});
