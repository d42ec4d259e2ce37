import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { createPatience, type Patience } from "./shared.ts";
import { RefusedError } from "./store.ts";

interface Stage {
  readonly patience: Patience;
  /** Waits for something that answers after so many milliseconds, together with whatever else is waited for. */
  wait(): { readonly waited: Promise<string>; end(): void };
  pass(ms: number): void;
}

function stage(): Stage {
  let now = 1_000;
  const patience = createPatience(50, () => now);
  return {
    patience,
    wait() {
      const { promise, resolve } = Promise.withResolvers<string>();
      return { waited: patience(() => promise), end: () => resolve("answered") };
    },
    pass: (ms) => void (now += ms),
  };
}

Deno.test("calls one after the other take from one patience", async () => {
  const { wait, pass } = stage();
  for (let times = 0; times < 2; times++) {
    // What passes in between is not waited for.
    pass(1_000);
    const call = wait();
    pass(25);
    call.end();
    assert.equal(await call.waited, "answered");
  }
  await assert.rejects(wait().waited, UnavailableError);
});

Deno.test("calls side by side take from it once", async () => {
  const { wait, pass } = stage();
  const calls = [wait(), wait()];
  pass(10);
  calls.push(wait(), wait());
  pass(20);
  for (const { waited, end } of calls) {
    end();
    assert.equal(await waited, "answered");
  }
  const last = wait();
  pass(20);
  last.end();
  assert.equal(await last.waited, "answered");
  await assert.rejects(wait().waited, UnavailableError);
});

Deno.test("a call that fails takes all of it, one that is refused only its time", async () => {
  const { patience, pass } = stage();
  const refused = () => {
    pass(10);
    return Promise.reject(new RefusedError("it is full"));
  };
  const failed = () => Promise.reject(new UnavailableError("it is gone"));
  await assert.rejects(patience(refused), RefusedError);
  assert.equal(await patience(() => Promise.resolve("read")), "read");
  await assert.rejects(patience(failed), /it is gone/);
  await assert.rejects(patience(() => Promise.resolve("read")), /longer than 50 ms/);
});
