/** In the browser: the rows of a long list, as they are searched and scrolled. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fetchPage, withWanted } from "./fetch_page.ts";
import { appended, inPlace } from "./list_pages.ts";
import { useFresh } from "./live/use_fresh.ts";
import type { ListPage } from "./list.ts";
import type { RowWatch, RowWindow } from "./virtual_rows.ts";

export interface RowsStart {
  readonly firstPage: ListPage;
  readonly search: string;
  /** The page's own address, without what is searched for. */
  readonly address: string;
  /** Where rows are had, likewise. */
  readonly rowsAddress: string;
}

export interface Rows {
  /** All rows at hand. */
  readonly page: Signal<ListPage>;
  readonly search: Signal<string>;
  /** Null while all are shown. */
  readonly sight: Signal<RowWindow | null>;
  /** Whether the last rows asked for did not come. */
  readonly failed: Signal<boolean>;
  /** Whether a search is not answered yet: what is shown is of another one. */
  readonly searching: Signal<boolean>;
  /** All of the list. */
  readonly own: RefObject<HTMLDivElement | null>;
  /** What scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSearch: (text: string) => void;
  readonly onRetry: () => void;
}

const typingPauseMs = 200;
/** Rows from the end of those at hand at which more are asked for. */
const reserve = 40;

export function useRows({ firstPage, search: firstSearch, address, rowsAddress }: RowsStart): Rows {
  const [own, scroller] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const watch = useRef<RowWatch | null>(null);
  const asking = useRef<AbortController | null>(null);
  const page = useSignal(firstPage);
  const search = useSignal(firstSearch);
  const sight = useSignal<RowWindow | null>(null);
  const failed = useSignal(false);
  const searching = useSignal(false);
  const retried = useRef<string | null>(null);
  const begun = useRef(false);

  const ask = async (after: string | null, { pauseMs = 0, isAgain = false } = {}) => {
    asking.current?.abort();
    const { signal } = asking.current = new AbortController();
    retried.current = after;
    searching.value = after === null && !isAgain;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (signal.aborted) return;
    try {
      const more = await fetchPage(rowsAddress, { search: search.value, after }, signal);
      page.value = isAgain ? inPlace(page.value, more) : after === null ? more : appended(page.value, more);
      failed.value = false;
      searching.value = false;
    } catch {
      if (!signal.aborted) failed.value = true;
      return;
    }
    asking.current = null;
    if (after === null) watch.current?.toTop();
    watch.current?.setCount(page.value.rows.length);
  };

  // Where there are none at first, the first rows that a search finds tell how high rows are.
  const begin = async () => {
    const holder = scroller.current;
    const rowHeight = holder?.querySelector("tbody tr")?.getBoundingClientRect().height;
    if (!holder || !rowHeight || begun.current) return;
    begun.current = true;
    const { watchRows } = await import("./virtual_rows.ts");
    if (scroller.current !== holder) return;
    watch.current = watchRows(holder, { count: page.value.rows.length, rowHeight }, (rows) => {
      sight.value = rows;
      const { next, rows: { length } } = page.value;
      if (next !== null && rows.end > length - reserve && asking.current === null) ask(next);
    });
  };
  useEffect(() => void begin(), [page.value]);
  useEffect(() => () => watch.current?.stop(), []);
  useFresh(own, () => {
    // Whoever has scrolled on is reading.
    if (scroller.current?.scrollTop === 0 && asking.current === null) ask(null, { isAgain: true });
  });

  return {
    page,
    search,
    sight,
    failed,
    searching,
    own,
    scroller,
    onSearch: (text) => {
      search.value = text;
      history.replaceState(null, "", withWanted(address, { search: text, after: null }));
      ask(null, { pauseMs: typingPauseMs });
    },
    onRetry: () => ask(retried.current),
  };
}
