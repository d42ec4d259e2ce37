/** The clients that people use, against the web process: by GET and POST, by text and by id, and what they see of errors. */
import assert from "node:assert/strict";
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, createRequest, fetchExchange } from "@urql/core";
import { ClientError, GraphQLClient } from "graphql-request";
import { serverAudits } from "graphql-http";
import type { Config } from "../src/config.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation, type OperationManifest, operationManifest } from "../src/graphql/operations.ts";
import { fillTinyShop, idOf } from "./tiny_shop.ts";
import { testWeb } from "./web.ts";

const businessNow = Temporal.Instant.from("2024-03-15T12:00:00Z");
const sales = [
  { at: "2024-03-10T12:00:00Z", total: 30, customer: "Ann" },
  { at: "2024-03-11T12:00:00Z", total: 12 },
];
const products = { Chair: null };
const text = operation("overview_card");
const id = documentId(text);
const variables = { period: "MONTH" };

/** What a client put on the wire, and what came back. */
interface Sent {
  readonly method: string;
  /** Of the query string or the body. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: number;
}

interface Wire {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly sent: Sent[];
}

async function withShop(settings: Partial<Config>, test: (wire: Wire) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, { products, sales });
  await using web = await testWeb(database.url, { businessNow, ...settings });
  const sent: Sent[] = [];
  await test({
    url: `${web.address}/graphql`,
    sent,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const parameters = request.method === "GET"
        ? Object.fromEntries(new URL(request.url).searchParams)
        : await request.clone().json();
      const response = await fetch(request);
      sent.push({ method: request.method, parameters, status: response.status });
      return response;
    },
  });
}

type Method = "GET" | "POST";
interface Outcome {
  readonly revenue: number | undefined;
  /** Of the first error. */
  readonly code: unknown;
}
interface Asking {
  byText(query: string): Promise<Outcome>;
  byId(id: string): Promise<Outcome>;
}
interface Card {
  readonly salesOverview: { readonly totalRevenue: number };
}

const clients: Readonly<Record<string, (wire: Wire, method: Method) => Asking>> = {
  "@apollo/client"({ url, fetch }, method) {
    const client = (links: readonly ApolloLink[]) =>
      new ApolloClient({
        cache: new InMemoryCache(),
        link: ApolloLink.from([
          ...links,
          new HttpLink({ uri: url, fetch, useGETForQueries: method === "GET" }),
        ]),
      });
    const ask = async (query: string, links: readonly ApolloLink[]): Promise<Outcome> => {
      try {
        const { data } = await client(links).query<Card>({ query: gql(query), variables });
        return { revenue: data?.salesOverview.totalRevenue, code: undefined };
      } catch (error) {
        if (!CombinedGraphQLErrors.is(error)) throw error;
        return { revenue: undefined, code: error.errors[0]?.extensions?.code };
      }
    };
    return {
      byText: (query) => ask(query, []),
      byId: (id) => {
        const useGETForHashedQueries = method === "GET";
        return ask(text, [new PersistedQueryLink({ generateHash: () => id, useGETForHashedQueries })]);
      },
    };
  },
  "@urql/core"({ url, fetch }, method) {
    const client = new Client({
      url,
      fetch,
      exchanges: [fetchExchange],
      preferGetMethod: method === "GET" ? "force" : false,
    });
    const ask = async (query: string, extensions?: Record<string, unknown>): Promise<Outcome> => {
      const { data, error } = await client.executeQuery<Card>(createRequest(query, variables, extensions));
      if (error && error.graphQLErrors.length === 0) throw error;
      return {
        revenue: data?.salesOverview.totalRevenue,
        code: error?.graphQLErrors[0]?.extensions.code,
      };
    };
    return {
      byText: (query) => ask(query),
      byId: (id) => ask(text, { persistedQuery: { version: 1, sha256Hash: id } }),
    };
  },
  "graphql-request"({ url, fetch }, method) {
    const ask = async (query: string, client: GraphQLClient): Promise<Outcome> => {
      try {
        const { salesOverview } = await client.request<Card>(query, variables);
        return { revenue: salesOverview.totalRevenue, code: undefined };
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        return { revenue: undefined, code: error.response.errors?.[0]?.extensions?.code };
      }
    };
    return {
      byText: (query) => ask(query, new GraphQLClient(url, { fetch, method })),
      // It has no way of its own to send an id: what it sends can be written anew.
      byId: (id) => {
        const byId = new URL(url);
        byId.search = new URLSearchParams({ documentId: id, variables: JSON.stringify(variables) })
          .toString();
        return ask(
          text,
          new GraphQLClient(url, {
            method,
            fetch: (input, init) =>
              method === "GET"
                ? fetch(byId, init)
                : fetch(input, { ...init, body: JSON.stringify({ documentId: id, variables }) }),
          }),
        );
      },
    };
  },
};

