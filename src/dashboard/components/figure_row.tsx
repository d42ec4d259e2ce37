import { type ComponentChildren, type JSX, toChildArray } from "preact";

/** Figures side by side, as wide as each other from the first on, however many have arrived. */
export function FigureRow({ children }: { children: ComponentChildren }): JSX.Element {
  return <ul class="figures" style={{ "--figures": toChildArray(children).length }}>{children}</ul>;
}
