// What routes import as "fresh": the part of Fresh 2 that the pages use, under its names.
export { createDefine, page } from "./define.ts";
export type {
  Define,
  HandlerByMethod,
  HandlerFn,
  Method,
  Middleware,
  PageResponse,
  RouteHandler,
} from "./define.ts";
export { HttpError } from "./http_error.ts";
export type { Context, LayoutConfig, PageProps, RouteConfig } from "./context.ts";
