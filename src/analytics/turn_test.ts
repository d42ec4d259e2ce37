import assert from "node:assert/strict";
import { CancelledError, OverloadedError } from "../base/errors.ts";
import { createQueue } from "../base/queue.ts";
import { inOneTurn } from "./turn.ts";

const { signal } = new AbortController();

function question() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = { is: false };
  const ask = () => {
    asked.is = true;
    return promise;
  };
  return { ask, asked, answer: () => resolve("answered") };
}

/** Lets go on what waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await undefined;
}

Deno.test("all that a request asks at once is one in the queue, and its turn ends with the last of them", async () => {
  const queue = createQueue({ atOnce: 1, mostWaiting: 1 });
  const [one, other, third] = [inOneTurn(queue), inOneTurn(queue), inOneTurn(queue)];
  const [first, second, next, last] = [question(), question(), question(), question()];
  const asked = [one(signal, first.ask), one(signal, second.ask), other(signal, next.ask)];
  await turns();
  assert.deepEqual([first.asked.is, second.asked.is, next.asked.is], [true, true, false]);
  await assert.rejects(third(signal, last.ask), OverloadedError);
  first.answer();
  await turns();
  assert.equal(next.asked.is, false);
  second.answer();
  await turns();
  assert.equal(next.asked.is, true);
  // One that asks again waits again.
  const again = question();
  asked.push(one(signal, again.ask));
  await turns();
  assert.equal(again.asked.is, false);
  next.answer();
  again.answer();
  assert.deepEqual(await Promise.all(asked), Array(4).fill("answered"));
});

Deno.test("a question that nobody waits for leaves, and takes along the turn that nobody else needs", async () => {
  const queue = createQueue({ atOnce: 1, mostWaiting: 1 });
  const [one, other, third] = [inOneTurn(queue), inOneTurn(queue), inOneTurn(queue)];
  const [running, left, stays, next] = [question(), question(), question(), question()];
  const gone = new AbortController();
  const begun = one(signal, running.ask);
  const waiting = other(gone.signal, left.ask);
  gone.abort();
  await assert.rejects(waiting, CancelledError);
  const [asked, beside] = [third(signal, stays.ask), third(gone.signal, next.ask)];
  await assert.rejects(beside, CancelledError);
  running.answer();
  stays.answer();
  assert.deepEqual(await Promise.all([begun, asked]), ["answered", "answered"]);
  assert.deepEqual([left.asked.is, next.asked.is], [false, false]);
});
