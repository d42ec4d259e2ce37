/** For tests: shops of a few sales, in which everything is called by one letter. */
import postgres from "postgres";

export interface TinySale {
  readonly at: string;
  readonly total: number;
  readonly status?: "completed" | "pending" | "cancelled";
  readonly customer?: string;
  readonly segment?: string;
  readonly rep?: string;
  readonly lines?: readonly TinyLine[];
}

export interface TinyLine {
  readonly product: string;
  readonly quantity: number;
  readonly total: number;
  /** Of one unit; unknown without. */
  readonly cost?: number;
}

export interface TinyShop {
  /** Each with the category it lies in, the one above it first; null at the top. */
  readonly categories?: Readonly<Record<string, string | null>>;
  /** Each with its category. */
  readonly products?: Readonly<Record<string, string | null>>;
  readonly sales: readonly TinySale[];
}

type Kind = "category" | "product" | "customer" | "rep" | "order";
const digits: Readonly<Record<Kind, number>> = { category: 1, product: 2, customer: 3, rep: 4, order: 5 };

/** @returns the id of what is called so: in alphabetical order, ids ascend */
export function idOf(kind: Kind, name: string): string {
  const code = name.charCodeAt(0).toString(16).padStart(12, "0");
  return `${digits[kind]}0000000-0000-4000-8000-${code}`;
}

/** Fills an empty database; its reps get 10 percent, and their region is called as they are. */
export async function fillTinyShop(
  url: string,
  { categories = {}, products = {}, sales }: TinyShop,
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const given = (kind: Kind, name: string | null | undefined) => name ? idOf(kind, name) : null;
  const names = (key: "customer" | "rep") => new Set(sales.flatMap((sale) => sale[key] ?? []));
  try {
    for (const [name, above] of Object.entries(categories)) {
      await sql`insert into categories (id, name, parent_id)
        values (${idOf("category", name)}, ${name}, ${given("category", above)})`;
    }
    for (const [name, category] of Object.entries(products)) {
      await sql`insert into products (id, name, category_id, selling_price)
        values (${idOf("product", name)}, ${name}, ${given("category", category)}, 1)`;
    }
    for (const name of names("customer")) {
      await sql`insert into customers (id, name) values (${idOf("customer", name)}, ${name})`;
    }
    for (const name of names("rep")) {
      await sql`insert into sales_representatives (id, name, region, commission_rate)
        values (${idOf("rep", name)}, ${name}, ${name}, 10)`;
    }
    for (const [index, sale] of sales.entries()) {
      const id = idOf("order", String.fromCharCode(index));
      await sql`insert into orders (id, order_date, total_amount, status, customer_id, customer_segment, sales_rep_id)
        values (${id}, ${sale.at}, ${sale.total}, ${sale.status ?? "completed"}, ${
        given("customer", sale.customer)
      },
          ${sale.segment ?? null}, ${given("rep", sale.rep)})`;
      for (const { product, quantity, total, cost } of sale.lines ?? []) {
        await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
          values (${id}, ${sale.at}, ${idOf("product", product)}, ${quantity}, ${
          Math.abs(total / quantity)
        }, ${total},
            ${cost ?? null})`;
      }
    }
  } finally {
    await sql.end();
  }
}
