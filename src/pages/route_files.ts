import type { ComponentType } from "preact";
import type { PagesConfig } from "./config.ts";
import type { PageComponent, RouteConfig } from "./context.ts";
import type { Middleware, RouteHandler } from "./define.ts";
import { encodePath } from "./files.ts";
import type { BuildManifest, Script } from "./manifest.ts";
import type { Props } from "./render_state.ts";

/** A file that answers requests or renders: a route, a layout, the app wrapper or an error page. */
export interface PageFile {
  readonly file: string;
  readonly component: PageComponent | null;
  readonly handler: RouteHandler<unknown, unknown> | null;
  readonly config: RouteConfig;
}

/** A file of the routes with what it is for, from its name. `folder` is "" or ends with a slash. */
export type RouteFile =
  | { readonly role: PageRole; readonly folder: string; readonly page: PageFile }
  | {
    readonly role: "middleware";
    readonly folder: string;
    readonly middlewares: readonly Middleware<unknown>[];
  };

type PageRole = "route" | "app" | "layout" | "error" | "notFound";

const roles: Readonly<Record<string, PageRole | "middleware">> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _404: "notFound",
  _500: "error",
  _error: "error",
};

type Exports = Readonly<Record<string, unknown>>;

/** @throws Error naming a file that cannot be imported or exports nothing of use */
export function importRoutes(config: PagesConfig, build: BuildManifest): Promise<RouteFile[]> {
  return Promise.all(build.routes.map(async (file) => {
    return readRoute(file, await importFile(config, config.routes + file));
  }));
}

/** @returns each island's component, named as its file is, with the script that holds it in the browser */
export function importIslands(
  config: PagesConfig,
  build: BuildManifest,
): Promise<{ name: string; component: ComponentType<Props>; script: Script }[]> {
  return Promise.all(
    Object.entries(build.islands).map(async ([file, script]) => {
      const { default: component } = await importFile(config, config.islands + file);
      if (typeof component !== "function") throw unusable(file, "an island exports its component by default");
      return { name: file.replace(/\.\w+$/, ""), component: component as ComponentType<Props>, script };
    }),
  );
}

async function importFile(config: PagesConfig, path: string): Promise<Exports> {
  try {
    return await import(new URL(encodePath(path), config.root).href);
  } catch (cause) {
    throw new Error(`Cannot import ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function readRoute(file: string, exports: Exports): RouteFile {
  const nameAt = file.lastIndexOf("/") + 1;
  const folder = file.slice(0, nameAt);
  const role = roles[file.slice(nameAt).replace(/\.\w+$/, "")] ?? "route";
  const handler = exports.handlers ?? exports.handler ?? null;
  if (role === "middleware") {
    const middlewares = [handler ?? exports.default].flat();
    if (!middlewares.every(isMiddleware)) {
      throw unusable(file, "a middleware exports a function, or an array of functions, by default");
    }
    return { role, folder, middlewares };
  }
  const component = typeof exports.default === "function" ? exports.default as PageComponent : null;
  if (component === null && (handler === null || role === "app" || role === "layout")) {
    throw unusable(file, "it exports no component by default, and no handler that could do without");
  }
  const config = (exports.config ?? {}) as RouteConfig;
  return { role, folder, page: { file, component, handler: handler as PageFile["handler"], config } };
}

function isMiddleware(value: unknown): value is Middleware<unknown> {
  return typeof value === "function";
}

function unusable(file: string, why: string): Error {
  return new Error(`Cannot use ${file}: ${why}`);
}
