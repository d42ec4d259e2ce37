import type { JSX } from "preact";
import { texts } from "../texts.ts";

/** The chart's island has it work. @param name what the picture shows */
export function PngButton({ name }: { name: string }): JSX.Element {
  return (
    <button type="button" class="png" aria-label={texts.pictureOf(name)} title={texts.pictureOf(name)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M1.5 2h9v8h-9zM1.5 8.5l2.75-3 2 2 1.5-1.5 2.75 2.5" />
      </svg>
      {texts.picture}
    </button>
  );
}
