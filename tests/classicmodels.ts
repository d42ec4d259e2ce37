/** The classicmodels sample data (a dealer in model cars, 2003 to 2005) as a file that `deno task import` reads. */
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

const folder = new URL("../../shared/data/classicmodels/", import.meta.url);

/** Which orders count as completed: all of them, or those that the dealer has shipped or settled. */
export type Counting = "every status" | "shipped and resolved";

/** @returns whether the data is beside the project; tests without it are skipped */
export async function hasClassicmodels(): Promise<boolean> {
  try {
    await Deno.stat(folder);
    return true;
  } catch {
    return false;
  }
}

/** @returns the import file's text, one row an order line */
export async function classicmodelsCsv(counting: Counting): Promise<string> {
  const [orders, details, products, customers, employees, offices] = await Promise.all(
    ["orders", "orderdetails", "products", "customers", "employees", "offices"].map(readTable),
  );
  const by = (rows: readonly Row[] | undefined, key: string) =>
    new Map((rows ?? []).map((row) => [row[key], row]));
  const [orderOf, productOf, customerOf] = [
    by(orders, "orderNumber"),
    by(products, "productCode"),
    by(customers, "customerNumber"),
  ];
  const [employeeOf, officeOf] = [by(employees, "employeeNumber"), by(offices, "officeCode")];
  const lines = (details ?? []).map((detail) => {
    const order = orderOf.get(detail.orderNumber);
    const product = productOf.get(detail.productCode);
    const customer = customerOf.get(order?.customerNumber);
    const employee = employeeOf.get(customer?.salesRepEmployeeNumber);
    return [
      detail.orderNumber,
      detail.orderLineNumber,
      order?.orderDate,
      statusOf(order?.status ?? "", counting),
      order?.customerNumber,
      customer?.customerName,
      detail.productCode,
      product?.productName,
      product?.productLine,
      detail.quantityOrdered,
      detail.priceEach,
      product?.buyPrice,
      employee?.employeeNumber,
      employee && `${employee.firstName} ${employee.lastName}`,
      employee?.email,
      officeOf.get(employee?.officeCode)?.territory,
    ];
  });
  return [header, ...lines].map((fields) => fields.map(quoted).join(",") + "\n").join("");
}

type Row = Readonly<Record<string, string>>;

const header = [
  ...["order_id", "line_id", "order_date", "status", "customer_id", "customer_name"],
  ...["product_id", "product_name", "category", "quantity", "unit_price", "unit_cost"],
  ...["sales_rep_id", "sales_rep_name", "sales_rep_email", "region"],
];

function statusOf(status: string, counting: Counting): string {
  if (counting === "every status" || status === "Shipped" || status === "Resolved") return "completed";
  return status === "Cancelled" ? "cancelled" : "pending";
}

async function readTable(name: string): Promise<readonly Row[]> {
  const bytes = gunzipSync(await Deno.readFile(new URL(`${name}.csv.gz`, folder)));
  return parse(bytes, { columns: true });
}

function quoted(value: string | undefined): string {
  return `"${(value ?? "").replaceAll('"', '""')}"`;
}
