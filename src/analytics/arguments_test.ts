import assert from "node:assert/strict";
import { UserInputError } from "../base/errors.ts";
import { checkCount, checkId, checkText } from "./arguments.ts";

const refused = (call: () => unknown, message: RegExp) =>
  assert.throws(call, (error) => error instanceof UserInputError && message.test(error.message));

Deno.test("an id is a UUID, in whatever case", () => {
  const id = "0190A0b0-0000-7000-8000-00000000000F";
  assert.equal(checkId("productId", id), id.toLowerCase());
  for (const wrong of ["", "7", "0190a0b0000070008000000000000000", `${id} `, `{${id}}`, "x".repeat(1000)]) {
    refused(() => checkId("productId", wrong), /^Argument productId must be a UUID, got ".{0,61}"$/);
  }
});

Deno.test("a count lies between 1 and the most there may be", () => {
  for (const count of [1, 1000]) assert.equal(checkCount("limit", count), count);
  for (const count of [0, -1, 1001]) {
    refused(() => checkCount("limit", count), /^Argument limit must be from 1 to 1000, got -?\d+$/);
  }
  refused(() => checkCount("months", 61, 60), /^Argument months must be from 1 to 60, got 61$/);
});

Deno.test("a text is whatever the database can hold", () => {
  assert.equal(checkText("search", "é\u2028'%"), "é\u2028'%");
  refused(() => checkText("search", "a\0b"), /^Argument search must not hold the character U\+0000$/);
});
