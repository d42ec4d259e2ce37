import type { ComponentChildren, JSX } from "preact";

interface MenuProps {
  readonly id: string;
  /** What the menu is for, said before what is chosen. */
  readonly kind: string;
  /** What is chosen now. */
  readonly chosen: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A button that opens a panel: the browser's own popover, which needs no script to open, and closes with Escape. */
export function Menu({ id, kind, chosen, children }: MenuProps): JSX.Element {
  return (
    <div class="menu">
      <button type="button" class="menu-button" popovertarget={id}>
        <span class="hidden">{`${kind}: `}</span>
        <span class="menu-chosen">{chosen}</span>
        <svg class="chevron" viewBox="0 0 10 6" width="10" height="6" aria-hidden="true">
          <path d="M1 1 5 5 9 1" />
        </svg>
      </button>
      <div id={id} class="menu-panel" popover="auto">{children}</div>
    </div>
  );
}
