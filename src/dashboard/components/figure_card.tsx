import type { ComponentChildren, JSX } from "preact";
import type { Change, Figure } from "../figure.ts";
import { texts } from "../texts.ts";
import { Arrow } from "./arrow.tsx";

interface FigureCardProps {
  readonly figure: Figure;
  /** Where its name leads, and whether that is shown now. */
  readonly link?: { readonly href: string; readonly current: boolean } | undefined;
  /** How fresh it is. */
  readonly source?: ComponentChildren;
  /** A picture of it. Below the value, where nothing that comes later moves it. */
  readonly children?: ComponentChildren;
}

/** One figure with its change, as an item of a list. */
export function FigureCard({ figure, link, source, children }: FigureCardProps): JSX.Element {
  const { name, value, change, note, isNeutral = false } = figure;
  return (
    <li class={link?.current ? "figure current" : "figure"}>
      <div class="figure-name">
        {link
          ? <a href={link.href} aria-current={link.current ? "true" : undefined}>{name}</a>
          : <span>{name}</span>}
        {source}
      </div>
      <p class="figure-value">
        {value === undefined
          ? <span title={texts.none}>{texts.unknown}</span>
          : <data value={String(value.amount)} title={value.exact}>{value.text}</data>}
      </p>
      {children}
      {change !== undefined && (
        <p class="figure-change">
          {typeof change === "string" ? change : <ChangeText change={change} isNeutral={isNeutral} />}
        </p>
      )}
      {note && <p class="figure-note">{note}</p>}
    </li>
  );
}

interface ChangeTextProps {
  readonly change: Change;
  readonly isNeutral: boolean;
}

function ChangeText(
  { change: { direction, text, versus, before }, isNeutral }: ChangeTextProps,
): JSX.Element {
  return (
    <span title={before}>
      <b class={isNeutral ? "change" : `change ${direction}`}>
        <Arrow direction={direction} />
        {text}
      </b>{" "}
      <span class="versus">{versus}</span>
    </span>
  );
}
