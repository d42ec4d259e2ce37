import type { JSX } from "preact";
import LongList from "../islands/LongList.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { CustomerListQuery } from "../src/dashboard/operation_types.ts";
import { customerColumns, customersPage } from "../src/dashboard/customers/list.ts";
import { type CustomerList, customerListExtras } from "../src/dashboard/customers/load.ts";
import { customerTexts } from "../src/dashboard/customers/texts.ts";
import type { Loaded } from "../src/dashboard/load.ts";
import { texts } from "../src/dashboard/texts.ts";
import { hrefOf } from "../src/dashboard/view.ts";

interface CustomersListedProps {
  readonly screen: Loaded<CustomerListQuery>;
  readonly list: CustomerList;
}

/** Every customer of the shop, over all time. */
export function CustomersListed({ screen, list }: CustomersListedProps): JSX.Element {
  const { sources, view } = screen;
  const kept = { ...customerListExtras(list), q: undefined };
  return (
    <Panel
      id="customers"
      title={customerTexts.list}
      source={<SourceMark name={customerTexts.list} source={sources.customers} screen={screen} />}
      csv={hrefOf("/csv/customers", view, customerListExtras(list))}
    >
      <LongList
        label={customerTexts.list}
        heading={customerTexts.customer}
        columns={customerColumns(view, list)}
        firstPage={customersPage(screen)}
        search={list.search}
        address={hrefOf("/customers/list", view, kept)}
        rowsAddress={hrefOf("/customers/rows", view, kept)}
        texts={{ ...texts.list, find: customerTexts.find, noneFound: customerTexts.noneFound }}
      />
    </Panel>
  );
}
