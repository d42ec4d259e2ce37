/** What everyone is asked: a month's figures beside those of the month before. */
import { documentId } from "../../src/graphql/document_id.ts";
import { operation } from "../../src/graphql/operations.ts";
import { today } from "../growth/shape.ts";
import { pathOf } from "../traffic/visits.ts";

const fields = `
  totalRevenue totalOrders averageOrderValue customers growthRate revenueChange orderChange
  range { startDate endDate }
  previous { totalRevenue totalOrders averageOrderValue customers }`;

function documentOf(type: PeriodType): string {
  return `query Card($period: ${type}!) { salesOverview(period: $period) {${fields} } }`;
}

/** What the argument is in a schema: PostGraphile makes a text of it. */
type PeriodType = "Period" | "String";

export const question = documentOf("Period");

export function post(type: PeriodType = "Period"): {
  readonly method: "POST";
  readonly headers: { readonly "content-type": string };
  readonly body: string;
} {
  const body = JSON.stringify({ query: documentOf(type), variables: { period: "MONTH" } });
  return { method: "POST", headers: { "content-type": "application/json" }, body };
}

/** @param url of Laneway's GraphQL. @returns the same figures by the id of a document */
export function kept(url: string): string {
  const parameters = new URLSearchParams({
    documentId: `sha256:${documentId(operation("overview_card"))}`,
    variables: JSON.stringify({ period: "MONTH" }),
  });
  return `${url}?${parameters}`;
}

// The first answer may take longer than a server waits for its database, where the machine is busy.
const tries = 5;

/** @returns the revenue that a server answers. @throws where it answers something else */
export async function ask(url: string, type: PeriodType = "Period"): Promise<number> {
  let text = "";
  for (let attempt = 0; attempt < tries; attempt++) {
    text = await (await fetch(url, post(type))).text();
    const revenue = JSON.parse(text).data?.salesOverview?.totalRevenue;
    if (typeof revenue === "number") return revenue;
  }
  throw new Error(`Cannot compare: ${url} answers ${text.slice(0, 500)}`);
}

// More than any machine of today answers in so long.
const mostARound = 5_000;

/** @returns paths for Laneway that nobody asked for before, enough for so many rounds and one before */
export function unasked(rounds: number): readonly string[] {
  return Array.from({ length: (rounds + 1) * mostARound }, (_, index) => {
    const start = today.subtract({ days: 1 + index % 1_000 });
    const [startDate, endDate] = [start, start.add({ days: 1 })].map((day, end) =>
      `${day}T00:${String(Math.floor(index / 1_000)).padStart(2, "0")}:0${end}Z`
    );
    return pathOf("overview_card", { period: "CUSTOM", dateRange: { startDate, endDate } });
  });
}
