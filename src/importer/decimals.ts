/** Decimal numbers as a file writes them, computed exactly. */

/** `digits` / 10 ** `scale` */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const LONGEST = 64;
const plain = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** @returns undefined where `text` is no plain decimal number: digits, one point at most, a sign in front */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > LONGEST) return undefined;
  const [, sign, whole = "", fraction = ""] = plain.exec(text) ?? [];
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: atScale(a, scale) - atScale(b, scale), scale };
}

/** @returns a / b, half away from zero in the last of `scale` places; b is not 0 */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  const shift = scale + b.scale - a.scale;
  const numerator = shift > 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const denominator = shift < 0 ? b.digits * 10n ** BigInt(-shift) : b.digits;
  return { digits: divideRounding(numerator, denominator), scale };
}

/** @returns the number with `scale` places, half away from zero */
export function round(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { digits: atScale(value, scale), scale };
  return { digits: divideRounding(value.digits, 10n ** BigInt(value.scale - scale)), scale };
}

/** @returns as Postgres reads it */
export function formatDecimal({ digits, scale }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const sign = digits < 0n ? "-" : "";
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

function atScale({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}

function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const away = (twice < 0n ? -twice : twice) >= (denominator < 0n ? -denominator : denominator);
  if (!away) return quotient;
  return (numerator < 0n) === (denominator < 0n) ? quotient + 1n : quotient - 1n;
}