Deno.test("each client gets its answers, by GET and by POST", async () => {
  await withShop({}, async (wire) => {
    for (const [name, client] of Object.entries(clients)) {
      for (const method of ["GET", "POST"] as const) {
        wire.sent.length = 0;
        assert.deepEqual(await client(wire, method).byText(text), { revenue: 42, code: undefined }, name);
        assert.deepEqual(wire.sent.map((each) => [each.method, each.status]), [[method, 200]], name);
        assert.match(String(wire.sent[0]?.parameters.query), /query OverviewCard/, name);
      }
    }
  });
});

Deno.test("each client sends ids instead of documents, by GET and by POST, and others are not trusted", async () => {
  await withShop({ trustedDocumentsOnly: true }, async (wire) => {
    for (const [name, client] of Object.entries(clients)) {
      for (const method of ["GET", "POST"] as const) {
        wire.sent.length = 0;
        const { byId, byText } = client(wire, method);
        assert.deepEqual(await byId(id), { revenue: 42, code: undefined }, name);
        assert.deepEqual(wire.sent.map((each) => [each.method, each.status]), [[method, 200]], name);
        assert.equal(wire.sent[0]?.parameters.query, undefined, name);
        const other = "query Mine { salesOverview(period: MONTH) { totalRevenue } }";
        assert.equal((await byText(other)).code, "DOCUMENT_NOT_TRUSTED", name);
      }
    }
  });
});

Deno.test("each client learns why it gets no answer", async () => {
  const wrong = "query Wrong { salesOverview(period: MONTH) { revenue } }";
  await withShop({}, async (wire) => {
    for (const [name, client] of Object.entries(clients)) {
      for (const method of ["GET", "POST"] as const) {
        const { byText } = client(wire, method);
        assert.equal((await byText(wrong)).code, "GRAPHQL_VALIDATION_FAILED", name);
        assert.equal(
          (await byText("query Rangeless { salesOverview { totalRevenue } }")).code,
          "BAD_USER_INPUT",
          name,
        );
      }
    }
  });
});

Deno.test("Apollo's automatic persisted queries: the text travels once", async () => {
  await withShop({}, async ({ url, fetch, sent }) => {
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([
        new PersistedQueryLink({ sha256: documentId, useGETForHashedQueries: true }),
        new HttpLink({ uri: url, fetch }),
      ]),
    });
    const ask = async () => {
      const query = gql("query Mine { salesOverview(period: MONTH) { totalRevenue } }");
      const { data } = await client.query<Card>({ query, fetchPolicy: "network-only" });
      return data?.salesOverview.totalRevenue;
    };
    assert.equal(await ask(), 42);
    assert.equal(await ask(), 42);
    const seen = sent.map((
      { method, parameters },
    ) => [method, parameters.query === undefined ? "hash" : "text"]);
    assert.deepEqual(seen.filter(([, what]) => what === "text").length, 1);
    assert.deepEqual([seen.length, seen[0], seen.at(-1)], [3, ["GET", "hash"], ["GET", "hash"]]);
  });
});

Deno.test("the list of documents names each by the id it is answered by", async () => {
  await withShop({ trustedDocumentsOnly: true }, async ({ url }) => {
    const list: OperationManifest = await (await fetch(`${url}/documents.json`)).json();
    assert.deepEqual(list, operationManifest());
    const all = {
      period: "MONTH",
      metric: "REVENUE",
      productId: idOf("product", "Chair"),
      customerId: idOf("customer", "Ann"),
    };
    for (const { id, name } of list.operations) {
      const search = new URLSearchParams({ documentId: `sha256:${id}`, variables: JSON.stringify(all) });
      const { data, errors } = await (await fetch(`${url}?${search}`)).json();
      assert.equal(errors, undefined, `${name}: ${JSON.stringify(errors)}`);
      assert.ok(Object.values(data).length > 0, name);
    }
  });
});

Deno.test("the web process as a whole passes all audits of GraphQL over HTTP", async () => {
  // Some of them ask for a type of the schema.
  await withShop({ graphiql: true }, async ({ url }) => {
    // The audits leave bodies unread, which would hold their connections.
    const readWhole: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      return new Response(await response.bytes(), response);
    };
    const results = await Promise.all(serverAudits({ url, fetchFn: readWhole }).map((audit) => audit.fn()));
    const failed = results.flatMap((result) =>
      result.status === "ok" ? [] : [`${result.name}: ${result.reason}`]
    );
    assert.deepEqual(failed, []);
    assert.equal(results.length, 61);
  });
});
