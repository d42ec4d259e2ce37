import { page } from "fresh";
import { CustomersListed } from "../../components/customer_list.tsx";
import { Frame } from "../../components/frame.tsx";
import { BackLink } from "../../src/dashboard/components/back_link.tsx";
import { loadCustomerList } from "../../src/dashboard/customers/load.ts";
import { customerTexts } from "../../src/dashboard/customers/texts.ts";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { hrefOf } from "../../src/dashboard/view.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const data = await loadCustomerList(state, url);
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(
  function CustomerListPage({ data: { screen, list }, ...request }) {
    return (
      <Frame
        page="customers"
        title={customerTexts.listTitle}
        back={screen.kind === "loaded"
          ? <BackLink href={hrefOf("/customers", screen.view)} text={customerTexts.back} />
          : undefined}
        screen={screen}
        timeless
        request={request}
      >
        {(loaded) => <CustomersListed screen={loaded} list={list} />}
      </Frame>
    );
  },
);
