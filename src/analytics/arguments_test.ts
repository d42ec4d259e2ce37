import assert from "node:assert/strict";
import { UserInputError } from "../base/errors.ts";
import { checkCount, checkId, checkSearch, checkText, checkValues } from "./arguments.ts";

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

Deno.test("a list has at most a thousand values, a search at most 200 characters", () => {
  const thousand = Array.from({ length: 1000 }, String);
  assert.equal(checkValues("segments", thousand), thousand);
  refused(
    () => checkValues("segments", [...thousand, "x"]),
    /^Argument segments must hold at most 1000 values, got 1001$/,
  );
  assert.equal(checkSearch("x".repeat(200)).length, 200);
  refused(
    () => checkSearch("x".repeat(201)),
    /^Argument search must have at most 200 characters, got 201$/,
  );
});

Deno.test("a text is whatever the database can hold", () => {
  assert.equal(checkText("search", "é\u2028'%"), "é\u2028'%");
  refused(() => checkText("search", "a\0b"), /^Argument search must not hold the character U\+0000$/);
});
