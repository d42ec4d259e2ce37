/** The texts that all pages share, and the language that they, and with them numbers and dates, are written in. */
/** BCP 47. */
export const locale = "en";

const pages = {
  overview: "Overview",
  products: "Products",
  customers: "Customers",
  profit: "Profitability",
  reps: "Sales reps",
} as const;

const periods = {
  "today": "Today",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "month": "Month to date",
  "quarter": "Quarter to date",
  "year": "Year to date",
  "12m": "Last 12 months",
  "all": "All time",
  "custom": "Custom",
} as const;

const comparisons = {
  previous: "Previous period",
  year: "Same time last year",
  none: "No comparison",
} as const;
const filters = { region: "Region", rep: "Sales rep", segment: "Segment", category: "Category" } as const;
const without = {
  region: "Without region",
  rep: "Without sales rep",
  segment: "Without segment",
  category: "Uncategorised",
} as const;

const metrics = {
  revenue: "Revenue",
  orders: "Orders",
  aov: "Average order",
  customers: "Customers",
  profit: "Profit",
  units: "Units",
} as const;

const units = { hour: "by hour", day: "by day", week: "by week", month: "by month" } as const;

const lanes: Readonly<Record<string, string>> = {
  CACHE: "From the cache",
  VIEW: "From views, refreshed every 15 minutes",
  AGGREGATE: "From aggregates, kept up to the second",
  DIRECT: "Counted from the orders themselves",
};

export const texts = {
  appName: "Laneway",
  titleOf: (page: string): string => `${page} · Laneway`,
  description: "What the shop sold, and how that changed.",
  home: "Laneway, overview",
  skip: "Skip to the figures",
  pages,
  pagesLabel: "Pages",

  theme: "Appearance",
  themes: { system: "System", light: "Light", dark: "Dark" } as const,

  bar: "What is shown",
  period: "Period",
  until: (days: string, time: string): string => `${days}, until ${time}`,
  periods,
  customRange: "Custom range",
  customFrom: "From",
  customTo: "To",
  customShow: "Show",
  comparison: "Compared with",
  comparisons,
  comparedTo: { previous: "vs previous", year: "vs last year", none: "Not compared" } as const,
  filter: "Filter",
  filters,
  without,
  anyValue: "All",
  applyFilter: "Apply",
  clearFilters: "Clear all",
  removeFilter: "Remove the filter",
  chosenFilters: "Filters in force",
  unfilteredHere: "Filters and period do not apply to this part: it covers everyone, over all time.",

  fresh: { live: "Live", delayed: "Delayed", stale: "Stale", offline: "Offline" } as const,
  freshDetail: (moment: string, zone: string): string =>
    `Every order recorded before ${moment} is in these figures. Times are in ${zone}.`,
  refresh: "Refresh",
  laneOf: (lane: string): string => lanes[lane] ?? lane,
  asOf: (moment: string): string => `As of ${moment}`,
  ageWhenMade: (age: string): string => `${age} old when this page was made`,
  source: (name: string): string => `How fresh: ${name}`,

  revenue: "Revenue",
  orders: "Orders",
  averageOrder: "Average order",
  profit: "Profit",
  commission: "Commission",
  contribution: "Contribution",
  cost: "Cost",
  none: "None",
  versus: (range: string): string => `vs ${range}`,
  before: (value: string, range: string): string => `${value} in ${range}`,
  nothingBefore: "Nothing earlier to compare with",
  noOrders: "No orders to average",
  todayRuns: (time: string): string =>
    `Today is still running: until ${time} it stands beside a whole day of the earlier period.`,
  periodRuns: (moment: string): string =>
    `This period is not over: until ${moment} it stands beside a whole earlier one.`,
  fewOrders: (count: number, text: string): string =>
    `Only ${text} ${count === 1 ? "order" : "orders"}: too few for a change to mean much.`,
  baselineCut: (day: string): string =>
    `The first order is from ${day}, so the earlier period is not a whole one.`,
  margin: (percent: string): string => `${percent} margin`,
  costKnown: (percent: string): string => `cost known for ${percent} of sales`,
  costUnknown: "Costs are not known",

  metrics,
  units,
  chartLabel: (metric: string, unit: string, range: string): string => `${metric} ${unit}, ${range}`,
  chart: "chart",
  chartKeys: "Left and right arrow keys read its values.",
  chartZoomKeys: "With Shift they choose a range, and Enter shows it.",
  chosenSpan: (from: string, to: string): string => `From ${from} to ${to}: Enter shows it.`,
  zoomHint: "Drag to zoom",
  incomplete: "incomplete",
  legendBefore: "Compared with",
  legendPartial: "Incomplete",
  showAsTable: "Show as a table",
  when: "When",
  then: "Compared with",
  download: "CSV",
  picture: "PNG",
  pictureOf: (name: string): string => `Save as PNG: ${name}`,
  downloadOf: (name: string): string => `Download as CSV: ${name}`,

  product: "Product",
  unitsSold: "Units",
  marginShort: "Margin",
  change: "Change",
  category: "Category",
  share: "Share",
  withinParents: "Each includes the categories below it",
  uncategorised: "Uncategorised",
  quietTitle: "No sales in this period.",
  quietText: (day: string): string => `The last order is from ${day}.`,
  quietLink: "Show the month up to it",
  quietFiltered: "No such sales in this period.",
  quietUnfiltered: "Show all sales",
  notYet: "not yet",
  nothingSold: "Nothing was sold in this period.",
  unknown: "–",
  sortBy: (column: string): string => `Sort by ${column}`,
  list: {
    search: "Search",
    next: "Next page",
    shown: "{shown} of {all}",
    failed: "More could not be loaded.",
    retry: "Try again",
  } as const,

  emptyTitle: "No orders yet",
  emptyText: "As soon as the database holds orders, this page shows what they come to.",
  emptyImport: "Import your own, one CSV row an order line:",
  emptySeed: "Or fill the shop with plausible, made-up ones:",
  emptyThen: "Then reload this page.",
  importCommand: "deno task import orders.csv",
  seedCommand: "deno task seed --records 100000",

  refusedTitle: "This cannot be shown",
  refusedLink: "Show the last 30 days",
  unknownPeriod: (got: string): string => `There is no period called “${shorten(got)}”. Choose one above.`,
  unknownComparison: (got: string): string => `There is no comparison called “${shorten(got)}”.`,
  unknownMetric: (got: string): string => `There is no metric called “${shorten(got)}”.`,
  unknownSort: (got: string): string => `There is no order called “${shorten(got)}”.`,
  unknownGroup: (got: string): string => `There is no grouping called “${shorten(got)}”.`,
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
  tooManyTitle: "Too much at once",
  tooManyText: "More was asked for from here than a minute allows. In a moment there is room again.",
  busyTitle: "Everyone is asking at once",
  busyText: "There is more to answer right now than there is time for. In a moment there is room again.",
  retry: "Try again",
  forbiddenTitle: "Not for everyone",
  forbiddenText: "Your role does not include these figures.",
  filesForbidden: "Your role does not include tables as files.",
  filesUnavailable: "Tables cannot be had as files for the moment. Try again soon.",
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
    ended: "Your session has ended. Sign in again, and go on where you were.",
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
