/** In which of its forms a client gets a response: type and compression by its headers, lifetime by method and scope. */
import { chooseEncoding, type Encoding, encodings } from "../base/accept_encoding.ts";
import type { Scope } from "../base/scope.ts";
import { remembering } from "../base/remembering.ts";
import { type JsonType, jsonTypes, negotiate } from "./accept.ts";

export interface Form {
  /** Names this form, in short. */
  readonly name: string;
  readonly type: JsonType;
  readonly encoding: Encoding;
  /** Whether it is asked for by a method whose answers HTTP's caches keep: GET or HEAD. */
  readonly isQuery: boolean;
  /** Whether anybody may see it. */
  readonly isPublic: boolean;
}

/**
 * @param length of the body, in bytes: a short one is not compressed
 * @returns undefined where the client accepts none, or would rather have a page
 */
export type ChooseForm = (
  headers: Headers,
  isQuery: boolean,
  scope: Scope,
  length: number,
) => Form | undefined;

/** Less is not worth the time that a client takes to decompress it. */
const leastBytes = 1_000;

/** @param hasPage whether there is a page for browsers, at the same address */
export function createChooseForm(hasPage: boolean): ChooseForm {
  const typeOf = remembering(negotiate);
  const typeOrPage = remembering((accept) => negotiate(accept, hasPage));
  const encodingOf = remembering(chooseEncoding);
  return (headers, isQuery, { isPublic }, length) => {
    const accept = headers.get("accept");
    const type = isQuery ? typeOrPage(accept) : typeOf(accept);
    if (type === undefined || type === "text/html") return undefined;
    const encoding = length < leastBytes ? "identity" : encodingOf(headers.get("accept-encoding"));
    return formOf(type, encoding, isQuery, isPublic);
  };
}

const sides = [false, true] as const;
const forms: readonly Form[] = jsonTypes.flatMap((type, index) =>
  encodings.flatMap((encoding) =>
    sides.flatMap((isQuery) =>
      sides.map((isPublic) => ({
        name: [index, encoding, isQuery ? "q" : "", isPublic ? "p" : ""].join(""),
        type,
        encoding,
        isQuery,
        isPublic,
      }))
    )
  )
);

function formOf(type: JsonType, encoding: Encoding, isQuery: boolean, isPublic: boolean): Form | undefined {
  const place = jsonTypes.indexOf(type) * encodings.length + encodings.indexOf(encoding);
  return forms[place * 4 + Number(isQuery) * 2 + Number(isPublic)];
}
