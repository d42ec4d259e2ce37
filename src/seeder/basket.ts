/** How people fill a basket. */
import { type Random, weighted } from "./random.ts";

const discounts = [0.05, 0.1, 0.1, 0.15, 0.2, 0.25];

/** @returns how many different products an order has: at least one, two and a half on average */
export const drawLineCount = weighted([0, 32, 27, 18, 11, 6, 3, 2, 1]);

/** @returns how many pieces of a product: mostly one, at most a dozen */
export const drawQuantity = weighted([0, 720, 160, 55, 25, 12, 12, 3, 3, 1, 5, 1, 3]);

/**
 * @param month from 1; November is the month of discounts
 * @returns the share of a line's price that is taken off: mostly none
 */
export function drawDiscount(random: Random, month: number): number {
  return random.chance(month === 11 ? 0.4 : 0.18) ? random.pick(discounts) : 0;
}
