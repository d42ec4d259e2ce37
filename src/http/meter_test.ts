import assert from "node:assert/strict";
import type { Family } from "../base/meter.ts";
import { createGraphqlMeter, noteRequest } from "../graphql/meter.ts";
import { createHttpMeter } from "./meter.ts";
import { createRouteNames } from "./route_names.ts";

async function seriesOf(families: readonly Family[]): Promise<number> {
  const read = await Promise.all(families.map((family) => family.read()));
  return read.reduce((sum, samples) => sum + samples.length, 0);
}

Deno.test("10,000 odd names make no new series", async () => {
  const graphql = createGraphqlMeter(new Map([["known", "Overview"]]));
  const http = createHttpMeter(graphql.ready);
  const routeOf = createRouteNames(["products"]);
  const send = (name: string) => {
    noteRequest(graphql.of(name), "ok", 0.01);
    graphql.of(name).ready.get++;
    http.note(name, routeOf(`/${name}/${name}`), 404, 0.01);
  };
  send("first");
  const count = () => seriesOf([...graphql.families, ...http.families]);
  const before = await count();
  for (let index = 0; index < 10_000; index++) send(`odd${index}`);
  assert.equal(await count(), before);
  const samples = await graphql.families[0]?.read() as readonly { labels: unknown; value: number }[];
  const other = samples.find(({ value }) => value > 0);
  assert.deepEqual(other, { labels: { operation: "other", status: "ok" }, value: 20_002 });
});
