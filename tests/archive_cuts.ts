/** For tests: what is archived is answered as if it were not, wherever a range cuts it. */
import fc from "fast-check";
import { archiveMonths, type Asked, assertAlike, withTwins } from "./archive_twins.ts";
import { cutIn, last, periods } from "./lanes_law.ts";

const at = Temporal.Instant.from;

/** Of an archived day, of one in a night that clocks change in, over the bound of the archive, and all of time. */
export const cuts: readonly Asked[] = [
  ["2011-02-05T10:20:00Z", "2011-02-05T10:20:01Z"],
  ["2011-01-03T10:20:00Z", "2011-02-07T22:40:30Z"],
  ["2011-03-12T18:20:10Z", "2011-03-13T08:45:00Z"],
  ["2011-04-02T14:10:00Z", "2011-04-02T15:50:00Z"],
  ["2011-04-30T10:20:00Z", "2011-05-02T10:20:00Z"],
  ["2011-04-02T14:31:00Z", "2011-11-06T06:31:00Z"],
  ["2010-12-25T00:00:00Z", "2012-01-05T00:00:00Z"],
].map(([from, to]) => ({ period: "CUSTOM", now: last, cut: [at(from ?? ""), at(to ?? "")] }));

/**
 * Fails where a question of the archive is answered otherwise: each of the cuts, and `runs` more.
 * @returns how many were compared
 */
export async function checkCuts(timeZone: string, runs: number): Promise<number> {
  let compared = 0;
  await withTwins(timeZone, async (twins) => {
    await archiveMonths(twins.archived);
    const compare = async (asked: Asked) => {
      await assertAlike(twins, asked);
      compared += 1;
    };
    for (const asked of cuts) await compare(asked);
    const instant = cutIn(timeZone).filter((at) => Temporal.Instant.compare(at, "2011-05-20T00:00Z") < 0);
    const ends = fc.uniqueArray(instant, { minLength: 2, maxLength: 2, selector: String })
      .map((cut) => cut.toSorted(Temporal.Instant.compare) as [Temporal.Instant, Temporal.Instant]);
    const asked = fc.record<Asked>({
      period: fc.constantFrom("CUSTOM", ...periods),
      now: instant,
      cut: ends,
    });
    await fc.assert(fc.asyncProperty(asked, compare), { numRuns: runs });
  });
  return compared;
}
