/** Stages of a request, in the order in which it passes them: `deno bench -A bench/micro/stages.ts`. */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import TrendChart from "../../islands/TrendChart.tsx";
import { noFilter } from "../../src/analytics/filter.ts";
import { type Coverage, laneOf } from "../../src/analytics/lane.ts";
import { spanOf } from "../../src/analytics/period.ts";
import { createLog } from "../../src/base/log.ts";
import { fingerprintOf, seal, unseal } from "../../src/cache/envelope.ts";
import { readConfig } from "../../src/config.ts";
import { createDocuments } from "../../src/graphql/document.ts";
import { documentId } from "../../src/graphql/document_id.ts";
import { operation } from "../../src/graphql/operations.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { createAddressOf } from "../../src/http/address.ts";
import { createRateLimit } from "../../src/http/rate_limit.ts";
import { now, timeZone } from "../growth/shape.ts";

const config = readConfig({ DATABASE_URL: "postgres://127.0.0.1/none", RATE_LIMIT: "1000000000" });
const limit = createRateLimit({
  requests: config.requestsPerMinute,
  cost: config.costPerMinute,
  addressOf: createAddressOf(0),
  trustsProxy: false,
  store: undefined,
  log: createLog({ write: () => {} }),
});
const request = new Request("http://127.0.0.1/graphql", { headers: { accept: "application/json" } });
const connected = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 50_000 },
  completed: Promise.resolve(),
} as const;

const schema = createSchema();
const documents = createDocuments({ schema, introspection: false });
const query = operation("overview");
let asked = 0;

const calendar = { timeZone, weekStart: 1 } as const;
const coverage: Coverage = { asOf: now, timeZone, views: [] };
const filter = { ...noFilter, regions: ["West"] };

const fingerprint = fingerprintOf(["bench"]);
const [card, page] = [600, 20_000].map((bytes) => ({
  about: { epoch: "0198c1de-0000-7000-8000-000000000000", computedAt: now.epochMilliseconds },
  body: new TextEncoder().encode(JSON.stringify({ text: "figures ".repeat(bytes / 8) })),
}));
if (!card || !page) throw new TypeError("there must be two letters");
const [sealedCard, sealedPage] = [seal(fingerprint, card), seal(fingerprint, page)];

Deno.bench("admitted by its rate", () => void limit.admit(request, connected, undefined));
Deno.bench("the id of a document", () => void documentId(query));
Deno.bench("a document known already", () => void documents(query));
Deno.bench("a document parsed and validated", () => void documents(`${query}\n# ${asked++}`));
Deno.bench("a month to date and the one before", () => void spanOf("MONTH", undefined, now, calendar));
Deno.bench(
  "the lane of a question",
  () => void laneOf({ kind: "sums", orders: true, commission: false }, filter, coverage, calendar),
);
Deno.bench("600 bytes sealed for the shared tier", () => void seal(fingerprint, card));
Deno.bench("600 bytes unsealed", () => void unseal(fingerprint, sealedCard));
Deno.bench("20 kB sealed", () => void seal(fingerprint, page));
Deno.bench("20 kB unsealed", () => void unseal(fingerprint, sealedPage));
Deno.bench("an island rendered", () => {
  const props = {
    label: "Revenue",
    liveKind: "chart",
    liveHint: "arrow keys",
    scale: "0 to 10",
    children: null,
  };
  renderToString(h(TrendChart, props));
});
