/**
 * The shortest way to an answer: a request that was sent before, to the byte, finds its response in memory. Nothing is parsed
 * or executed for it, and nothing waited for.
 */
import { Buffer } from "node:buffer";
import type { Scope } from "../base/scope.ts";
import { createLru } from "../cache/lru.ts";
import type { Caller } from "./execute.ts";
import type { ChooseForm } from "./form.ts";
import type { ReadyCounts } from "./meter.ts";
import type { MoreHeaders, Representations } from "./representations.ts";
import type { ResponseCache } from "./response_cache.ts";

/** At once with GET; with POST, once the body is read. */
export type ReadyAnswer = Response | undefined | Promise<Response | undefined>;

export interface ReadyAnswers {
  /** @returns undefined where the request is not for `/graphql`, or is to be answered the long way */
  find(request: Request, scope: Scope, more?: MoreHeaders): ReadyAnswer;
  /** @returns the body of a request that was looked for here in vain */
  bodyOf(request: Request): Promise<Uint8Array> | undefined;
  /**
   * Notes which response a request is answered with.
   * @param counts where each time is counted
   */
  remember(sent: Sent, scope: Scope, key: string, counts: ReadyCounts): void;
}

/** What a request asks with: its URL where it is a query by its method, as of a GET, and else its body. */
export type Sent = string | Uint8Array;

export interface ReadyAnswersOptions<C extends Caller> {
  readonly responses: ResponseCache<C>;
  readonly representations: Representations;
  readonly chooseForm: ChooseForm;
  readonly readBody: (request: Request) => Promise<Uint8Array>;
  /** Of the requests that are remembered. */
  readonly maxBytes: number;
}

interface Remembered {
  readonly key: string;
  readonly counts: ReadyCounts;
}

export function createReadyAnswers<C extends Caller>(options: ReadyAnswersOptions<C>): ReadyAnswers {
  const { responses, representations, chooseForm, readBody, maxBytes } = options;
  const keys = createLru<Remembered>(maxBytes, ({ key }) => key.length);
  const bodies = new WeakMap<Request, Promise<Uint8Array>>();

  function findSent(
    sent: Sent,
    { headers }: Request,
    scope: Scope,
    more?: MoreHeaders,
  ): Response | undefined {
    const isQuery = typeof sent === "string";
    const remembered = keys.get(nameOf(sent, scope));
    // How old an answer may be is the long way's to decide.
    if (!remembered || headers.get("cache-control") !== null) return undefined;
    const { key, counts } = remembered;
    const found = responses.peek(key);
    if (!found) return undefined;
    const form = chooseForm(headers, isQuery, scope, found.body.length);
    if (!form) return undefined;
    const ifNoneMatch = isQuery ? headers.get("if-none-match") : null;
    const response = representations.ready({ key, found }, form, ifNoneMatch, more);
    counts[!isQuery ? "post" : response.status === 304 ? "unchanged" : "get"]++;
    return response;
  }
  async function findPosted(
    request: Request,
    scope: Scope,
    more?: MoreHeaders,
  ): Promise<Response | undefined> {
    const body = readBody(request);
    try {
      const found = findSent(await body, request, scope, more);
      if (found) return found;
    } catch {
      // The long way tells what is wrong with it.
    }
    bodies.set(request, body);
    return undefined;
  }
  return {
    find(request, scope, more) {
      const { method, url } = request;
      if (method === "GET") return findSent(url, request, scope, more);
      return method === "POST" && isEndpoint(url) ? findPosted(request, scope, more) : undefined;
    },
    bodyOf: (request) => bodies.get(request),
    remember: (sent, scope, key, counts) => keys.set(nameOf(sent, scope), { key, counts }),
  };
}

const endpoint = "/graphql";

/** URL itself would take as long as all the rest. */
function isEndpoint(url: string): boolean {
  return url.endsWith(endpoint) && url.indexOf("/", "https://".length) === url.length - endpoint.length;
}

/** No key holds a NUL, whatever is sent. A body may say what a URL said: what is kept by is each of its bytes, whatever they mean. */
function nameOf(sent: Sent, { key }: Scope): string {
  if (typeof sent === "string") return `${key}\0?${sent}`;
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength).toString("latin1");
  return `${key}\0{${bytes}`;
}
