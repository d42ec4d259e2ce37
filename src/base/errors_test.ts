import assert from "node:assert/strict";
import {
  CancelledError,
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
  for (const [error, code] of cases) assert.equal(error.code, code);
});

Deno.test("whatever was thrown has a message", () => {
  assert.equal(messageOf(new Error("plain")), "plain");
  assert.equal(messageOf("text"), "text");
  assert.equal(messageOf(new AggregateError([new Error("v4"), new Error("v6")])), "v4; v6");
});
