import type { JSX } from "preact";
import { cautionsOf } from "../src/dashboard/cautions.ts";
import { Cautions } from "../src/dashboard/components/cautions.tsx";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import { Spark } from "../src/dashboard/components/spark.tsx";
import type { Loaded } from "../src/dashboard/load.ts";
import type { ProductQuery } from "../src/dashboard/operation_types.ts";
import type { ProductMetric } from "../src/dashboard/products/answer.ts";
import { productFigures } from "../src/dashboard/products/figures.ts";
import { kindOf, metricExtras, productChart } from "../src/dashboard/products/load.ts";
import { productTexts } from "../src/dashboard/products/texts.ts";
import { valuesUntil } from "../src/dashboard/trend.ts";
import { shareHref } from "../src/dashboard/share/load.ts";
import { hrefOf } from "../src/dashboard/view.ts";
import { LiveTrend } from "./live_trend.tsx";

/** What one product brought, over time, and its place among the others. */
export function Product(
  { screen, metric }: { screen: Loaded<ProductQuery>; metric: ProductMetric },
): JSX.Element {
  const { answer: { productPerformance: now }, shop, sources, view } = screen;
  const { formats, timeZone } = shop;
  const path = `/products/${now.product.id}`;
  const { category, sellingPrice, costPrice } = now.product;
  const facts = [
    category?.path.join(" › "),
    productTexts.sellsNow(formats.money(sellingPrice)),
    typeof costPrice === "number" ? productTexts.costNow(formats.money(costPrice)) : undefined,
  ].filter((fact) => fact !== undefined);
  return (
    <>
      <p class="facts quiet">
        <bdi>{facts.join(" · ")}</bdi>
      </p>
      <Cautions
        sentences={cautionsOf({ range: now.range, previous: now.previous?.range, orders: now.orders }, shop)}
      />
      <section class="panel headline" id="trend" aria-label={productTexts.figures}>
        <FigureRow>
          {productFigures(now, formats, timeZone).map((figure) => (
            <FigureCard
              key={figure.name}
              figure={figure}
              link={figure.metric && {
                href: `${hrefOf(path, view, metricExtras(figure.metric))}#trend`,
                current: figure.metric === metric,
              }}
              source={<SourceMark name={figure.name} source={sources.productPerformance} screen={screen} />}
            >
              {figure.metric && (
                <Spark
                  values={valuesUntil(shop.now, now[`${figure.metric}Trend`] ?? [])}
                  write={formats[kindOf(figure.metric)]}
                />
              )}
            </FigureCard>
          ))}
        </FigureRow>
        <LiveTrend
          chart={productChart(screen, metric)}
          path={path}
          view={view}
          extras={metricExtras(metric)}
          share={metric === "revenue" ? shareHref(screen, "trend", { product: now.product.id }) : undefined}
          csv={hrefOf("/csv/product-trend", view, { ...metricExtras(metric), id: now.product.id })}
        />
      </section>
    </>
  );
}
