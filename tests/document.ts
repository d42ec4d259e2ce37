/** For tests: what stands in a Markdown document, to be taken at its word. */

export interface Example {
  /** The heading that it stands under. */
  readonly section: string;
  readonly query: string;
  /** As the page's JSON has it. */
  readonly answer: unknown;
}

/** @returns every block of GraphQL with the block of JSON that follows it */
export function examplesOf(text: string): readonly Example[] {
  const pair = /```graphql\n(.*?)```\n\n```json\n(.*?)```/gs;
  const pairs = [...text.matchAll(pair)];
  const queries = text.match(/^```graphql$/gm) ?? [];
  if (pairs.length !== queries.length) {
    throw new Error(
      `Cannot pair ${queries.length} queries with answers: ${pairs.length} are followed by one`,
    );
  }
  return pairs.map(({ index, 1: query = "", 2: answer = "" }) => ({
    section: sectionAt(text, index),
    query,
    answer: JSON.parse(answer),
  }));
}

/** A request as a reader would send it, by curl. */
export interface ExampleRequest {
  readonly section: string;
  readonly command: string;
  readonly answer: unknown;
}

/** @returns every command of curl with the block of JSON that follows it */
export function requestsOf(text: string): readonly ExampleRequest[] {
  const pair = /```sh\n(curl .*?)```\n\n```json\n(.*?)```/gs;
  return [...text.matchAll(pair)].map(({ index, 1: command = "", 2: answer = "" }) => ({
    section: sectionAt(text, index),
    command,
    answer: JSON.parse(answer),
  }));
}

/** What a reader is told to type into a shell. */
export interface Commands {
  readonly section: string;
  readonly commands: string;
}

/** @returns every block of commands */
export function commandsOf(text: string): readonly Commands[] {
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map(({ index, 1: commands = "" }) => ({
    section: sectionAt(text, index),
    commands,
  }));
}

/** @returns what a command of curl sends, of which only the options that the documents use are known */
export function requestOf(command: string): { readonly url: URL; readonly init: RequestInit } {
  const words = Array.from(
    command.replaceAll("\\\n", " ").matchAll(/'([^']*)'|(\S+)/g),
    (match) => match[1] ?? match[0],
  );
  const url = new URL(words.find((word) => word.startsWith("http")) ?? "");
  const headers = new Headers();
  let body: string | undefined;
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] ?? "";
    const [name = "", ...rest] = value.split(word === "-H" ? ": " : "=");
    if (word === "-H") headers.set(name, rest.join(": "));
    else if (word === "-d") body = value;
    else if (word === "--data-urlencode") url.searchParams.set(name, rest.join("="));
    else if (word.startsWith("-") && word !== "-G") {
      throw new Error(`Cannot send ${command}: ${word} is unknown here`);
    }
  }
  return { url, init: body === undefined ? { headers } : { method: "POST", headers, body } };
}

/** @returns the rows of the one table with these first two heads, by head */
export function tableOf(text: string, first: string, second: string): readonly Record<string, string>[] {
  const lines = text.split("\n").map(cellsOf);
  const start = lines.findIndex((cells) => cells[0] === first && cells[1] === second);
  if (start < 0) throw new Error(`Cannot find the table with ${first} and ${second}`);
  const heads = lines[start] ?? [];
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((cells) => cells.length === 0);
  return rows.slice(0, end).map((cells) =>
    Object.fromEntries(heads.map((name, index) => [name, cells[index] ?? ""]))
  );
}

function sectionAt(text: string, index: number): string {
  return /^#+ (.+)$/m.exec(text.slice(0, index).split(/^(?=#)/m).at(-1) ?? "")?.[1] ?? "";
}

function cellsOf(line: string): string[] {
  return line.startsWith("|") ? line.split("|").slice(1, -1).map((cell) => cell.trim()) : [];
}
