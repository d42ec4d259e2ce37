/** Kept responses as they go over HTTP: tagged and compressed once, with what tells caches how long they may keep them. */
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Encoding } from "../base/accept_encoding.ts";
import { hasCurrent } from "../base/entity_tag.ts";
import { createLru } from "../cache/lru.ts";
import type { Form } from "./form.ts";
import { ageOf, lifetimeHeaders } from "./lifetime.ts";
import type { KeptResponse } from "./responder.ts";
import { readyTiming } from "./server_timing.ts";

/** Headers beside a response's own; one object for all who are told the same. */
export type MoreHeaders = readonly (readonly [name: string, value: string])[];

export const noHeaders: MoreHeaders = [];

export interface Representations {
  /** @returns what memory holds fresh: made once a second, and told to all */
  ready(kept: KeptResponse, form: Form, ifNoneMatch: string | null, more?: MoreHeaders): Response;
  /** @returns any kept response, with `timing` as Server-Timing */
  response(kept: KeptResponse, form: Form, ifNoneMatch: string | null, timing: string): Response;
}

export interface RepresentationsOptions {
  /** Of bodies, compressed or not, that are kept in the forms they were sent in. */
  readonly maxBytes: number;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
}

interface Representation {
  /** What it was made from. */
  readonly source: Uint8Array;
  readonly etag: string;
  readonly encoding: Encoding;
  readonly body: Uint8Array<ArrayBuffer>;
  /** For one second. */
  ready?: { readonly age: number; readonly byHeaders: Map<MoreHeaders, Ready> };
}

interface Ready {
  readonly full: Response;
  readonly unchanged: Response;
}

export function createRepresentations({ maxBytes, now }: RepresentationsOptions): Representations {
  const made = createLru<Representation>(maxBytes, ({ source, body }) => source.length + body.length);

  const represent = ({ key, found }: KeptResponse, form: Form): Representation => {
    // Those who waited for it together are told where it came from, and all others that it was kept.
    const name = `${form.name} ${found.body === found.entry.body ? key : `told ${key}`}`;
    const there = made.get(name);
    if (there?.source === found.body) return there;
    const representation = representationOf(found.body, form);
    made.set(name, representation);
    return representation;
  };
  return {
    ready(kept, form, ifNoneMatch, more = noHeaders) {
      const representation = represent(kept, form);
      const age = ageOf(kept.found, now());
      if (representation.ready?.age !== age) representation.ready = { age, byHeaders: new Map() };
      const { byHeaders } = representation.ready;
      let ready = byHeaders.get(more);
      if (!ready) {
        const own = headersOf(representation, kept, form, readyTiming, age);
        const headers = [...own, ...more.map(([name, value]): HeaderPairs[number] => [name, value])];
        ready = { full: full(representation, form, headers), unchanged: unchanged(headers) };
        byHeaders.set(more, ready);
      }
      if (isCurrent(representation, form, ifNoneMatch)) return ready.unchanged;
      // A copy shares the body, and takes the headers as they are: to check them again would take longer than all the rest.
      return ready.full.clone();
    },
    response(kept, form, ifNoneMatch, timing) {
      const representation = represent(kept, form);
      const headers = headersOf(representation, kept, form, timing, ageOf(kept.found, now()));
      return isCurrent(representation, form, ifNoneMatch)
        ? unchanged(headers)
        : full(representation, form, headers);
    },
  };
}

function representationOf(source: Uint8Array, { encoding, ...form }: Form): Representation {
  const hash = createHash("sha256").update(source).digest("base64url").slice(0, 22);
  // Strong: other bytes and another type have another tag.
  const type = form.type === "application/json" ? "" : ".response";
  const etag = `"${hash}${type}${encoding === "identity" ? "" : `.${encoding}`}"`;
  return { source, etag, encoding, body: compress(source, encoding) };
}

function compress(bytes: Uint8Array, encoding: Encoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case "br": {
      const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
      return new Uint8Array(brotliCompressSync(bytes, { params }));
    }
    case "gzip":
      return new Uint8Array(gzipSync(bytes));
    case "identity":
      return new Uint8Array(bytes);
  }
}

// Beyond it, a tenth smaller takes several times as long.
const brotliQuality = 5;

function isCurrent({ etag }: Representation, { isQuery }: Form, ifNoneMatch: string | null): boolean {
  return isQuery && hasCurrent(ifNoneMatch, etag);
}

type HeaderPairs = [string, string][];

function headersOf(
  { etag }: Representation,
  { found }: KeptResponse,
  form: Form,
  timing: string,
  age: number,
): HeaderPairs {
  const tag: HeaderPairs = form.isQuery ? [["etag", etag]] : [];
  return [...lifetimeHeaders(found, form, age), ...tag, ["server-timing", timing]];
}

/** Of what other answers tell browsers, that which holds for data: it is no page, and no other site's page may have it. */
const forBrowsers: HeaderPairs = [
  ["x-content-type-options", "nosniff"],
  ["cross-origin-resource-policy", "same-origin"],
];

function full({ encoding, body }: Representation, { type }: Form, headers: HeaderPairs): Response {
  const encoded: HeaderPairs = encoding === "identity" ? [] : [["content-encoding", encoding]];
  const all: HeaderPairs = [
    ["content-type", `${type}; charset=utf-8`],
    ...encoded,
    ...headers,
    ...forBrowsers,
  ];
  return new Response(body, { headers: all });
}

function unchanged(headers: HeaderPairs): Response {
  return new Response(null, { status: 304, headers });
}
