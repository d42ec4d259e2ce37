/** Work that several ask for at once is done once. */

/** @returns a function that joins the work under a key where it is under way, and starts it where it is not */
export function createFlights<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, work) => {
    const there = flights.get(key);
    if (there) return there;
    const flight = work().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
