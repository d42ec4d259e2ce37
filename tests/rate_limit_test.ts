/** How much each may ask in a minute, over HTTP: who is counted with whom, what is told, what does not count. */
import assert from "node:assert/strict";
import { readAllowances } from "../src/base/allowance.ts";
import type { Role } from "../src/base/scope.ts";
import type { Config } from "../src/config.ts";
import { createPool } from "../src/db/pool.ts";
import { parseStatement } from "../src/db/statements.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { signToken } from "../src/access/tokens.ts";
import { addTestUser, bearerOf, cookieFrom, passwordOfAll, sendSignIn, tokenSettings } from "./callers.ts";
import { type TestWeb, testWeb } from "./web.ts";

const kept = "/graphql?query={salesOverview(period:YEAR){totalRevenue}}";

function limited(settings: Partial<Config> = {}): Partial<Config> {
  return { auth: "required", tokens: tokenSettings, proxyHops: 1, ...settings };
}

/** Sends so many requests, one after the other. @returns their statuses and headers */
async function send(
  web: TestWeb,
  times: number,
  headers: Readonly<Record<string, string>>,
  path = kept,
): Promise<Response[]> {
  const responses: Response[] = [];
  for (let time = 0; time < times; time++) {
    const response = await fetch(web.address + path, { headers, redirect: "manual" });
    await response.body?.cancel();
    responses.push(response);
  }
  return responses;
}

const statuses = (responses: readonly Response[]) => responses.map(({ status }) => status);
const from = (address: string) => ({ "x-forwarded-for": address });

Deno.test("a minute holds so many requests of one address, and every answer tells how many are left", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, limited({ requestsPerMinute: readAllowances("5") }));
  const viewer = await bearerOf("viewer");
  const own = { ...viewer, ...from("192.0.2.1") };
  const [first, second, third] = await send(web, 3, own);
  assert.equal(first?.headers.get("ratelimit-policy"), '"requests";q=5;w=60');
  // Executed, kept, and kept.
  const lefts = [first, second, third].map((response) => response?.headers.get("ratelimit"));
  assert.deepEqual(lefts, ['"requests";r=4', '"requests";r=3', '"requests";r=2']);
  const etag = third?.headers.get("etag") ?? "";
  const [unchanged] = await send(web, 1, { ...own, "if-none-match": etag });
  assert.deepEqual([unchanged?.status, unchanged?.headers.get("ratelimit")], [304, '"requests";r=1']);
  assert.deepEqual(statuses(await send(web, 3, own)), [200, 429, 429]);

  const refused = await fetch(web.address + kept, { headers: { ...own, "x-request-id": "my-own" } });
  const seconds = Number(refused.headers.get("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 61);
  assert.equal(refused.headers.get("ratelimit"), `"requests";r=0;t=${seconds}`);
  assert.equal(refused.headers.get("x-request-id"), "my-own");
  const { errors: [error] } = await refused.json();
  assert.match(error.message, /^Cannot answer so many requests: 5 a minute are allowed; try again in \d+ s$/);
  assert.deepEqual(error.extensions, {
    code: "RATE_LIMITED",
    retryAfterSeconds: seconds,
    requestId: "my-own",
  });

  // Others are not slowed down, and the same machine is the same under any of its names.
  assert.deepEqual(statuses(await send(web, 1, { ...viewer, ...from("192.0.2.2") })), [200]);
  for (const name of ["::ffff:192.0.2.1", "192.0.2.1:4711", "198.51.100.9, 192.0.2.1"]) {
    assert.deepEqual(statuses(await send(web, 1, { ...viewer, ...from(name) })), [429], name);
  }
  await send(web, 5, { ...viewer, ...from("2001:db8:0:1::1") });
  assert.deepEqual(statuses(await send(web, 1, { ...viewer, ...from("2001:db8:0:1:ffff::2") })), [429]);
  assert.deepEqual(statuses(await send(web, 1, { ...viewer, ...from("2001:db8:0:2::1") })), [200]);
});

