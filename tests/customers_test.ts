/** Questions about customers of a shop small enough to count by hand, from each lane. */
import assert from "node:assert/strict";
import { id } from "./by_hand.ts";
import { ann, dataOf, inEachLane, march, never, returner } from "./few_customers.ts";

Deno.test("segments are those of the sale, with who bought in each", () =>
  inEachLane(async (ask) => {
    const fields =
      `segment revenue orders customers averageOrderValue unitsSold profit profitMargin revenueShare
      previousRevenue growthRate`;
    const data = dataOf(
      await ask(`{
      march: customerSegments(${march}) { ${fields} }
      ever: customerSegments { segment revenue orders customers revenueShare previousRevenue growthRate }
      none: customerSegments(filter: { segments: [] }) { segment customers }
      basic: customerSegments(filter: { segments: ["Basic"], productIds: ["${
        id(9)
      }"] }) { segment revenue customers }
    }`),
    );
    assert.deepEqual(data, {
      march: [
        {
          segment: null,
          revenue: 45,
          orders: 2,
          customers: 1,
          averageOrderValue: 22.5,
          unitsSold: 0,
          profit: 0,
          profitMargin: null,
          revenueShare: 0.596026,
          previousRevenue: 0,
          growthRate: null,
        },
        {
          segment: "Gold",
          revenue: 30.5,
          orders: 2,
          customers: 2,
          averageOrderValue: 15.25,
          unitsSold: 1,
          profit: 15,
          profitMargin: 0.75,
          revenueShare: 0.403974,
          previousRevenue: 80,
          growthRate: -0.61875,
        },
      ],
      ever: [
        { segment: "Gold", revenue: 110.5, orders: 4, customers: 3, revenueShare: 0.432485 },
        { segment: "Basic", revenue: 100, orders: 1, customers: 1, revenueShare: 0.391389 },
        { segment: null, revenue: 45, orders: 2, customers: 1, revenueShare: 0.176125 },
      ].map((segment) => ({ ...segment, previousRevenue: null, growthRate: null })),
      none: [],
      basic: [{ segment: "Basic", revenue: 100, customers: 1 }],
    });
  }));

Deno.test("a customer's lifetime value, and who ranks where", () =>
  inEachLane(async (ask, lane) => {
    const fields =
      `customer { name } revenue profit profitMargin orders averageOrderValue firstOrder lastOrder
      recencyDays tenureDays rfm { recency frequency monetary group } rank rankedCustomers`;
    const result = await ask(`{
      ann: customerLifetimeValue(customerId: "${ann}") { ${fields} }
      never: customerLifetimeValue(customerId: "${never}") { ${fields} }
      returner: customerLifetimeValue(customerId: "${returner}") { ${fields} }
    }`);
    const ranked = lane === "VIEW";
    const nobody = {
      profit: 0,
      profitMargin: null,
      orders: 0,
      averageOrderValue: null,
      firstOrder: null,
      lastOrder: null,
      recencyDays: null,
      tenureDays: null,
      rfm: null,
      rank: null,
      rankedCustomers: ranked ? 3 : 0,
    };
    assert.deepEqual(dataOf(result), {
      ann: {
        customer: { name: "Ann Ash" },
        revenue: 170,
        profit: 127.5,
        profitMargin: 0.75,
        orders: 3,
        averageOrderValue: 56.67,
        firstOrder: "2024-01-10",
        lastOrder: "2024-03-01",
        recencyDays: 14,
        tenureDays: 65,
        rfm: ranked ? { recency: 4, frequency: 5, monetary: 5, group: "LOYAL" } : null,
        rank: ranked ? 1 : null,
        rankedCustomers: ranked ? 3 : 0,
      },
      never: { ...nobody, customer: { name: "Dee Ash" }, revenue: 0 },
      returner: { ...nobody, customer: { name: "Eve Elm" }, revenue: -5 },
    });
    assert.equal(result.extensions?.answers.ann?.lane, lane);
    const unknown = await ask(`{ customerLifetimeValue(customerId: "${id(77)}") { orders } }`);
    assert.equal(unknown.errors?.[0]?.extensions?.["code"], "NOT_FOUND");
    assert.match(unknown.errors?.[0]?.message ?? "", /^Argument customerId must be the id of a customer/);
    const wrong = await ask(`{ customerLifetimeValue(customerId: "77") { orders } }`);
    assert.match(String(wrong.errors?.[0]?.message), /customerId must be a UUID, got "77"/);
  }));

