import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useFresh } from "../src/dashboard/live/use_fresh.ts";
import type { Pulse } from "../src/dashboard/overview/pulse.ts";
import { repeatWhileSeen } from "../src/dashboard/repeat.ts";

interface LivePulseProps {
  readonly first: Pulse;
  /** Where it is had again. */
  readonly address: string;
}

const everyMs = 30_000;

/** What is going on: asked for again while somebody can see it, and when the page has new figures. */
export default function LivePulse({ first, address }: LivePulseProps): JSX.Element {
  const pulse = useSignal(first);
  const own = useRef<HTMLDivElement>(null);
  const ask = async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`Cannot get what is going on: status ${response.status}`);
    pulse.value = await response.json();
  };
  useEffect(() => repeatWhileSeen(ask, everyMs), []);
  useFresh(own, () => void ask().catch(() => {}));
  const { until, figures, today, minutes, said } = pulse.value;
  return (
    <div class="pulse" data-own ref={own}>
      <p class="live-until quiet">{until}</p>
      <dl class="live-figures">
        {figures.map((figure) => <LiveFigure key={figure.name} {...figure} />)}
      </dl>
      <figure class="minutes">
        <svg viewBox={`0 0 ${minutes.length * 4} 32`} preserveAspectRatio="none" aria-hidden="true">
          {minutes.map((share, index) => {
            const height = share === 0 ? 1 : Math.max(3, Math.round(share * 32));
            return (
              <rect
                key={index}
                class={share === 0 ? "minute-none" : undefined}
                x={index * 4 + 0.5}
                y={32 - height}
                width="3"
                height={height}
              />
            );
          })}
        </svg>
        <figcaption class="hidden">{said}</figcaption>
      </figure>
      <dl class="live-figures today">
        <LiveFigure {...today} />
      </dl>
    </div>
  );
}

function LiveFigure({ name, value }: Pulse["today"]): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
