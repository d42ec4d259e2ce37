/** In the browser: asks for more of a long list. */
import type { ListPage } from "./list.ts";

/** What of a list is wanted. */
export interface Wanted {
  readonly search: string;
  /** The cursor to go on after; null from the start. */
  readonly after: string | null;
}

/** @returns the address with what is wanted added; what is empty is left out */
export function withWanted(address: string, { search, after }: Wanted): string {
  const [path, query] = address.split("?", 2);
  const parameters = new URLSearchParams(query);
  if (search !== "") parameters.set("q", search);
  if (after !== null) parameters.set("after", after);
  return parameters.size === 0 ? path ?? "" : `${path}?${parameters}`;
}

/** @throws where the server cannot be reached or does not answer with rows */
export async function fetchPage(address: string, wanted: Wanted, signal: AbortSignal): Promise<ListPage> {
  const response = await fetch(withWanted(address, wanted), { signal });
  if (!response.ok) {
    throw new Error(`Cannot get more rows: the server answers with status ${response.status}`);
  }
  return await response.json();
}
