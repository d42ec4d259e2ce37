/** Checks that several questions share, before anything is asked of the database. */
import { UserInputError } from "../base/errors.ts";

const mostValues = 1000;
const longestSearch = 200;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * @param argument its name, for the message
 * @returns the id as Postgres writes it
 * @throws UserInputError for what is no UUID
 */
export function checkId(argument: string, id: string): string {
  if (!uuid.test(id)) throw new UserInputError(`Argument ${argument} must be a UUID, got ${quote(id)}`);
  return id.toLowerCase();
}

/**
 * @param argument its name, for the message
 * @throws UserInputError where `count` is less than 1 or more than `most`
 */
export function checkCount(argument: string, count: number, most = 1000): number {
  if (count < 1 || count > most) {
    throw new UserInputError(`Argument ${argument} must be from 1 to ${most}, got ${count}`);
  }
  return count;
}

/** @throws UserInputError for a text that the database cannot hold */
export function checkText(argument: string, text: string): string {
  if (text.includes("\0")) {
    throw new UserInputError(`Argument ${argument} must not hold the character U+0000`);
  }
  return text;
}

/**
 * @param argument its name, for the message
 * @throws UserInputError for a list of more values than a statement is given
 */
export function checkValues<T>(argument: string, values: readonly T[]): readonly T[] {
  if (values.length > mostValues) {
    const got = `got ${values.length}`;
    throw new UserInputError(`Argument ${argument} must hold at most ${mostValues} values, ${got}`);
  }
  return values;
}

/** @throws UserInputError for what is too long to be looked for, or cannot be in a name */
export function checkSearch(search: string): string {
  if (search.length > longestSearch) {
    const got = `got ${search.length}`;
    throw new UserInputError(`Argument search must have at most ${longestSearch} characters, ${got}`);
  }
  return checkText("search", search);
}

/** @returns whether it is written as Postgres reads a UUID */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** @returns the text in quotes, cut where it is long */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