Deno.test("scripts, styles and health do not count, and whoever tries tokens or passwords does", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, limited({ requestsPerMinute: readAllowances("4") }));
  const own = from("192.0.2.1");
  for (const path of ["/health/live", "/health/ready", "/favicon.svg"]) {
    const [response] = await send(web, 1, own, path);
    assert.equal(response?.headers.get("ratelimit"), null, path);
    assert.equal(response?.status, 200, path);
  }
  const wrong = { ...own, authorization: "Bearer a.b.c" };
  assert.deepEqual(statuses(await send(web, 2, wrong)), [401, 401]);
  assert.deepEqual(statuses(await send(web, 2, own, "/sign-in")), [200, 200]);
  const signIn = await sendSignIn(web.address, { email: "a", password: "b" }, {
    ...own,
    "sec-fetch-site": "same-origin",
  });
  await signIn.body?.cancel();
  assert.equal(signIn.status, 429);
  assert.deepEqual(statuses(await send(web, 1, { ...own, ...await bearerOf("admin") })), [429]);
  assert.deepEqual(statuses(await send(web, 1, own, "/health/live")), [200]);
});

Deno.test("an address that sent as many wrong tokens or sessions as it may ask in a minute has none of its new ones looked at", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, limited({ requestsPerMinute: readAllowances("4") }));
  const own = async () => {
    const token = {
      jti: crypto.randomUUID(),
      subject: "x",
      role: "viewer",
      ttlSeconds: 600,
      claims: { requestsPerMinute: 50 },
    } as const;
    return { authorization: `Bearer ${await signToken(tokenSettings, token)}` };
  };
  const [address, other] = [from("192.0.2.1"), from("192.0.2.2")];
  const [known, unknown] = [await own(), await own()];
  // Those that hold are no guesses, however many they are.
  for (let times = 0; times < 6; times++) {
    assert.deepEqual(statuses(await send(web, 1, { ...await own(), ...address })), [200]);
  }
  assert.deepEqual(statuses(await send(web, 1, { ...known, ...address })), [200]);
  const [head, body] = unknown.authorization.split(".");
  const wrong = { ...address, authorization: `${head}.${body}.${"A".repeat(43)}` };
  assert.deepEqual(statuses(await send(web, 2, wrong)), [401, 401]);
  const session = { ...address, cookie: `__Host-laneway=${"x".repeat(43)}` };
  assert.deepEqual(statuses(await send(web, 2, session)), [401, 401]);

  const [refused] = await send(web, 1, { ...unknown, ...address });
  assert.equal(refused?.status, 429);
  assert.ok(Number(refused?.headers.get("retry-after")) >= 1);
  const { authorization } = await bearerOf("embed", {
    documents: ["0".repeat(64)],
    origins: ["https://partner.example"],
  });
  const embed = `/embed/trend?token=${authorization.slice("Bearer ".length)}`;
  for (const path of ["/products", embed]) {
    assert.deepEqual(statuses(await send(web, 1, { ...unknown, ...address }, path)), [429], path);
  }
  assert.deepEqual(statuses(await send(web, 1, other, embed)), [403]);
  assert.deepEqual(statuses(await send(web, 1, { ...known, ...address })), [200]);
  assert.deepEqual(statuses(await send(web, 1, { ...unknown, ...other })), [200]);
  assert.deepEqual(statuses(await send(web, 1, { ...unknown, ...address })), [200]);
});

Deno.test("roles and tokens may have limits of their own", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(
    database.url,
    limited({ requestsPerMinute: readAllowances("2,admin=4,analyst=off") }),
  );
  const tokenOf = async (role: Role, claims: Record<string, unknown>) => {
    const token = { jti: crypto.randomUUID(), subject: "x", role, ttlSeconds: 600, claims };
    return { authorization: `Bearer ${await signToken(tokenSettings, token)}` };
  };
  const address = from("192.0.2.1");
  assert.deepEqual(statuses(await send(web, 3, { ...await bearerOf("viewer"), ...address })), [
    200,
    200,
    429,
  ]);
  assert.deepEqual(statuses(await send(web, 3, { ...await bearerOf("admin"), ...address })), [200, 200, 429]);
  const [analyst] = await send(web, 1, { ...await bearerOf("analyst"), ...address });
  assert.deepEqual([analyst?.status, analyst?.headers.get("ratelimit")], [200, null]);
  // A token's own limit goes with it from address to address.
  const own = await tokenOf("viewer", { requestsPerMinute: 3 });
  assert.deepEqual(statuses(await send(web, 2, { ...own, ...address })), [200, 200]);
  assert.deepEqual(statuses(await send(web, 2, { ...own, ...from("192.0.2.2") })), [200, 429]);
  assert.deepEqual(statuses(await send(web, 1, { ...await bearerOf("viewer"), ...from("192.0.2.2") })), [
    200,
  ]);
  const odd = await tokenOf("viewer", { requestsPerMinute: 0 });
  assert.deepEqual(statuses(await send(web, 1, { ...odd, ...from("192.0.2.3") })), [401]);
});

