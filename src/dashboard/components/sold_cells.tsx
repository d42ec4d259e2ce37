import type { ComponentChildren, JSX } from "preact";
import type { Sold } from "../answers.ts";
import { directionOf } from "../figures.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import { Arrow } from "./arrow.tsx";

// A table laid out as cards is no table to some screen readers, unless each part says what it is: hence the roles.

interface CellProps {
  /** The column's heading, shown beside the value where a row is laid out as a card. */
  readonly heading: string;
  /** The first is the cell's figure, a second one belongs to it. */
  readonly children: ComponentChildren;
}

export function NumberCell({ heading, children }: CellProps): JSX.Element {
  return <td role="cell" class="number" data-label={heading}>{children}</td>;
}

export function NumberHeading({ first, second }: { first: string; second?: string }): JSX.Element {
  return (
    <th role="columnheader" scope="col" class="number">
      <span>{first}</span>
      {second && <span class="second">{second}</span>}
    </th>
  );
}

/** A loss is red, and has its minus. */
export function Money({ amount, formats }: { amount: number; formats: Formats }): JSX.Element {
  return (
    <data value={String(amount)} class={amount < 0 ? "negative" : undefined}>{formats.money(amount)}</data>
  );
}

interface ProfitProps {
  readonly sold: Pick<Sold, "profit" | "profitMargin">;
  readonly formats: Formats;
}

/** Where the cost of nothing sold is known, the answer says 0, and means that nobody knows. */
export function Profit({ sold: { profit = 0, profitMargin = null }, formats }: ProfitProps): JSX.Element {
  return profit === 0 && profitMargin === null ? <Unknown /> : <Money amount={profit} formats={formats} />;
}

interface ShareProps {
  /** Null where there is none to tell. */
  readonly share: number | null | undefined;
  readonly formats: Formats;
}

export function Percent({ share, formats }: ShareProps): JSX.Element {
  if (share === null || share === undefined) return <Unknown />;
  return <span class={share < 0 ? "negative" : undefined}>{formats.percent(share)}</span>;
}

export function ChangePercent({ share, formats }: ShareProps): JSX.Element {
  if (share === null || share === undefined) return <Unknown />;
  const direction = directionOf(share, formats);
  return (
    <span class={`change ${direction}`}>
      <Arrow direction={direction} />
      {formats.change(share)}
    </span>
  );
}

function Unknown(): JSX.Element {
  return (
    <span class="quiet">
      <span aria-hidden="true">{texts.unknown}</span>
      <span class="hidden">{texts.none}</span>
    </span>
  );
}
