/** Somebody who looks at a dashboard: opens it, thinks, looks at something else, and follows what changes. */
import { pause } from "../../src/base/stop.ts";
import type { Random } from "../../src/seeder/random.ts";
import { followChanges } from "../live/follow.ts";
import { pathOf } from "../traffic/visits.ts";

/** What is looked at; each has a target. */
export const targetsMs = { overview: 200, products: 300, customers: 400, trends: 250 } as const;

export type View = keyof typeof targetsMs;

export interface Answered {
  readonly view: View;
  readonly ms: number;
  readonly isError: boolean;
}

const periods = ["today", "month", "quarter", "year"];
const metrics = ["REVENUE", "ORDERS", "CUSTOMERS", "AOV"];
// Out of ten.
const views: readonly View[] = [
  "overview",
  "overview",
  "overview",
  "overview",
  "trends",
  "trends",
  "products",
  "products",
  "customers",
  "customers",
];
const [leastThinkMs, mostThinkMs] = [1_000, 5_000];
// As an open page that is told of a change.
const [soonMs, leastPauseMs] = [1_000, 3_000];

export interface UserOptions {
  readonly address: string;
  readonly random: Random;
  readonly stopped: AbortSignal;
  readonly note: (answered: Answered) => void;
}

/** Resolves once the user has gone, which is when `stopped` aborts. */
export async function useDashboard({ address, random, stopped, note }: UserOptions): Promise<void> {
  let [view, path] = nextView(random);
  let lookedAt = -Infinity;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    lookedAt = performance.now();
    const answered = await ask(address + path, view, stopped);
    if (answered) note(answered);
  };
  const connection = await followChanges(address, () => {
    // Trends are drawn from what a page has.
    if (refresh !== undefined || view === "trends") return;
    const due = Math.max(soonMs * random.unit(), lookedAt + leastPauseMs - performance.now());
    refresh = setTimeout(() => {
      refresh = undefined;
      void look();
    }, due);
  });
  while (!stopped.aborted) {
    await look();
    await pause(leastThinkMs + (mostThinkMs - leastThinkMs) * random.unit(), stopped);
    [view, path] = nextView(random);
  }
  clearTimeout(refresh);
  connection.close();
}

function nextView(random: Random): [View, string] {
  const view = random.pick(views);
  const period = random.pick(periods);
  if (view === "trends") {
    return [view, pathOf("trend", { period: period.toUpperCase(), metric: random.pick(metrics) })];
  }
  return [view, `${view === "overview" ? "/" : `/${view}`}?period=${period}`];
}

async function ask(url: string, view: View, signal: AbortSignal): Promise<Answered | undefined> {
  const started = performance.now();
  try {
    const response = await fetch(url, { signal, headers: { "accept-encoding": "br" } });
    const text = await response.text();
    const isError = !response.ok || text.startsWith('{"errors"');
    return { view, ms: performance.now() - started, isError };
  } catch {
    // Whoever has gone waits for nothing.
    return signal.aborted ? undefined : { view, ms: performance.now() - started, isError: true };
  }
}
