/** Finds the document that a request means, by its text or its id, and refuses those that are not ours where only ours are trusted. */
import type { GraphQLFormattedError } from "graphql";
import { createLru } from "../cache/lru.ts";
import { plainError } from "./errors.ts";
import type { DocumentReference } from "./request.ts";

export interface DocumentStoreOptions {
  /** Texts by id: documents that are always there. */
  readonly stored: ReadonlyMap<string, string>;
  /** Whether no other document is answered. */
  readonly trustedOnly: boolean;
  /** Of memory for texts that clients have sent along with their ids, for their next requests; 400 kB unless given. */
  readonly maxBytes?: number;
}

/** A document's text, with the id that stands for it: equal ids are equal texts. */
export interface IdentifiedDocument {
  readonly id: string;
  readonly text: string;
}

export type FoundDocument =
  | { readonly document: IdentifiedDocument }
  | { readonly error: GraphQLFormattedError };

export interface DocumentStore {
  find(reference: DocumentReference): FoundDocument;
  /** Keeps a document, which was sound, so that it is found by its id alone for a while. */
  remember(document: IdentifiedDocument): void;
}

export function createDocumentStore(options: DocumentStoreOptions): DocumentStore {
  const { stored, trustedOnly, maxBytes = 400_000 } = options;
  const recent = createLru<string>(maxBytes, (text) => text.length);

  return {
    find({ id, text = stored.get(id) ?? recent.get(id), isAutomatic }) {
      if (text === undefined) return { error: notFound(id, isAutomatic) };
      if (trustedOnly && !stored.has(id)) return { error: notTrusted };
      return { document: { id, text } };
    },
    remember({ id, text }) {
      if (!stored.has(id)) recent.set(id, text);
    },
  };
}

/** The protocol of automatic persisted queries goes by its message: clients that read it send the text. */
function notFound(id: string, isAutomatic: boolean): GraphQLFormattedError {
  if (isAutomatic) return plainError("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND");
  const shown = id.length > 80 ? `${id.slice(0, 80)}…` : id;
  const message = `Cannot find document ${JSON.stringify(shown)}: ` +
    "an id is the SHA-256 of one of the texts listed at /graphql/documents.json, in lower-case hexadecimal digits";
  return plainError(message, "DOCUMENT_NOT_FOUND");
}

const notTrusted = plainError(
  "Cannot answer this document: only those listed at /graphql/documents.json are answered here; send their ids",
  "DOCUMENT_NOT_TRUSTED",
);
