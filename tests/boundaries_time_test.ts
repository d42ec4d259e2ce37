/** Questions at the edges of time: first and last instants, days of 23 and 25 hours, leap days. */
import { type Case, check } from "./boundary_cases.ts";
import type { TinySale } from "./tiny_shop.ts";

// Amounts are powers of two, so that a sum tells what is in it.
const edges: readonly TinySale[] = [
  { at: "2023-12-31T23:59:59.999999+01:00", total: 64 },
  { at: "2024-01-01T00:00:00+01:00", total: 1 },
  { at: "2024-03-31T23:59:59.999999+02:00", total: 128 },
  { at: "2024-04-01T00:00:00+02:00", total: 2 },
  { at: "2024-04-30T23:59:59.999999+02:00", total: 256 },
  { at: "2024-05-01T00:00:00+02:00", total: 4 },
  { at: "2024-05-11T23:59:59.999999+02:00", total: 1024 },
  { at: "2024-05-12T00:00:00+02:00", total: 16 },
  { at: "2024-05-12T23:59:59.999999+02:00", total: 512 },
  { at: "2024-05-13T00:00:00+02:00", total: 8 },
  { at: "2024-05-14T23:59:59.999999+02:00", total: 2048 },
  { at: "2024-05-15T00:00:00+02:00", total: 32 },
  { at: "2024-05-15T11:59:59.999999+02:00", total: 4096 },
  // Now: the first instant that is in no period to date.
  { at: "2024-05-15T12:00:00+02:00", total: 8192 },
];

Deno.test("a period has its first instant and all up to now, which it has not; a week begins when the shop's does", async () => {
  const at = { timeZone: "Europe/Berlin", now: "2024-05-15T12:00:00+02:00" };
  const period = (name: string, totalRevenue: number, totalOrders: number): Case => [
    `salesOverview(period: ${name}) { totalRevenue totalOrders }`,
    { salesOverview: { totalRevenue, totalOrders } },
  ];
  await check({ sales: edges }, {
    ...at,
    cases: [
      period("TODAY", 4128, 2),
      period("WEEK", 6184, 4),
      period("MONTH", 7740, 8),
      period("QUARTER", 7998, 10),
      period("YEAR", 8127, 12),
      [
        `salesOverview(dateRange: { startDate: "2024-05-13T00:00:00+02:00", endDate: "2024-05-15T00:00:00+02:00" }) {
          totalRevenue previous { totalRevenue } }`,
        { salesOverview: { totalRevenue: 2056, previous: { totalRevenue: 1552 } } },
      ],
      [
        `salesTrends(period: WEEK, metric: REVENUE, compareTo: NONE) { label value partial }`,
        {
          salesTrends: [
            { label: "2024-05-13", value: 8, partial: false },
            { label: "2024-05-14", value: 2048, partial: false },
            { label: "2024-05-15", value: 4128, partial: true },
          ],
        },
      ],
    ],
  }, {
    ...at,
    weekStart: 7,
    cases: [
      period("WEEK", 6712, 6),
      [
        `salesTrends(period: WEEK, metric: ORDERS, compareTo: NONE) { label value }`,
        {
          salesTrends: [
            { label: "2024-05-12", value: 2 },
            { label: "2024-05-13", value: 1 },
            { label: "2024-05-14", value: 1 },
            { label: "2024-05-15", value: 2 },
          ],
        },
      ],
    ],
  });
});

