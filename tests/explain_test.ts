/** How questions are answered, told to admins who ask for it, and to nobody else. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { type TestWeb, testWeb } from "./web.ts";

const range = '{ startDate: "2024-05-01T00:00:00Z", endDate: "2024-05-02T00:00:00Z" }';
const query = `{
  day: salesOverview(dateRange: ${range}) { totalRevenue customers }
  topProducts(sortBy: REVENUE) { revenue product { name } }
}`;

async function ask(web: TestWeb, role: "admin" | "analyst", body: Readonly<Record<string, unknown>>) {
  const response = await fetch(`${web.address}/graphql`, {
    method: "POST",
    headers: { ...await bearerOf(role), "content-type": "application/json" },
    body: JSON.stringify({ query, ...body }),
  });
  return { headers: response.headers, text: await response.text() };
}

const explained = { extensions: { explain: true } };

Deno.test("an admin is told how each question is answered; others never, from no cache either", async () => {
  await using database = await testDatabase();
  await fillTinyShop(database.url, {
    products: { mug: null },
    sales: [{
      at: "2024-05-01T12:00:00Z",
      total: 10,
      customer: "ada",
      lines: [{ product: "mug", quantity: 1, total: 10 }],
    }],
  });
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  // What is kept is not told in its place,
  await ask(web, "admin", {});
  const { headers, text } = await ask(web, "admin", explained);
  assert.match(headers.get("server-timing") ?? "", /cache;desc=miss/);
  assert.match(headers.get("cache-control") ?? "", /no-store/);
  const { data, extensions } = JSON.parse(text);
  assert.equal(data.day.totalRevenue, 10);
  const [overview, top] = extensions.explain.toSorted((a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : 1
  );
  assert.deepEqual([overview.path, overview.field, overview.lane], ["day", "salesOverview", "DIRECT"]);
  assert.deepEqual(overview.choices, [
    {
      question: "sums",
      considered: [
        { lane: "VIEW", isUsable: false, why: "no view holds this question with these filters" },
        { lane: "AGGREGATE", isUsable: false, why: "the aggregates are not built, or are built anew" },
        { lane: "DIRECT", isUsable: true, why: "the orders answer every question" },
      ],
      chosen: "DIRECT",
    },
    { ...overview.choices[1], question: "customers", chosen: "DIRECT" },
  ]);
  const [ran] = overview.statements;
  assert.deepEqual([ran.statement, ran.connections], ["salesOverview.DIRECT.orders", "direct"]);
  assert.ok(ran.rows > 0 && ran.ms > 0 && overview.ms >= ran.ms, JSON.stringify(overview));
  assert.deepEqual([top.field, top.statements[0].statement], ["topProducts", "topProducts.DIRECT"]);

  // and neither is an explanation kept, for whoever asks.
  for (const [role, body] of [["admin", {}], ["analyst", {}]] as const) {
    const told = await ask(web, role, body);
    assert.equal(JSON.parse(told.text).data.day.totalRevenue, 10);
    assert.ok(!told.text.includes("explain"), role);
  }
  const { text: refused } = await ask(web, "analyst", explained);
  assert.deepEqual(
    JSON.parse(refused).errors.map(({ message, extensions: { code } }: {
      message: string;
      extensions: { code: string };
    }) => [message, code]),
    [["Cannot explain this: that is for admins", "FORBIDDEN"]],
  );
});
