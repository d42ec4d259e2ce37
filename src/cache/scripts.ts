/**
 * What Redis keeps for a value, and the scripts that compare before they write. A value stands behind a line that tells
 * its version, in plain text, so that a script can read it: `EPOCH GENERATION\n`.
 */
import type { Version } from "./store.ts";

// A million of them stand in memory: what an epoch begins with tells it from others.
const epochLetters = 8;
// A generation is below 2^53; no header is longer.
const longestHeader = 32;

/** KEYS: the value's. ARGV: mark of the epoch, generation, header and value, milliseconds to live. Returns 1 where it was stored. */
export const setScript = `
local found = redis.pcall('GETRANGE', KEYS[1], 0, ${longestHeader})
if type(found) == 'string' then
  local epoch, generation = string.match(found, '^(%S+) (%d+)\\n')
  if epoch == ARGV[1] and tonumber(generation) > tonumber(ARGV[2]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`;

/** KEYS: the count's. ARGV: how many more, milliseconds to live. Returns the count. What is no count is replaced. */
export const countScript = `
local count = redis.pcall('INCRBY', KEYS[1], ARGV[1])
if type(count) ~= 'number' then
  if not string.find(count.err, 'integer') and not string.find(count.err, 'WRONGTYPE') then return count end
  redis.call('SET', KEYS[1], ARGV[1])
  count = tonumber(ARGV[1])
end
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return count`;

/** KEYS: the lease's. ARGV: its token. */
export const releaseScript = `
if redis.pcall('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** @returns what stands for the epoch in a header */
export function epochMark({ epoch }: Version): string {
  return epoch.slice(0, epochLetters);
}

/** @returns the line that a value stands behind */
export function headerOf(version: Version): string {
  return `${epochMark(version)} ${version.generation}\n`;
}

/** @returns where the value begins behind its header; undefined where there is none */
export function valueStart(stored: Uint8Array | string): number | undefined {
  const end = typeof stored === "string" ? stored.indexOf("\n") : stored.indexOf(10);
  return end < 0 || end > longestHeader ? undefined : end + 1;
}
