import type { JSX } from "preact";
import type { CategoryInsight } from "../answers.ts";
import { type CategoryRow, categoryRows } from "../categories.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import { Bar } from "./bar.tsx";
import { Money, NumberCell, NumberHeading, Percent, Profit } from "./sold_cells.tsx";

const mostRows = 40;
/** Deeper categories are indented no further: on a phone there is no room for it. */
const deepestIndent = 3;

interface CategoriesProps {
  /** The largest revenue first. */
  readonly categories: readonly CategoryInsight[];
  readonly formats: Formats;
}

/** What sold, by category: each below the one it lies in. */
export function Categories({ categories, formats }: CategoriesProps): JSX.Element {
  const { rows, more } = categoryRows(categories, mostRows);
  const margins = categories.some(({ profit }) => profit !== undefined);
  return (
    <section class="panel" aria-labelledby="categories">
      <div class="panel-head">
        <h2 id="categories">{texts.categories}</h2>
        {rows.some((row) => row.depth > 0) && <p class="quiet">{texts.withinParents}</p>}
      </div>
      {rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : (
          <table role="table" class="sold categories">
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">{texts.category}</th>
                <NumberHeading first={texts.revenue} />
                <NumberHeading first={texts.share} />
                {margins && <NumberHeading first={texts.profit} />}
                {margins && <NumberHeading first={texts.marginShort} />}
              </tr>
            </thead>
            <tbody role="rowgroup">
              {rows.map((row) => <CategoryLine key={row.insight.category?.id} row={row} formats={formats} />)}
            </tbody>
          </table>
        )}
      {more > 0 && <p class="quiet">{texts.moreCategories(formats.count(more))}</p>}
    </section>
  );
}

function CategoryLine(
  { row: { insight, depth }, formats }: { row: CategoryRow; formats: Formats },
): JSX.Element {
  const { category, revenue, revenueShare, profitMargin } = insight;
  const parents = category?.path.slice(0, -1) ?? [];
  return (
    <tr role="row" class={`depth-${Math.min(depth, deepestIndent)}`}>
      <th role="rowheader" scope="row">
        {parents.length > 0 && <span class="hidden">{texts.under(parents.join(", "))}</span>}
        <span class={category === null ? "name quiet" : "name"} title={category?.name}>
          <bdi>{category?.name ?? texts.uncategorised}</bdi>
        </span>
        <Bar share={revenueShare ?? 0} />
      </th>
      <NumberCell heading={texts.revenue}>
        <Money amount={revenue} formats={formats} />
      </NumberCell>
      <NumberCell heading={texts.share}>
        <Percent share={revenueShare} formats={formats} />
      </NumberCell>
      {insight.profit !== undefined && (
        <>
          <NumberCell heading={texts.profit}>
            <Profit sold={insight} formats={formats} />
          </NumberCell>
          <NumberCell heading={texts.marginShort}>
            <Percent share={profitMargin} formats={formats} />
          </NumberCell>
        </>
      )}
    </tr>
  );
}
