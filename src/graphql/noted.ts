/** Personal data is told to nobody of whom that is not noted first. */
import { DeadlineError, UnavailableError } from "../base/errors.ts";
import { plainError } from "./errors.ts";
import type { Caller, GraphqlRequest } from "./execute.ts";
import type { Lookup } from "./personal.ts";
import type { Reply, Responder, Visitor } from "./responder.ts";

/** @returns the same for all who are known; where it cannot be noted, they are told to try again */
export function notingLookups<C extends Caller>(
  { answer, kept }: Responder<C>,
  lookupIn: (request: GraphqlRequest) => Lookup | undefined,
): Responder<C> {
  async function noted(reply: Reply, request: GraphqlRequest, visitor: Visitor<C>): Promise<Reply> {
    const tells = "kept" in reply || (reply.result.data ?? null) !== null;
    const lookup = tells && visitor.noteLookup ? lookupIn(request) : undefined;
    if (!lookup) return reply;
    try {
      await visitor.noteLookup?.(lookup);
    } catch (error) {
      if (!(error instanceof UnavailableError || error instanceof DeadlineError)) throw error;
      return { result: { errors: [cannotNote], data: null } };
    }
    return { ...reply, isNoted: true };
  }
  return {
    answer: async (request, visitor, wanted) =>
      await noted(await answer(request, visitor, wanted), request, visitor),
    async kept(request, visitor, since) {
      const reply = await kept(request, visitor, since);
      return reply && await noted(reply, request, visitor);
    },
  };
}

const cannotNote = plainError(
  "Cannot tell who customers are: the audit log cannot be written; try again in a moment",
  "UNAVAILABLE",
);
