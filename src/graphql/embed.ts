/** Keeps an embed within its limits: which documents, with which variables, about which sales. The one place that does. */
import { isDeepStrictEqual } from "node:util";
import { type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { ForbiddenError } from "../base/errors.ts";
import type { LockedFilter, Scope } from "../base/scope.ts";
import { documentId } from "./document_id.ts";
import { plainError } from "./errors.ts";

interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

type Limited<A extends Asked> =
  | { readonly request: A }
  | { readonly errors: readonly GraphQLFormattedError[] };

/** @returns the request with the variables that the scope gives, or why it is none that the scope allows */
export function limitRequest<A extends Asked>(request: A, { role, embed }: Scope): Limited<A> {
  if (role !== "embed") return { request };
  // By its text, whichever way it was named.
  if (!embed?.documents.includes(documentId(request.query))) {
    return {
      errors: [plainError("Cannot answer this document: the embed's token does not name it", "FORBIDDEN")],
    };
  }
  const { variables: asked = {} } = request;
  const other = Object.keys(embed.variables).find((name) =>
    Object.hasOwn(asked, name) && !isDeepStrictEqual(asked[name], embed.variables[name])
  );
  if (other !== undefined) {
    const message = `Cannot give the variable ${other}: the embed's token has another value for it`;
    return { errors: [plainError(message, "FORBIDDEN")] };
  }
  return { request: { ...request, variables: { ...asked, ...embed.variables } } };
}

/** Questions about no sales: what the shop is like. */
const aboutNoSales = ["shop"];

/** @returns the schema, each question of which is about the sales that the caller's scope is about, whatever it asks */
export function embedSchema(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.QUERY_ROOT_FIELD]: (config, name) => {
      const { resolve } = config;
      if (!resolve) return undefined;
      const takesFilter = config.args !== undefined && Object.hasOwn(config.args, "filter");
      return {
        ...config,
        resolve: (
          root,
          args: Readonly<Record<string, unknown>>,
          context: { readonly scope: Scope },
          info,
        ) => {
          const locked = context.scope.embed?.filter ?? {};
          if (Object.keys(locked).length === 0 || aboutNoSales.includes(name)) {
            return resolve(root, args, context, info);
          }
          if (!takesFilter) {
            throw new ForbiddenError(`Cannot ask for ${name}: the embed's token allows some sales alone`);
          }
          return resolve(root, { ...args, filter: narrowed(args["filter"], locked) }, context, info);
        },
      };
    },
  });
}

function narrowed(given: unknown, locked: LockedFilter): Readonly<Record<string, unknown>> {
  const asked = (given ?? {}) as Readonly<Record<string, readonly (string | null)[] | null | undefined>>;
  const own = Object.entries(locked).map(([field, allowed]) => {
    const values = asked[field] ?? undefined;
    const outside = values?.find((value) => !allowed.includes(value));
    if (outside !== undefined) {
      throw new ForbiddenError(`Cannot filter by this value of ${field}: the embed's token does not name it`);
    }
    return [field, values ?? allowed] as const;
  });
  return { ...asked, ...Object.fromEntries(own) };
}
