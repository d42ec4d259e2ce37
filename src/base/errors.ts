/**
 * The errors that callers are meant to see. Everything else is unexpected: masked for callers, logged once.
 */

/** What went wrong, as a word a program can test; it becomes `extensions.code` in GraphQL. */
export type ErrorCode =
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "UNAVAILABLE"
  | "TIMEOUT"
  | "QUERY_TOO_BROAD"
  | "OVERLOADED"
  | "CANCELLED";

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

/** Who calls is not known, or is not who they say; the message says what is wrong with what they brought. */
export class UnauthenticatedError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNAUTHENTICATED", message, options);
  }
}

/** Who calls was let in until what they brought expired, or was taken back. */
export class EndedError extends UnauthenticatedError {}

/** Who calls may not do this. */
export class ForbiddenError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("FORBIDDEN", message, options);
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
  /** Whether the work itself took so long, rather than the wait for its turn. */
  readonly ran: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly ran?: boolean }) {
    super("TIMEOUT", message, options);
    this.ran = options?.ran ?? false;
  }
}

/** The question would take longer than it may, however often it is asked; the message says what would make it shorter. */
export class TooBroadError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("QUERY_TOO_BROAD", message, options);
  }
}

/** More is asked than there is time for, and this was not begun; trying again in a moment may help. */
export class OverloadedError extends KnownError {
  override readonly code = "OVERLOADED";

  constructor(message: string, options?: ErrorOptions) {
    super("OVERLOADED", message, options);
  }
}

/** Whoever asked is gone. */
export class CancelledError extends KnownError {
  constructor(message: string, options?: ErrorOptions) {
    super("CANCELLED", message, options);
  }
}

/** A command or process was started with settings it cannot work with; ends it with a message, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @returns the word or number that Postgres, Deno or we give errors of its kind; empty where it has none */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** @returns a message for a person, whatever was thrown */
export function messageOf(error: unknown): string {
  // An AggregateError (a refused connection, tried over IPv4 and IPv6) has no message of its own.
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}