Deno.test("a day of 23 hours has as many, one of 25 has one hour twice", async () => {
  const sales = [
    { at: "2024-03-31T00:59:59Z", total: 1 },
    { at: "2024-03-31T01:00:00Z", total: 2 },
    { at: "2024-10-27T00:30:00Z", total: 4, customer: "a" },
    { at: "2024-10-27T01:30:00Z", total: 8, customer: "a" },
    { at: "2024-10-27T22:59:59.999999Z", total: 16 },
    { at: "2024-10-27T23:00:00Z", total: 32 },
  ];
  const hours = (from: string, to: string) =>
    `salesTrends(period: CUSTOM, metric: REVENUE, compareTo: NONE,
      dateRange: { startDate: "${from}", endDate: "${to}" }) { timestamp label value }`;
  const today = (totalRevenue: number, previous: readonly [string, string]): Case => [
    "salesOverview(period: TODAY) { totalRevenue previous { range { startDate endDate } } }",
    {
      salesOverview: { totalRevenue, previous: { range: { startDate: previous[0], endDate: previous[1] } } },
    },
  ];
  await check({ sales }, {
    timeZone: "Europe/Berlin",
    now: "2024-03-31T21:59:59.999Z",
    cases: [
      today(3, ["2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z"]),
      [hours("2024-03-31T01:00:00+01:00", "2024-03-31T04:00:00+02:00"), {
        salesTrends: [
          { timestamp: "2024-03-31T00:00:00Z", label: "2024-03-31 01:00", value: 1 },
          { timestamp: "2024-03-31T01:00:00Z", label: "2024-03-31 03:00", value: 2 },
        ],
      }],
    ],
  }, {
    timeZone: "Europe/Berlin",
    now: "2024-10-27T22:59:59.999Z",
    cases: [
      // Its last order is later than the pinned clock, which has the day's last millisecond.
      today(12, ["2024-10-25T22:00:00Z", "2024-10-26T22:00:00Z"]),
      [hours("2024-10-27T02:00:00+02:00", "2024-10-27T03:00:00+01:00"), {
        salesTrends: [
          { timestamp: "2024-10-27T00:00:00Z", label: "2024-10-27 02:00", value: 4 },
          { timestamp: "2024-10-27T01:00:00Z", label: "2024-10-27 02:00", value: 8 },
        ],
      }],
      [
        `salesOverview(dateRange: { startDate: "2024-10-27T00:00:00+02:00", endDate: "2024-10-28T00:00:00+01:00" }) {
          totalRevenue totalOrders customers previous { range { startDate endDate } } }`,
        {
          salesOverview: {
            totalRevenue: 28,
            totalOrders: 3,
            customers: 1,
            previous: { range: { startDate: "2024-10-25T22:00:00Z", endDate: "2024-10-26T22:00:00Z" } },
          },
        },
      ],
    ],
  });
});

Deno.test("a leap day is a day of its month, and compares with 28 February of the year before", async () => {
  const sales = [
    { at: "2023-02-01T00:00:00Z", total: 1 },
    { at: "2023-02-28T12:00:00Z", total: 2 },
    { at: "2024-01-29T12:00:00Z", total: 4 },
    { at: "2024-01-30T12:00:00Z", total: 8 },
    { at: "2024-02-29T12:00:00Z", total: 16 },
  ];
  const revenue = (name: string, args: string, totalRevenue: number, before: number): Case => [
    `${name}: salesOverview(${args}) { totalRevenue previous { totalRevenue } }`,
    { [name]: { totalRevenue, previous: { totalRevenue: before } } },
  ];
  const leapDay = `dateRange: { startDate: "2024-02-29T00:00:00Z", endDate: "2024-03-01T00:00:00Z" }`;
  await check({ sales }, {
    now: "2024-02-29T23:59:59.999Z",
    cases: [
      // A month that is complete compares with a whole one.
      revenue("month", "period: MONTH", 16, 12),
      revenue("monthYear", "period: MONTH, compareTo: PREVIOUS_YEAR", 16, 3),
      revenue("today", "period: TODAY, compareTo: PREVIOUS_YEAR", 16, 2),
      revenue("day", `${leapDay}, compareTo: PREVIOUS_YEAR`, 16, 2),
      revenue("year", "period: YEAR, compareTo: PREVIOUS_YEAR", 28, 3),
    ],
  }, {
    now: "2024-02-29T12:00:01Z",
    cases: [
      // The first 28 and a half days of January, and all of February 2023, which has no more.
      revenue("month", "period: MONTH", 16, 0),
      revenue("monthYear", "period: MONTH, compareTo: PREVIOUS_YEAR", 16, 3),
    ],
  });
});
