import assert from "node:assert/strict";
import type { RouteConfig } from "./context.ts";
import type { RouteFile } from "./route_files.ts";
import { createRouteTable, matchRoute } from "./route_table.ts";

function fileAt(file: string, role: "route" | "layout" = "route", config: RouteConfig = {}): RouteFile {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return { role, folder, page: { file, component: () => null, handler: null, config } };
}

const table = createRouteTable(
  [
    "index.tsx",
    "about.tsx",
    "[id].tsx",
    "[...rest].tsx",
    "(shop)/products/index.tsx",
    "(shop)/products/[id].tsx",
    "(shop)/products/[id].csv.ts",
    "(shop)/products/new.tsx",
    "(shop)/products/[id]/[tab].tsx",
    "(shop)/products/[from]-[to].tsx",
    "old/[...path].tsx",
  ].map((file) => fileAt(file)).concat(
    fileAt("hidden.tsx", "route", { routeOverride: "/x/:module@:version" }),
  ),
);

/** The file that answers a path, and with which parameters. */
function answering(path: string): [string, Record<string, string>] | null {
  const match = matchRoute(table, new URL(path, "http://localhost"));
  return match && [match.route.page.file, match.params];
}

Deno.test("the most specific file answers a URL", () => {
  const cases: [string, ReturnType<typeof answering>][] = [
    ["/", ["index.tsx", {}]],
    ["/about", ["about.tsx", {}]],
    ["/about/", ["about.tsx", {}]],
    ["/other", ["[id].tsx", { id: "other" }]],
    ["/other/deeper/still", ["[...rest].tsx", { rest: "other/deeper/still" }]],
    ["/products", ["(shop)/products/index.tsx", {}]],
    ["/products/new", ["(shop)/products/new.tsx", {}]],
    ["/products/7", ["(shop)/products/[id].tsx", { id: "7" }]],
    ["/products/7.csv", ["(shop)/products/[id].csv.ts", { id: "7" }]],
    ["/products/1-9", ["(shop)/products/[from]-[to].tsx", { from: "1", to: "9" }]],
    ["/products/7/trend", ["(shop)/products/[id]/[tab].tsx", { id: "7", tab: "trend" }]],
    ["/old", ["old/[...path].tsx", { path: "" }]],
    ["/old/a/b", ["old/[...path].tsx", { path: "a/b" }]],
    ["/x/chart@2", ["hidden.tsx", { module: "chart", version: "2" }]],
    ["/hidden", ["[id].tsx", { id: "hidden" }]],
    ["/products/caf%C3%A9%20noir", ["(shop)/products/[id].tsx", { id: "café noir" }]],
    ["/products/a%2Fb", ["(shop)/products/[id].tsx", { id: "a%2Fb" }]],
    ["/products/%E0%A4", null],
  ];
  for (const [path, expected] of cases) assert.deepEqual(answering(path), expected, path);
});

Deno.test("two files for the same URLs are refused", () => {
  const files = ["(a)/about.tsx", "(b)/about.tsx"].map((file) => fileAt(file));
  assert.throws(
    () => createRouteTable(files),
    /Cannot route \/about: two files answer it \(\(a\)\/about.tsx and \(b\)\/about.tsx\)/,
  );
});

Deno.test("a file name that is no pattern is refused", () => {
  for (const file of ["[a][b].tsx", "[[a]].tsx", "x[...a].tsx", "[a.tsx"]) {
    assert.throws(() => createRouteTable([fileAt(file)]), /Cannot route .*: expected \[param\]/, file);
  }
});

Deno.test("layouts surround the routes of their folder and below, groups included", () => {
  const files = ["_layout.tsx", "(shop)/_layout.tsx", "(shop)/products/_layout.tsx", "(info)/_layout.tsx"]
    .map((file) => fileAt(file, "layout")).concat(fileAt("(shop)/products/[id].tsx"), fileAt("other.tsx"));
  const table = createRouteTable(files);
  const layoutsAt = (path: string) =>
    matchRoute(table, new URL(path, "http://localhost"))?.route.levels.flatMap((level) =>
      level.layout?.file ?? []
    );
  assert.deepEqual(layoutsAt("/products/1"), [
    "_layout.tsx",
    "(shop)/_layout.tsx",
    "(shop)/products/_layout.tsx",
  ]);
  assert.deepEqual(layoutsAt("/other"), ["_layout.tsx"]);
});
