import type { JSX } from "preact";
import type { Formats } from "../formats.ts";
import type { BridgeStep } from "./bridge.ts";

interface BridgeProps {
  readonly steps: readonly BridgeStep[];
  readonly formats: Formats;
}

/** Totals and the steps between them as bars, one below the other; a list that is read without seeing them. */
export function Bridge({ steps, formats }: BridgeProps): JSX.Element {
  return (
    <ol class="bridge">
      {steps.map(({ name, amount, kind, from, to }) => (
        <li key={name} class={kind === "total" ? "bridge-total" : amount < 0 ? "bridge-less" : "bridge-more"}>
          <span class="bridge-name">{name}</span>
          <svg class="bridge-bar" aria-hidden="true">
            {/* A step too small to be seen is drawn as the least that is. */}
            {to - from < 0.01 && <rect x={`${(from * 100).toFixed(2)}%`} width="2" height="100%" />}
            <rect
              x={`${(from * 100).toFixed(2)}%`}
              width={`${((to - from) * 100).toFixed(2)}%`}
              height="100%"
              rx="2"
            />
          </svg>
          <data class="bridge-amount" value={String(amount)}>{formats.headlineMoney(amount)}</data>
        </li>
      ))}
    </ol>
  );
}
