import assert from "node:assert/strict";
import { filterChips, filterOptions } from "./filter_options.ts";

const options = filterOptions({
  salesRepPerformance: [
    { salesRep: { id: "2", name: "Mia", region: "West" } },
    { salesRep: { id: "1", name: "Ann", region: "East" } },
    { salesRep: { id: "3", name: "Bo", region: "West" } },
    { salesRep: null },
  ],
  customerSegments: [{ segment: null }, { segment: "Regular" }],
  categoryBreakdown: [{ category: { id: "9", name: "Beds", path: ["Home", "Beds"] } }, { category: null }],
});

Deno.test("the menu offers each value once, by name, with what is without last", () => {
  const labels = Object.values(options).map((list) => list.map(({ label }) => label));
  assert.deepEqual(labels, [
    ["East", "West", "Without region"],
    ["Ann", "Bo", "Mia", "Without sales rep"],
    ["Regular", "Without segment"],
    ["Home › Beds", "Uncategorised"],
  ]);
});

Deno.test("a filter's chip has its name, and its value where nothing of it was sold", () => {
  const chips = filterChips(
    { region: [""], rep: ["3", "8"], segment: ["Premium"], category: ["9"] },
    options,
  );
  assert.deepEqual(chips.map(({ label }) => label), ["Without region", "Bo", "8", "Premium", "Home › Beds"]);
});
