/** A web process that is told to stop. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { untilBlocked, whileLocked } from "../src/dev/locks.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { end, start, until } from "./started.ts";

const question = `/graphql?${new URLSearchParams({
  query: "{ salesOverview(period: YEAR) { totalRevenue } }",
})}`;

Deno.test("told to stop, a web process takes nothing new, answers what it has in hand, and ends", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const web = start("src/serve.ts", { DATABASE_URL: database.url });
  const { address } = await until(web, "web process listens");
  // Else it would be the warm-up that is blocked below, and not what is asked: it has ended once its connections rest.
  for (let resting = 0; resting < 20; await delay(25)) {
    const [row] = await sql`select count(*)::int as busy from pg_stat_activity
      where application_name like 'laneway web%' and state <> 'idle'`;
    resting = row?.busy === 0 ? resting + 1 : 0;
  }
  let answer: Promise<Response> | undefined;
  await whileLocked(sql, "orders", async () => {
    answer = fetch(`${address}${question}`);
    await untilBlocked(sql);
    web.process.kill("SIGTERM");
    // Probes find nobody, as soon as it has heard.
    while (
      await fetch(`${address}/health/ready`).then(
        (ready) => ready.body?.cancel().then(() => ready.ok),
        () => false,
      )
    );
  });
  const answered = await answer;
  assert.equal(answered?.status, 200);
  assert.equal((await answered?.json()).errors, undefined);
  const { code, rest } = await end(web);
  assert.equal(code, 0);
  assert.deepEqual(rest.map(({ message }) => message), ["web process stopped"]);
  await sql.end();
});
