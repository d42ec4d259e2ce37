import type { JSX } from "preact";
import type { Scope } from "../picture/save_picture.ts";
import { texts } from "../texts.ts";

interface PngButtonProps {
  /** What the chart shows. */
  readonly name: string;
  readonly scope?: Scope;
}

/** Saves the chart that it stands beside as a picture: `offerPictures` has it work. */
export function PngButton({ name, scope = "view" }: PngButtonProps): JSX.Element {
  const title = texts.pictureOf(name);
  return (
    <button type="button" class="png" aria-label={title} title={title} data-scope={scope}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M1.5 2h9v8h-9zM1.5 8.5l2.75-3 2 2 1.5-1.5 2.75 2.5" />
      </svg>
      {texts.picture}
    </button>
  );
}
