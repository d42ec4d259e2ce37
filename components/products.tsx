import type { JSX } from "preact";
import LongList from "../islands/LongList.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { Loaded } from "../src/dashboard/load.ts";
import type { ProductsQuery } from "../src/dashboard/operation_types.ts";
import { productColumns, productsPage } from "../src/dashboard/products/list.ts";
import { listExtras, type ProductList } from "../src/dashboard/products/load.ts";
import { productTexts } from "../src/dashboard/products/texts.ts";
import { texts } from "../src/dashboard/texts.ts";
import { hrefOf } from "../src/dashboard/view.ts";

/** Every product of the shop, in the order of a measure. */
export function Products(
  { screen, list }: { screen: Loaded<ProductsQuery>; list: ProductList },
): JSX.Element {
  const { sources, view } = screen;
  const kept = { ...listExtras(list), q: undefined };
  return (
    <Panel
      id="products"
      title={productTexts.all}
      source={<SourceMark name={productTexts.all} source={sources.products} screen={screen} />}
      csv={hrefOf("/csv/products", view, listExtras(list))}
    >
      <LongList
        label={productTexts.all}
        heading={texts.product}
        columns={productColumns(screen, list)}
        firstPage={productsPage(screen)}
        search={list.search}
        address={hrefOf("/products", view, kept)}
        rowsAddress={hrefOf("/products/rows", view, kept)}
        texts={{ ...texts.list, find: productTexts.find, noneFound: productTexts.noneFound }}
      />
    </Panel>
  );
}
