/** Time for tests of the schedule: it passes where something pauses, and not otherwise. */
import type { Timing } from "./timing.ts";

export interface TestTiming {
  readonly timing: Timing;
  /** Lets time pass. */
  readonly advance: (ms: number) => void;
  /** What paused, in milliseconds, in order. */
  readonly pauses: readonly number[];
  /** What is called at its times, by name. */
  readonly handlers: ReadonlyMap<string, () => Promise<void>>;
}

/** @param during runs in each pause, given how many there were before: where a test does its part */
export function testTiming(during: (before: number) => void | Promise<void> = () => {}): TestTiming {
  let now = 0;
  const pauses: number[] = [];
  const handlers = new Map<string, () => Promise<void>>();
  return {
    advance: (ms) => void (now += ms),
    pauses,
    handlers,
    timing: {
      now: () => now,
      async pause(ms, stopped) {
        now += ms;
        if (!stopped.aborted) await during(pauses.push(ms) - 1);
      },
      jitterMs: () => 7_000,
      at: (name, _schedule, _stopped, handler) => void handlers.set(name, handler),
    },
  };
}
