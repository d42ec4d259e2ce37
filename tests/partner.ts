/** For browser tests: another site, whose pages show charts. */
import { signToken, type TokenSettings } from "../src/access/tokens.ts";

import { type EmbedChart, embedOperations } from "../src/dashboard/embed/charts.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { tokenSettings } from "./callers.ts";

export interface Partner extends AsyncDisposable {
  readonly origin: string;
}

/** @param pages HTML by path; what is asked for beside them is not there */
export function startPartner(pages: (path: string) => string | undefined): Partner {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const html = pages(new URL(request.url).pathname);
    const headers = { "content-type": "text/html; charset=utf-8" };
    return html === undefined ? new Response(null, { status: 204 }) : new Response(html, { headers });
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** @returns a token for one chart, on the sites that are named */
export async function embedTokenOf(
  chart: EmbedChart,
  origins: readonly string[],
  variables: Readonly<Record<string, unknown>> = { period: "YEAR" },
  settings: TokenSettings = tokenSettings,
): Promise<string> {
  const documents = [documentId(operation(embedOperations[chart]))];
  return await signToken(settings, {
    jti: crypto.randomUUID(),
    subject: "test",
    role: "embed",
    // Outlasts whatever is measured with it, on a slow machine too.
    ttlSeconds: 3_600,
    claims: { embed: { documents, variables, origins } },
  });
}
