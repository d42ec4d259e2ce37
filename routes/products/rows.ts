import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { productsPage } from "../../src/dashboard/products/list.ts";
import { loadProducts } from "../../src/dashboard/products/load.ts";

/** More rows of the list of products, for the same URL parameters as the page takes. */
export const handlers = define.handlers({
  async GET({ state, url }) {
    const { screen } = await loadProducts(state, url, 200);
    const page = screen.kind === "loaded" ? productsPage(screen) : null;
    return Response.json(page, { status: statusOf(screen), headers: headersOf(screen) });
  },
});
