import assert from "node:assert/strict";
import fc from "fast-check";
import { createRouteNames } from "./route_names.ts";

const nameOf = createRouteNames(["products", "sign-in"]);

Deno.test("a path goes by its first segment, where that is one of ours", () => {
  const cases: readonly [path: string, name: string][] = [
    ["/", "/"],
    ["/products", "/products"],
    ["/products/", "/products"],
    ["/products/0197", "/products/*"],
    ["/products/0197/more", "/products/*"],
    ["/graphql", "/graphql"],
    ["/health/ready", "/health/*"],
    ["/productsx", "other"],
    ["/styles.css", "other"],
    ["//", "other"],
    ["", "other"],
  ];
  for (const [path, name] of cases) assert.equal(nameOf(path), name, path);
});

Deno.test("whatever paths are asked for, their names are few", () => {
  const names = new Set<string>();
  fc.assert(
    fc.property(fc.webPath(), (path) => void names.add(nameOf(path))),
    { numRuns: 1_000 },
  );
  for (let index = 0; index < 1_000; index++) names.add(nameOf(`/products/${index}`));
  assert.ok(names.size <= 17, [...names].join());
});
