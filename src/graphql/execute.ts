/** Runs documents in this process: the one way to an answer, for HTTP and for pages alike. */
import {
  executeRootSelectionSet,
  getOperationAST,
  type GraphQLFormattedError,
  type GraphQLResolveInfo,
  validateExecutionArgs,
} from "graphql";
import type { Explained } from "../analytics/explain.ts";
import { type Lane, type Provenance, together } from "../analytics/answer.ts";
import { CancelledError, OverloadedError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Queue } from "../base/queue.ts";
import type { Scope } from "../base/scope.ts";
import { inSpan } from "../base/tracing.ts";
import { createAuthorize } from "./authorize.ts";
import { allowedCost } from "./cost.ts";
import { createDocuments, type DocumentOptions, type Documents } from "./document.ts";
import { limitRequest } from "./embed.ts";
import { costError, fieldErrors, isOverload, overloadError, plainError, requestError } from "./errors.ts";
import { createJudge } from "./verdict.ts";

/** What a request brings along; resolvers find it in their context, with all that the application adds to it. */
export interface Caller {
  readonly requestId: string;
  readonly scope: Scope;
  /** Asked before anything is executed; without it, everything is within the budget. */
  readonly afford?: Afford | undefined;
  /** Aborts when nobody waits for the answer any longer. */
  readonly signal?: AbortSignal | undefined;
}

/** Counts what is to be executed, by the schema's `@cost`. @returns why it may not be, where it may not */
export type Afford = (cost: number) => Promise<GraphQLFormattedError | undefined>;

/** The third argument of every resolver. */
export type GraphqlContext<C extends Caller = Caller> = C & {
  readonly log: Log;
  /** By response key of the root field; filled by {@link recordAnswer}. */
  readonly answers: Map<string, Provenance>;
  /** Filled with how each question was answered, where that was asked for: then nothing kept is told. */
  readonly explained: ExplainedField[] | undefined;
};

/** How one question under a root field was answered. */
export interface ExplainedField extends Explained {
  /** The response key of the root field. */
  readonly path: string;
  /** The field that asked. */
  readonly field: string;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  /** Refuses whatever is not a query, because the request came by a method that changes nothing. */
  readonly queryOnly?: boolean | undefined;
  /** Asks how its questions are answered: for admins. It is executed in any case, and never kept. */
  readonly explain?: boolean | undefined;
}

/** Without `data` nothing was executed; with it, `errors` are those of single fields. */
export interface GraphqlResult {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: {
    /** By response key of the root field; a field that tells of nothing stored has none. */
    readonly answers: Readonly<Record<string, { readonly lane: Lane; readonly asOf: string }>>;
    /** By the schema's `@cost`. */
    readonly cost: { readonly actual: number; readonly allowed: number };
    /** Where the database did not answer, and this is up to ten minutes old. */
    readonly stale?: true;
    /** In the order that they were answered in, where that was asked for. */
    readonly explain?: readonly ExplainedField[];
  };
}

export type Execute<C extends Caller> = (request: GraphqlRequest, caller: C) => Promise<GraphqlResult>;

/** The most that are told of a request's variables: each may repeat all of them, and takes half a millisecond then. */
const maxVariableErrors = 5;

export interface ExecutorOptions extends DocumentOptions {
  readonly log: Log;
  /** Those that others check documents with; its own otherwise. */
  readonly documents?: Documents;
  /** What operations wait in for their turn; without it, all are executed at once. */
  readonly queue?: Queue | undefined;
}

