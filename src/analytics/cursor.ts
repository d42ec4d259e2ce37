/** Where a page of a long list ends, as text that callers hand back: the last entry's place in the list's order. */
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { UserInputError } from "../base/errors.ts";
import { isUuid, quote } from "./arguments.ts";

/** What an entry is ordered by. The id decides between equal keys, so that every entry has its own place. */
export interface Place {
  /** A number, a day or a text, as Postgres writes it; null for what has none. */
  readonly key: string | null;
  readonly id: string;
}

/** What a list is asked for. */
export interface PageArguments {
  readonly search?: string | undefined;
  /** How many entries at most. */
  readonly first: number;
  /** The cursor after which to go on. */
  readonly after?: string | undefined;
}

/** Part of a list. */
export interface Page<T> {
  readonly edges: readonly Entry<T>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** On all pages. */
  readonly totalCount: number;
}

export interface Entry<T> {
  readonly cursor: string;
  readonly node: T;
}

/**
 * @param firstPlace the first entry's number in the whole list, from 1; undefined where the page is empty, which only those
 * behind the last entry are
 */
export function pageOf<T>(
  edges: readonly Entry<T>[],
  firstPlace: number | undefined,
  totalCount: number,
): Page<T> {
  const before = firstPlace === undefined ? totalCount : firstPlace - 1;
  return {
    edges,
    pageInfo: {
      hasNextPage: before + edges.length < totalCount,
      hasPreviousPage: before > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** What keys are, so that nothing else comes near a statement. */
export type KeyKind = keyof typeof kinds;

const kinds = {
  number: /^-?\d{1,40}(\.\d{1,40})?$/,
  // A bigint to the database.
  count: /^\d{1,18}$/,
  // The database has no year 0.
  day: /^(?!0000)\d{4}-\d{2}-\d{2}$/,
  // Postgres holds every character but U+0000; no name is longer.
  text: /^[^\0]{0,255}$/u,
} as const;

/**
 * @param order all that decides what the list holds and in which order: the list's name, its sort, range, filter and search
 * @returns base64url
 */
export function cursorOf(order: readonly unknown[], { key, id }: Place): string {
  return Buffer.from(JSON.stringify([markOf(order), key, id])).toString("base64url");
}

/**
 * @param argument its name, for the message
 * @param order as the list that is asked for has it
 * @throws UserInputError for what is no cursor, and for the cursor of another list
 */
export function placeOf(argument: string, cursor: string, order: readonly unknown[], kind: KeyKind): Place {
  const wrong = (why: string) =>
    new UserInputError(`Argument ${argument} must be ${why}, got ${quote(cursor)}`);
  const read = parse(cursor);
  if (!read) throw wrong("a cursor that an earlier page gave");
  const { mark, key, id } = read;
  if (mark !== markOf(order)) {
    throw wrong("a cursor of the same list: with the same sort, range, filter and search");
  }
  if (!isUuid(id) || key !== null && !isKey(key, kind)) throw wrong("a cursor that an earlier page gave");
  return { key, id };
}

function parse(cursor: string): { mark: unknown; key: string | null; id: string } | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(read) || read.length !== 3) return undefined;
    const [mark, key, id]: readonly unknown[] = read;
    return (key === null || typeof key === "string") && typeof id === "string"
      ? { mark, key, id }
      : undefined;
  } catch {
    return undefined;
  }
}

function isKey(key: string, kind: KeyKind): boolean {
  if (!kinds[kind].test(key)) return false;
  if (kind !== "day") return true;
  try {
    return Temporal.PlainDate.from(key).toString() === key;
  } catch {
    return false;
  }
}

/** Tells lists apart, in as few characters as do. */
function markOf(order: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(order)).digest("base64url").slice(0, 8);
}
