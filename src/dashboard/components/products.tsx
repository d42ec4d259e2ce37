import type { JSX } from "preact";
import type { ProductInsight } from "../answers.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import { Bar } from "./bar.tsx";
import { ChangePercent, Money, NumberCell, NumberHeading, Percent, Profit } from "./sold_cells.tsx";

interface ProductsProps {
  /** The largest revenue first. */
  readonly products: readonly ProductInsight[];
  readonly formats: Formats;
}

/** What sold best. */
export function Products({ products, formats }: ProductsProps): JSX.Element {
  const most = products[0]?.revenue ?? 0;
  const margins = products.some(({ profit }) => profit !== undefined);
  return (
    <section class="panel" aria-labelledby="products">
      <div class="panel-head">
        <h2 id="products">{texts.topProducts}</h2>
        <p class="quiet">{texts.byRevenue}</p>
      </div>
      {products.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : (
          <table role="table" class="sold products">
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">{texts.product}</th>
                <NumberHeading first={texts.revenue} second={texts.change} />
                {margins && <NumberHeading first={texts.profit} second={texts.marginShort} />}
                <NumberHeading first={texts.unitsSold} />
              </tr>
            </thead>
            <tbody role="rowgroup">
              {products.map((insight) => (
                <ProductRow key={insight.product.id} insight={insight} most={most} formats={formats} />
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}

interface ProductRowProps {
  readonly insight: ProductInsight;
  /** The largest revenue in the table. */
  readonly most: number;
  readonly formats: Formats;
}

function ProductRow({ insight, most, formats }: ProductRowProps): JSX.Element {
  const { product, revenue, unitsSold, profitMargin, growthRate } = insight;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span class="name" title={product.name}>
          <bdi>{product.name}</bdi>
        </span>
        <span class="quiet name">
          <bdi>{product.category?.name ?? texts.uncategorised}</bdi>
        </span>
        <Bar share={most > 0 ? revenue / most : 0} />
      </th>
      <NumberCell heading={texts.revenue}>
        <Money amount={revenue} formats={formats} />{" "}
        <span class="second">
          <ChangePercent share={growthRate} formats={formats} />
        </span>
      </NumberCell>
      {insight.profit !== undefined && (
        <NumberCell heading={texts.profit}>
          <Profit sold={insight} formats={formats} />{" "}
          <span class="second">
            <Percent share={profitMargin} formats={formats} />
          </span>
        </NumberCell>
      )}
      <NumberCell heading={texts.unitsSold}>
        <span>{formats.count(unitsSold)}</span>
      </NumberCell>
    </tr>
  );
}
