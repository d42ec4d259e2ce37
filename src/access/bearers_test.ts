import assert from "node:assert/strict";
import { UnauthenticatedError } from "../base/errors.ts";
import { scopeOf } from "../base/scope.ts";
import { createBearers } from "./bearers.ts";
import type { Revocations } from "./revocations.ts";
import type { Token } from "./tokens.ts";

function bearers() {
  const verified: string[] = [];
  const revoked = new Set<string>();
  const at = { now: 0 };
  const revocations: Revocations = {
    refresh: () => undefined,
    has: (kind, jti) => revoked.has(`${kind} ${jti}`),
  };
  const verify = (token: string): Promise<Token> => {
    verified.push(token);
    if (token === "bad") return Promise.reject(new UnauthenticatedError("Cannot accept the token: bad"));
    return Promise.resolve({
      jti: `jti of ${token}`,
      subject: "x",
      role: "viewer",
      expiresAt: 1_000,
      claims: token === "own" ? { requestsPerMinute: 5 } : token === "odd" ? { costPerMinute: "lots" } : {},
    });
  };
  const own = createBearers({ verify, revocations, now: () => at.now });
  const principalOf = async (token: string) => own.known(token) ?? await own.verify(token);
  return { principalOf, known: own.known, verified, revoked, at };
}

Deno.test("a token is verified once, and known at once from then on", async () => {
  const { principalOf, known, verified } = bearers();
  assert.equal(known("a"), undefined);
  const first = await principalOf("a");
  assert.deepEqual(first, { name: "token:jti of a", scope: scopeOf("viewer"), perMinute: undefined });
  assert.equal(known("a"), first);
  assert.deepEqual(verified, ["a"]);
});

Deno.test("a known token is refused once it has ended, and once it is revoked", async () => {
  const { principalOf, known, revoked, at } = bearers();
  await principalOf("a");
  at.now = 999;
  known("a");
  at.now = 1_000;
  assert.throws(() => known("a"), /it has expired/);
  at.now = 0;
  revoked.add("token jti of a");
  assert.throws(() => known("a"), /it was revoked/);
});

Deno.test("a token that was revoked before it was first seen is refused too", async () => {
  const { principalOf, revoked } = bearers();
  revoked.add("token jti of a");
  await assert.rejects(async () => await principalOf("a"), /it was revoked/);
});

Deno.test("what is refused is not kept, and what is kept is bounded", async () => {
  const { principalOf, known, verified } = bearers();
  for (let time = 0; time < 2; time++) {
    await assert.rejects(async () => await principalOf("bad"), UnauthenticatedError);
  }
  assert.equal(verified.length, 2);
  await principalOf("first");
  for (let index = 0; index < 12_000; index++) await principalOf(`token ${index}`);
  assert.equal(known("first"), undefined);
  assert.equal(known("token 11999")?.name, "token:jti of token 11999");
});

Deno.test("a token may say how much is asked with it, as a number", async () => {
  const { principalOf } = bearers();
  assert.deepEqual((await principalOf("own")).perMinute, { requests: 5, cost: undefined });
  await assert.rejects(
    async () => await principalOf("odd"),
    /its costPerMinute must be a whole number above 0/,
  );
});
