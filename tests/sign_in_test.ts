/** Signing in over HTTP: the cookie, the ways back, other sites' tries, and several processes over one Redis. */
import assert from "node:assert/strict";
import { changeUser } from "../src/access/users.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { until } from "../src/dev/elsewhere.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { addTestUser, cookieFrom, passwordOfAll as password, sendSignIn } from "./callers.ts";
import { type TestWeb, testWeb } from "./web.ts";

interface World extends AsyncDisposable {
  readonly pool: Pool;
  start(): Promise<TestWeb>;
}

async function world({ redis }: { readonly redis?: string } = {}): Promise<World> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 5_000, name: "test" });
  stack.defer(() => pool.close());
  const shared = redis === undefined ? {} : { sharedCache: { kind: "redis", url: redis } as const };
  return {
    pool,
    start: async () => stack.use(await testWeb(database.url, { auth: "required", ...shared })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const html = { accept: "text/html,application/xhtml+xml" };

async function statusOf(web: TestWeb, headers: Record<string, string>, path = "/graphql?query={shop{now}}") {
  const response = await fetch(web.address + path, { headers, redirect: "manual" });
  await response.body?.cancel();
  return response.status;
}

Deno.test("a visitor is asked who they are, and goes back to where they wanted to be", async () => {
  await using its = await world();
  const email = await addTestUser(its.pool, "viewer");
  const web = await its.start();

  const sent = await fetch(`${web.address}/?period=year`, { headers: html, redirect: "manual" });
  await sent.body?.cancel();
  assert.deepEqual([sent.status, sent.headers.get("location")], [303, "/sign-in?next=%2F%3Fperiod%3Dyear"]);
  const page = await fetch(web.address + sent.headers.get("location"), { headers: html });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<input type="hidden" name="next" value="\/\?period=year"/);

  const wrong = await sendSignIn(web.address, { email, password: "wrong", next: "/?period=year" });
  const said = await wrong.text();
  assert.equal(wrong.status, 401);
  assert.match(said, /role="alert">This e-mail address and password do not belong together/);
  assert.ok(
    !said.includes("wrong") && said.includes(`value="${email}"`) && said.includes('value="/?period=year"'),
  );
  assert.equal(wrong.headers.get("set-cookie"), null);

  const right = await sendSignIn(web.address, { email, password, next: "/?period=year" });
  assert.deepEqual([right.status, right.headers.get("location")], [303, "/?period=year"]);
  const cookie = right.headers.get("set-cookie") ?? "";
  assert.match(cookie, /^__Host-laneway=[\w-]{43}; /);
  assert.deepEqual(cookie.split("; ").slice(1).toSorted(), [
    "HttpOnly",
    "Max-Age=1209600",
    "Path=/",
    "SameSite=Lax",
    "Secure",
  ]);
  const own = await cookieFrom(right);
  const shown = await fetch(`${web.address}/`, { headers: { ...html, ...own } });
  assert.equal(shown.status, 200);
  assert.match(await shown.text(), /Signed in as <bdi>viewer@shop.example<\/bdi>/);

  const away = await sendSignIn(web.address, { email, password, next: "https://evil.example/" });
  await away.body?.cancel();
  assert.equal(away.headers.get("location"), "/");
});

Deno.test("forms that other sites send are refused, and ours are taken behind a proxy that ends TLS", async () => {
  await using its = await world();
  const email = await addTestUser(its.pool, "viewer");
  const web = await its.start();
  const host = new URL(web.address).host;
  const cases: readonly [headers: Record<string, string>, status: number][] = [
    [{}, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "none" }, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: `http://${host}.evil.example` }, 403],
    [{ origin: "https://evil.example", "content-type": "text/plain" }, 403],
    [{ origin: `https://${host}`, "content-type": "application/json" }, 400],
    [{ origin: `http://${host}` }, 303],
    [{ origin: `https://${host}` }, 303],
    [{ "sec-fetch-site": "same-origin" }, 303],
  ];
  for (const [headers, status] of cases) {
    const response = await sendSignIn(web.address, { email, password }, headers);
    await response.body?.cancel();
    assert.equal(response.status, status, JSON.stringify(headers));
    assert.equal(response.headers.has("set-cookie"), status === 303);
  }
  const { cookie } = await cookieFrom(await sendSignIn(web.address, { email, password }));
  const forged = await fetch(`${web.address}/sign-out`, {
    method: "POST",
    body: new URLSearchParams({ everywhere: "yes" }),
    headers: { cookie, "sec-fetch-site": "cross-site" },
    redirect: "manual",
  });
  await forged.body?.cancel();
  assert.deepEqual([forged.status, await statusOf(web, { cookie })], [403, 200]);
});

