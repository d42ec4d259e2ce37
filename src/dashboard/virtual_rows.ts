/** Which rows of a long list are in sight; loaded only where a list is. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";

/** The rows to show, and how high those are that are left out before and after them, in pixels. */
export interface RowWindow {
  readonly first: number;
  /** Not included. */
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

export interface RowWatch {
  /** Tells how many rows there are by now. */
  setCount(count: number): void;
  toTop(): void;
  stop(): void;
}

/** Rows beyond the edges that are kept, so that fast scrolling shows no gap. */
const overscan = 12;

/**
 * @param scroller what scrolls
 * @param rowHeight in pixels, the same for all rows
 * @param onChange told whenever other rows are in sight
 */
export function watchRows(
  scroller: HTMLElement,
  { count, rowHeight }: { readonly count: number; readonly rowHeight: number },
  onChange: (rows: RowWindow) => void,
): RowWatch {
  const options = (rows: number) => ({
    count: rows,
    estimateSize: () => rowHeight,
    overscan,
    getScrollElement: () => scroller,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: tell,
  });
  const virtualizer = new Virtualizer<HTMLElement, Element>(options(count));
  const unmount = virtualizer._didMount();
  virtualizer._willUpdate();
  tell();

  function tell(): void {
    const items = virtualizer.getVirtualItems();
    const [first, last] = [items.at(0), items.at(-1)];
    if (virtualizer.options.count === 0) return onChange({ first: 0, end: 0, before: 0, after: 0 });
    if (first === undefined || last === undefined) return;
    onChange({
      first: first.index,
      end: last.index + 1,
      before: first.start,
      after: virtualizer.getTotalSize() - last.end,
    });
  }

  return {
    setCount(rows) {
      virtualizer.setOptions(options(rows));
      virtualizer._willUpdate();
      tell();
    },
    toTop: () => virtualizer.scrollToOffset(0),
    stop: unmount,
  };
}
