/** What a token for an embed says: read the same where it is minted, and where it comes from whoever has the secret. */
import { UserInputError } from "../base/errors.ts";
import type { EmbedLimits, LockedFilter } from "../base/scope.ts";

/** The longest that an embed's token holds. */
export const longestEmbedSeconds = 24 * 3_600;

/** As the schema's SalesFilter names them. */
const filterFields = ["regions", "salesRepIds", "segments", "categoryIds", "productIds"];
const mostOfAnything = 100;
const longestVariables = 2_000;

/** @throws UserInputError naming what is wrong */
export function readEmbedLimits(given: unknown): EmbedLimits {
  const { documents, variables = {}, filter = {}, origins, ...rest } = record(given, "an embed");
  const [strange] = Object.keys(rest);
  if (strange !== undefined) {
    throw wrong(strange.slice(0, 40), "it is none of documents, variables, filter, origins");
  }
  const own = record(variables, "variables");
  if (JSON.stringify(own).length > longestVariables) {
    throw wrong("variables", `they are over ${longestVariables} characters`);
  }
  return {
    documents: list(documents, "documents", isDocumentId, "ids of documents, 64 hexadecimal digits each"),
    variables: own,
    filter: readFilter(record(filter, "filter")),
    origins: list(origins, "origins", isOrigin, "sites such as https://partner.example"),
  };
}

function readFilter(given: Readonly<Record<string, unknown>>): LockedFilter {
  const isValue = (value: unknown): value is string | null => value === null || typeof value === "string";
  return Object.fromEntries(
    Object.entries(given).map(([field, values]) => {
      if (!filterFields.includes(field)) {
        throw wrong(`filter.${field.slice(0, 40)}`, `it is none of ${filterFields.join(", ")}`);
      }
      return [field, list(values, `filter.${field}`, isValue, "texts or null")];
    }),
  );
}

function isDocumentId(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f]{64}$/.test(value);
}

/** Hosts of URLs may hold what means something else in a policy: `*` any host, `;` and `,` its end. */
function isOrigin(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/[\w.:[\]-]+$/.test(value) &&
    URL.parse(value)?.origin === value;
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw wrong(name, "it must be an object");
}

function list<T>(
  value: unknown,
  name: string,
  isItem: (item: unknown) => item is T,
  kind: string,
): readonly T[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= mostOfAnything && value.every(isItem)) {
    return value;
  }
  throw wrong(name, `it must be a list of 1 to ${mostOfAnything} ${kind}`);
}

function wrong(name: string, why: string): UserInputError {
  return new UserInputError(`Cannot embed: ${name} is wrong, ${why}`);
}
