import assert from "node:assert/strict";
import { checkNewPassword, hashPassword, isPassword } from "./passwords.ts";

const cheap = { N: 2, r: 1, p: 1 };

Deno.test("a password is known again by its hash, and nothing else is", async () => {
  const stored = await hashPassword("correct horse", cheap);
  assert.match(stored, /^scrypt\$2\$1\$1\$[\w-]{22}\$[\w-]{43}$/);
  const others = [
    "",
    "correct hors",
    "correct horse ",
    "Correct horse",
    "x".repeat(100_000),
  ];
  assert.equal(await isPassword("correct horse", stored), true);
  for (const other of others) assert.equal(await isPassword(other, stored), false, other.slice(0, 20));
});

Deno.test("two hashes of one password differ, and each says what it cost", async () => {
  const [one, other] = await Promise.all([
    hashPassword("same", cheap),
    hashPassword("same", { N: 4, r: 2, p: 3 }),
  ]);
  assert.notEqual(one.split("$")[4], other.split("$")[4]);
  assert.match(other, /^scrypt\$4\$2\$3\$/);
  assert.equal(await isPassword("same", other), true);
});

Deno.test("a password is the same however a keyboard writes its letters", async () => {
  const stored = await hashPassword("Gr\u00fc\u00dfe aus K\u00f6ln", cheap);
  assert.equal(await isPassword("Gru\u0308\u00dfe aus Ko\u0308ln", stored), true);
});

Deno.test("many at once are checked one after the other, and too many are sent away", async () => {
  const stored = await hashPassword("right", cheap);
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword("right", stored)));
  const failed = all.filter(({ status }) => status === "rejected");
  assert.equal(failed.length, 60 - 52);
  assert.equal(await isPassword("right", stored), true);
});

Deno.test("a new password is neither too short nor too long", () => {
  for (const good of ["ten letter", "x".repeat(200), "💚".repeat(10)]) checkNewPassword(good);
  for (const bad of ["", "nine char", "x".repeat(201)]) {
    assert.throws(() => checkNewPassword(bad), { code: "BAD_USER_INPUT" });
  }
});
