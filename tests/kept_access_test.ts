/** What is kept, told at once: only to those who may see it, and no longer than they may. */
import assert from "node:assert/strict";
import { revoke } from "../src/access/revoke.ts";
import { signToken } from "../src/access/tokens.ts";
import type { Role } from "../src/base/scope.ts";
import { createPool } from "../src/db/pool.ts";
import { until } from "../src/dev/elsewhere.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { addTestUser, bearerOf, cookieFrom, passwordOfAll, sendSignIn, tokenSettings } from "./callers.ts";
import { rawStatus } from "./raw_request.ts";
import { testWeb } from "./web.ts";

const profit = "{ salesOverview(period: YEAR) { totalProfit } }";
const revenue = "{ salesOverview(period: YEAR) { totalRevenue } }";
const accept = "application/graphql-response+json";

type Headers = Readonly<Record<string, string>>;

/** The same question in each form that is remembered: as a query string, and as a body. */
const forms: readonly (readonly [
  name: string,
  send: (url: string, query: string, own: Headers) => Promise<Response>,
])[] = [
  [
    "GET",
    (url, query, own) => fetch(`${url}?query=${encodeURIComponent(query)}`, { headers: { accept, ...own } }),
  ],
  ["POST", (url, query, own) =>
    fetch(url, {
      method: "POST",
      headers: { accept, "content-type": "application/json", ...own },
      body: JSON.stringify({ query }),
    })],
];

async function told(response: Response): Promise<string> {
  const result = await response.json();
  const lane = result.extensions?.answers.salesOverview.lane;
  return `${response.status} ${lane ?? result.errors?.[0].extensions.code}`;
}

Deno.test("what is kept for one role is told to that role alone, at once", async (t) => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const url = `${web.address}/graphql`;
  const bearers = new Map<Role | "nobody", Headers>([["nobody", {}]]);
  for (const role of ["viewer", "analyst", "admin", "ingest"] as const) {
    bearers.set(role, await bearerOf(role));
  }
  const seen = async (send: (typeof forms)[number][1], query: string) => {
    const rows: Record<string, string> = {};
    for (const [role, own] of bearers) rows[role] = await told(await send(url, query, own));
    return rows;
  };
  for (const [name, send] of forms) {
    await t.step(name, async () => {
      const refused = { nobody: "401 UNAUTHENTICATED", ingest: "403 FORBIDDEN" };
      for (const [query, viewer] of [[profit, "403 FORBIDDEN"], [revenue, "200 CACHE"]] as const) {
        // Once computed, once found the long way and remembered, and from then on at once.
        for (let times = 0; times < 2; times++) await seen(send, query);
        assert.deepEqual(await seen(send, query), {
          ...refused,
          viewer,
          analyst: "200 CACHE",
          admin: "200 CACHE",
        });
      }
    });
  }
});

Deno.test("what is kept is not told to a token or a session that has ended", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  const url = `${web.address}/graphql`;
  const token = await signToken(tokenSettings, {
    jti: "one",
    subject: "x",
    role: "analyst",
    ttlSeconds: 600,
  });
  const email = await addTestUser(pool, "analyst");
  const cookie = await cookieFrom(await sendSignIn(web.address, { email, password: passwordOfAll }));
  const callers = { token: { authorization: `Bearer ${token}` }, session: cookie };
  const end = {
    token: () => revoke(pool, "token", "one"),
    session: async () => {
      const response = await fetch(`${web.address}/sign-out`, {
        method: "POST",
        headers: { ...cookie, "sec-fetch-site": "same-origin" },
        body: new URLSearchParams({ everywhere: "no" }),
        redirect: "manual",
      });
      await response.body?.cancel();
      assert.equal(response.status, 303);
    },
  };
  for (const who of ["token", "session"] as const) {
    for (const [, send] of forms) {
      for (let times = 0; times < 3; times++) await told(await send(url, revenue, callers[who]));
      assert.equal(await told(await send(url, revenue, callers[who])), "200 CACHE");
    }
    await end[who]();
    const began = performance.now();
    for (const [, send] of forms) {
      await until(async () => await told(await send(url, revenue, callers[who])) === "401 UNAUTHENTICATED");
    }
    assert.ok(performance.now() - began < 5_000, who);
  }
  await pool.close();
});

Deno.test("what is kept is not told to another site's name for this machine", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url);
  const { host, port } = new URL(web.address);
  const path = `/graphql?query=${encodeURIComponent(revenue)}`;
  const [get] = forms.map(([, send]) => () => send(`${web.address}/graphql`, revenue, {}));
  assert.ok(get);
  for (let times = 0; times < 3; times++) await told(await get());
  assert.equal(await told(await get()), "200 CACHE");
  assert.equal(await rawStatus(web.address, path, host), 200);
  assert.equal(await rawStatus(web.address, path, `rebound.evil.example:${port}`), 403);
  assert.equal(await told(await get()), "200 CACHE");
});

Deno.test("what is kept for an embed is told on the pages of its own sites alone", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const url = `${web.address}/graphql`;
  const embedOn = (site: string) => bearerOf("embed", { documents: [documentId(revenue)], origins: [site] });
  const [ours, theirs] = [await embedOn("https://a.example"), await embedOn("https://b.example")];
  for (const [name, send] of forms) {
    const on = (own: Headers, origin?: string) =>
      send(url, revenue, { ...own, ...(origin !== undefined && { origin }) });
    for (let times = 0; times < 3; times++) await told(await on(ours));
    assert.equal(await told(await on(theirs)), "200 CACHE", name);
    const there = await on(ours, "https://a.example");
    assert.equal(there.headers.get("access-control-allow-origin"), "https://a.example");
    assert.equal(await told(there), "200 CACHE");
    assert.equal(await told(await on(theirs, "https://a.example")), "403 FORBIDDEN");
  }
});
