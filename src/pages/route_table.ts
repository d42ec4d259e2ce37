import type { Middleware } from "./define.ts";
import { comparePatterns, patternOf } from "./pattern.ts";
import type { PageFile, RouteFile } from "./route_files.ts";

/** What a folder of routes puts around everything in it and below. */
export interface Level {
  readonly app: PageFile | null;
  readonly layout: PageFile | null;
  readonly middlewares: readonly Middleware<unknown>[];
  readonly error: PageFile | null;
}

/** A page with the levels around it, from the routes' own folder inwards. */
export interface Route {
  readonly pattern: string;
  readonly levels: readonly Level[];
  readonly page: PageFile;
}

export interface RouteTable {
  /** Routes without parameters, by path. */
  readonly fixed: ReadonlyMap<string, Route>;
  /** The others, from the most to the least specific. */
  readonly open: readonly { readonly matcher: URLPattern; readonly route: Route }[];
  /** What stands around a URL without a route. */
  readonly rootLevels: readonly Level[];
  readonly notFound: PageFile | null;
}

/** @throws Error when two files answer the same URLs */
export function createRouteTable(files: readonly RouteFile[]): RouteTable {
  const byPattern = new Map<string, Route>();
  for (const file of files) {
    if (file.role !== "route") continue;
    const { page, folder } = file;
    const pattern = page.config.routeOverride ?? patternOf(page.file);
    const other = byPattern.get(pattern);
    if (other !== undefined) {
      throw new Error(`Cannot route ${pattern}: two files answer it (${other.page.file} and ${page.file})`);
    }
    byPattern.set(pattern, { pattern, page, levels: levelsAround(folder, files) });
  }
  const routes = [...byPattern.values()].sort((a, b) => comparePatterns(a.pattern, b.pattern));
  const [fixed, open] = [routes.filter(isFixed), routes.filter((route) => !isFixed(route))];
  return {
    fixed: new Map(fixed.map((route) => [route.pattern, route])),
    open: open.map((route) => ({ matcher: new URLPattern({ pathname: route.pattern }), route })),
    rootLevels: levelsAround("", files),
    notFound: pageOf("notFound", "", files),
  };
}

/** @returns the route that answers the URL with its parameters, still encoded where they hold reserved characters */
export function matchRoute(
  table: RouteTable,
  url: URL,
): { route: Route; params: Record<string, string> } | null {
  const path = url.pathname;
  const withOrWithoutSlash = path.endsWith("/") ? path.slice(0, -1) : path + "/";
  const route = table.fixed.get(path) ?? table.fixed.get(withOrWithoutSlash);
  if (route !== undefined) return { route, params: {} };
  for (const { matcher, route } of table.open) {
    const groups = matcher.exec(url)?.pathname.groups;
    if (groups === undefined) continue;
    const params = decodeParams(groups);
    return params && { route, params };
  }
  return null;
}

/** @returns null when the URL's escapes make no text */
function decodeParams(groups: Record<string, string | undefined>): Record<string, string> | null {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value = ""]) => [name, decodeURI(value)]));
  } catch {
    return null;
  }
}

function isFixed({ pattern }: Route): boolean {
  return !/[*:{}+?()]/.test(pattern);
}

/** @param folder "" or a path that ends with a slash */
function levelsAround(folder: string, files: readonly RouteFile[]): Level[] {
  const depth = folder.split("/").length;
  const folders = Array.from({ length: depth }, (_, up) => {
    return folder.split("/").slice(0, up).map((name) => name + "/").join("");
  });
  return folders.map((folder) => ({
    app: pageOf("app", folder, files),
    layout: pageOf("layout", folder, files),
    middlewares: files.flatMap((file) =>
      file.role === "middleware" && file.folder === folder ? file.middlewares : []
    ),
    error: pageOf("error", folder, files),
  }));
}

function pageOf(
  role: "app" | "layout" | "error" | "notFound",
  folder: string,
  files: readonly RouteFile[],
): PageFile | null {
  for (const file of files) if (file.role === role && file.folder === folder) return file.page;
  return null;
}
