/** A chart that is shared shows what the page said it would: whoever has its token asks that, and nothing else. */
import assert from "node:assert/strict";
import { Kind, parse } from "graphql";
import { readEmbedLimits } from "../src/access/embed.ts";
import { scopeOf } from "../src/base/scope.ts";
import { type EmbedChart, embedOperations } from "../src/dashboard/embed/charts.ts";
import { embedOf } from "../src/dashboard/share/load.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { limitRequest } from "../src/graphql/embed.ts";
import { operation } from "../src/graphql/operations.ts";

const view = { period: "MONTH", compareTo: "PREVIOUS_PERIOD", filter: null, margins: false } as const;
const shared = { metric: "revenue", product: undefined } as const;

function variablesOf(query: string): readonly string[] {
  return parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.variableDefinitions ?? [] : []
  ).map(({ variable }) => variable.name.value);
}

for (const chart of Object.keys(embedOperations) as EmbedChart[]) {
  Deno.test(`the token of ${chart} fixes every variable of its document`, () => {
    const { operation: name, ...embed } = embedOf(chart, { ...shared, chart }, view);
    const query = operation(name);
    const limits = readEmbedLimits({
      ...embed,
      documents: [documentId(query)],
      origins: ["https://a.example"],
    });
    const ask = (variables: Record<string, unknown>) =>
      limitRequest({ query, variables }, scopeOf("embed", limits));
    assert.ok("request" in ask({}));
    for (const name of variablesOf(query)) {
      assert.ok("errors" in ask({ [name]: "another" }), `whoever has it chooses ${name}`);
    }
  });
}

Deno.test("sales are fixed by the locked filter, which takes the place of none", () => {
  const filter = { regions: ["West", null] };
  const embed = embedOf("segments", { ...shared, chart: "segments", product: "p" }, { ...view, filter });
  assert.deepEqual(embed.filter, { ...filter, productIds: ["p"] });
  assert.equal(embed.variables["filter"], null);
});
