/** Heat maps: tables whose cells are as dark as their values are large. One hue, so that any eye tells them apart. */
import type { Formats } from "../formats.ts";
import type { Cohort, RfmCell } from "./answer.ts";
import { customerTexts } from "./texts.ts";

export interface HeatCell {
  /** As it is read in its place; "" for a place without a value. */
  readonly text: string;
  /** As it is read by itself. */
  readonly said: string;
  /** 0, nothing, to 6, the most. */
  readonly level: number;
  /** Whether what it tells is not over yet. */
  readonly partial: boolean;
}

export interface HeatRow {
  readonly name: string;
  /** Beside the name. */
  readonly aside?: string;
  readonly cells: readonly HeatCell[];
}

export interface Heat {
  readonly corner: string;
  readonly asideHeading?: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
}

const mostLevel = 6;

/** The first month has everyone, and tells nothing: the scale is that of the months after it. */
export function cohortHeat(cohorts: readonly Cohort[], formats: Formats): Heat {
  const returned = cohorts.flatMap(({ cells }) => cells.filter(({ offset }) => offset > 0));
  const most = Math.max(0, ...returned.map(({ retention }) => retention ?? 0));
  return {
    corner: customerTexts.cohort,
    asideHeading: customerTexts.size,
    columns: (cohorts[0]?.cells ?? []).map(({ offset }) => customerTexts.month(offset)),
    rows: cohorts.map(({ month, size, cells }) => {
      const name = formats.monthOf(Temporal.PlainDate.from(month));
      return {
        name,
        aside: formats.count(size),
        cells: cells.map(({ offset, customers, retention, partial }): HeatCell => {
          if (customers === null || retention === null) return nothing;
          const said = customerTexts.cohortCell(
            name,
            offset,
            formats.count(customers),
            formats.percent(retention),
          );
          return {
            text: formats.wholePercent(retention),
            said: partial ? `${said} (${customerTexts.running})` : said,
            level: offset === 0 ? 0 : levelOf(retention, most),
            partial,
          };
        }),
      };
    }),
  };
}

export function rfmHeat(cells: readonly RfmCell[], formats: Formats): Heat {
  const most = Math.max(0, ...cells.map(({ customers }) => customers));
  const scores = [1, 2, 3, 4, 5];
  return {
    corner: customerTexts.rfmCorner,
    columns: scores.map(customerTexts.rfmColumn),
    rows: scores.toReversed().map((recency) => ({
      name: customerTexts.rfmRow(recency),
      cells: scores.map((frequency): HeatCell => {
        const cell = cells.find((one) => one.recency === recency && one.frequency === frequency);
        if (cell === undefined) return nothing;
        const count = formats.count(cell.customers);
        return {
          text: count,
          said: customerTexts.rfmCell(recency, frequency, count, formats.headlineMoney(cell.revenue)),
          level: levelOf(cell.customers, most),
          partial: false,
        };
      }),
    })),
  };
}

const nothing: HeatCell = { text: "", said: "", level: 0, partial: false };

function levelOf(value: number, most: number): number {
  return most === 0 ? 0 : Math.ceil(value / most * mostLevel);
}
