import { page } from "fresh";
import { Frame } from "../../components/frame.tsx";
import { Product } from "../../components/product.tsx";
import { BackLink } from "../../src/dashboard/components/back_link.tsx";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { loadProduct, metricExtras } from "../../src/dashboard/products/load.ts";
import { productTexts } from "../../src/dashboard/products/texts.ts";
import { hrefOf } from "../../src/dashboard/view.ts";

export const handlers = define.handlers({
  async GET({ params, state, url }) {
    const data = await loadProduct(state, url, params.id ?? "");
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(function ProductPage({ data: { screen, metric }, ...request }) {
  const loaded = screen.kind === "loaded" ? screen : undefined;
  return (
    <Frame
      page="products"
      title={loaded?.answer.productPerformance.product.name ?? productTexts.title}
      back={loaded && <BackLink href={hrefOf("/products", loaded.view)} text={productTexts.back} />}
      screen={screen}
      extras={metricExtras(metric)}
      request={request}
    >
      {(loaded) => <Product screen={loaded} metric={metric} />}
    </Frame>
  );
});
