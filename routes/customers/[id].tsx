import { page } from "fresh";
import { Customer } from "../../components/customer.tsx";
import { Frame } from "../../components/frame.tsx";
import { BackLink } from "../../src/dashboard/components/back_link.tsx";
import { loadCustomer } from "../../src/dashboard/customers/load.ts";
import { customerTexts } from "../../src/dashboard/customers/texts.ts";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { hrefOf } from "../../src/dashboard/view.ts";

export const handlers = define.handlers({
  async GET({ params, state, url }) {
    const screen = await loadCustomer(state, url, params.id ?? "");
    return page(screen, { status: statusOf(screen), headers: headersOf(screen) });
  },
});

export default define.page<typeof handlers>(function CustomerPage({ data: screen, ...request }) {
  const loaded = screen.kind === "loaded" ? screen : undefined;
  return (
    <Frame
      page="customers"
      title={loaded?.answer.customerLifetimeValue.customer.name ?? customerTexts.customer}
      back={loaded && (
        <BackLink href={hrefOf("/customers/list", loaded.view)} text={customerTexts.backToList} />
      )}
      screen={screen}
      timeless
      request={request}
    >
      {(loaded) => <Customer screen={loaded} />}
    </Frame>
  );
});
