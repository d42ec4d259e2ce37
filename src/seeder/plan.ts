/** Who buys when, and what comes back: all that one order needs to know of the others, in a few bytes each. */
import { orderTimes, type Span } from "./calendar.ts";
import { Random } from "./random.ts";

export interface Plan {
  /** By order: whole seconds since the span's start, ascending. */
  readonly times: Uint32Array;
  /** By order: the customer's number plus 1; 0 is a guest. */
  readonly buyers: Uint32Array;
  /** By customer: the number of their first order. */
  readonly firstOrders: readonly number[];
  /** By customer: how many orders they place in all, returns not counted. */
  readonly purchases: readonly number[];
  /** For an order that is a return: the number of the order it returns. */
  readonly returns: ReadonlyMap<number, number>;
}

const GUESTS = 0.08;
const RETURNS = 0.016;
const DAY = 86_400;

/** @param count how many orders, returns included */
export function createPlan(span: Span, count: number, seed: number): Plan {
  const times = orderTimes(span, count, new Random(seed, "times"));
  const length = (span.until.epochMilliseconds - span.from.epochMilliseconds) / 1000;
  const buyers = new Uint32Array(count);
  const crowd = createCrowd(new Random(seed, "customers"), count);
  const parcels = createParcels(new Random(seed, "returns"));
  const returns = new Map<number, number>();
  const random = new Random(seed, "buyers");
  times.forEach((time, order) => {
    const returned = parcels.arriving(time);
    if (returned !== undefined) {
      returns.set(order, returned);
      buyers[order] = buyers[returned] as number;
      return;
    }
    buyers[order] = random.chance(GUESTS) ? 0 : crowd.next(order, time / length) + 1;
    if (random.chance(RETURNS)) parcels.send(order, time);
  });
  return { times, buyers, returns, firstOrders: crowd.firstOrders, purchases: crowd.purchases };
}

/**
 * Customers come back because they were here: one is drawn from the purchases so far, so that who bought often is
 * likelier to buy again (which makes a loyal few and a long tail, as in Simon's model), and who bought lately too.
 */
function createCrowd(random: Random, most: number): {
  readonly firstOrders: number[];
  readonly purchases: number[];
  next(order: number, share: number): number;
} {
  const firstOrders: number[] = [];
  const purchases: number[] = [];
  const past = new Uint32Array(most);
  let made = 0;
  return {
    firstOrders,
    purchases,
    next(order, share) {
      // A young shop's customers are new to it.
      const newcomer = made === 0 || random.chance(0.16 + 0.6 * Math.exp(-6 * share));
      const customer = newcomer
        ? firstOrders.push(order) - 1
        : past[made - 1 - Math.floor(made * random.unit() ** 1.5)] as number;
      past[made++] = customer;
      purchases[customer] = (purchases[customer] ?? 0) + 1;
      return customer;
    },
  };
}

/** What is on its way back: sent two days to four weeks after it was bought. */
function createParcels(random: Random): {
  send(order: number, time: number): void;
  /** @returns an order that has come back by `time`, each once */
  arriving(time: number): number | undefined;
} {
  const byDay = new Map<number, number[]>();
  const arrived: number[] = [];
  let today = 0;
  return {
    send(order, time) {
      const day = Math.floor(time / DAY) + 2 + random.below(27);
      const parcels = byDay.get(day);
      if (parcels) parcels.push(order);
      else byDay.set(day, [order]);
    },
    arriving(time) {
      for (const day = Math.floor(time / DAY); today <= day; today++) {
        arrived.push(...byDay.get(today) ?? []);
        byDay.delete(today);
      }
      // Not all with the first order of the day.
      return arrived.length > 0 && random.chance(0.1) ? arrived.shift() : undefined;
    },
  };
}
