// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { beats, type Timer } from "./pace.ts";

/** Time that passes only when told to. */
function manualTimer(): Timer & { pass(milliseconds: number): void } {
  let time = 1_000;
  return {
    now: () => time,
    pass: (milliseconds) => time += milliseconds,
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

/** @returns when each of `count` beats came, from the first one on, where `work` follows each */
async function timesOf(
  perSecond: number,
  count: number,
  work: (timer: ReturnType<typeof manualTimer>, beat: number) => void,
): Promise<number[]> {
  const timer = manualTimer();
  const stop = new AbortController();
  const times: number[] = [];
  for await (const _ of beats(perSecond, stop.signal, timer)) {
    times.push(timer.now() - 1_000);
    work(timer, times.length);
    if (times.length === count) stop.abort();
  }
  return times;
}

for (
  const { name, work, times } of [
    { name: "come at once and then evenly", work: () => {}, times: [0, 250, 500, 750, 1000, 1250] },
    {
      name: "do not drift where each takes its time",
      work: (timer: Timer & { pass(ms: number): void }) => timer.pass(100),
      times: [0, 250, 500, 750, 1000, 1250],
    },
    {
      name: "catch up after a slow one",
      work: (timer: Timer & { pass(ms: number): void }, beat: number) => timer.pass(beat === 1 ? 600 : 0),
      times: [0, 600, 600, 750, 1000, 1250],
    },
    {
      name: "make up for no long absence",
      work: (timer: Timer & { pass(ms: number): void }, beat: number) => timer.pass(beat === 2 ? 9_000 : 0),
      times: [0, 250, 9250, 9500, 9750, 10_000],
    },
  ]
) {
  Deno.test(`four beats a second ${name}`, async () => {
    assert.deepEqual(await timesOf(4, 6, work), times);
  });
}

Deno.test("three beats a second are 3,000 in a thousand seconds", async () => {
  const times = await timesOf(3, 3_001, (timer) => timer.pass(7));
  assert.ok(Math.abs(times[3_000]! - 1_000_000) < 0.001, String(times[3_000]));
});

Deno.test("a wait ends with the signal", async () => {
  const stop = new AbortController();
  const asleep: Timer = {
    now: () => 0,
    sleep: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  };
  const rhythm = beats(1, stop.signal, asleep);
  assert.equal((await rhythm.next()).done, false);
  const next = rhythm.next();
  stop.abort();
  assert.equal((await next).done, true);
});
