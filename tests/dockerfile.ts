/**
 * For tests: does what our Dockerfile says, in directories instead of an engine. A stage is a directory; what the Dockerfile calls
 * /app is `app` in it, and so are absolute paths in ENV. What a base image would bring is this machine's.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { runCommand } from "../src/dev/command.ts";

export interface Image {
  /** The working directory of the last stage. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

interface Stage {
  readonly root: string;
  workdir: string;
  user: string;
  readonly environment: Record<string, string>;
  readonly lists: Record<string, readonly string[]>;
}

/** @param context the directory that is built from @param into an empty directory */
export async function buildImage(context: string, into: string): Promise<Image> {
  const isIgnored = readIgnore(await Deno.readTextFile(join(context, ".dockerignore")));
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const [instruction, rest] of readInstructions(await Deno.readTextFile(join(context, "Dockerfile")))) {
    if (instruction === "FROM") {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? `stage-${stages.size}`;
      stage = { root: join(into, name), workdir: "/", user: "root", environment: {}, lists: {} };
      stages.set(name, stage);
      continue;
    }
    assert.ok(stage, `${instruction} before FROM`);
    await follow(stage, instruction, rest, { context, stages, isIgnored });
  }
  assert.ok(stage);
  const { root, workdir, user, environment, lists } = stage;
  return {
    directory: join(root, workdir),
    environment,
    user,
    entrypoint: lists.ENTRYPOINT ?? [],
    command: lists.CMD ?? [],
    healthCheck: lists.HEALTHCHECK ?? [],
  };
}

function readInstructions(text: string): readonly (readonly [string, string])[] {
  const lines = text.replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n\s*/g, " ").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => {
    const [, instruction = "", rest = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
    return [instruction, rest] as const;
  });
}

interface Surroundings {
  readonly context: string;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly isIgnored: (path: string) => boolean;
}

async function follow(stage: Stage, instruction: string, rest: string, around: Surroundings): Promise<void> {
  switch (instruction) {
    case "WORKDIR":
      stage.workdir = rest;
      return await Deno.mkdir(join(stage.root, rest), { recursive: true });
    case "ENV":
      for (const [, name = "", value = ""] of rest.matchAll(/(\w+)=(\S+)/g)) {
        stage.environment[name] = value.startsWith("/") ? join(stage.root, value) : value;
      }
      return;
    case "USER":
      stage.user = rest;
      return;
    case "EXPOSE":
      return;
    case "COPY":
      return await copy(stage, rest, around);
    case "RUN": {
      const cwd = join(stage.root, stage.workdir);
      const { success, output } = await runCommand("sh", ["-c", rest], { cwd, env: stage.environment });
      return assert.ok(success, `${rest}: ${output}`);
    }
    case "ENTRYPOINT":
    case "CMD":
    case "HEALTHCHECK":
      stage.lists[instruction] = JSON.parse(rest.slice(rest.indexOf("[")));
      return;
    default:
      assert.fail(`Cannot do ${instruction} here: teach this test what it means`);
  }
}

async function copy(stage: Stage, rest: string, { context, stages, isIgnored }: Surroundings): Promise<void> {
  const words = rest.split(" ");
  const from = words[0]?.startsWith("--from=")
    ? stages.get(words.shift()?.slice("--from=".length) ?? "")
    : undefined;
  const to = join(stage.root, stage.workdir, words.pop() ?? "");
  if (from) {
    for (const path of words) await run("cp", ["-a", `${join(from.root, path)}/.`, to]);
    return;
  }
  const files = await filesOf(context);
  for (const path of files.filter((file) => words.includes(".") || words.includes(file))) {
    if (isIgnored(path)) continue;
    await Deno.mkdir(dirname(join(to, path)), { recursive: true });
    await Deno.copyFile(join(context, path), join(to, path));
  }
}

async function filesOf(root: string, folder = ""): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(root, folder))) {
    // Kept out as well, and large.
    if (["node_modules", ".git", ".laneway"].includes(name)) continue;
    if (isDirectory) files.push(...await filesOf(root, join(folder, name)));
    else files.push(join(folder, name));
  }
  return files;
}

/** @returns whether .dockerignore keeps a path out: the last line that fits it, or a folder above it, says so */
function readIgnore(text: string): (path: string) => boolean {
  const rules = text.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const isException = line.startsWith("!");
    const pattern = line.replace(/^!/, "").replaceAll(".", "\\.").replaceAll("**/", "<any>")
      .replaceAll("*", "[^/]*").replaceAll("<any>", "(.*/)?");
    return { isException, fits: new RegExp(`^${pattern}(/.*)?$`) };
  });
  return (path) => !(rules.findLast(({ fits }) => fits.test(path))?.isException ?? true);
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { success, output } = await runCommand(program, args);
  assert.ok(success, output);
}
