/**
 * Copies what runs in production, and nothing else: the modules that the processes and commands import, the packages that those
 * import, and the files they read. The Dockerfile's last stage is made of it.
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { pagesConfig } from "../../fresh.config.ts";
import { orExit } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { readManifest } from "../pages/manifest.ts";
import { say } from "../cli/say.ts";
import { runCommand } from "./command.ts";
import { walk } from "./walk.ts";

const root = new URL("../../", import.meta.url);

/** Commands that an operator runs beside the processes; `deploy/run.sh` knows them too. */
const shippedCommands = [
  ...["migrate", "doctor", "import", "verify", "rebuild", "token", "user", "audit", "customer"],
] as const;

/** Read, not imported; whole folders end with a slash. */
const resources = [
  ...["deno.json", "deno.lock", "deploy/run.sh", "sql/", "static/", "_fresh/"],
  ...["src/graphql/schema.graphql", "src/graphql/operations/", "src/graphql/graphiql_styles.js"],
  // Whether the build is still the one of these files is looked at by each start.
  ...["src/pages/build_process.ts", "src/pages/bundle.ts", "src/pages/asset_store.ts"],
];

interface Graph {
  readonly modules: readonly {
    readonly kind?: string;
    readonly local?: string;
    readonly npmPackage?: string;
    readonly error?: string;
  }[];
  readonly npmPackages: Readonly<
    Record<string, { readonly dependencies: readonly string[]; readonly localPath: string }>
  >;
}

/** @param to a directory that does not exist yet @returns how many files of ours and how many packages it holds */
async function ship(to: string): Promise<{ readonly files: number; readonly packages: number }> {
  const pages = (await walk(root, ["routes", "islands"])).filter((path) => !/_test\.tsx?$/.test(path));
  const commands = [...shippedCommands, "flags", "health"].map((name) => `src/cli/${name}.ts`);
  const graph = await graphOf(["src/serve.ts", "src/cron.ts", ...commands, ...pages]);
  const build = await readManifest(pagesConfig);
  if (build === null) throw new UsageError("Cannot ship: the pages are not built; run deno task build first");
  const modules = graph.modules.flatMap(({ local }) => local ?? []).map(fromRoot);
  const read = await Promise.all(
    resources.map((path) => path.endsWith("/") ? walk(root, [path.slice(0, -1)]) : [path]),
  );
  const files = new Set([...modules, ...build.inputs, ...read.flat()].filter((path) => !isPackaged(path)));
  const packages = packagesOf(graph);
  for (const path of files) await copy(path, to);
  for (const path of [...packages, ...await linksTo(packages)]) await copy(path, to);
  return { files: files.size, packages: packages.length };
}

function isPackaged(path: string): boolean {
  return path.startsWith("node_modules/");
}

function fromRoot(path: string): string {
  return relative(fileURLToPath(root), path);
}

async function graphOf(entries: readonly string[]): Promise<Graph> {
  // Of one module that imports them all, because it takes one.
  const entry = await Deno.makeTempFile({ dir: fileURLToPath(root), prefix: "ship_", suffix: ".ts" });
  try {
    await Deno.writeTextFile(entry, entries.map((path) => `import "./${path}";\n`).join(""));
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: root,
    }).output();
    if (!success) throw new UsageError(`Cannot ship: ${new TextDecoder().decode(stderr)}`);
    const graph: Graph = JSON.parse(new TextDecoder().decode(stdout));
    const broken = graph.modules.flatMap(({ error }) => error ?? []);
    if (broken.length > 0) throw new UsageError(`Cannot ship: ${broken.join("; ")}`);
    return { ...graph, modules: graph.modules.filter(({ local }) => local !== entry) };
  } finally {
    await Deno.remove(entry);
  }
}

/** @returns the folders of the packages that are imported, and of all that these depend on */
function packagesOf({ modules, npmPackages }: Graph): readonly string[] {
  const needed = new Set<string>();
  const need = (id: string) => {
    if (needed.has(id)) return;
    needed.add(id);
    npmPackages[id]?.dependencies.forEach(need);
  };
  modules.forEach(({ npmPackage }) => npmPackage !== undefined && need(npmPackage));
  const folders = [...needed].flatMap((id) => {
    // node_modules/.deno/NAME@VERSION/node_modules/NAME: the folder above holds links to what it depends on.
    const [, folder] = /(node_modules\/\.deno\/[^/]+)\//.exec(npmPackages[id]?.localPath ?? "") ?? [];
    return folder ?? [];
  });
  return [...new Set(folders)];
}

/** @returns the names by which our modules find the packages */
async function linksTo(packages: readonly string[]): Promise<readonly string[]> {
  const links: string[] = [];
  const look = async (folder: string): Promise<void> => {
    for await (const { name, isSymlink, isDirectory } of Deno.readDir(new URL(`${folder}/`, root))) {
      const path = `${folder}/${name}`;
      if (isDirectory && name.startsWith("@")) await look(path);
      if (!isSymlink) continue;
      const target = fromRoot(join(fileURLToPath(root), folder, await Deno.readLink(new URL(path, root))));
      if (packages.some((each) => target.startsWith(`${each}/`))) links.push(path);
    }
  };
  await look("node_modules");
  return links;
}

async function copy(path: string, to: string): Promise<void> {
  const target = join(to, path);
  await Deno.mkdir(dirname(target), { recursive: true });
  const { success, output } = await runCommand("cp", ["-a", path, target], { cwd: root });
  if (!success) throw new UsageError(`Cannot ship ${path}: ${output}`);
}

if (import.meta.main) {
  const [to] = Deno.args;
  await orExit(async () => {
    if (to === undefined) throw new UsageError("Cannot ship: name the directory to make");
    const { files, packages } = await ship(to);
    say(`${files} files of ours and ${packages} packages are in ${to}`);
  });
}
