/** What became of batches that were sent with a key, for a day: sent again, they are not stored again. */
import { Reject } from "../importer/reject.ts";
import type { Run } from "../importer/staging.ts";
import type { Outcome } from "./store.ts";

export interface Keyed {
  readonly key: string;
  /** SHA-256 of what was sent, hexadecimal. */
  readonly body: string;
}

export type Known =
  | { readonly isSame: true; readonly outcomes: readonly Outcome[] }
  | { readonly isSame: false };

/** A letter an entry, since there are thousands; and why those were rejected that were, in their order. */
interface Row {
  readonly is_same: boolean;
  readonly outcomes: string;
  readonly reasons: readonly string[];
}

/** @returns undefined where the key is new */
export async function outcomesOf(run: Run, { key, body }: Keyed): Promise<Known | undefined> {
  const [row] = await run<Row>("ingest/find_key", { key, body });
  if (!row) return undefined;
  if (!row.is_same) return { isSame: false };
  const reasons = row.reasons.values();
  const outcomes = Array.from(row.outcomes, (letter): Outcome => {
    if (letter === "r") return new Reject(reasons.next().value ?? "");
    return letter === "s" ? "stored" : "unchanged";
  });
  return { isSame: true, outcomes };
}

/** Remembers them in the transaction that stores what they are about. */
export async function keepKey(run: Run, keyed: Keyed, outcomes: readonly Outcome[]): Promise<void> {
  const letters = outcomes.map((outcome) => outcome instanceof Reject ? "r" : outcome.charAt(0)).join("");
  const reasons = outcomes.flatMap((outcome) => outcome instanceof Reject ? [outcome.message] : []);
  await run("ingest/keep_key", { ...keyed, outcomes: letters, reasons });
}
