/** The rules of the house that a reader relies on, as tests: docs/ARCHITECTURE.md gives the reasons. */
import assert from "node:assert/strict";
import { posix } from "node:path";
import { walk } from "./dev/walk.ts";

const root = new URL("../", import.meta.url);

// Who may import whom. What is not named here (cli, dev, bench, tests) may import anything.
const layers: Readonly<Record<string, readonly string[]>> = {
  "src/base": [],
  "src/config_variables.ts": ["src/base"],
  "src/config.ts": ["src/base", "src/config_variables.ts"],
  "src/db": ["src/base"],
  "src/cache": ["src/base"],
  "src/precompute": ["src/base", "src/db"],
  "src/importer": ["src/base", "src/db"],
  "src/ingest": ["src/base", "src/db", "src/importer"],
  "src/seeder": ["src/base", "src/db"],
  "src/analytics": ["src/base", "src/db", "src/cache"],
  "src/access": ["src/base", "src/db", "src/cache"],
  "src/graphql": ["src/base", "src/db", "src/cache", "src/analytics"],
  "src/http": ["src/base", "src/db", "src/cache", "src/access", "src/ingest", "src/analytics", "src/graphql"],
  "src/pages": ["src/base"],
  "src/dashboard": ["src/base", "src/pages"],
  "islands": ["src/pages", "src/dashboard"],
  "components": ["src/pages", "src/dashboard", "islands"],
  "routes": ["src/base", "src/pages", "src/dashboard", "islands", "components"],
  "src/visitors.ts": [
    "src/base",
    "src/access",
    "src/analytics",
    "src/dashboard",
    "src/graphql",
    "src/http",
  ],
  "src/app.ts": [
    "src/visitors.ts",
    "src/base",
    "src/db",
    "src/cache",
    "src/access",
    "src/analytics",
    "src/graphql",
    "src/http",
    "src/pages",
    "src/dashboard",
  ],
};

interface Source {
  readonly path: string;
  readonly text: string;
  /** Paths of ours that it imports, relative to the project. */
  readonly imports: readonly string[];
}

const sources = await readSources();
const shipped = sources.filter(({ path }) => !isTest(path));

Deno.test("imports point one way", () => {
  const wrong: string[] = [];
  for (const { path, imports } of shipped) {
    const layer = layerOf(path);
    const allowed = layers[layer];
    if (!allowed) continue;
    for (const target of imports) {
      const to = layerOf(target);
      if (to !== layer && !allowed.includes(to)) wrong.push(`${path} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

/** What a route or an island may name, so that it runs under Fresh 2 unchanged: Fresh's own names, Preact and uPlot. */
const freshNames: Readonly<Record<string, readonly string[]>> = {
  fresh: [
    "createDefine",
    "Define",
    "HttpError",
    "page",
    "PageProps",
    "Context",
    "LayoutConfig",
    "RouteConfig",
  ],
  "fresh/runtime": ["asset", "Head", "IS_BROWSER", "Partial"],
};
const browserPackages = /^(preact(\/.*)?|@preact\/signals|uplot)$/;

Deno.test("routes and islands import Fresh's own names, Preact, uPlot, and what is ours", () => {
  const wrong: string[] = [];
  for (const { path, text } of shipped.filter(({ path }) => /^(routes|islands|components)\//.test(path))) {
    for (const [statement, from = ""] of text.matchAll(/^(?:import|export)\s[^;]*?from "([^".][^"]*)"/gm)) {
      const named = freshNames[from];
      if (named === undefined && !browserPackages.test(from)) wrong.push(`${path} imports ${from}`);
      const names = Array.from(statement.matchAll(/[{,]\s*(?:type )?(\w+)/g), ([, name = ""]) => name);
      const unknown = names.filter((name) => named !== undefined && !named.includes(name));
      wrong.push(...unknown.map((name) => `${path} imports ${name}, which ${from} does not have`));
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("no module imports itself by a detour", () => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      return;
    }
    state.set(path, "open");
    for (const target of byPath.get(path)?.imports ?? []) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const { path } of sources) visit(path, []);
  assert.deepEqual(cycles, []);
});

Deno.test("every SQL statement is run by name somewhere", async () => {
  const statements = (await walk(root, ["sql"])).filter((path) => !path.startsWith("sql/migrations/"));
  const text = sources.map((source) => source.text).join("\n");
  const unnamed = statements.filter((path) => {
    const name = path.replace(/^sql\//, "").replace(/\.sql$/, "");
    // A lane's statement may be named up to its lane, which is chosen as it runs with its table.
    return !text.includes(`"${name}"`) && !text.includes(`\`${name.replace(/\.[A-Z]+(\.[a-z]+)?$/, "")}.$\{`);
  });
  assert.deepEqual(unnamed, []);
});

