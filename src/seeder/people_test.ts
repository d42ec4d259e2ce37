// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { createReps, customerBook } from "./people.ts";

const reps = createReps(1, 12, 0);
const book = customerBook(1, reps);
const people = Array.from({ length: 20_000 }, (_, customer) => book.person(customer));

Deno.test("no two customers share an address, and every address is plain ASCII", () => {
  assert.equal(new Set(people.map(({ email }) => email)).size, people.length);
  for (const { email } of [...people, ...reps]) {
    assert.match(email, /^[a-z-]+\.[a-z-]+\.[0-9a-z]+@example\.(com|org|net)$/);
  }
});

Deno.test("names come in the scripts of the world", () => {
  const names = people.map(({ name }) => name);
  for (const script of [/^[A-Za-z]+ [A-Za-z]+$/, /ł/i, /^Zoë /, /^山田 /, /^王 /, / van Dijk$/]) {
    assert.ok(names.some((name) => script.test(name)), String(script));
  }
});

Deno.test("a customer is the same whenever asked for", () => {
  const again = customerBook(1, reps);
  assert.deepEqual(again.person(5), book.person(5));
  assert.equal(again.id(5, 1000), book.id(5, 1000));
  assert.equal(again.rep(5), book.rep(5));
  assert.notDeepEqual(customerBook(2, reps).person(5), book.person(5));
});

Deno.test("one in five customers has no representative, and the first has most", () => {
  const counts = new Map<string | undefined, number>();
  for (let customer = 0; customer < 20_000; customer++) {
    const id = book.rep(customer)?.id;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const alone = counts.get(undefined)! / 20_000;
  assert.ok(alone > 0.19 && alone < 0.21, String(alone));
  assert.ok(reps.every(({ id }) => counts.get(id)! <= counts.get(reps[0]!.id)!));
});

Deno.test("representatives have regions, and commissions that are whole quarters of a percent", () => {
  assert.equal(new Set(reps.map(({ region }) => region)).size, 5);
  for (const { commissionRate } of reps) {
    assert.ok(commissionRate >= 2 && commissionRate <= 8 && Number.isInteger(commissionRate * 4));
  }
});
