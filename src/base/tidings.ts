/** What open pages are told of changes, and what they tell of themselves: the server writes it, the browser reads it. */

/** What a page's figures rest on, so that it knows which changes are its own. */
export interface Basis {
  readonly epoch: string;
  /** Every change up to there is in the figures. */
  readonly generation: number;
  /** And names of views. */
  readonly tags: readonly string[];
  /** By their first day. */
  readonly months: readonly string[] | "any";
}

/**
 * Where each place is told, or that there are too many of them, or nobody knows. A place is a tag and a month, as notes name
 * them, or a view: `sales_trends 2026-11-01`, `mv_daily_sales -infinity`.
 */
export type Changes = readonly string[] | "all";

/** What an event of `/live` says, as JSON. */
export interface Tidings {
  readonly epoch: string | null;
  readonly generation: number;
  /** Whether changes are noted, and heard of by the process, within seconds. */
  readonly noted: boolean;
  readonly changed: Changes;
  /** Who asks again waits for a random part of this, so that not all ask at once. */
  readonly withinMs: number;
}