Deno.test("scores of a shop: every group and every pair is there", () =>
  inEachLane(async (ask, lane) => {
    const result = await ask(`{ rfmSegments {
      customers
      groups { group customers share revenue orders averageOrderValue revenueShare }
      cells { recency frequency customers revenue }
    } }`);
    const { rfmSegments } = dataOf(result) as { rfmSegments: Record<string, Record<string, unknown>[]> };
    assert.equal(rfmSegments["customers"], 3);
    assert.equal(rfmSegments["groups"]?.length, 11);
    assert.equal(rfmSegments["cells"]?.length, 25);
    // Cy came last and twice, Ann before and three times, Bo first and once.
    const groups = rfmSegments["groups"]?.filter(({ customers }) => customers !== 0);
    const third = { customers: 1, share: 0.333333 };
    assert.deepEqual(groups, [
      {
        group: "LOYAL",
        ...third,
        revenue: 170,
        orders: 3,
        averageOrderValue: 56.67,
        revenueShare: 0.770975,
      },
      {
        group: "POTENTIAL_LOYALISTS",
        ...third,
        revenue: 20.5,
        orders: 2,
        averageOrderValue: 10.25,
        revenueShare: 0.092971,
      },
      {
        group: "AT_RISK",
        ...third,
        revenue: 30,
        orders: 1,
        averageOrderValue: 30,
        revenueShare: 0.136054,
      },
    ]);
    assert.deepEqual(rfmSegments["cells"]?.filter(({ customers }) => customers !== 0), [
      { recency: 2, frequency: 2, customers: 1, revenue: 30 },
      { recency: 4, frequency: 5, customers: 1, revenue: 170 },
      { recency: 5, frequency: 4, customers: 1, revenue: 20.5 },
    ]);
    assert.equal(result.extensions?.answers.rfmSegments?.lane, lane);
  }));

Deno.test("lifetime values of a shop: who brought how much, with the gaps between", () =>
  inEachLane(async (ask, lane) => {
    const result = await ask(`{ lifetimeDistribution {
      customers revenue averageValue
      buckets { from to customers share revenue revenueShare }
    } }`);
    const third = { customers: 1, share: 0.333333 };
    assert.deepEqual(dataOf(result), {
      lifetimeDistribution: {
        customers: 3,
        revenue: 220.5,
        averageValue: 73.5,
        buckets: [
          // Cy's 20.5 and Bo's 30; who only returned never ordered.
          { from: 20, to: 50, customers: 2, share: 0.666667, revenue: 50.5, revenueShare: 0.229025 },
          { from: 50, to: 100, customers: 0, share: 0, revenue: 0, revenueShare: 0 },
          { from: 100, to: 200, ...third, revenue: 170, revenueShare: 0.770975 },
        ],
      },
    });
    assert.equal(result.extensions?.answers.lifetimeDistribution?.lane, lane);
  }));

Deno.test("customers are found by the words of their names and e-mails, and listed in any order", () =>
  inEachLane(async (ask, lane) => {
    const names = async (args: string) => {
      const result = await ask(
        `{ customers(${args}) { totalCount nodes { customer { name } } edges { node { orders } } } }`,
      );
      const { customers } = dataOf(result) as {
        customers: { totalCount: number; nodes: { customer: { name: string } }[]; edges: unknown[] };
      };
      assert.equal(customers.totalCount, customers.nodes.length);
      assert.equal(customers.edges.length, customers.nodes.length);
      assert.equal(result.extensions?.answers.customers?.lane, lane);
      return customers.nodes.map(({ customer }) => customer.name.slice(0, 2)).join(" ");
    };
    const cases = [
      ["sortBy: REVENUE", "An Bo Cy De Ev"],
      ["sortBy: ORDERS", "An Cy Bo De Ev"],
      ["sortBy: LAST_ORDER", "Cy An Bo De Ev"],
      ["sortBy: NAME", "An Bo Cy De Ev"],
      [`search: "ASH"`, "An De"],
      [`search: "as ann"`, "An"],
      [`search: "shop.example"`, "An Cy"],
      [`search: "sh"`, "An Cy"],
      [`search: "hop"`, ""],
      [`search: " ,;'  "`, "An Bo Cy De Ev"],
      [`search: "ash", segments: ["Basic"]`, ""],
      [`segments: [null]`, "Cy Ev"],
      [`segments: ["Gold", "Basic"], sortBy: NAME`, "An Bo De"],
      [`segments: []`, ""],
    ] as const;
    for (const [args, expected] of cases) assert.equal(await names(args), expected, `${lane} ${args}`);
    const refused = [
      [`first: 0`, /Argument first must be from 1 to 1000, got 0/],
      [`after: "x"`, /Argument after must be a cursor that an earlier page gave/],
      [`search: "${"x".repeat(201)}"`, /Argument search must have at most 200 characters, got 201/],
    ] as const;
    for (const [args, message] of refused) {
      const { errors } = await ask(`{ customers(${args}) { totalCount } }`);
      assert.match(String(errors?.[0]?.message), message);
    }
  }));
