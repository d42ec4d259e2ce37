import assert from "node:assert/strict";
import fc from "fast-check";
import { UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import { createGuesses } from "./guesses.ts";

class Refused extends Error {
  constructor(readonly waitMs: number) {
    super("refused");
  }
}

function stage() {
  const at = { now: 1_000_000_000_000 };
  const guesses = createGuesses(() => at.now);
  return { at, guess: (network = "a", limit = 3) => guesses.of(network, limit, (ms) => new Refused(ms)) };
}

const wrong = () => Promise.reject(new UnauthenticatedError("Cannot accept the token"));
const right = () => Promise.resolve("alice");

Deno.test("no minute holds more wrong ones than the limit, however many are sent at once, and right ones are none of them", async () => {
  const arrival = fc.record({
    pause: fc.oneof(fc.constant(0), fc.nat({ max: 70_000 })),
    isRight: fc.boolean(),
    replies: fc.nat({ max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { maxLength: 60 }), fc.scheduler(), async (arrivals, s) => {
      const { at, guess } = stage();
      const found: number[] = [];
      let open = 0;
      const ask = s.scheduleFunction((check: () => Promise<unknown>) => check());
      const guessOnce = async (isRight: boolean) => {
        const [lately, before] = [found.filter((then) => then > at.now - 62_000).length, open];
        try {
          await guess()(() => (open++, ask(isRight ? right : wrong)));
          open--;
        } catch (error) {
          if (error instanceof Refused) {
            return assert.ok(lately + before >= 3, "turned away without a reason");
          }
          open--;
          found.push(at.now);
        }
      };
      const all: Promise<void>[] = [];
      for (const { pause, isRight, replies } of arrivals) {
        at.now += pause;
        all.push(guessOnce(isRight));
        for (let reply = 0; reply < replies && s.count() > 0; reply++) await s.waitOne();
        // What was told is heard before the clock moves on.
        for (let turn = 0; turn < 10; turn++) await undefined;
      }
      await s.waitFor(Promise.all(all));
      for (const from of found) {
        assert.ok(found.filter((then) => then >= from && then < from + 60_000).length <= 3);
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("who is turned away is told until when, others are not, and what could not be checked is no guess", async () => {
  const { at, guess } = stage();
  const away = () => Promise.reject(new UnavailableError("Cannot check"));
  for (let times = 0; times < 5; times++) await assert.rejects(guess()(away), UnavailableError);
  for (let times = 0; times < 3; times++) await assert.rejects(guess()(wrong), UnauthenticatedError);
  at.now += 20_000;
  await assert.rejects(guess()(right), (error) => error instanceof Refused && error.waitMs === 41_000);
  assert.equal(await guess("b")(right), "alice");
  at.now += 40_999;
  await assert.rejects(guess()(right), Refused);
  at.now += 1;
  assert.equal(await guess()(right), "alice");
});
