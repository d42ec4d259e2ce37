import type { JSX } from "preact";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { CustomerQuery } from "../src/dashboard/operation_types.ts";
import type { Lifetime } from "../src/dashboard/customers/answer.ts";
import { lifetimeFigures } from "../src/dashboard/customers/figures.ts";
import { Scores } from "../src/dashboard/customers/scores.tsx";
import { customerTexts } from "../src/dashboard/customers/texts.ts";
import type { Formats } from "../src/dashboard/formats.ts";
import type { Loaded } from "../src/dashboard/load.ts";

/** What one customer has brought so far, and how they compare. */
export function Customer({ screen }: { screen: Loaded<CustomerQuery> }): JSX.Element {
  const { answer: { customerLifetimeValue: lifetime }, shop: { formats }, sources } = screen;
  const source = (name: string) => (
    <SourceMark name={name} source={sources.customerLifetimeValue} screen={screen} />
  );
  const { email, segment } = lifetime.customer;
  return (
    <>
      <p class="facts quiet">
        <bdi>
          {[segment, email ?? customerTexts.noEmail, timesOf(lifetime, formats)].filter((part) => part).join(
            " · ",
          )}
        </bdi>
      </p>
      <section class="panel headline" aria-label={customerTexts.one}>
        <FigureRow>
          {lifetimeFigures(lifetime, formats).map((figure) => (
            <FigureCard key={figure.name} figure={figure} source={source(figure.name)} />
          ))}
        </FigureRow>
      </section>
      <Panel
        id="scores"
        title={customerTexts.scores}
        aside={customerTexts.scoresNote}
        source={source(customerTexts.scores)}
      >
        {lifetime.rfm === null
          ? <p class="quiet">{lifetime.orders === 0 ? customerTexts.noOrder : customerTexts.noScores}</p>
          : <Scores scores={lifetime.rfm} />}
      </Panel>
    </>
  );
}

function timesOf({ firstOrder, lastOrder, recencyDays }: Lifetime, formats: Formats): string {
  if (firstOrder === null || lastOrder === null) return customerTexts.noOrder;
  const day = (text: string) => formats.dayOf(Temporal.PlainDate.from(text));
  const ago = formats.countDays(Math.max(0, recencyDays ?? 0));
  return `${customerTexts.since(day(firstOrder))}, ${customerTexts.last(day(lastOrder), ago)}`;
}
