/** For tests: callers who ask through the proxy without a pause, in every way there is, and note what goes wrong. */
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";

export interface Failure {
  readonly what: string;
  /** Milliseconds, as `performance.now()` counts. */
  readonly startedAt: number;
  readonly how: string;
}

export interface Load {
  /** How many have been answered so far. */
  readonly answered: number;
  /** Lets them finish what they have in hand. @returns what was not answered as it should be */
  stop(): Promise<readonly Failure[]>;
}

export const callers = 6;

type Headers = Readonly<Record<string, string>>;

/** @returns one way to ask after the other; of what is new, nobody has asked before */
function asking(address: string, headers: Headers, turn: number): readonly [string, () => Promise<Response>] {
  const id = documentId(operation("overview"));
  const day = (days: number) => Temporal.PlainDate.from("2024-01-01").add({ days }).toString();
  const range = `{ startDate: "${day(turn % 3_000)}T00:00:00Z", endDate: "${
    day(4_000 + turn % 7)
  }T00:00:00Z" }`;
  const fresh = `{ salesOverview(period: CUSTOM, dateRange: ${range}) { totalRevenue } }`;
  const post = (body: unknown) => () =>
    fetch(`${address}/graphql`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const get = (path: string) => () => fetch(address + path, { headers });
  const variables = JSON.stringify({ period: "YEAR" });
  const ways = [
    ["a document by id", get(`/graphql?${new URLSearchParams({ documentId: id, variables })}`)],
    ["a new question by POST", post({ query: fresh })],
    ["a kept question by POST", post({ query: "{ salesOverview(period: YEAR) { totalRevenue } }" })],
    ["a new question by GET", get(`/graphql?${new URLSearchParams({ query: fresh })}`)],
    ["a page", get("/?period=year")],
  ] as const;
  return ways[turn % ways.length] ?? ways[0];
}

/** @param headers say who asks */
export function startLoad(address: string, headers: Headers): Load {
  const failures: Failure[] = [];
  let [isOver, turn, answered] = [false, 0, 0];
  const call = async () => {
    while (!isOver) {
      const [what, ask] = asking(address, headers, turn++);
      const startedAt = performance.now();
      try {
        const response = await ask();
        const text = await response.text();
        if (response.status !== 200 || text.includes('"errors":[')) {
          failures.push({ what, startedAt, how: `${response.status} ${text.slice(0, 300)}` });
        } else answered++;
      } catch (error) {
        failures.push({ what, startedAt, how: String(error) });
      }
    }
  };
  const all = Array.from({ length: callers }, call);
  return {
    get answered() {
      return answered;
    },
    async stop() {
      isOver = true;
      await Promise.all(all);
      return failures;
    },
  };
}
