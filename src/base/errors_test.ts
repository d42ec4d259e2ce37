import assert from "node:assert/strict";
import {
  CancelledError,
  codeOf,
  DeadlineError,
  messageOf,
  NotFoundError,
  TooBroadError,
  UnavailableError,
  UserInputError,
} from "./errors.ts";

Deno.test("each known error has a code", () => {
  const cases = [
    [new UserInputError("x"), "BAD_USER_INPUT"],
    [new NotFoundError("x"), "NOT_FOUND"],
    [new UnavailableError("x"), "UNAVAILABLE"],
    [new DeadlineError("x"), "TIMEOUT"],
    [new TooBroadError("x"), "QUERY_TOO_BROAD"],
    [new CancelledError("x"), "CANCELLED"],
  ] as const;
  for (const [error, code] of cases) assert.equal(codeOf(error), code);
});

Deno.test("an error's code is told, and that there is none", () => {
  assert.equal(codeOf(Object.assign(new Error("duplicate"), { code: "23505" })), "23505");
  assert.equal(codeOf(Object.assign(new Error("system"), { code: 98 })), "98");
  assert.equal(codeOf(new Error("plain")), "");
  assert.equal(codeOf({ code: "no error" }), "");
  assert.equal(codeOf(null), "");
});

Deno.test("whatever was thrown has a message", () => {
  assert.equal(messageOf(new Error("plain")), "plain");
  assert.equal(messageOf("text"), "text");
  assert.equal(messageOf(new AggregateError([new Error("v4"), new Error("v6")])), "v4; v6");
});
