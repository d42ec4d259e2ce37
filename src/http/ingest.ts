/** `POST /ingest/orders` and `DELETE /ingest/orders/ID`: what a shop's own systems write, as docs/INGEST.md has it. */
import { DeadlineError, ForbiddenError, UnavailableError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Principal } from "../base/scope.ts";
import { readBody } from "../graphql/body.ts";
import { RefusedRequest } from "../graphql/refused.ts";
import type { Ingest, Ingested, Result, Turn } from "../ingest/ingest.ts";

export type IngestHandler = (
  request: Request,
  caller: { readonly principal: Principal; readonly requestId: string },
) => Promise<Response>;

export interface IngestHandlerOptions {
  readonly ingest: Ingest;
  readonly log: Log;
  readonly maxBytes?: number;
  /** From the first read of a body to its last byte. */
  readonly deadlineMs?: number;
}

const place = "/ingest/orders";
const ndjson = "application/x-ndjson";
const busySeconds = 1;
const behindSeconds = 5;

/**
 * @returns what answers every request below `/ingest`; it rejects with ForbiddenError for whoever is not of the role
 * `ingest`, and as the ingest does
 */
export function createIngestHandler(
  { ingest, log, maxBytes = 16_000_000, deadlineMs = 30_000 }: IngestHandlerOptions,
): IngestHandler {
  function begin(): Turn {
    const turn = ingest.begin();
    if (turn) return turn;
    throw new Refusal(429, "Cannot take orders: others are being stored; come back in a moment", busySeconds);
  }
  async function post(request: Request, key: string | undefined): Promise<Response> {
    // Before the body is read: whoever is refused has not sent all of it for nothing.
    using turn = begin();
    const body = await readBody(request, { maxBytes, deadline: deadlineMs });
    return answer(await turn.store(body, key));
  }
  async function remove(orderId: string): Promise<Response> {
    using turn = begin();
    const result = await turn.remove(orderId);
    const shown = JSON.stringify(orderId.slice(0, 60));
    if (result === "unknown") throw new Refusal(404, `Cannot delete order ${shown}: there is none`);
    if (result === "archived") throw new Refusal(409, `Cannot delete order ${shown}: it is archived`);
    return Response.json({ order_id: orderId, result }, { headers: noStore });
  }
  return async (request, { principal, requestId }) => {
    if (principal.scope.role !== "ingest") {
      throw new ForbiddenError(`Cannot take orders from the role ${principal.scope.role}: it must be ingest`);
    }
    try {
      const { pathname } = new URL(request.url);
      if (pathname === place) {
        requireMethod(request, "POST");
        requireNdjson(request.headers);
        return await post(request, keyOf(request.headers));
      }
      const orderId = orderIdIn(pathname);
      requireMethod(request, "DELETE");
      return await remove(orderId);
    } catch (error) {
      if (error instanceof Refusal) return error.answer(requestId);
      if (error instanceof RefusedRequest) return new Refusal(error.status, error.message).answer(requestId);
      if (error instanceof UnavailableError || error instanceof DeadlineError) {
        log.warn("ingest unavailable", { requestId, error });
        // What it says is for whoever sends orders: it names no host and no user.
        return new Refusal(503, error.message, busySeconds).answer(requestId);
      }
      throw error;
    }
  };
}

const noStore = { "cache-control": "no-store" };

const codes = {
  400: "BAD_REQUEST",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  406: "NOT_ACCEPTABLE",
  408: "REQUEST_TIMEOUT",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "IDEMPOTENCY_KEY_REUSED",
  429: "TOO_MANY_REQUESTS",
  503: "UNAVAILABLE",
  504: "TIMEOUT",
} as const;

/** The whole request is refused; nothing of it was stored. */
class Refusal extends Error {
  constructor(
    readonly status: keyof typeof codes,
    message: string,
    readonly retryAfterSeconds?: number,
    readonly allowed?: string,
  ) {
    super(message);
  }

  answer(requestId: string): Response {
    const { status, message, retryAfterSeconds, allowed } = this;
    return Response.json({ errors: [{ message, extensions: { code: codes[status], requestId } }] }, {
      status,
      headers: {
        ...noStore,
        ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
        ...(allowed !== undefined && { allow: allowed }),
      },
    });
  }
}

function answer(ingested: Ingested): Response {
  switch (ingested.kind) {
    case "taken":
      return answerResults(ingested.results);
    case "too many orders":
      throw new Refusal(413, "Cannot take the batch: it has more than 5,000 orders");
    case "key of another batch":
      throw new Refusal(422, "Cannot take the batch: its Idempotency-Key came with another one before");
    case "behind":
      throw new Refusal(
        429,
        `Cannot take the batch: the aggregates are ${Math.round(ingested.seconds)} s behind`,
        behindSeconds,
      );
  }
}

function answerResults(results: readonly Result[]): Response {
  const lines = results.map((result) => `${JSON.stringify(result)}\n`).join("");
  return new Response(lines, { headers: { ...noStore, "content-type": ndjson } });
}

function requireMethod({ method }: Request, allowed: string): void {
  if (method !== allowed) {
    throw new Refusal(405, `Cannot answer ${method} here: use ${allowed}`, undefined, allowed);
  }
}

// Other sites' pages cannot send it in a visitor's name without asking first.
function requireNdjson(headers: Headers): void {
  const type = headers.get("content-type") ?? "none";
  if (!/^application\/x-ndjson *(; *charset="?utf-8"? *)?$/i.test(type)) {
    throw new Refusal(
      415,
      `Cannot read the body: its content-type must be ${ndjson} (got ${type.slice(0, 60)})`,
    );
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw new Refusal(415, `Cannot read the body: it must not be compressed (got ${encoding.slice(0, 60)})`);
  }
}

function keyOf(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key") ?? undefined;
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Refusal(
    400,
    "Cannot read the Idempotency-Key: it must be 1 to 255 letters, digits and signs of ASCII",
  );
}

function orderIdIn(pathname: string): string {
  const part = pathname.slice(place.length + 1);
  if (!pathname.startsWith(`${place}/`) || part === "" || part.includes("/")) {
    throw new Refusal(404, `Cannot find this place: orders are at ${place}`);
  }
  try {
    return decodeURIComponent(part).trim();
  } catch {
    throw new Refusal(400, "Cannot read the order's id: it must be encoded as UTF-8, by percent signs");
  }
}
