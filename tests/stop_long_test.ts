/** A web process that is told to stop, and is not let. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { end, start, until } from "./started.ts";

Deno.test("told to stop, a web process ends after ten seconds, whoever still sends or reads", async () => {
  await using database = await testDatabase();
  const web = start("src/serve.ts", { DATABASE_URL: database.url });
  const { address } = await until(web, "web process listens");
  const { hostname, port } = new URL(String(address));
  const requests = [
    // A body that never comes, headers that never end, and an answer that nobody reads.
    "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    "GET /graphql HTTP/1.1\r\nhost: localhost\r\n",
    `${"GET /graphql/schema.graphql HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(500)}`,
  ];
  const connections = await Promise.all(requests.map(async (text) => {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode(text));
    return connection;
  }));
  // By the time it answers these, it has all of those in hand.
  for (let time = 0; time < 20; time++) await (await fetch(`${address}/health/live`)).body?.cancel();
  web.process.kill("SIGTERM");
  const told = performance.now();
  const { code } = await end(web);
  const seconds = (performance.now() - told) / 1000;
  assert.equal(code, 0);
  assert.ok(seconds > 5 && seconds < 15, `${seconds} s`);
  for (const connection of connections) connection.close();
});
