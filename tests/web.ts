/** A web process of one test, over a database of its own. */
import assert from "node:assert/strict";
import { createLog } from "../src/base/log.ts";
import { asRole } from "../src/dev/as_role.ts";
import { type Config, readConfig } from "../src/config.ts";
import { startWeb, type Web } from "../src/serve.ts";

export interface TestWeb extends Web, AsyncDisposable {
  /** Posts a query; fails the test where the answer has errors. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<Answered<T>>;
  /** What it logged, a line an entry. */
  readonly logged: readonly string[];
}

export interface Answered<T> {
  readonly data: T;
  readonly extensions: {
    readonly answers: Readonly<Record<string, { readonly lane: string; readonly asOf: string }>>;
  };
}

/** Starts on a free port, with the rights that a web process needs and no more, for everyone unless the settings say otherwise; ends with the test, as `await using`. */
export async function testWeb(url: string, settings: Partial<Config> = {}): Promise<TestWeb> {
  const stop = new AbortController();
  const logged: string[] = [];
  const log = createLog({ write: (line) => logged.push(line) });
  const urls = { DATABASE_URL: asRole(url, "reader"), APP_DATABASE_URL: asRole(url, "app") };
  const config = {
    // Tests ask more in a minute than anybody.
    ...readConfig({
      ...urls,
      PORT: "0",
      HOST: "127.0.0.1",
      AUTH: "open",
      RATE_LIMIT: "off",
      COST_LIMIT: "off",
    }),
    ...settings,
  };
  const web = await startWeb(config, log, stop.signal);
  return {
    ...web,
    logged,
    async ask(query, variables) {
      const response = await fetch(`${web.address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      const result = await response.json();
      assert.equal(result.errors, undefined, JSON.stringify(result.errors));
      return result;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await web.finished;
    },
  };
}
