import assert from "node:assert/strict";
import { createMemoryStore } from "../cache/memory.ts";
import { UnavailableError } from "../base/errors.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { isPassword } from "./passwords.ts";
import { createRevocations } from "./revocations.ts";
import { createSessions } from "./sessions.ts";
import { createSignIn } from "./sign_in.ts";
import { addUser, changeUser, listUsers } from "./users.ts";

const cost = { N: 2, r: 1, p: 1 };
const password = "correct horse";
const origin = { address: "192.0.2.1", requestId: "r" };

async function world() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 5_000, name: "test" });
  stack.defer(() => pool.close());
  await addUser(pool, "test", { email: "Alice@shop.example", role: "viewer", password }, cost);
  const store = createMemoryStore({ maxBytes: 1_000_000 });
  const revocations = createRevocations(pool);
  const sessions = createSessions({ store, revocations });
  const checked: string[] = [];
  const { signIn, signOut } = createSignIn({
    database: pool,
    sessions,
    store,
    cost,
    check: (password, stored) => {
      checked.push(stored.split("$").slice(0, 4).join("$"));
      return isPassword(password, stored);
    },
  });
  const attempt = (email: string, given = password, address = origin.address) =>
    signIn({ email, password: given }, { ...origin, address });
  return {
    pool,
    sessions,
    revocations,
    checked,
    attempt,
    signOut,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function auditLines(pool: Pool): Promise<readonly string[]> {
  const rows = await pool.run<{ line: string }>({
    name: "audit",
    text:
      "select concat_ws(' ', actor, action, subject, address, request_id) as line from audit_log order by id",
    parameters: [],
  });
  return rows.map(({ line }) => line);
}

Deno.test("who has the right password comes in, however they write their address, and it is noted", async () => {
  await using its = await world();
  for (const email of ["alice@shop.example", " ALICE@Shop.Example "]) {
    const result = await its.attempt(email);
    assert.equal(result.kind, "signed in");
    if (result.kind !== "signed in") return;
    assert.equal((await its.sessions.find(result.id)).principal.name, "user:alice@shop.example");
  }
  assert.deepEqual(
    (await auditLines(its.pool)).slice(1),
    Array(2).fill("user:alice@shop.example sign-in 192.0.2.1 r"),
  );
});

Deno.test("an unknown address and a disabled account cost and say what a wrong password does", async () => {
  await using its = await world();
  await addUser(its.pool, "test", { email: "bob@shop.example", role: "viewer", password }, cost);
  await changeUser(its.pool, "test", "bob@shop.example", { disabled: true });
  const cases = [["alice@shop.example", "wrong password"], ["nobody@shop.example", password], [
    "bob@shop.example",
    password,
  ], [
    "' or 1=1 --",
    "",
  ], ["\0alice", "\ud800"]] as const;
  for (const [email, given] of cases) {
    its.checked.length = 0;
    assert.deepEqual(await its.attempt(email, given), { kind: "refused" }, email);
    assert.deepEqual(its.checked, ["scrypt$2$1$1"], email);
  }
  assert.equal(
    (await auditLines(its.pool)).filter((line) => line.includes("sign-in failed")).length,
    cases.length,
  );
});

Deno.test("ten wrong passwords in a quarter of an hour are all that an account is given, even at once", async () => {
  await using its = await world();
  const wrong = await Promise.all(
    Array.from({ length: 30 }, (_, index) => its.attempt("alice@shop.example", "wrong", `a${index}`)),
  );
  assert.equal(wrong.filter(({ kind }) => kind === "refused").length, 10);
  assert.equal(its.checked.length, 10);
  assert.deepEqual(await its.attempt("alice@shop.example"), { kind: "throttled" });
  // Whether there is such an account, this does not tell either.
  for (let time = 0; time < 10; time++) await its.attempt("nobody@shop.example", "wrong", `b${time}`);
  assert.deepEqual(await its.attempt("nobody@shop.example", "wrong", "c"), { kind: "throttled" });
});

Deno.test("fifty wrong ones are all that an address is given, and right ones do not count", async () => {
  await using its = await world();
  for (let time = 0; time < 60; time++) {
    assert.equal((await its.attempt("alice@shop.example")).kind, "signed in");
  }
  for (let time = 0; time < 50; time++) {
    assert.equal((await its.attempt(`user${time}@shop.example`, "wrong")).kind, "refused");
  }
  for (let time = 0; time < 20; time++) {
    assert.equal((await its.attempt("alice@shop.example", "wrong")).kind, "throttled");
  }
  assert.equal((await its.attempt("alice@shop.example", password, "192.0.2.2")).kind, "signed in");
});

Deno.test("signing out ends that session, and signing out everywhere ends them all", async () => {
  await using its = await world();
  const begin = async () => {
    const result = await its.attempt("alice@shop.example");
    if (result.kind !== "signed in") throw new Error(result.kind);
    return result.id;
  };
  const [one, two] = [await begin(), await begin()];
  await its.signOut(await its.sessions.find(one), false, origin);
  await its.revocations.refresh();
  await assert.rejects(async () => await its.sessions.find(one), { code: "UNAUTHENTICATED" });
  await its.signOut(await its.sessions.find(two), true, origin);
  const fresh = createRevocations(its.pool);
  await fresh.refresh();
  assert.equal(fresh.has("user", (await its.sessions.find(two)).session.userId, 0), true);
  assert.deepEqual((await auditLines(its.pool)).slice(-2), [
    "user:alice@shop.example sign-out 192.0.2.1 r",
    "user:alice@shop.example sign-out everywhere 192.0.2.1 r",
  ]);
});

Deno.test("whatever changes a user ends their sessions, and what is asked of no user is refused", async () => {
  await using its = await world();
  const changes = [
    { role: "admin" },
    { disabled: true },
    { disabled: false },
    { password: "another horse" },
    {},
  ] as const;
  for (const change of changes) {
    const started = Date.now() - 1;
    await changeUser(its.pool, "test", "alice@shop.example", change, cost);
    const fresh = createRevocations(its.pool);
    await fresh.refresh();
    const [user] = await its.pool.run<{ id: string }>({
      name: "id",
      text: "select id from users",
      parameters: [],
    });
    assert.equal(fresh.has("user", user?.id ?? "", started), true, JSON.stringify(change));
  }
  assert.deepEqual((await listUsers(its.pool)).map(({ email, role, disabled }) => [email, role, disabled]), [
    ["alice@shop.example", "admin", false],
  ]);
  assert.equal((await its.attempt("alice@shop.example", "another horse")).kind, "signed in");
  await assert.rejects(changeUser(its.pool, "test", "bob@shop.example", {}), { code: "NOT_FOUND" });
  const again = addUser(its.pool, "test", { email: "ALICE@shop.example", role: "viewer", password }, cost);
  await assert.rejects(again, { code: "BAD_USER_INPUT" });
});

Deno.test("tries are counted in this process while the shared cache is away", async () => {
  await using its = await world();
  const away = () => Promise.reject(new UnavailableError("away"));
  const store = { ...createMemoryStore({ maxBytes: 1_000 }), count: away };
  const { signIn } = createSignIn({ database: its.pool, sessions: its.sessions, store, cost });
  const kinds: string[] = [];
  for (let time = 0; time < 11; time++) {
    kinds.push((await signIn({ email: "alice@shop.example", password: "wrong" }, origin)).kind);
  }
  assert.deepEqual(kinds, [...Array(10).fill("refused"), "throttled"]);
});
