import assert from "node:assert/strict";
import { fields } from "./any_question.ts";
import { checkCache } from "./cache_law.ts";

Deno.test("whatever changes, what is kept and told as fresh is what the database answers", async () => {
  const tally = await checkCache("America/New_York", 1, 15);
  const times = (field: string, isKept: boolean) =>
    [...tally].reduce(
      (sum, [kind, count]) =>
        sum + (kind.startsWith(`${field} `) && kind.endsWith(" CACHE") === isKept ? count : 0),
      0,
    );
  for (const field of fields) assert.ok(times(field, true) + times(field, false) > 0, field);
  // Without the months, nothing would be kept over a change.
  const kept = fields.reduce((sum, field) => sum + times(field, true), 0);
  assert.ok(kept > 200, `${kept} kept`);
});
