import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { openStage, play } from "./interleave.ts";
import { races } from "./interleavings.ts";
import { naiveDrains } from "./naive_drains.ts";
import { ours } from "./our_drain.ts";

Deno.test("writers against drains, in every order", async (t) => {
  await using database = await testDatabase();
  await using stage = await openStage(database);
  for (const interleaving of races) {
    await t.step(interleaving.name, async () => assert.deepEqual(await play(interleaving, ours, stage), []));
  }
});

for (const [name, { subject, fails, survives }] of Object.entries(naiveDrains)) {
  Deno.test(`caught: ${name}`, async () => {
    await using database = await testDatabase();
    await using stage = await openStage(database, subject.prepare);
    const caught: string[] = [];
    for (const interleaving of races) {
      if ((await play(interleaving, subject, stage)).length > 0) caught.push(interleaving.name);
    }
    for (const each of fails) assert.ok(caught.includes(each), `not caught by: ${each}`);
    for (const each of ["one after another", ...survives]) {
      assert.ok(races.some((race) => race.name === each), each);
      assert.ok(!caught.includes(each), `wrong also in: ${each}`);
    }
  });
}