Deno.test("a form that is none, or too long, is refused", async () => {
  await using its = await world();
  const web = await its.start();
  const bodies: readonly BodyInit[] = [
    new FormData(),
    "x",
    new URLSearchParams({ email: "x".repeat(10_001) }),
  ];
  for (const body of bodies) {
    const response = await fetch(`${web.address}/sign-in`, {
      method: "POST",
      body,
      headers: { "sec-fetch-site": "same-origin" },
    });
    await response.body?.cancel();
    assert.equal(response.status, 400);
  }
  const empty = await sendSignIn(web.address, {});
  await empty.body?.cancel();
  assert.equal(empty.status, 401);
});

Deno.test("who signs out, or whose account changes, is out in every process within five seconds", async () => {
  await using redis = await startRedisServer();
  await using its = await world({ redis: redis.url });
  const email = await addTestUser(its.pool, "analyst");
  const [one, other] = await Promise.all([its.start(), its.start()]);
  const begin = async () => await cookieFrom(await sendSignIn(one.address, { email, password }));
  const everywhere = async (headers: Record<string, string>) =>
    (await Promise.all([one, other].map((web) => statusOf(web, headers)))).join();
  const isOut = async (headers: Record<string, string>) => {
    const began = performance.now();
    await until(async () => await everywhere(headers) === "401,401");
    assert.ok(performance.now() - began < 5_000);
  };
  const signOut = async (headers: Record<string, string>, fields: Record<string, string>) => {
    const response = await fetch(`${other.address}/sign-out`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { ...headers, "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/sign-in"]);
    assert.match(response.headers.get("set-cookie") ?? "", /^__Host-laneway=; Max-Age=0/);
  };

  const [first, second, third] = [await begin(), await begin(), await begin()];
  for (const cookie of [first, second, third]) assert.equal(await everywhere(cookie), "200,200");
  await signOut(first, {});
  await isOut(first);
  assert.equal(await everywhere(second), "200,200");
  await signOut(second, { everywhere: "yes" });
  await Promise.all([isOut(second), isOut(third)]);

  const last = await begin();
  assert.equal(await everywhere(last), "200,200");
  await changeUser(its.pool, "test", email, { role: "viewer" });
  await isOut(last);
});

Deno.test("while Redis is away those who are known go on, and nobody else comes in", async () => {
  await using redis = await startRedisServer();
  await using its = await world({ redis: redis.url });
  const email = await addTestUser(its.pool, "viewer");
  const [one, other] = await Promise.all([its.start(), its.start()]);
  const cookie = await cookieFrom(await sendSignIn(one.address, { email, password }));
  redis.hang();
  assert.equal(await statusOf(one, cookie), 200);
  assert.equal(await statusOf(other, cookie), 503);
  const refused = await sendSignIn(one.address, { email, password });
  assert.equal(refused.status, 503);
  assert.match(await refused.text(), /Signing in does not work right now/);
  redis.resume();
  await until(async () => await statusOf(other, cookie) === 200);
});

Deno.test("neither passwords nor sessions' ids are logged or kept where others read them", async () => {
  await using its = await world();
  const email = await addTestUser(its.pool, "viewer");
  const web = await its.start();
  const { cookie } = await cookieFrom(await sendSignIn(web.address, { email, password }));
  await (await sendSignIn(web.address, { email, password: "a canary's password" })).body?.cancel();
  await statusOf(web, { cookie: `${cookie}x` });
  const rows = await its.pool.run({
    name: "everything",
    text:
      "select a::text from audit_log a union all select r::text from revocations r union all select u::text from users u",
    parameters: [],
  });
  const told = JSON.stringify(rows) + web.logged.join("\n");
  for (const secret of [password, "canary", cookie.split("=")[1] ?? ""]) {
    assert.ok(!told.includes(secret), secret);
  }
});
