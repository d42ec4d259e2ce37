import type { JSX } from "preact";
import type { Change, Figure } from "../figures.ts";
import { texts } from "../texts.ts";
import { Arrow } from "./arrow.tsx";

/** The figures side by side. */
export function Figures({ figures }: { figures: readonly Figure[] }): JSX.Element {
  return (
    <section aria-label={texts.figures}>
      <dl class="figures">
        {figures.map((figure) => <FigureCard key={figure.name} figure={figure} />)}
      </dl>
    </section>
  );
}

function FigureCard({ figure: { name, value, change, aside, note } }: { figure: Figure }): JSX.Element {
  return (
    <div class="panel figure">
      <dt>{name}</dt>
      <dd class="figure-value">
        {value === undefined
          ? <span title={texts.none}>{texts.unknown}</span>
          : <data value={String(value.amount)} title={value.exact}>{value.text}</data>}
      </dd>
      {aside && <dd class="figure-aside">{aside}</dd>}
      <dd class="figure-change">{typeof change === "string" ? change : <ChangeText change={change} />}</dd>
      {note && <dd class="figure-note">{note}</dd>}
    </div>
  );
}

function ChangeText({ change: { direction, text, versus, before } }: { change: Change }): JSX.Element {
  return (
    <span title={before}>
      <b class={`change ${direction}`}>
        <Arrow direction={direction} />
        {text}
      </b>{" "}
      <span class="versus">{versus}</span>
    </span>
  );
}
