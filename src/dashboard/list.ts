/** Long lists: rows as they are read, so that the browser shows more of them without knowing how numbers are written. */

export interface ListColumn {
  readonly heading: string;
  readonly kind: "number" | "count" | "words";
  /** Where its heading leads to have the list sorted by it. */
  readonly sort?: { readonly href: string; readonly isSorted: boolean; readonly title: string } | undefined;
}

export interface ListRow {
  readonly key: string;
  readonly name: string;
  readonly href: string;
  /** Below the name, smaller. */
  readonly aside: string;
  /** In the order of the columns; "" for what there is not. */
  readonly cells: readonly string[];
}

/** A page of a list. */
export interface ListPage {
  readonly rows: readonly ListRow[];
  /** The cursor to go on after; null at the end. */
  readonly next: string | null;
  /** How many rows there are on all pages, such as "1,234"; "" where nobody counted. */
  readonly total: string;
  /** How many of them, as a number. */
  readonly count: number | null;
}

/** What a list says; `{shown}` and `{all}` stand for numbers. */
export interface ListTexts {
  readonly find: string;
  readonly search: string;
  readonly noneFound: string;
  readonly next: string;
  readonly shown: string;
  readonly failed: string;
  readonly retry: string;
}
