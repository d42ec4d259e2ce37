/** The documents of our own pages and embeds, by name: each stands in `operations/` and is checked against the schema. */
import { Kind, type OperationTypeNode, parse } from "graphql";
import { documentId } from "./document_id.ts";

const folder = new URL("operations/", import.meta.url);
const known = new Map<string, string>();

/**
 * @param name of a file in `operations/`, without its ending
 * @throws Deno.errors.NotFound where there is none
 */
export function operation(name: string): string {
  let text = known.get(name);
  if (text === undefined) {
    text = Deno.readTextFileSync(new URL(`${name}.graphql`, folder));
    known.set(name, text);
  }
  return text;
}

/** @returns every operation's name, sorted */
export function operationNames(): readonly string[] {
  const files = Array.from(Deno.readDirSync(folder), (entry) => entry.name);
  return files.filter((name) => name.endsWith(".graphql")).map((name) => name.slice(0, -".graphql".length))
    .sort();
}

/** @returns all texts, by the id that stands for each */
export function operationsById(): ReadonlyMap<string, string> {
  return new Map(operationNames().map(operation).map((text) => [documentId(text), text]));
}

/** One operation as Apollo's manifests of persisted queries list it. */
interface ManifestEntry {
  readonly id: string;
  readonly name: string;
  readonly type: OperationTypeNode;
  readonly body: string;
}

/** What clients read to know documents' ids. */
export interface OperationManifest {
  readonly format: "apollo-persisted-query-manifest";
  readonly version: 1;
  readonly operations: readonly ManifestEntry[];
}

let manifest: OperationManifest | undefined;

/** @returns all operations, as Apollo's tools read them */
export function operationManifest(): OperationManifest {
  return manifest ??= readManifest();
}

function readManifest(): OperationManifest {
  const operations = Array.from(operationsById(), ([id, body]): ManifestEntry => {
    const [definition] = parse(body).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION || !definition.name) {
      throw new TypeError(
        `Cannot list the document ${JSON.stringify(body)}: it must begin with a named operation`,
      );
    }
    return { id, name: definition.name.value, type: definition.operation, body };
  });
  return { format: "apollo-persisted-query-manifest", version: 1, operations };
}
