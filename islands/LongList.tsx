import type { JSX } from "preact";
import { ListSearch } from "../src/dashboard/components/list_search.tsx";
import { ListTable } from "../src/dashboard/components/list_table.tsx";
import { withWanted } from "../src/dashboard/fetch_page.ts";
import type { ListColumn, ListTexts } from "../src/dashboard/list.ts";
import { type RowsStart, useRows } from "../src/dashboard/use_rows.ts";

interface LongListProps extends RowsStart {
  readonly label: string;
  /** Over the rows' names. */
  readonly heading: string;
  readonly columns: readonly ListColumn[];
  readonly texts: ListTexts;
}

/** A long list: searched while one types, and longer as one scrolls. Only rows in sight are in the page. */
export default function LongList(props: LongListProps): JSX.Element {
  const { label, heading, columns, texts, address } = props;
  const { page, search, sight, failed, searching, own, scroller, onSearch, onRetry } = useRows(props);
  const { rows, next } = page.value;
  return (
    <div data-own ref={own}>
      <ListSearch
        address={address}
        search={search.value}
        page={page.value}
        failed={failed.value}
        texts={texts}
        onSearch={onSearch}
        onRetry={onRetry}
      />
      <div
        class="scroller long"
        role="group"
        aria-label={label}
        aria-busy={searching.value}
        tabIndex={0}
        ref={scroller}
      >
        <ListTable heading={heading} columns={columns} page={page.value} sight={sight.value} />
        {rows.length === 0 && <p class="quiet list-none">{texts.noneFound}</p>}
      </div>
      {next !== null && (
        <noscript>
          <a class="pager" href={withWanted(address, { search: search.value, after: next })}>{texts.next}</a>
        </noscript>
      )}
    </div>
  );
}