Deno.test("every exported value is used in another file", () => {
  const unused: string[] = [];
  for (const { path, text } of shipped) {
    if (path.startsWith("routes/") || path.startsWith("islands/") || path === "src/pages/mod.ts") continue;
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function\*?|const|class|let) (\w+)/gm)) {
      const used = new RegExp(`\\b${name}\\b`);
      if (!sources.some((other) => other.path !== path && used.test(other.text))) {
        unused.push(`${path}: ${name}`);
      }
    }
  }
  assert.deepEqual(unused, []);
});

Deno.test("only src/config.ts reads the environment", () => {
  const readers = sources.filter(({ text }) => text.includes("Deno.env" + ".")).map(({ path }) => path);
  assert.deepEqual(readers, ["src/config.ts"]);
});

Deno.test("no function is longer than 70 lines", () => {
  const long: string[] = [];
  for (const { path, text } of shipped) {
    const lines = text.split("\n");
    lines.forEach((line, start) => {
      const name = /^(?:export )?(?:default )?(?:async )?function\*? (\w+)/.exec(line)?.[1];
      if (name === undefined) return;
      const length = lines.slice(start).findIndex((candidate) => candidate.startsWith("}")) + 1;
      if (length > 70) long.push(`${path}: ${name} has ${length} lines`);
    });
  }
  assert.deepEqual(long, []);
});

Deno.test("nothing names a machine's path or a registry's host", async () => {
  const names = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
    "jsr" + ".io",
  ];
  const paths = [
    ...await walk(root, [
      "src",
      "routes",
      "components",
      "islands",
      "static",
      "sql",
      "bench",
      "tests",
      "docs",
      "deploy",
      ".ci",
    ]),
    "README.md",
    "CHANGELOG.md",
    "deno.json",
    "deno.lock",
  ];
  const found: string[] = [];
  for (const path of paths) {
    const text = await Deno.readTextFile(new URL(path, root));
    found.push(...names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`));
  }
  assert.deepEqual(found, []);
});

async function readSources(): Promise<readonly Source[]> {
  const folders = ["src", "routes", "components", "islands", "bench", "tests"];
  const paths = (await walk(root, folders)).filter((path) =>
    /\.tsx?$/.test(path) && !path.includes("/testdata/")
  );
  const aliases: Readonly<Record<string, string>> = {
    fresh: "src/pages/mod.ts",
    "fresh/runtime": "src/pages/runtime.ts",
  };
  return await Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(new URL(path, root));
    const imports = Array.from(text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g), ([, to = ""]) => {
      return to.startsWith(".") ? posix.join(posix.dirname(path), to) : aliases[to];
    });
    return { path, text, imports: imports.filter((to) => to !== undefined) };
  }));
}

function layerOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "src" ? parts.slice(0, 2).join("/") : parts[0] ?? path;
}

function isTest(path: string): boolean {
  return /(_test\.tsx?|[/_]testing\.ts)$/.test(path) || path.startsWith("tests/");
}
