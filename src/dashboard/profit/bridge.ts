/** From revenue to contribution, step by step. */
import type { Loaded } from "../load.ts";
import type { Table } from "../table.ts";
import type { ProfitQuery } from "../operation_types.ts";
import type { Profitability } from "./answer.ts";
import { profitTexts } from "./texts.ts";

export interface BridgeStep {
  readonly name: string;
  /** What a total comes to, or what is taken away (less than 0) or added. */
  readonly amount: number;
  readonly kind: "total" | "step";
  /** Where its bar begins and ends, as shares of the bridge's width. */
  readonly from: number;
  readonly to: number;
}

/** @returns totals and the steps between them; steps of nothing are left out */
export function bridgeOf(figures: Profitability): readonly BridgeStep[] {
  const { revenue, lineRevenue, otherRevenue, cost, profit, commission, contribution } = figures;
  const unknown = lineRevenue - cost - profit;
  const steps: readonly (readonly [name: string, kind: BridgeStep["kind"], amount: number])[] = [
    [profitTexts.revenue, "total", revenue],
    [profitTexts.other, "step", -otherRevenue],
    [profitTexts.unknownCost, "step", -unknown],
    [profitTexts.cost, "step", -cost],
    [profitTexts.profit, "total", profit],
    [profitTexts.commission, "step", -commission],
    [profitTexts.contribution, "total", contribution],
  ];
  let level = 0;
  const bars = steps.map(([name, kind, amount]) => {
    const start = kind === "total" ? 0 : level;
    level = kind === "total" ? amount : level + amount;
    return { name, kind, amount, start, end: level };
  }).filter(({ kind, amount }) => kind === "total" || Math.abs(amount) >= 0.005);
  const edges = bars.flatMap(({ start, end }) => [start, end]);
  const [least, most] = [Math.min(0, ...edges), Math.max(0, ...edges)];
  const place = (value: number) => most === least ? 0 : (value - least) / (most - least);
  return bars.map(({ name, kind, amount, start, end }) => ({
    name,
    kind,
    amount,
    from: place(Math.min(start, end)),
    to: place(Math.max(start, end)),
  }));
}

/** @returns the bridge as a table, for CSV */
export function bridgeTable({ answer }: Loaded<ProfitQuery>): Table {
  return {
    name: profitTexts.bridge,
    heading: profitTexts.step,
    columns: [{ key: "amount", heading: profitTexts.amount, write: "money" }],
    rows: bridgeOf(answer.profitabilityMetrics).map(({ name, amount }) => ({
      key: name,
      name,
      cells: [amount],
    })),
  };
}
