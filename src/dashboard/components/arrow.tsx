import type { JSX } from "preact";
import type { Direction } from "../figure.ts";

const shapes = { up: "M4 1 L7.5 7 H.5 Z", down: "M4 7 L7.5 1 H.5 Z" } as const;

/** Says again, without colour, which way a figure went. */
export function Arrow({ direction }: { direction: Direction }): JSX.Element | null {
  if (direction === "flat") return null;
  return (
    <svg class="arrow" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <path d={shapes[direction]} />
    </svg>
  );
}
