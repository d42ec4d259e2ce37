/** What the schedule takes from the machine, so that tests can give it something else. */
import { pause } from "../base/stop.ts";

export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Resolves after `ms`, or as soon as `stopped` aborts. */
  pause(ms: number, stopped: AbortSignal): Promise<void>;
  /** How late a scheduled run starts: the processes of a deployment do not all ask at the same moment. */
  jitterMs(): number;
  /** Calls `handler` at the times that `schedule` gives, as cron writes them, in UTC. */
  at(name: string, schedule: string, stopped: AbortSignal, handler: () => Promise<void>): void;
}

const mostJitterMs = 20_000;

export const realTiming: Timing = {
  now: () => performance.now(),
  pause,
  jitterMs: () => Math.random() * mostJitterMs,
  at(name, schedule, stopped, handler) {
    // Deno.cron waits for a signal to abort, and never learns of one that has.
    if (!stopped.aborted) Deno.cron(name, schedule, { signal: stopped }, handler);
  },
};
