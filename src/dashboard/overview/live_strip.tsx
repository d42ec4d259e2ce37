import type { ComponentChildren, JSX } from "preact";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { Realtime } from "./answer.ts";
import { overviewTexts } from "./texts.ts";

interface LiveStripProps {
  readonly realtime: Realtime;
  readonly formats: Formats;
  /** How fresh it is. */
  readonly source: ComponentChildren;
}

/** What is going on: the last 60 minutes, and today so far. */
export function LiveStrip({ realtime, formats, source }: LiveStripProps): JSX.Element {
  const { lastHour, today, ordersByMinute } = realtime;
  return (
    <section class="panel live-strip" aria-labelledby="live">
      <div class="live-head">
        <div class="panel-title">
          <h2 id="live">{overviewTexts.live}</h2>
          {source}
        </div>
        <p class="quiet">{overviewTexts.liveNow(formats.time(Temporal.Instant.from(realtime.now)))}</p>
      </div>
      <dl class="live-figures">
        <LiveFigure name={overviewTexts.liveOrders} value={formats.count(lastHour.orders)} />
        <LiveFigure name={overviewTexts.liveRevenue} value={formats.headlineMoney(lastHour.revenue)} />
        <LiveFigure name={overviewTexts.liveCustomers} value={formats.count(lastHour.activeCustomers)} />
      </dl>
      <MinuteBars minutes={ordersByMinute} formats={formats} />
      <dl class="live-figures today">
        <LiveFigure
          name={overviewTexts.today}
          value={`${formats.headlineMoney(today.revenue)} · ${
            formats.count(today.orders)
          } ${texts.orders.toLowerCase()}`}
        />
      </dl>
    </section>
  );
}

function LiveFigure({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface MinuteBarsProps {
  readonly minutes: Realtime["ordersByMinute"];
  readonly formats: Formats;
}

function MinuteBars({ minutes, formats }: MinuteBarsProps): JSX.Element {
  const most = Math.max(1, ...minutes.map(({ orders }) => orders));
  const sold = minutes.filter(({ orders }) => orders > 0);
  return (
    <figure class="minutes">
      <svg viewBox={`0 0 ${minutes.length * 4} 32`} preserveAspectRatio="none" aria-hidden="true">
        {minutes.map(({ timestamp, orders }, index) => {
          const height = orders === 0 ? 1 : Math.max(3, orders / most * 32);
          return (
            <rect
              key={timestamp}
              class={orders === 0 ? "minute-none" : undefined}
              x={index * 4 + 0.5}
              y={(32 - height).toFixed(1)}
              width="3"
              height={height.toFixed(1)}
            />
          );
        })}
      </svg>
      <figcaption class="hidden">
        {overviewTexts.liveLabel}: {sold.length === 0
          ? overviewTexts.liveQuiet
          : sold.map(({ timestamp, orders }) =>
            `${formats.time(Temporal.Instant.from(timestamp))} ${formats.count(orders)}`
          ).join(", ")}
      </figcaption>
    </figure>
  );
}
