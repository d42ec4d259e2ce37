import type { JSX } from "preact";
import { DataTable } from "../src/dashboard/components/data_table.tsx";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { PngButton } from "../src/dashboard/components/png_button.tsx";
import { QuietPeriod } from "../src/dashboard/components/quiet_period.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { Loaded } from "../src/dashboard/load.ts";
import type { RepsQuery } from "../src/dashboard/operation_types.ts";
import { repFigures } from "../src/dashboard/reps/figures.ts";
import { sortedReps } from "../src/dashboard/reps/load.ts";
import { regionsTable } from "../src/dashboard/reps/tables.ts";
import { repTexts } from "../src/dashboard/reps/texts.ts";
import { sortingExtras, sortLinks } from "../src/dashboard/sorting.ts";
import type { Sorting } from "../src/dashboard/table.ts";
import { hrefOf } from "../src/dashboard/view.ts";

interface RepsProps {
  readonly screen: Loaded<RepsQuery>;
  readonly sorting: Sorting | undefined;
}

/** What each sales rep brought, and each region. */
export function Reps({ screen, sorting }: RepsProps): JSX.Element {
  const { answer, shop: { formats }, sources, view } = screen;
  const source = (name: string) => (
    <SourceMark name={name} source={sources.salesRepPerformance} screen={screen} />
  );
  const reps = sortedReps(screen, sorting);
  const regions = regionsTable(screen);
  if (reps.table.rows.length === 0) return <QuietPeriod screen={screen} path="/reps" />;
  return (
    <>
      <section class="panel headline" aria-label={repTexts.figures}>
        <FigureRow>
          {repFigures(answer.salesRepPerformance, formats).map((figure) => (
            <FigureCard key={figure.name} figure={figure} source={source(figure.name)} />
          ))}
        </FigureRow>
      </section>
      <Panel
        id="reps"
        title={repTexts.reps}
        source={source(repTexts.reps)}
        picture={<PngButton name={repTexts.reps} />}
        csv={hrefOf("/csv/reps", view, sortingExtras(sorting))}
      >
        <DataTable table={reps.table} formats={formats} sort={sortLinks("/reps", view, reps.sorting)} />
      </Panel>
      {answer.regions && (
        <Panel
          id="regions"
          title={repTexts.regions}
          source={<SourceMark name={repTexts.regions} source={sources.regions} screen={screen} />}
          picture={<PngButton name={repTexts.regions} />}
          csv={hrefOf("/csv/regions", view)}
        >
          <DataTable table={regions} formats={formats} />
        </Panel>
      )}
    </>
  );
}
