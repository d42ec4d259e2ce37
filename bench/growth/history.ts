/** Fills a new database with a history, inside Postgres: the same shape gives the same orders on every machine. */
import postgres from "postgres";
import { openSession } from "../../src/db/session.ts";
import { parseStatement, type Statement } from "../../src/db/statements.ts";
import { customersOf, firstDay, now, ordersByDay, products, reps, type Shape, timeZone } from "./shape.ts";

/** @returns a statement of the bench's own, by its file's name without ending */
export function benchStatement(name: string): Statement {
  return parseStatement(name, Deno.readTextFileSync(new URL(`${name}.sql`, import.meta.url)));
}

/** Runs all statements of a file of the bench's own. */
export async function runFile(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(Deno.readTextFileSync(new URL(`${name}.sql`, import.meta.url))).simple();
  } finally {
    await sql.end();
  }
}

/** Days of one month, or a part of one, with each day's first order's number. */
interface Piece {
  readonly days: string[];
  readonly first_numbers: string[];
  readonly amounts: string[];
}

// As many as the machine that the budgets are for has cores.
const writers = 2;
// Orders made at once: what is joined fits into memory, and no writer is left with a large day alone.
const mostAtOnce = 250_000;

/** @param url of a database that has all migrations and no rows */
export async function makeHistory(url: string, shape: Shape): Promise<void> {
  await runFile(url, "setup");
  const session = openSession({ url, name: "bench" });
  try {
    await session.run(benchStatement("parties"), { customers: customersOf(shape), products, reps });
    await session.run(parseStatement("months", "select create_order_months(:from, :to)"), {
      from: firstDay.toZonedDateTime(timeZone).toInstant(),
      to: now,
    });
    const pieces = piecesOf(shape);
    await Promise.all(Array.from({ length: writers }, () => fillPieces(url, pieces, shape)));
    await session.run(parseStatement("vacuum", "vacuum analyze"));
    await session.run(parseStatement("checkpoint", "checkpoint"));
  } finally {
    await session.close();
  }
}

function piecesOf(shape: Shape): Piece[] {
  const pieces = new Map<string, Piece>();
  let next = 1;
  ordersByDay(shape).forEach((ofDay, index) => {
    const day = firstDay.add({ days: index });
    for (let left = ofDay; left > 0;) {
      const amount = Math.min(left, mostAtOnce);
      const name = `${day.toPlainYearMonth()} ${Math.floor(next / mostAtOnce)}`;
      const piece = pieces.get(name) ?? { days: [], first_numbers: [], amounts: [] };
      pieces.set(name, piece);
      piece.days.push(day.toString());
      piece.first_numbers.push(String(next));
      piece.amounts.push(String(amount));
      next += amount;
      left -= amount;
    }
  });
  return [...pieces.values()];
}

/** Takes pieces from the list until it is empty. */
async function fillPieces(url: string, pieces: Piece[], shape: Shape): Promise<void> {
  const session = openSession({ url, name: "bench" });
  const settings = { zone: timeZone, customers: customersOf(shape), products, reps };
  try {
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
      const filled = piece;
      await session.transaction(async (transaction) => {
        await transaction.run(parseStatement("no triggers", "set local session_replication_role = replica"));
        await transaction.run(parseStatement("memory", "set local work_mem = '128MB'"));
        await transaction.run(benchStatement("orders"), { ...filled, ...settings });
        await transaction.run(benchStatement("touch_days"), {
          first_day: filled.days[0] ?? "",
          last_day: filled.days.at(-1) ?? "",
          zone: timeZone,
        });
      });
    }
  } finally {
    await session.close();
  }
}
