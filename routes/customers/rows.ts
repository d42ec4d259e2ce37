import { customersPage } from "../../src/dashboard/customers/list.ts";
import { loadCustomerList } from "../../src/dashboard/customers/load.ts";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";

/** More rows of the list of customers, for the same URL parameters as the page takes. */
export const handlers = define.handlers({
  async GET({ state, url }) {
    const { screen } = await loadCustomerList(state, url, 200);
    const page = screen.kind === "loaded" ? customersPage(screen) : null;
    return Response.json(page, { status: statusOf(screen), headers: headersOf(screen) });
  },
});
