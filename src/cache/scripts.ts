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

/**
 * KEYS: that of the counts. ARGV: the lowest number kept, milliseconds to live, then a number and how many more, again and
 * again. Returns numbers and counts in turn. What is no such key is replaced.
 */
export const tallyScript = `
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
for i = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
local found, kept = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #found, 2 do
  if (tonumber(found[i]) or 0) < tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[1], found[i])
  else
    kept[#kept + 1], kept[#kept + 2] = found[i], found[i + 1]
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return kept`;

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

/** @returns what {@link tallyScript} takes behind its key */
export function tallyArguments(add: ReadonlyMap<number, number>, oldest: number, ttlMs: number): string[] {
  return [oldest, Math.ceil(ttlMs), ...[...add].flat()].map(String);
}

/** @returns what {@link tallyScript} tells, by number */
export function readTally(reply: readonly unknown[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let index = 0; index < reply.length; index += 2) {
    counts.set(Number(reply[index]), Number(reply[index + 1]));
  }
  return counts;
}
