import type { JSX } from "preact";
import type { ListPage, ListTexts } from "../list.ts";

interface ListSearchProps {
  /** What of the page's address the form keeps. */
  readonly address: string;
  readonly search: string;
  readonly page: ListPage;
  readonly failed: boolean;
  readonly texts: ListTexts;
  readonly onSearch: (text: string) => void;
  readonly onRetry: () => void;
}

/** Finds rows by name: a plain form, and while one types where there is a script. */
export function ListSearch(props: ListSearchProps): JSX.Element {
  const { address, search, page, failed, texts, onSearch, onRetry } = props;
  const [path, query] = address.split("?", 2);
  const shown = texts.shown.replace("{shown}", String(page.rows.length)).replace("{all}", page.total);
  return (
    <form class="search" role="search" action={path} onSubmit={(event) => event.preventDefault()}>
      {Array.from(
        new URLSearchParams(query),
        ([name, value]) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />,
      )}
      <input
        type="search"
        name="q"
        value={search}
        placeholder={texts.find}
        aria-label={texts.find}
        autocomplete="off"
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      <noscript>
        <button type="submit">{texts.search}</button>
      </noscript>
      <p class="quiet" role="status">{failed ? texts.failed : page.total && shown}</p>
      {failed && <button type="button" onClick={onRetry}>{texts.retry}</button>}
    </form>
  );
}
