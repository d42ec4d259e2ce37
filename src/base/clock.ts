/**
 * Two clocks. The wall clock is real time: asOf, ages, expiry. The business clock is "now" for periods such as
 * "this month"; it may be pinned, so that old data has a present.
 */

export interface Clock {
  /** Real time. */
  wall(): Temporal.Instant;
  /** The instant that periods end at. */
  business(): Temporal.Instant;
}

/** @param pinned the business clock's one instant; without it, business time is real time */
export function createClock(pinned?: Temporal.Instant): Clock {
  return {
    wall: () => Temporal.Now.instant(),
    business: () => pinned ?? Temporal.Now.instant(),
  };
}
