import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { scopeOf } from "../base/scope.ts";
import type { Caller } from "./execute.ts";
import { notingLookups } from "./noted.ts";
import type { Lookup } from "./personal.ts";
import type { Reply, Responder, Visitor } from "./responder.ts";

const lookup: Lookup = { operation: "Q", document: "d", variables: {}, customer: undefined };
const wanted = { signal: new AbortController().signal };

function responder(reply: Reply): Responder<Caller> {
  return { answer: () => Promise.resolve(reply), kept: () => Promise.resolve(reply) };
}

function visitor(noteLookup: Visitor<Caller>["noteLookup"]): Visitor<Caller> {
  const scope = scopeOf("analyst");
  return { requestId: "r", scope, caller: () => ({ requestId: "r", scope }), noteLookup };
}

Deno.test("nobody is told what cannot be noted", async () => {
  const secret: Reply = { result: { data: { name: "Ann" } } };
  const { answer, kept } = notingLookups(responder(secret), () => lookup);
  const away = visitor(() => Promise.reject(new UnavailableError("Cannot reach the database")));
  for (const reply of [await answer({ query: "" }, away, wanted), await kept({ query: "" }, away)]) {
    assert.ok(reply && "result" in reply);
    assert.equal(reply.result.data, null);
    assert.equal(reply.result.errors?.[0]?.extensions?.code, "UNAVAILABLE");
  }
  const broken = visitor(() => Promise.reject(new TypeError("broken")));
  await assert.rejects(answer({ query: "" }, broken, wanted), TypeError);
});

Deno.test("only what tells something personal is noted, and only of those who are known", async () => {
  const cases: readonly [reply: Reply, found: Lookup | undefined, isKnown: boolean, noted: number][] = [
    [{ result: { data: {} } }, lookup, true, 1],
    [{ result: { data: {} } }, lookup, false, 0],
    [{ result: { data: {} } }, undefined, true, 0],
    [{ result: { data: null, errors: [] } }, lookup, true, 0],
    [{ result: { errors: [] } }, lookup, true, 0],
  ];
  for (const [reply, found, isKnown, expected] of cases) {
    const noted: Lookup[] = [];
    const note = (one: Lookup) => {
      noted.push(one);
      return Promise.resolve();
    };
    const { answer } = notingLookups(responder(reply), () => found);
    const { isNoted, ...told } = await answer({ query: "" }, visitor(isKnown ? note : undefined), wanted);
    assert.deepEqual(told, reply);
    assert.deepEqual([noted.length, isNoted ?? false], [expected, expected === 1]);
  }
});
