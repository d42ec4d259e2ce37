import assert from "node:assert/strict";
import { attacks } from "./attacks_testing.ts";
import { serveTestSchema } from "./testing.ts";

Deno.test("attacks are refused before anything is executed", async (t) => {
  await using server = serveTestSchema();
  for (const { name, body, status, code } of attacks) {
    await t.step(name, async () => {
      const init: RequestInit = {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
        body,
      };
      const response = await fetch(server.url, init);
      const text = await response.text();
      assert.equal(response.status, status, text.slice(0, 500));
      const { errors } = JSON.parse(text);
      assert.equal(errors[0].extensions.code, code);
      // What is refused must not make the server say more than it was told.
      assert.ok(text.length < 100_000, `${text.length} characters`);
    });
  }
  assert.deepEqual(server.lines, []);
});
