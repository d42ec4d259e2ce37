import assert from "node:assert/strict";
import { createFlights } from "./flights.ts";

function stage() {
  let now = 0;
  const join = createFlights<number>(() => now);
  const started: { gone: AbortSignal; end: (value: number) => void; fail: (error: Error) => void }[] = [];
  const ask = (key: string, signal?: AbortSignal, since?: number) =>
    join(key, (gone) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      started.push({ gone, end: resolve, fail: reject });
      return promise;
    }, { signal, since });
  return { ask, started, pass: (ms: number) => void (now += ms) };
}

Deno.test("who asks for the same at once waits for the same work", async () => {
  const { ask, started } = stage();
  const asked = [ask("a"), ask("b"), ask("a")];
  assert.equal(started.length, 2);
  started[0]?.end(1);
  started[1]?.end(2);
  assert.deepEqual(await Promise.all(asked), [1, 2, 1]);
  const again = ask("a");
  assert.equal(started.length, 3);
  started[2]?.fail(new Error("no"));
  await assert.rejects(again, /no/);
  const last = ask("a");
  started[3]?.end(4);
  assert.equal(await last, 4);
});

Deno.test("work is given up when the last who waits has gone, and begun anew for who comes then", async () => {
  const { ask, started } = stage();
  const [one, two] = [new AbortController(), new AbortController()];
  const asked = [ask("a", one.signal), ask("a", two.signal)];
  one.abort();
  assert.equal(started[0]?.gone.aborted, false);
  two.abort();
  assert.equal(started[0]?.gone.aborted, true);
  const next = ask("a");
  assert.equal(started.length, 2);
  started[0]?.fail(new Error("given up"));
  for (const given of asked) await assert.rejects(given, /given up/);
  const joined = ask("a");
  started[1]?.end(2);
  assert.deepEqual(await Promise.all([next, joined]), [2, 2]);
  assert.equal(started.length, 2);
});

Deno.test("work that someone waits for without a signal goes on, and one who has gone before does not count", async () => {
  const { ask, started } = stage();
  const one = new AbortController();
  const asked = [ask("a", one.signal), ask("a")];
  one.abort();
  assert.equal(started[0]?.gone.aborted, false);
  started[0]?.end(1);
  assert.deepEqual(await Promise.all(asked), [1, 1]);
  const late = ask("b", AbortSignal.abort());
  assert.equal(started[1]?.gone.aborted, true);
  started[1]?.end(2);
  assert.equal(await late, 2);
});

Deno.test("who says since when joins nothing that began before, and others join the latest", async () => {
  const { ask, started, pass } = stage();
  const asked = [ask("a", undefined, 0)];
  pass(10);
  asked.push(ask("a", undefined, 0), ask("a", undefined, 1), ask("a", undefined, 10), ask("a"));
  assert.equal(started.length, 2);
  // The first to end leaves the latest to be joined.
  started[0]?.end(1);
  assert.equal(await asked[0], 1);
  asked.push(ask("a"));
  assert.equal(started.length, 2);
  started[1]?.end(2);
  assert.deepEqual(await Promise.all(asked), [1, 1, 2, 2, 2, 2]);
});
