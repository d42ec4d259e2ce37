/** Requests whose address is none, or nobody's: each is refused as what it is, and nothing of it is an error of ours. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { rawStatus } from "./raw_request.ts";
import { testWeb } from "./web.ts";

Deno.test("addresses that are none, or nobody's, are refused", async (t) => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { graphiql: true });
  const asked = "/graphql?query={__typename}";
  for (const host of ["[", "a b", "localhost:99999", "localhost:x"]) {
    await t.step(`the host ${host}`, async () => {
      for (const path of [asked, "/", "/graphql/schema.graphql", "/nothing"]) {
        assert.equal(await rawStatus(web.address, path, host), 400, path);
      }
    });
  }
  await t.step("below GraphiQL's files there is no GraphQL", async () => {
    const below = "/graphql/graphiql/x?query={__typename}";
    assert.equal(await rawStatus(web.address, asked, "localhost"), 200);
    assert.equal(await rawStatus(web.address, below, "localhost"), 404);
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
    };
    const posted = await fetch(web.address + below, init);
    await posted.body?.cancel();
    assert.equal(posted.status, 404);
    await using plain = await testWeb(database.url);
    assert.equal(await rawStatus(plain.address, below, "localhost"), 404);
  });
  assert.deepEqual(web.logged.filter((line) => JSON.parse(line).level === "error"), []);
});
