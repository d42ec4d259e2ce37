/** Who is told who customers are, and who takes tables along, stands in the audit log; figures are told as ever. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";
import { operation } from "../src/graphql/operations.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { fillTinyShop, idOf } from "./tiny_shop.ts";
import { testWeb } from "./web.ts";

const settings = { auth: "required", tokens: tokenSettings } as const;
const customer = idOf("customer", "c");
const tiny = { sales: [{ at: "2024-01-10T12:00Z", total: 10, customer: "c", rep: "r" }] };

interface Asked {
  readonly path: string;
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly role?: "analyst" | "viewer";
}

Deno.test("what tells who customers are is noted each time, kept or not, and nothing else is", async () => {
  await using database = await testDatabase();
  await fillTinyShop(database.url, tiny);
  await using web = await testWeb(database.url, settings);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const ask = async ({ path, query, variables, role = "analyst" }: Asked) => {
    const headers = { ...await bearerOf(role), "x-request-id": "r1", "content-type": "application/json" };
    const body = query === undefined ? null : JSON.stringify({ query, variables });
    const response = await fetch(web.address + path, {
      method: query === undefined ? "GET" : "POST",
      headers,
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const named = "{ customers { nodes { customer { name } } } }";
  const get = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
  const list = operation("customer_list");
  const customers = "customers looked up";
  const cases: readonly [asked: Asked, noted: readonly string[]][] = [
    [{ path: "/graphql", query: named }, [customers]],
    [{ path: "/graphql", query: named }, [customers]],
    [{ path: get(named) }, [customers]],
    [{ path: get(named) }, [customers]],
    [{ path: "/graphql", query: list, variables: { search: "Somebody" } }, [customers]],
    [
      {
        path: "/graphql",
        query: "{ a: customers { nodes { customer { ...f } } } } fragment f on Customer { m: email }",
      },
      [customers],
    ],
    [{ path: "/graphql", query: operation("customer"), variables: { customerId: customer } }, [
      `${customers} ${customer}`,
    ]],
    [{ path: "/customers/list?q=Somebody" }, [customers]],
    [{ path: "/customers/rows?q=Somebody" }, [customers]],
    [{ path: `/customers/${customer}` }, [`${customers} ${customer}`]],
    [{ path: "/csv/customers" }, [customers, "table exported customers"]],
    [{ path: "/csv/reps" }, ["table exported reps"]],
    [{ path: "/graphql", query: "{ customers { nodes { customer { id } revenue } } }" }, []],
    [{ path: "/graphql", query: named, role: "viewer" }, []],
    [{ path: "/graphql", query: "{ customers { nodes { nothing } } }" }, []],
    [{ path: "/csv/customers", role: "viewer" }, []],
    [{ path: "/csv/nothing" }, []],
    [{ path: "/?period=year" }, []],
    [{ path: "/customers" }, []],
    [{ path: get("{ salesOverview(period: YEAR) { totalRevenue } }") }, []],
  ];
  for (const [asked, noted] of cases) {
    await sql`truncate audit_log`;
    const { status, text } = await ask(asked);
    assert.ok(status === 200 || noted.length === 0, `${asked.path}: ${status} ${text}`);
    const rows = await sql`select concat_ws(' ', action, subject) as line, actor, address, request_id,
      detail::text as detail from audit_log order by id`;
    assert.deepEqual(rows.map(({ line }) => line), noted, JSON.stringify(asked));
    for (const { actor, address, request_id: requestId, detail } of rows) {
      assert.match(actor, /^token:/);
      assert.deepEqual([address, requestId], ["127.0.0.1", "r1"]);
      assert.doesNotMatch(detail, /Somebody/);
    }
  }

  await sql`alter table audit_log rename to gone`;
  await sql.end();
  const unnoted: readonly [asked: Asked, status: number, told: RegExp][] = [
    [{ path: get(named) }, 500, /INTERNAL_SERVER_ERROR/],
    [{ path: "/csv/customers" }, 500, /./],
    [{ path: "/csv/reps" }, 503, /^Tables cannot be had/],
    [{ path: "/graphql", query: "{ salesOverview(period: YEAR) { totalRevenue } }" }, 200, /totalRevenue/],
  ];
  for (const [asked, status, told] of unnoted) {
    const answered = await ask(asked);
    assert.equal(answered.status, status, asked.path);
    assert.match(answered.text, told, asked.path);
    assert.doesNotMatch(answered.text, /"name":"c"/);
  }
});
