/**
 * SQL by name: one statement a file under `sql/`, with parameters written `:name`, so that a statement can be read,
 * explained and found by the name it has in logs.
 */

export interface Statement {
  /** Such as `salesOverview.AGGREGATE.hours`. */
  readonly name: string;
  /** With positional parameters, as Postgres takes them. */
  readonly text: string;
  /** What each position holds, in order. */
  readonly parameters: readonly string[];
}

const folder = new URL("../../sql/", import.meta.url);
const known = new Map<string, Statement>();

/**
 * @param path below `sql/`, without its ending, such as `queries/salesOverview.AGGREGATE.hours`
 * @throws Deno.errors.NotFound where there is no such file
 */
export function statement(path: string): Statement {
  let found = known.get(path);
  if (!found) {
    const name = path.slice(path.indexOf("/") + 1);
    found = parseStatement(name, Deno.readTextFileSync(new URL(`${path}.sql`, folder)));
    known.set(path, found);
  }
  return found;
}

/** @returns the texts of all statements of a folder, such as `queries`, in the order of their names */
export function textsOf(name: string): readonly string[] {
  const place = new URL(`${name}/`, folder);
  const files = Array.from(Deno.readDirSync(place), (file) => file.name).toSorted();
  return files.map((file) => Deno.readTextFileSync(new URL(file, place)));
}

// Comments and quoted texts first, so that a colon in one is no parameter; then casts, so that `::date` is none.
const token = /--[^\n]*|'(?:[^']|'')*'|"[^"]*"|::|:([a-z_][a-z0-9_]*)/g;

/** @returns `text` with each `:name` turned into a position; a name used twice is one parameter */
export function parseStatement(name: string, text: string): Statement {
  const parameters: string[] = [];
  const positional = text.replaceAll(token, (found: string, parameter: string | undefined) => {
    if (parameter === undefined) return found;
    let index = parameters.indexOf(parameter);
    if (index < 0) index = parameters.push(parameter) - 1;
    return `$${index + 1}`;
  });
  return { name, text: positional.trim().replace(/;$/, ""), parameters };
}
