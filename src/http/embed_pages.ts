/** Pages that other sites show in a frame: the token in their address tells what they may show, and nothing else does. */
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { EndedError, ForbiddenError, UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import type { EmbedVisit, Principal } from "../base/scope.ts";
import type { Connected } from "./address.ts";
import type { Authenticate } from "./authenticate.ts";
import { siteOf } from "./embeds.ts";
import type { RateLimit } from "./rate_limit.ts";

type EmbedEnvironment = {
  Bindings: Connected;
  Variables: { principal: Principal; embed: EmbedVisit };
};

export interface EmbedPagesOptions {
  readonly authenticate: Pick<Authenticate, "caller">;
  readonly rateLimit: Pick<RateLimit, "ask" | "guessOf">;
}

/** @returns a middleware that finds out what may be shown; where that is nothing, the page says why */
export function embedVisits({ authenticate, rateLimit }: EmbedPagesOptions): MiddlewareHandler {
  return createMiddleware<EmbedEnvironment>(async (c, next) => {
    const request = c.req.raw;
    try {
      const principal = await authenticate.caller(withBearer(request), rateLimit.guessOf(request, c.env));
      const { embed: limits } = principal.scope;
      if (!limits) throw new ForbiddenError("Cannot show an embed: its token is of another kind");
      siteOf(principal, request);
      c.set("principal", principal);
      c.set("embed", { kind: "allowed", limits });
    } catch (error) {
      const why = reasonOf(error);
      if (why === undefined) throw error;
      // Whoever tries out tokens is counted.
      const told = await rateLimit.ask(request, c.env, undefined);
      if (told instanceof Response) return told;
      c.set("embed", { kind: "refused", why });
    }
    return await next();
  });
}

/** @returns whose pages may show the answer in a frame. One that refuses shows nothing and asks for nothing, so anybody's may. */
export function sitesOf(c: Context<EmbedEnvironment>): readonly string[] {
  const { embed } = c.var;
  return embed.kind === "allowed" ? embed.limits.origins : ["*"];
}

/** The request as one who sends the token would send it elsewhere: cookies and other headers say nothing here. */
function withBearer({ url }: Request): Request {
  const [token, ...more] = new URL(url).searchParams.getAll("token");
  if (token === undefined || more.length > 0 || !/^[\w.-]+$/.test(token)) {
    throw new UnauthenticatedError("Cannot show an embed: its address must have one token");
  }
  return new Request(url, { headers: { authorization: `Bearer ${token}` } });
}

function reasonOf(error: unknown): (EmbedVisit & { readonly kind: "refused" })["why"] | undefined {
  if (error instanceof EndedError) return "ended";
  if (error instanceof UnauthenticatedError) return "invalid";
  if (error instanceof ForbiddenError) return "forbidden";
  return error instanceof UnavailableError ? "unavailable" : undefined;
}

/** The script beside the frames stands in pages that nobody writes anew: it may be a day old, and is asked for again meanwhile. */
export const keepSnippet: MiddlewareHandler = createMiddleware(async (c, next) => {
  await next();
  if (c.res.ok || c.res.status === 304) {
    c.res.headers.set("cache-control", "public, max-age=86400, stale-while-revalidate=604800");
  }
});
