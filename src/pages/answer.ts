import { Context, createPageElement, type LayoutConfig, type Surroundings } from "./context.ts";
import { type HandlerFn, type Method, METHODS, type Middleware, page as pageData } from "./define.ts";
import { HttpError, httpStatusOf } from "./http_error.ts";
import type { IslandRegistry } from "./render_state.ts";
import type { PageFile } from "./route_files.ts";
import { type Level, matchRoute, type RouteTable } from "./route_table.ts";

/** What answers requests: the routes, the islands on their pages, and who hears of errors. */
export interface Site {
  readonly table: RouteTable;
  readonly islands: IslandRegistry;
  /** Told once of each error that was not meant as an answer. */
  onError(error: unknown, request: Request): void;
}

/** One request on its way. */
interface Visit {
  readonly site: Site;
  readonly ctx: Context<unknown>;
  /** What surrounds a page rendered now: it grows on the way in, and shrinks on the way out. */
  readonly around: Surroundings;
}

/** @returns the route's answer, or an error page; never rejects */
export async function answer(
  site: Site,
  request: Request,
  state: unknown,
  nonce: string,
): Promise<Response> {
  const url = new URL(request.url);
  url.pathname = url.pathname.replace(/\/+/g, "/");
  const { route, params } = matchRoute(site.table, url) ?? { route: null, params: {} };
  const around: Surroundings = { app: null, layouts: [] };
  const { islands } = site;
  const ctx = new Context({
    request,
    url,
    route: route?.pattern ?? null,
    params,
    state,
    around,
    islands,
    nonce,
  });
  const visit: Visit = { site, ctx, around };
  let response: Response;
  try {
    response = await enter(visit, route?.levels ?? site.table.rootLevels, async () => {
      if (route === null) throw new HttpError(404, "Not Found");
      return await answerRoute(visit, route.page);
    });
  } catch (error) {
    noteError(visit, error);
    response = plainError(error);
  }
  if (response.status === 405 && route !== null) response = withAllow(response, route.page);
  return request.method === "HEAD" ? await withoutBody(response) : response;
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

/** Goes through the levels' middlewares to `last`, and renders the innermost level's error page if that fails. */
async function enter(
  visit: Visit,
  levels: readonly Level[],
  last: () => Promise<Response>,
): Promise<Response> {
  const [level, ...below] = levels;
  if (level === undefined) return await last();
  const { ctx, around, site } = visit;
  const outside = { ...around };
  if (level.app !== null) around.app = level.app.component;
  if (level.layout !== null) surround(around, level.layout);
  const inside = { ...around };
  try {
    return await passThrough(ctx, level.middlewares, () => enter(visit, below, last));
  } catch (error) {
    noteError(visit, error);
    const status = httpStatusOf(error);
    const page = status === 404 && site.table.notFound !== null ? site.table.notFound : level.error;
    if (page === null) throw error;
    Object.assign(around, inside);
    return await renderPage(visit, page, handlerOf(page, ctx.req.method) ?? handlerOf(page, "GET"), status);
  } finally {
    Object.assign(around, outside);
  }
}

function surround(around: Surroundings, layout: PageFile): void {
  skipSurroundings(around, layout.config);
  if (layout.component !== null) around.layouts = [...around.layouts, layout.component];
}

function skipSurroundings(around: Surroundings, config: LayoutConfig): void {
  if (config.skipAppWrapper) around.app = null;
  if (config.skipInheritedLayouts) around.layouts = [];
}

function passThrough(
  ctx: Context<unknown>,
  middlewares: readonly Middleware<unknown>[],
  last: () => Promise<Response>,
): Promise<Response> {
  const [middleware, ...rest] = middlewares;
  if (middleware === undefined) return last();
  return withNext(ctx, () => passThrough(ctx, rest, last), async () => checkResponse(await middleware(ctx)));
}

/** Has `ctx.next` go on to `next` while `work` runs: it means something else at every step. */
async function withNext<T>(
  ctx: Context<unknown>,
  next: () => Promise<Response>,
  work: () => Promise<T>,
): Promise<T> {
  const outer = ctx.next;
  ctx.next = next;
  try {
    return await work();
  } finally {
    ctx.next = outer;
  }
}

function checkResponse(response: unknown): Response {
  if (response instanceof Response) return response;
  throw new Error(
    `Cannot answer: a middleware returns a Response (got ${typeof response}); did it await ctx.next()?`,
  );
}

async function answerRoute(visit: Visit, page: PageFile): Promise<Response> {
  const { method } = visit.ctx.req;
  const handler = handlerOf(page, method);
  if (handler !== null) return await renderPage(visit, page, handler, 200);
  if (method !== "OPTIONS") throw new HttpError(405, "Method Not Allowed");
  return new Response(null, { status: 204, headers: { Allow: allowedMethods(page) } });
}

async function renderPage(
  visit: Visit,
  page: PageFile,
  handler: HandlerFn<unknown, unknown> | null,
  status: number,
): Promise<Response> {
  const { ctx, around } = visit;
  skipSurroundings(around, page.config);
  const result = await (handler ?? pageData)(ctx);
  if (result instanceof Response) return result;
  if (page.component === null) {
    throw new Error(
      `Cannot render ${page.file}: its handler returned data, but it exports no component by default`,
    );
  }
  const element = await createPageElement(ctx, page.component, { data: result.data });
  if (element instanceof Response) return element;
  return await ctx.render(element, { status: result.status ?? status, headers: result.headers ?? {} });
}

/** @returns null when the method is not allowed */
function handlerOf({ handler, component }: PageFile, method: string): HandlerFn<unknown, unknown> | null {
  if (typeof handler === "function") return handler;
  const reads = method === "GET" || method === "HEAD";
  const own = METHODS.includes(method as Method) ? handler?.[method as Method] : undefined;
  return own ?? (reads ? handler?.GET : undefined) ?? (reads && component !== null ? () => pageData() : null);
}

function allowedMethods(page: PageFile): string {
  return METHODS.filter((method) => method === "OPTIONS" || handlerOf(page, method) !== null).join(", ");
}

function withAllow(response: Response, page: PageFile): Response {
  const headers = new Headers(response.headers);
  headers.set("Allow", allowedMethods(page));
  return new Response(response.body, { status: response.status, headers });
}

/** Errors meant as an answer, such as 404, are nobody's to look into. */
function noteError({ ctx, site }: Visit, error: unknown): void {
  if (ctx.error === error) return;
  ctx.error = error;
  if (httpStatusOf(error) >= 500) site.onError(error, ctx.req);
}

function plainError(error: unknown): Response {
  const status = httpStatusOf(error);
  const message = error instanceof HttpError && error.message !== "" ? error.message : `Error ${status}`;
  return new Response(message, { status });
}
