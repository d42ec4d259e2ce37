/**
 * Exact amounts. Postgres sends numeric as text; a double would round a sum of many lines before it is asked to.
 */

/** An amount in units of 1e-8, the most decimals any column keeps. */
export type Decimal = bigint;

const decimals = 8;

/**
 * @param text as Postgres writes a numeric, with at most 8 decimals
 * @throws RangeError for NaN, infinities and anything finer
 */
export function decimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3]?.replace(/0+$/, "") ?? "";
  if (!match || fraction.length > decimals) {
    throw new RangeError(`Cannot keep ${text} exactly: not a number of at most ${decimals} decimals`);
  }
  const magnitude = BigInt(match[2] + fraction.padEnd(decimals, "0"));
  return match[1] ? -magnitude : magnitude;
}

/** @returns the amount rounded to `digits` decimals, half away from zero as money is */
export function rounded(amount: Decimal, digits: number): number {
  return Number(`${divide(amount, 10n ** BigInt(decimals - digits))}e-${digits}`);
}

/** @returns the amount divided by `count`, rounded to `digits` decimals; null where `count` is 0 */
export function average(amount: Decimal, count: number, digits: number): number | null {
  if (count === 0) return null;
  return Number(`${divide(amount, 10n ** BigInt(decimals - digits) * BigInt(count))}e-${digits}`);
}

/** @returns part / whole, to 6 decimals; null where `whole` is 0 */
export function share(part: Decimal, whole: Decimal): number | null {
  return whole === 0n ? null : Number(`${divide(part * 10n ** 6n, whole)}e-6`);
}

/** @returns the share that `part` is of `whole`, which count something; as `share` has it */
export function shareOf(part: number, whole: number): number | null {
  return share(BigInt(part), BigInt(whole));
}

/** @returns the change from `before` to `now` as a share of |before|, to 6 decimals; null where `before` is 0 */
export function growth(now: Decimal, before: Decimal): number | null {
  return share(now - before, before < 0n ? -before : before);
}

function divide(dividend: bigint, divisor: bigint): bigint {
  const sign = (dividend < 0n) === (divisor < 0n) ? 1n : -1n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  return sign * ((2n * a + b) / (2n * b));
}
