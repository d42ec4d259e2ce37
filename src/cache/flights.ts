/** Work that several ask for at once is done once, for as long as anybody waits for it. */

export interface Passenger {
  /** Aborts when this one no longer waits; without it, it always does. */
  readonly signal?: AbortSignal | undefined;
  /** Joins nothing that began before; by the same clock as the flights. */
  readonly since?: number | undefined;
}

/** @param work is told when all who waited have gone */
export type Flights<T> = (
  key: string,
  work: (gone: AbortSignal) => Promise<T>,
  passenger?: Passenger,
) => Promise<T>;

interface Flight<T> {
  readonly begunAt: number;
  readonly result: Promise<T>;
  readonly gone: AbortController;
  waiting: number;
}

/**
 * @param now tells when work began, for those who say since when it will do
 * @returns a function that joins the work under a key where it is under way, and starts it where it is not
 */
export function createFlights<T>(now: () => number): Flights<T> {
  const flights = new Map<string, Flight<T>>();
  const end = (key: string, flight: Flight<T> | undefined) => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  const start = (key: string, work: (gone: AbortSignal) => Promise<T>): Flight<T> => {
    const gone = new AbortController();
    const flight: Flight<T> = {
      begunAt: now(),
      gone,
      waiting: 0,
      result: work(gone.signal).finally(() => end(key, flight)),
    };
    flights.set(key, flight);
    return flight;
  };
  return async (key, work, { signal: caller, since = -Infinity } = {}) => {
    const there = flights.get(key);
    const flight = there && there.begunAt >= since ? there : start(key, work);
    flight.waiting++;
    const leave = () => {
      if (--flight.waiting > 0) return;
      // Whoever comes now has not gone, and begins anew.
      end(key, flight);
      flight.gone.abort();
    };
    if (caller?.aborted) leave();
    caller?.addEventListener("abort", leave);
    try {
      return await flight.result;
    } finally {
      caller?.removeEventListener("abort", leave);
    }
  };
}
