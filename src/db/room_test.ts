import assert from "node:assert/strict";
import { createLog } from "../base/log.ts";
import { testDatabase } from "../dev/test_database.ts";
import { connectionsTo, warnOfRoom } from "./room.ts";

const settings = { poolSize: 20, poolOverflow: 10, directPoolSize: 4, instances: 3 } as const;

Deno.test("the sum of connections is said as it is made", () => {
  assert.deepEqual(connectionsTo("primary", settings), {
    most: 146,
    sum: "3 INSTANCES x (20 POOL_SIZE + 10 POOL_OVERFLOW + 4 DIRECT_POOL_SIZE + 10) + 14 of cron = 146",
  });
  assert.deepEqual(connectionsTo("replica", settings), {
    most: 117,
    sum: "3 INSTANCES x (20 POOL_SIZE + 10 POOL_OVERFLOW + 4 DIRECT_POOL_SIZE + 5) = 117",
  });
});

Deno.test("a server with less room is told of, one with enough is not, and one that is away neither", async () => {
  await using database = await testDatabase();
  const { url } = database;
  const told = async (given: Partial<Parameters<typeof warnOfRoom>[0]>) => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line) });
    await warnOfRoom({ ...settings, databaseUrl: url, replicas: [], ...given }, log);
    return lines.map((line) => JSON.parse(line));
  };
  assert.deepEqual(await told({ instances: 1, poolSize: 2, poolOverflow: 0 }), []);
  const [line, ...others] = await told({
    instances: 1000,
    replicas: [{ region: "eu", url: "postgres://127.0.0.1:1/x" }],
  });
  assert.deepEqual(others, []);
  assert.equal(line.server, "primary");
  assert.match(line.sum, /^1000 INSTANCES x \(20 POOL_SIZE .* = 44014, of \d+$/);
});
