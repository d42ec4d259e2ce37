import type { Random } from "./random.ts";

const quads = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, "0"));

/**
 * @param milliseconds since 1970
 * @returns a UUID of version 7: ordered by time, so that rows made one after the other lie together in their indexes
 */
export function timeOrderedId(milliseconds: number, random: Random): string {
  const high = Math.floor(milliseconds / 0x10000);
  const [one, two] = [random.bits(), random.bits()];
  return quad(high >>> 16) + quad(high) + "-" + quad(milliseconds % 0x10000) +
    "-" + quad(0x7000 | one >>> 20) +
    "-" + quad(0x8000 | one & 0x3fff) +
    "-" + quad(two >>> 16) + quad(two) + quad(random.bits());
}

function quad(bits: number): string {
  return quads[bits & 0xffff] as string;
}
