import type { GraphqlErrorCode } from "./errors.ts";

/** The request cannot be understood, or is of a kind that is not answered; nothing of it was executed. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";

  constructor(
    readonly status: 400 | 405 | 406 | 408 | 413 | 415 | 504,
    readonly code: GraphqlErrorCode,
    message: string,
  ) {
    super(message);
  }
}
