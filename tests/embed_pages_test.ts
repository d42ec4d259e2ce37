/** Charts on other sites: what their token says is shown, to the sites that it names, and nothing else is, however it is asked. */
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { signToken } from "../src/access/tokens.ts";
import { embedOperations } from "../src/dashboard/embed/charts.ts";
import { embedTexts } from "../src/dashboard/embed/texts.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { testWeb } from "./web.ts";

const site = "https://partner.example";
const idOf = (chart: keyof typeof embedOperations) => documentId(operation(embedOperations[chart]));
const limits = {
  documents: [idOf("segments")],
  variables: { period: "YEAR" },
  filter: { regions: ["West", null] },
  origins: [site, "http://127.0.0.1:7777"],
};

async function tokenOf(embed: unknown): Promise<string> {
  return (await bearerOf("embed", embed)).authorization.slice("Bearer ".length);
}

Deno.test("a chart shows what its token allows, on the sites that it names; everything else is refused in a sentence", async (t) => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const token = await tokenOf(limits);
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(web.address + path, { redirect: "manual", ...init });
    return { response, status: response.status, body: await response.text() };
  };
  const chart = (parameters: Record<string, string>, name = "segments", init?: RequestInit) =>
    ask(`/embed/${name}?${new URLSearchParams(parameters)}`, init);
  const headersOf = ({ response: { headers } }: { readonly response: Response }) => ({
    policy: headers.get("content-security-policy")?.replace(/'nonce-[^']+'/, "'nonce-N'"),
    frames: headers.get("x-frame-options"),
    referrer: headers.get("referrer-policy"),
    cookie: headers.get("set-cookie"),
    kept: headers.get("cache-control"),
    cors: headers.get("access-control-allow-origin"),
  });
  const told = {
    policy:
      `default-src 'none'; script-src 'nonce-N'; style-src 'self'; img-src 'self'; connect-src 'self'; ` +
      `form-action 'none'; base-uri 'none'; frame-ancestors ${limits.origins.join(" ")}; ` +
      `require-trusted-types-for 'script'; trusted-types 'none'`,
    frames: null,
    referrer: "no-referrer",
    cookie: null,
    kept: "private, no-store",
    cors: null,
  };

  await t.step("its headers name its sites, keep its address to itself, and set no cookie", async () => {
    const shown = await chart({ token });
    assert.equal(shown.status, 200, shown.body);
    assert.deepEqual(headersOf(shown), told);
    assert.match(shown.body, /<bdi>West, Without region<\/bdi>/);
    assert.ok(!shown.body.includes(token), "the page repeats its token");
    // Cookies and other headers make nobody else of the caller.
    for (
      const headers of [{ cookie: "theme=dark" }, await bearerOf("admin"), { authorization: "Bearer no" }]
    ) {
      const other = await chart({ token }, "segments", { headers });
      assert.equal(other.body.replace(/nonce="[^"]+"/g, ""), shown.body.replace(/nonce="[^"]+"/g, ""));
    }
    assert.match((await chart({ token, theme: "dark" })).body, /<html[^>]* data-theme="dark"/);
    assert.doesNotMatch((await chart({ token, theme: '"><script>' })).body, /data-theme|"><script>/);
  });

  await t.step("whoever asks for more is refused", async () => {
    const spread = (variables: unknown) => ({ token, variables: JSON.stringify(variables) });
    const cases: readonly [name: string, asked: ReturnType<typeof ask>, status: number, said: string][] = [
      ["another chart", chart({ token }, "trend"), 403, embedTexts.otherQuestion],
      ["another variable", chart(spread({ period: "TODAY" })), 403, embedTexts.otherQuestion],
      ["another region", chart(spread({ filter: { regions: ["East"] } })), 403, embedTexts.otherQuestion],
      [
        "more regions",
        chart(spread({ filter: { regions: ["West", "East"] } })),
        403,
        embedTexts.otherQuestion,
      ],
      ["no variables", chart({ token, variables: "[1]" }), 400, embedTexts.unreadable],
      ["broken variables", chart({ token, variables: "{" }), 400, embedTexts.unreadable],
      ["many variables", chart(spread({ a: "x".repeat(2_000) })), 400, embedTexts.unreadable],
      ["a wrong variable", chart(spread({ compareTo: "NEVER" })), 400, "NEVER"],
      ["no such chart", chart({ token }, "profit"), 404, embedTexts.noSuchChart],
      ["a name of every object", chart({ token }, "constructor"), 404, embedTexts.noSuchChart],
      ["no token", chart({}), 401, embedTexts.refused.invalid],
      ["an empty token", chart({ token: "" }), 401, embedTexts.refused.invalid],
      ["half a token", chart({ token: token.slice(0, -9) }), 401, embedTexts.refused.invalid],
      ["a token twice encoded", chart({ token: encodeURIComponent(`${token}%20`) }), 401, "not whole"],
      ["a token in the fragment", ask(`/embed/segments#token=${token}`), 401, "not whole"],
      ["two tokens", ask(`/embed/segments?token=${token}&token=${token}`), 401, "not whole"],
      [
        "a token as a header",
        chart({}, "segments", { headers: { authorization: `Bearer ${token}` } }),
        401,
        "",
      ],
      [
        "a page of another site",
        chart({ token }, "segments", { headers: { origin: "https://evil.example" } }),
        403,
        "",
      ],
      ["a page of no site", chart({ token }, "segments", { headers: { origin: "null" } }), 403, ""],
      ["a form", chart({ token }, "segments", { method: "POST" }), 405, ""],
      ["the path written twice", ask(`//embed/segments?token=${token}`), 401, ""],
    ];
    for (const [name, asked, status, said] of cases) {
      const answer = await asked;
      assert.equal(answer.status, status, `${name}: ${answer.body.slice(0, 400)}`);
      const text = answer.body.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
      assert.ok(text.includes(said), `${name}: ${text.slice(-600)}`);
      assert.ok(!text.includes(token) && answer.response.headers.get("location") === null, name);
    }
  });

  await t.step("variables that no API takes are told from those whose name they would go by", async () => {
    assert.equal((await chart({ token, variables: '{"compareTo":null}' })).status, 200);
    const infinite = await chart({ token, variables: '{"compareTo":1e999}' });
    assert.deepEqual([infinite.status, infinite.body.includes("beyond 1.8e308")], [400, true]);
    const names = Object.fromEntries(Array.from({ length: 251 }, (_, index) => [index.toString(36), 1]));
    const many = await chart({ token, variables: JSON.stringify(names) });
    assert.deepEqual([many.status, many.body.includes("at most 250")], [400, true]);
  });

  await t.step("tokens of people open no chart", async () => {
    for (const role of ["viewer", "analyst", "admin", "ingest"] as const) {
      const bearer = (await bearerOf(role)).authorization.slice("Bearer ".length);
      assert.equal((await chart({ token: bearer })).status, 403, role);
    }
  });

  await t.step("one that has expired says so, in a frame on any site", async () => {
    const expired = await signToken(tokenSettings, {
      jti: "old",
      subject: "test",
      role: "embed",
      ttlSeconds: 1,
      claims: { embed: limits },
    }, Date.now() - 120_000);
    const answer = await chart({ token: expired });
    assert.deepEqual([answer.status, headersOf(answer).frames], [401, null]);
    assert.ok(answer.body.includes(embedTexts.refused.ended), answer.body);
    assert.match(headersOf(answer).policy ?? "", /frame-ancestors \*;/);
    assert.doesNotMatch(answer.body, /<a |<form|<button|data-sites/);
  });

  await t.step(
    "all other pages stay out of frames, and the script beside frames is small and kept for a day",
    async () => {
      const others = await Promise.all(
        ["/", "/sign-in", "/embed-tokens", "/embedded", "/styles.css"].map((path) => ask(path)),
      );
      for (const { response } of others) {
        assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
        assert.equal(response.headers.get("x-frame-options"), "DENY");
      }
      const { response, body } = await ask("/embed.js", { headers: { "accept-encoding": "identity" } });
      assert.equal(response.headers.get("cross-origin-resource-policy"), "cross-origin");
      assert.equal(
        response.headers.get("cache-control"),
        "public, max-age=86400, stale-while-revalidate=604800",
      );
      assert.ok(brotliCompressSync(body).length < 1_000, `${brotliCompressSync(body).length} bytes`);
    },
  );
});
