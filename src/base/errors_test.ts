import assert from "node:assert/strict";
import {
  DeadlineError,
  messageOf,
  NotFoundError,
  statusOf,
  UnavailableError,
  UserInputError,
} from "./errors.ts";

Deno.test("each known error has a code and an HTTP status", () => {
  const cases = [
    [new UserInputError("x"), "BAD_USER_INPUT", 400],
    [new NotFoundError("x"), "NOT_FOUND", 404],
    [new UnavailableError("x"), "UNAVAILABLE", 503],
    [new DeadlineError("x"), "TIMEOUT", 504],
  ] as const;
  for (const [error, code, status] of cases) {
    assert.equal(error.code, code);
    assert.equal(statusOf(error.code), status);
  }
});

Deno.test("whatever was thrown has a message", () => {
  assert.equal(messageOf(new Error("plain")), "plain");
  assert.equal(messageOf("text"), "text");
  assert.equal(messageOf(new AggregateError([new Error("v4"), new Error("v6")])), "v4; v6");
});
