import { page } from "fresh";
import { Frame } from "../../components/frame.tsx";
import { Products } from "../../components/products.tsx";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { listExtras, loadProducts } from "../../src/dashboard/products/load.ts";
import { texts } from "../../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const data = await loadProducts(state, url);
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(function ProductsPage({ data: { screen, list }, ...request }) {
  return (
    <Frame
      page="products"
      title={texts.pages.products}
      screen={screen}
      extras={listExtras(list)}
      request={request}
    >
      {(loaded) => <Products screen={loaded} list={list} />}
    </Frame>
  );
});
