/** The list of customers as it is read, on the page and where more of it is asked for. */
import type { Formats } from "../formats.ts";
import type { ListColumn, ListPage, ListRow } from "../list.ts";
import type { Loaded } from "../load.ts";
import type { Table } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf, type View } from "../view.ts";
import type { CustomerListQuery } from "../operation_types.ts";
import type { ListedCustomer } from "./answer.ts";
import { type CustomerList, customerListExtras, type CustomerSort } from "./load.ts";
import { customerTexts } from "./texts.ts";

const columns: readonly (Pick<ListColumn, "heading" | "kind"> & { readonly sort?: CustomerSort })[] = [
  { heading: customerTexts.revenue, kind: "number", sort: "revenue" },
  { heading: customerTexts.orders, kind: "count", sort: "orders" },
  { heading: customerTexts.average, kind: "number" },
  { heading: texts.profit, kind: "number" },
  { heading: customerTexts.lastOrder, kind: "number", sort: "last_order" },
  { heading: customerTexts.group, kind: "words" },
];

export function customerColumns(view: View, list: CustomerList): readonly ListColumn[] {
  return columns.map(({ heading, kind, sort }) => ({
    heading,
    kind,
    sort: sort && {
      href: hrefOf("/customers/list", view, customerListExtras({ ...list, sort })),
      isSorted: list.sort === sort,
      title: texts.sortBy(heading),
    },
  }));
}

export function customersPage({ answer: { customers }, shop, view }: Loaded<CustomerListQuery>): ListPage {
  const { nodes, pageInfo, totalCount } = customers;
  return {
    rows: nodes.map((customer) => rowOf(customer, view, shop.formats)),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    total: totalCount === null ? "" : shop.formats.count(totalCount),
    count: totalCount,
  };
}

function rowOf(listed: ListedCustomer, view: View, formats: Formats): ListRow {
  const { customer, revenue, profit, orders, averageOrderValue, lastOrder, rfm } = listed;
  return {
    key: customer.id,
    name: customer.name,
    href: hrefOf(`/customers/${customer.id}`, view),
    aside: [customer.segment, customer.email ?? customerTexts.noEmail].filter((part) => part).join(" · "),
    cells: [
      formats.money(revenue),
      formats.count(orders),
      averageOrderValue === null ? "" : formats.money(averageOrderValue),
      formats.money(profit),
      lastOrder === null ? "" : formats.dayOf(Temporal.PlainDate.from(lastOrder)),
      rfm === null ? "" : customerTexts.rfmGroups[rfm.group],
    ],
  };
}

/** @returns the list as a table, for CSV */
export function customersTable({ answer }: Loaded<CustomerListQuery>): Table {
  return {
    name: customerTexts.list,
    heading: customerTexts.customer,
    columns: [
      { key: "email", heading: customerTexts.email, write: "text" },
      { key: "segment", heading: customerTexts.segment, write: "text" },
      { key: "last", heading: customerTexts.lastOrder, write: "text" },
      { key: "orders", heading: customerTexts.orders, write: "count" },
      { key: "profit", heading: texts.profit, write: "money" },
      { key: "revenue", heading: customerTexts.revenue, write: "money" },
    ],
    rows: answer.customers.nodes.map(({ customer, lastOrder, orders, profit, revenue }) => ({
      key: customer.id,
      name: customer.name,
      cells: [customer.email, customer.segment, lastOrder, orders, profit, revenue],
    })),
  };
}
