import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { neighbourOf } from "../src/dashboard/grid_keys.ts";

interface HeatReaderProps {
  /** How its cells are read. */
  readonly hint: string;
  /** A heat map as a table. */
  readonly children: ComponentChildren;
}

/** Says in full what a heat map's cell holds: the one pointed at, or reached with the arrow keys. */
export default function HeatReader({ hint, children }: HeatReaderProps): JSX.Element {
  const said = useSignal("");
  const cellOf = ({ target }: Event) =>
    target instanceof Element ? target.closest<HTMLElement>("td[data-said]") : null;
  const read = (event: Event) => {
    const cell = cellOf(event);
    if (cell) said.value = cell.dataset.said ?? "";
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = cellOf(event);
    const next = cell && neighbourOf(cell, event.key);
    if (!cell || !next) return;
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  return (
    <div class="heat-reader" onKeyDown={onKeyDown} onFocusCapture={read} onPointerOver={read}>
      <div class="scroller">{children}</div>
      <p class="heat-said" role="status" data-own>{said.value || hint}</p>
    </div>
  );
}
