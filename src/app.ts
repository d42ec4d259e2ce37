/** The request path: every stage in its place, one a line. */
import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { type Analytics, forRequest } from "./analytics/analytics.ts";
import type { Log } from "./base/log.ts";
import type { Scope } from "./base/principal.ts";
import type { PageState } from "./dashboard/state.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Execute } from "./graphql/execute.ts";
import type { GraphqlHandler } from "./graphql/handler.ts";
import { createLoaders } from "./graphql/loaders.ts";
import { operation, operationManifest } from "./graphql/operations.ts";
import { schemaText } from "./graphql/schema.ts";
import { live, ready } from "./http/health.ts";

export interface AppOptions {
  readonly analytics: Analytics;
  readonly execute: Execute<LanewayCaller>;
  readonly graphql: GraphqlHandler<LanewayCaller>;
  /** Whether browsers find GraphiQL at /graphql: pages link to it. */
  readonly graphiql: boolean;
  /** Answers the paths of scripts and static files, and no other. */
  readonly assets: (request: Request) => Promise<Response | null>;
  /** Answers every path that nothing else does, with a page. */
  readonly pages: (request: Request, state: PageState & Record<string, unknown>) => Promise<Response>;
  readonly log: Log;
  /** Aborts when the process is to end: it is no longer ready then. */
  readonly stopped: AbortSignal;
}

// Who calls is not asked yet.
const everything: Scope = { role: "admin" };

export function createApp(options: AppOptions): (request: Request) => Response | Promise<Response> {
  const { analytics, execute, graphql, graphiql, assets, pages, stopped, log } = options;
  const caller = (requestId: string, { signal }: Request): LanewayCaller => {
    const own = forRequest(analytics, signal);
    return { requestId, scope: everything, analytics: own, loaders: createLoaders(own) };
  };
  const manifest = operationManifest();
  const app = new Hono<{ Variables: { requestId: string } }>();

  app.get("/health/live", live);
  app.get("/health/ready", () => ready(analytics.coverage, stopped));

  app.use(requestId());
  app.use(async (c, next) => {
    await next();
    // Answers made elsewhere take the place of the one that the id was set on.
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  // A promise to speak TLS only is for whoever ends TLS to make.
  app.use(secureHeaders({ strictTransportSecurity: false }));

  app.get("/graphql/schema.graphql", () => text(schemaText));
  app.get("/graphql/documents.json", (c) => c.json(manifest));
  app.all("/graphql", (c) => graphql(c.req.raw, caller(c.var.requestId, c.req.raw)));
  app.all("/graphql/graphiql/*", (c) => graphql(c.req.raw, caller(c.var.requestId, c.req.raw)));

  app.all("*", async (c) => {
    const asset = await assets(c.req.raw);
    if (asset) return asset;
    const id = c.var.requestId;
    return await pages(c.req.raw, {
      requestId: id,
      graphiql,
      query: (name, variables) => execute({ query: operation(name), variables }, caller(id, c.req.raw)),
    });
  });

  app.onError((error, c) => {
    log.error("request failed", { requestId: c.var.requestId, path: c.req.path, error });
    return Response.json({ error: "Internal error", requestId: c.var.requestId }, { status: 500 });
  });
  return app.fetch;
}

function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