/** @returns a function that answers a request; it rejects only when the server itself is at fault */
export function createExecutor<C extends Caller>(options: ExecutorOptions): Execute<C> {
  const { schema, introspection, queue, documents = createDocuments(options) } = options;
  const authorize = createAuthorize(schema);
  const judge = createJudge(schema, authorize);

  return async (request, caller) => {
    const limited = limitRequest(request, caller.scope);
    if ("errors" in limited) return { errors: limited.errors };
    const { query, variables, operationName, queryOnly } = limited.request;
    const { explain = false } = request;
    if (explain && caller.scope.role !== "admin") {
      return { errors: [plainError("Cannot explain this: that is for admins", "FORBIDDEN")] };
    }
    const checked = documents(query);
    if (checked.state === "unparsable") return { errors: checked.errors };
    const operation = getOperationAST(checked.document, operationName)?.operation;
    if (queryOnly && operation !== undefined && operation !== "query") {
      const message = `Cannot run a ${operation} with GET: only queries may be sent so`;
      return { errors: [plainError(message, "METHOD_NOT_ALLOWED")] };
    }
    if (checked.state === "invalid") return { errors: checked.errors };

    const log = options.log.with({ requestId: caller.requestId });
    const context: GraphqlContext<C> = {
      ...caller,
      log,
      answers: new Map<string, Provenance>(),
      explained: explain ? [] : undefined,
    };
    const args = validateExecutionArgs({
      schema,
      document: checked.document,
      variableValues: variables,
      operationName,
      contextValue: context,
      hideSuggestions: !introspection,
      options: { maxCoercionErrors: maxVariableErrors },
    });
    if (!("schema" in args)) {
      const code = operation === undefined ? "OPERATION_RESOLUTION_FAILURE" : "BAD_USER_INPUT";
      return { errors: args.map((error) => requestError(error, code)) };
    }
    const { role } = caller.scope;
    const { refusals, cost } = judge(args, role);
    const visible = authorize.schemaFor(role);
    if (refusals.length > 0 || !visible) return { errors: refusals };
    if (cost.total > allowedCost) return { errors: [costError(cost, allowedCost)] };
    const work = async (): Promise<GraphqlResult> => {
      const unaffordable = caller.afford && await caller.afford(cost.total);
      if (unaffordable) return { errors: [unaffordable] };
      const { data = null, errors } = await executeRootSelectionSet({ ...args, schema: visible });
      // What is told in part would have to be asked for again as a whole.
      if (errors && isOverload(errors)) return { errors: [overloadError()] };
      return {
        ...(errors && { errors: fieldErrors(errors, { requestId: caller.requestId, log: options.log }) }),
        data,
        extensions: {
          answers: describe(context.answers),
          cost: { actual: cost.total, allowed: allowedCost },
          ...(context.explained && { explain: context.explained }),
        },
      };
    };
    return await inSpan("execute", (add) => {
      add({ "laneway.cost": cost.total });
      return queue ? inTurn(queue, cost.total, caller.signal, work) : work();
    });
  };
}

const never = new AbortController().signal;

/** Before its turn an operation costs next to nothing, whether it waits or is turned away. */
async function inTurn(
  queue: Queue,
  cost: number,
  signal: AbortSignal = never,
  work: () => Promise<GraphqlResult>,
): Promise<GraphqlResult> {
  try {
    return await queue.run(cost, signal, work);
  } catch (error) {
    if (error instanceof OverloadedError) return { errors: [overloadError()] };
    if (error instanceof CancelledError) return { errors: [plainError(error.message, error.code)] };
    throw error;
  }
}

/**
 * Notes how the answer under a root field came about. Of several answers under one field, the slowest lane and the oldest
 * `asOf` stand for all.
 */
export function recordAnswer(
  context: Pick<GraphqlContext, "answers">,
  info: Pick<GraphQLResolveInfo, "path">,
  answer: Provenance,
): void {
  const key = rootOf(info.path);
  const before = context.answers.get(key);
  context.answers.set(key, before ? together(before, answer) : answer);
}

/** @returns the response key of the root field that a path lies under */
export function rootOf(path: GraphQLResolveInfo["path"]): string {
  let root = path;
  while (root.prev) root = root.prev;
  return String(root.key);
}

function describe(answers: ReadonlyMap<string, Provenance>): Record<string, { lane: Lane; asOf: string }> {
  return Object.fromEntries(
    Array.from(answers, ([field, { lane, asOf }]) => [field, { lane, asOf: asOf.toString() }]),
  );
}
