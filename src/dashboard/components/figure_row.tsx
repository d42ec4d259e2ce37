import { type ComponentChildren, type JSX, toChildArray } from "preact";

/** Figures side by side, six at most, as wide as each other from the first on, however many have arrived. */
export function FigureRow({ children }: { children: ComponentChildren }): JSX.Element {
  return <ul class={`figures of-${toChildArray(children).length}`}>{children}</ul>;
}