Deno.test("a page of a signed-in user counts where anything is executed for it", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  await pool.run(parseStatement("order", "insert into orders (order_date, total_amount) values (now(), 10)"));
  const email = await addTestUser(pool, "analyst");
  await using web = await testWeb(database.url, limited({ requestsPerMinute: readAllowances("3") }));
  const address = from("192.0.2.1");
  const form = { ...address, "sec-fetch-site": "same-origin" };
  const cookie = await cookieFrom(await sendSignIn(web.address, { email, password: passwordOfAll }, form));
  const own = { ...cookie, ...address, accept: "text/html" };
  const products = "/products?period=year";
  // The first is executed, the others are told what was kept for it.
  assert.deepEqual(statuses(await send(web, 5, own, products)), [200, 200, 200, 200, 200]);
  assert.deepEqual(statuses(await send(web, 1, { ...cookie, ...address }, kept)), [200]);
  const [late] = await send(web, 1, own, "/profit?period=year");
  assert.equal(late?.status, 429);
  assert.ok(Number(late?.headers.get("retry-after")) >= 1);
  assert.deepEqual(statuses(await send(web, 1, own, products)), [200]);
  assert.deepEqual(statuses(await send(web, 1, { ...cookie, ...address }, kept)), [429]);
  await pool.close();
});

Deno.test("what is executed for one token is bounded, and what is kept costs nothing", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, limited({ costPerMinute: readAllowances("45") }));
  const viewer = await bearerOf("viewer");
  const trend = (metric: string) => `/graphql?query={salesTrends(period:YEAR,metric:${metric}){value}}`;
  // 10 and 30 are spent, 5 are left.
  assert.deepEqual(statuses(await send(web, 3, viewer)), [200, 200, 200]);
  assert.deepEqual(statuses(await send(web, 2, viewer, trend("REVENUE"))), [200, 200]);
  const refused = await fetch(web.address + trend("ORDERS"), { headers: viewer });
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get("retry-after")) >= 1);
  const { errors: [error], data } = await refused.json();
  assert.equal(data, undefined);
  assert.match(error.message, /it costs 30, more than is left of 45 a minute; try again in \d+ s/);
  assert.equal(error.extensions.code, "RATE_LIMITED");
  assert.deepEqual(statuses(await send(web, 1, viewer)), [200]);
  assert.deepEqual(statuses(await send(web, 1, await bearerOf("viewer"), trend("ORDERS"))), [200]);
});

Deno.test("two processes that share a Redis let through what one would, and a tenth at most beside", async () => {
  await using redis = await startRedisServer();
  await using database = await testDatabase();
  const sharedCache = { kind: "redis", url: redis.url } as const;
  const settings = limited({ sharedCache, requestsPerMinute: readAllowances("100") });
  await using one = await testWeb(database.url, settings);
  await using other = await testWeb(database.url, settings);
  const losses = () =>
    [one, other].flatMap(({ logged }) => logged).filter((line) => line.includes("lost")).length;
  const bearer = await bearerOf("viewer");
  // On a busy machine Redis may be too slow to count for a moment, and then each process counts alone.
  for (let address = 1;; address++) {
    const before = losses();
    const own = { ...bearer, ...from(`192.0.2.${address}`) };
    const ask = (index: number) =>
      send(index % 2 === 0 ? one : other, 1, own).then(([response]) => response?.status);
    await Promise.all([ask(0), ask(1)]);
    const asked: (number | undefined)[] = [];
    for (let round = 0; round < 10; round++) {
      asked.push(...await Promise.all(Array.from({ length: 25 }, (_, index) => ask(index))));
    }
    assert.ok(asked.every((status) => status === 200 || status === 429));
    const passed = 2 + asked.filter((status) => status === 200).length;
    assert.ok(passed >= 100 && passed <= 200, `${passed} passed`);
    if (losses() > before && address < 20) continue;
    assert.ok(passed <= 110, `${passed} passed`);
    break;
  }
});
