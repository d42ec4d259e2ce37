/**
 * The shortest way to an answer: a request that was sent before, to the byte, finds its response in memory. Nothing is parsed
 * or executed for it, and nothing waited for.
 */
import type { Scope } from "../base/scope.ts";
import { createLru } from "../cache/lru.ts";
import type { Caller } from "./execute.ts";
import type { ChooseForm } from "./form.ts";
import type { MoreHeaders, Representations } from "./representations.ts";
import type { ResponseCache } from "./response_cache.ts";

/** At once with GET; with POST, once the body is read. */
export type ReadyAnswer = Response | undefined | Promise<Response | undefined>;

export interface ReadyAnswers {
  /** @returns undefined where the request is not for `/graphql`, or is to be answered the long way */
  find(request: Request, scope: Scope, more?: MoreHeaders): ReadyAnswer;
  /** @returns the body of a request that was looked for here in vain */
  bodyOf(request: Request): Promise<string> | undefined;
  /**
   * Notes which response a request is answered with.
   * @param sent the URL where it is a query by its method, as of a GET, and else the body
   */
  remember(sent: string, isQuery: boolean, scope: Scope, key: string): void;
}

export interface ReadyAnswersOptions<C extends Caller> {
  readonly responses: ResponseCache<C>;
  readonly representations: Representations;
  readonly chooseForm: ChooseForm;
  readonly readText: (request: Request) => Promise<string>;
  /** Of the requests that are remembered. */
  readonly maxBytes: number;
}

export function createReadyAnswers<C extends Caller>(options: ReadyAnswersOptions<C>): ReadyAnswers {
  const { responses, representations, chooseForm, readText, maxBytes } = options;
  const keys = createLru<string>(maxBytes, (key) => key.length);
  const bodies = new WeakMap<Request, Promise<string>>();

  function findSent(
    sent: string,
    isQuery: boolean,
    { headers }: Request,
    scope: Scope,
    more?: MoreHeaders,
  ): Response | undefined {
    const key = keys.get(nameOf(sent, isQuery, scope));
    // How old an answer may be is the long way's to decide.
    if (key === undefined || headers.get("cache-control") !== null) return undefined;
    const found = responses.peek(key);
    if (!found) return undefined;
    const form = chooseForm(headers, isQuery, scope, found.body.length);
    if (!form) return undefined;
    return representations.ready({ key, found }, form, isQuery ? headers.get("if-none-match") : null, more);
  }
  async function findPosted(
    request: Request,
    scope: Scope,
    more?: MoreHeaders,
  ): Promise<Response | undefined> {
    const body = readText(request);
    try {
      const found = findSent(await body, false, request, scope, more);
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
      if (method === "GET") return findSent(url, true, request, scope, more);
      return method === "POST" && isEndpoint(url) ? findPosted(request, scope, more) : undefined;
    },
    bodyOf: (request) => bodies.get(request),
    remember: (sent, isQuery, scope, key) => keys.set(nameOf(sent, isQuery, scope), key),
  };
}

const endpoint = "/graphql";

/** URL itself would take as long as all the rest. */
function isEndpoint(url: string): boolean {
  return url.endsWith(endpoint) && url.indexOf("/", "https://".length) === url.length - endpoint.length;
}

/** No key holds a NUL, whatever is sent. A body may say what a URL said. */
function nameOf(sent: string, isQuery: boolean, { key }: Scope): string {
  return `${key}\0${isQuery ? "?" : "{"}${sent}`;
}
