import assert from "node:assert/strict";
import { allowanceOf, readAllowances } from "./allowance.ts";

Deno.test("an allowance is one for all, and another for some roles", () => {
  assert.deepEqual(readAllowances("100"), { usual: 100, byRole: {} });
  assert.deepEqual(readAllowances("off"), { usual: Infinity, byRole: {} });
  const allowances = readAllowances("100, admin = 1000,embed=off");
  assert.deepEqual(allowances, { usual: 100, byRole: { admin: 1000, embed: Infinity } });
  const of = (role?: "admin" | "viewer" | "embed") => allowanceOf(allowances, role);
  assert.deepEqual([of(), of("viewer"), of("admin"), of("embed")], [100, 100, 1000, Infinity]);
});

Deno.test("what is no allowance is refused", () => {
  for (
    const text of [
      "",
      "0",
      "-1",
      "1.5",
      "1e3",
      "many",
      "admin=5",
      "100,boss=5",
      "100,admin",
      "100,admin=0",
      "100,",
    ]
  ) {
    assert.throws(() => readAllowances(text), /a whole number above 0, or off/, text);
  }
});
