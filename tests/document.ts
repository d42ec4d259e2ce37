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
    section: /^#+ (.+)$/m.exec(text.slice(0, index).split(/^(?=#)/m).at(-1) ?? "")?.[1] ?? "",
    query,
    answer: JSON.parse(answer),
  }));
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

function cellsOf(line: string): string[] {
  return line.startsWith("|") ? line.split("|").slice(1, -1).map((cell) => cell.trim()) : [];
}
