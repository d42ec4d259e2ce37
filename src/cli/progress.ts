/**
 * What a command is doing, for whoever watches it: a step ends with "what … 1.2 s". While it runs, a terminal shows
 * one line that is drawn anew, with a bar, a rate and the time left; anything else gets a plain line now and then.
 */

export interface ProgressOutput {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** @returns the terminal's width in characters */
  readonly columns: () => number;
  /** @returns milliseconds from any fixed moment */
  readonly now: () => number;
}

/** @param done of `total`, in the step's unit; an unknown total is 0 */
export type Report = (done: number, total: number) => void;

export interface StepOptions {
  /** What `done` and `total` count, in the plural; "bytes" is shown as MB. */
  readonly unit?: string;
}

const REDRAW_MS = 100;
const PLAIN_MS = 5_000;
const BAR_WIDTH = 24;
const ERASE_LINE = "\r\x1b[2K";

/**
 * Runs one step of a command and shows it on standard error.
 * @param work is given a function to report how far it is, as often as it likes
 * @returns what `work` returns; where it throws, the line says so and the error goes on
 */
export async function step<T>(
  what: string,
  work: (report: Report) => Promise<T>,
  options: StepOptions = {},
  output: ProgressOutput = standardError,
): Promise<T> {
  const { write, isTerminal, now } = output;
  const start = now();
  let shown = isTerminal ? -Infinity : start;
  const report: Report = (done, total) => {
    const time = now();
    if (time - shown < (isTerminal ? REDRAW_MS : PLAIN_MS)) return;
    shown = time;
    const state = describe({ done, total, milliseconds: time - start, unit: options.unit });
    const line = isTerminal ? `${what} ${bar(done, total)} ${state}` : `${what}: ${state}`;
    write(isTerminal ? ERASE_LINE + line.slice(0, output.columns() - 1) : line + "\n");
  };
  const finish = (how: string) => write(`${isTerminal ? ERASE_LINE : ""}${what} ${how}\n`);
  if (isTerminal) write(`${what} …`);
  try {
    const result = await work(report);
    finish(`… ${formatSeconds(now() - start)}`);
    return result;
  } catch (error) {
    finish("… failed");
    throw error;
  }
}

/** @returns a duration as `0.4 s` or `3:05 min` */
export function formatSeconds(milliseconds: number): string {
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}

interface State {
  readonly done: number;
  readonly total: number;
  readonly milliseconds: number;
  readonly unit: string | undefined;
}

function describe({ done, total, milliseconds, unit }: State): string {
  const rate = milliseconds > 0 ? done / milliseconds : 0;
  const count = total > 0 ? `${amount(done, unit)} of ${amount(total, unit)}` : amount(done, unit);
  const parts = [`${count}${unit && unit !== "bytes" ? ` ${unit}` : ""}`];
  if (rate > 0) parts.push(`${amount(rate * 1000, unit)}/s`);
  if (rate > 0 && total > done) parts.push(`${formatSeconds((total - done) / rate)} left`);
  return parts.join(", ");
}

function amount(value: number, unit: string | undefined): string {
  if (unit === "bytes") return `${(value / 1e6).toFixed(1)} MB`;
  return Math.round(value).toLocaleString("en-US");
}

function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.round(share * BAR_WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${percent} %`;
}

const encoder = new TextEncoder();

const standardError: ProgressOutput = {
  write: (text) => void Deno.stderr.writeSync(encoder.encode(text)),
  isTerminal: Deno.stderr.isTerminal(),
  columns: () => Deno.consoleSize().columns,
  now: () => performance.now(),
};
