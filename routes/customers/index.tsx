import { page } from "fresh";
import { Customers } from "../../components/customers.tsx";
import { Frame } from "../../components/frame.tsx";
import { loadCustomers } from "../../src/dashboard/customers/load.ts";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { texts } from "../../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const screen = await loadCustomers(state, url);
    return page(screen, { status: statusOf(screen), headers: headersOf(screen) });
  },
});

export default define.page<typeof handlers>(function CustomersPage({ data: screen, ...request }) {
  return (
    <Frame page="customers" title={texts.pages.customers} screen={screen} request={request}>
      {(loaded) => <Customers screen={loaded} />}
    </Frame>
  );
});
