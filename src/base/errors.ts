/**
 * The errors that callers are meant to see. Everything else is unexpected: masked for callers, logged once.
 */

/** What went wrong, as a word a program can test; it becomes `extensions.code` in GraphQL. */
export type ErrorCode =
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "UNAVAILABLE"
  | "TIMEOUT";

/** An error whose message is safe and useful to whoever asked. */
export class KnownError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The caller asked for something that cannot be answered as asked; the message names the argument. */
export class UserInputError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("BAD_USER_INPUT", message, options);
  }
}

/** What was named does not exist. */
export class NotFoundError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("NOT_FOUND", message, options);
  }
}

/** Something Laneway needs (the database, a file) is not there right now; trying again may help. */
export class UnavailableError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNAVAILABLE", message, options);
  }
}

/** The work took longer than it may. */
export class DeadlineError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("TIMEOUT", message, options);
  }
}

/** A command or process was started with settings it cannot work with; ends it with a message, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @returns a message for a person, whatever was thrown */
export function messageOf(error: unknown): string {
  // An AggregateError (a refused connection, tried over IPv4 and IPv6) has no message of its own.
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}
