/** For tests: the shop of docs/SEMANTICS.md, as its tables have it. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { type AskedShop, askedShop } from "./asking.ts";
import { tableOf } from "./document.ts";

/** The page itself. */
export const text = await Deno.readTextFile(new URL("../docs/SEMANTICS.md", import.meta.url));

const shop = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;
const now = Temporal.Instant.from("2024-03-31T21:59:59.999Z");

/** Fills an empty database; aggregates and views are not built. */
export async function openSmallShop(url: string): Promise<AskedShop> {
  await fillShop(url);
  return askedShop(url, shop, now);
}

async function fillShop(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const idOf = new Map<string, string>();
  for (const head of ["customer", "product", "category", "rep"]) {
    for (const row of tableOf(text, head, "id")) idOf.set(row[head] ?? "", row.id ?? "");
  }
  const known = (name: string | undefined) => idOf.get(name ?? "") ?? null;
  const value = (cell: string | undefined) => cell === "-" || cell === undefined ? null : cell;
  try {
    for (const { category, id } of tableOf(text, "category", "id")) {
      const parent = category === "Home" ? null : known("Home");
      await sql`insert into categories (id, name, parent_id) values (${id ?? ""}, ${
        category ?? ""
      }, ${parent})`;
    }
    for (const { product, id, category } of tableOf(text, "product", "id")) {
      await sql`insert into products (id, name, category_id, selling_price)
        values (${id ?? ""}, ${product ?? ""}, ${known(category?.split(" > ").at(-1))}, 1)`;
    }
    for (const row of tableOf(text, "customer", "id")) {
      await sql`insert into customers (id, name, segment)
        values (${row.id ?? ""}, ${row.customer ?? ""}, ${row["segment now"] ?? null})`;
    }
    for (const { rep, id, region, rate } of tableOf(text, "rep", "id")) {
      await sql`insert into sales_representatives (id, name, region, commission_rate)
        values (${id ?? ""}, ${rep ?? ""}, ${region ?? ""}, ${parseFloat(rate ?? "")})`;
    }
    for (const row of tableOf(text, "order", "local time")) {
      const [, quantity, product, price] = /^(-?\d+) (\w+) for (-?\d+)$/.exec(row.line ?? "") ?? [];
      assert.ok(quantity && product && price, row.line);
      const id = `00000000-0000-4000-8000-${row.order?.padStart(12, "0")}`;
      const at = Temporal.PlainDateTime.from(row["local time"] ?? "").toZonedDateTime(shop.timeZone)
        .toInstant();
      await sql`insert into orders
        (id, order_date, status, customer_id, customer_segment, sales_rep_id, total_amount)
        values (${id}, ${at.toString()}, ${row.status ?? ""}, ${known(row.customer)}, ${
        value(row["segment then"])
      },
          ${known(row.rep)}, ${row.total ?? ""})`;
      await sql`insert into order_items
        (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
        values (${id}, ${at.toString()}, ${known(product)}, ${quantity}, ${
        Math.abs(Number(price) / Number(quantity))
      },
          ${price}, ${value(row["cost each"])})`;
    }
  } finally {
    await sql.end();
  }
}
