/** Every text of the dashboard, and the language that they, and with them numbers and dates, are written in. */
/** BCP 47. */
export const locale = "en";

const periods = {
  today: "Today",
  week: "Week",
  month: "Month",
  quarter: "Quarter",
  year: "Year",
  all: "All time",
} as const;

const metrics = {
  revenue: "Revenue",
  orders: "Orders",
  customers: "Customers",
  aov: "Average order",
} as const;

const units = { hour: "by hour", day: "by day", week: "by week", month: "by month" } as const;

const lanes: Readonly<Record<string, string>> = {
  CACHE: "from the cache",
  VIEW: "from views",
  AGGREGATE: "from aggregates",
  DIRECT: "from raw orders",
};

export const texts = {
  appName: "Laneway",
  titleOf: (page: string): string => `${page} · Laneway`,
  description: "What the shop sold, and how that changed.",
  home: "Laneway, overview",

  overview: "Overview",
  period: "Period",
  until: (days: string, time: string): string => `${days}, until ${time}`,
  periods,
  customRange: "Custom",
  customFrom: "From",
  customTo: "To",
  customShow: "Show",
  asOf: (moment: string, lane: string): string => `As of ${moment}, ${lanes[lane] ?? lane}`,
  asOfDetail: (zone: string): string =>
    `Every order recorded before then is in these figures. Times are in ${zone}.`,

  revenue: "Revenue",
  orders: "Orders",
  averageOrder: "Average order",
  profit: "Profit",
  figures: "Figures of the period",
  none: "None",
  versus: (range: string): string => `vs ${range}`,
  before: (value: string, range: string): string => `${value} in ${range}`,
  nothingBefore: "No earlier sales to compare with",
  noOrders: "No orders to average",
  margin: (percent: string): string => `${percent} margin`,
  costKnown: (percent: string): string => `Cost is known for ${percent} of sales`,
  costUnknown: "The cost of what was sold is not known",

  trend: "Trend",
  metric: "Shown in the chart",
  metrics,
  units,
  chartLabel: (metric: string, unit: string, range: string): string => `${metric} ${unit}, ${range}`,
  chart: "chart",
  chartKeys: "Left and right arrow keys read its values.",
  incomplete: "incomplete",
  showAsTable: "Show as a table",
  when: "When",

  topProducts: "Top products",
  byRevenue: "by revenue",
  product: "Product",
  unitsSold: "Units",
  marginShort: "Margin",
  change: "Change",
  categories: "Categories",
  category: "Category",
  share: "Share",
  withinParents: "Each includes the categories below it",
  uncategorised: "Uncategorised",
  under: (parents: string): string => `${parents}, `,
  moreCategories: (count: string): string => `and ${count} smaller`,
  nothingSold: "Nothing was sold in this period.",
  unknown: "–",

  quietTitle: "No sales in this period",
  quietText: (day: string): string => `The last order is from ${day}.`,
  quietLink: "Show the month up to it",

  emptyTitle: "No orders yet",
  emptyText: "As soon as the database holds orders, this page shows what they come to.",
  emptyImport: "Import your own, one CSV row an order line:",
  emptySeed: "Or fill the shop with plausible, made-up ones:",
  emptyThen: "Then reload this page.",
  importCommand: "deno task import orders.csv",
  seedCommand: "deno task seed --records 100000",

  refusedTitle: "This period cannot be shown",
  refusedLink: "Show this month",
  unknownPeriod: (got: string): string => `There is no period called “${shorten(got)}”. Choose one above.`,
  unknownMetric: (got: string): string => `There is no metric called “${shorten(got)}”.`,
  rangeMissing: "A custom period needs its first and its last day.",
  noSuchDay: (got: string): string =>
    `“${shorten(got)}” is not a day this page can show. Days are written year-month-day, such as 2017-12-30.`,
  rangeBackwards: (from: string, to: string): string =>
    `The period ends on ${to}, before it starts on ${from}.`,
  rangeTooLong: (years: number): string => `A period may span at most ${years} years.`,

  unavailableTitle: "The figures are out of reach",
  unavailableText: "The database does not answer right now. Nothing is wrong with your request.",
  slowTitle: "The figures take too long",
  slowText: "The database did not answer in time. It may be busy; a shorter period is quicker.",
  retry: "Try again",
  brokenTitle: "Something went wrong",
  brokenText: (requestId: string): string =>
    `This page could not be made. The server’s log tells more under request ${requestId}.`,
  notFoundTitle: "There is no such page",
  notFoundText: "The address may be mistyped, or the page may have moved.",
  toOverview: "Go to the overview",

  signIn: "Sign in",
  signOut: "Sign out",
  signOutEverywhere: "Sign out everywhere",
  account: "Account",
  signedInAs: "Signed in as",
  email: "E-mail",
  password: "Password",
  signInProblems: {
    refused: "This e-mail address and password do not belong together, or the account is disabled.",
    throttled: "Too many tries. Wait a quarter of an hour, then try again.",
    unavailable: "Signing in does not work right now. Try again in a moment.",
  },
  formUnreadable: "The form cannot be read",
  openToAll: "No sign-in: open to all on this machine.",

  graphiql: "GraphiQL",
  schema: "GraphQL schema",
  footer: "More",
} as const;

function shorten(text: string): string {
  const characters = [...text];
  return characters.length > 40 ? `${characters.slice(0, 40).join("")}…` : text;
}
