import assert from "node:assert/strict";
import { createTestExecutor, plain, secret, testCaller as caller } from "./testing.ts";

const masked = { message: "Internal error", code: "INTERNAL_SERVER_ERROR" };

const failures: readonly [
  failure: string,
  expected: typeof masked,
  logged: number,
][] = [
  ["NOT_FOUND", { message: "Cannot find product 7", code: "NOT_FOUND" }, 0],
  ["UNAVAILABLE", { message: "Cannot reach the database: try again in a moment", code: "UNAVAILABLE" }, 1],
  ["UNEXPECTED", masked, 1],
  ["NOT_AN_ERROR", masked, 1],
  ["OWN_PATH", masked, 1],
];

for (const [failure, { message, ...extensions }, logged] of failures) {
  Deno.test(`a field that fails with ${failure} leaves its siblings, and no secret leaks`, async () => {
    const { execute, lines } = createTestExecutor();
    const result = await execute({ query: `{ hello bad: fails(with: ${failure}) }` }, caller);
    assert.deepEqual(plain(result), {
      data: { hello: "world", bad: null },
      errors: [{
        message,
        // Who waits for the same with another id must find it in the log.
        extensions: { ...extensions, ...(logged > 0 && { requestId: "request-1" }) },
        ...(failure !== "OWN_PATH" && { path: ["bad"], locations: [{ line: 1, column: 9 }] }),
      }],
    });
    assert.ok(!JSON.stringify(result).includes("hunter2"));
    assert.equal(lines.length, logged);
    if (logged) {
      const line = JSON.parse(lines[0] ?? "");
      assert.equal(line.requestId, "request-1");
      assert.ok(lines[0]?.includes(secret));
    }
  });
}

Deno.test("one error that fails several fields is logged once", async () => {
  const { execute, lines } = createTestExecutor();
  const result = await execute({ query: "{ a: fails(with: SHARED) b: fails(with: SHARED) hello }" }, caller);
  assert.deepEqual(result.errors?.map(({ message }) => message), ["Internal error", "Internal error"]);
  assert.equal(lines.length, 1);
});

Deno.test("a null variable where a default was is the caller's error", async () => {
  const { execute, lines } = createTestExecutor();
  const query = "query($l: Int) { first(limit: $l) }";
  assert.deepEqual(plain(await execute({ query }, caller)), { data: { first: [0, 1, 2] } });
  const { data, errors } = await execute({ query, variables: { l: null } }, caller);
  assert.equal(data, null);
  assert.equal(errors?.[0]?.extensions?.code, "BAD_USER_INPUT");
  assert.match(errors?.[0]?.message ?? "", /"\$l".*not to be null/);
  assert.deepEqual(lines, []);
});
