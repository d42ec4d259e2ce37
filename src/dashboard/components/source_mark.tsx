import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { Loaded } from "../load.ts";
import type { Source } from "../source.ts";
import { texts } from "../texts.ts";

interface SourceMarkProps {
  /** What the figures are. */
  readonly name: string;
  readonly source: Source | undefined;
  readonly screen: Pick<Loaded<unknown>, "shop" | "made">;
}

/** Tells, on hover and focus, how figures came about and how old they are. */
export function SourceMark({ name, source, screen: { shop, made } }: SourceMarkProps): JSX.Element | null {
  const id = useId();
  if (source === undefined) return null;
  const age = source.asOf.until(made).total("seconds");
  return (
    <span class="source">
      <button type="button" class="source-button" aria-label={texts.source(name)} aria-describedby={id}>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" />
          <path d="M6 3.25V6l1.75 1.25" />
        </svg>
      </button>
      <span class="tip" role="tooltip" id={id}>
        <b>{texts.asOf(shop.formats.moment(source.asOf))}</b>
        <span>{texts.ageWhenMade(shop.formats.age(age))}</span>
        <span>{texts.laneOf(source.lane)}</span>
      </span>
    </span>
  );
}
