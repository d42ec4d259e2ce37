/** `deploy/nginx.conf` in front of two upstreams: what it passes on, what it asks again, and what it says by itself. */
import assert from "node:assert/strict";
import { hasNginx, startNginx } from "../src/dev/nginx.ts";
import { firstFree } from "../src/dev/ports.ts";

interface Upstream extends AsyncDisposable {
  readonly port: number;
}

/** Answers with what it was sent, or breaks off every connection once it has the head of a request. */
function upstream(kind: "echoes" | "breaks off", handle = echo): Upstream {
  if (kind === "echoes") {
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handle);
    return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const done = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(1_000)).catch(() => {});
      connection.close();
    }
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await done.catch(() => {});
    },
  };
}

async function echo(request: Request): Promise<Response> {
  const { length } = await request.text();
  return Response.json({ headers: Object.fromEntries(request.headers), length });
}

async function behindNginx(
  upstreams: readonly Upstream[],
  test: (address: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "laneway-nginx-" });
  try {
    await Deno.chmod(home, 0o755);
    const port = firstFree(10_000 + Math.floor(Math.random() * 10_000));
    const servers = upstreams.map(({ port }) => `127.0.0.1:${port}`);
    await using _nginx = await startNginx({ home, port, servers });
    await test(`http://127.0.0.1:${port}`);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

const ignore = !await hasNginx();
const skipped = ignore ? " (nginx is not installed: apt-get install nginx-light brings it)" : "";

Deno.test({
  name: `nginx tells who asks, and believes no one else${skipped}`,
  ignore,
  async fn() {
    await using one = upstream("echoes");
    await behindNginx([one], async (address) => {
      const response = await fetch(`${address}/`, {
        headers: {
          "x-forwarded-for": "203.0.113.9",
          "x-forwarded-proto": "https",
          "forwarded": "for=203.0.113.9;proto=https",
        },
      });
      const { headers } = await response.json();
      assert.equal(headers["x-forwarded-for"], "203.0.113.9, 127.0.0.1");
      assert.equal(headers["x-forwarded-proto"], "http");
      assert.equal(headers.forwarded, undefined);
      assert.equal(headers.host, new URL(address).host);
      const hidden = await fetch(`${address}/metrics`);
      assert.equal(hidden.status, 404);
      await hidden.body?.cancel();
    });
  },
});

Deno.test({
  name: `nginx asks another process what may be asked twice, and nothing else${skipped}`,
  ignore,
  async fn() {
    const cases = [
      ["GET", "/", 200],
      ["GET", "/graphql?id=1", 200],
      ["POST", "/graphql", 200],
      ["POST", "/ingest/orders", 200],
      ["DELETE", "/ingest/orders/A-1", 200],
      ["POST", "/sign-in", 503],
      ["POST", "/embed-tokens", 503],
    ] as const;
    for (const [method, path, expected] of cases) {
      await using broken = upstream("breaks off");
      await using sound = upstream("echoes");
      // The first request goes to the first of them.
      await behindNginx([broken, sound], async (address) => {
        const response = await fetch(address + path, { method, ...(method === "POST" && { body: "{}" }) });
        await response.body?.cancel();
        assert.equal(response.status, expected, `${method} ${path}`);
      });
    }
  },
});

Deno.test({
  name: `nginx says when to come back where no process answers${skipped}`,
  ignore,
  async fn() {
    await using broken = upstream("breaks off");
    await behindNginx([broken], async (address) => {
      const asked = await fetch(`${address}/graphql`, { method: "POST", body: "{}" });
      assert.equal(asked.status, 503);
      assert.equal(asked.headers.get("retry-after"), "1");
      assert.equal((await asked.json()).errors[0].extensions.code, "UNAVAILABLE");
      const page = await fetch(`${address}/`);
      assert.equal(page.status, 503);
      assert.match(await page.text(), /try again/);
    });
  },
});

Deno.test({
  name: `nginx takes batches of orders, and of anything else no more than the app reads${skipped}`,
  ignore,
  async fn() {
    await using one = upstream("echoes");
    await behindNginx([one], async (address) => {
      const send = async (path: string, bytes: number) => {
        const response = await fetch(address + path, { method: "POST", body: "x".repeat(bytes) });
        return response.ok
          ? (await response.json()).length
          : await response.body?.cancel() ?? response.status;
      };
      assert.equal(await send("/graphql", 110_000), 110_000);
      assert.equal(await send("/graphql", 200_000), 413);
      assert.equal(await send("/ingest/orders", 16_000_000), 16_000_000);
      assert.equal(await send("/ingest/orders", 18_000_000), 413);
    });
  },
});

Deno.test({
  name: `nginx passes events on as they come${skipped}`,
  ignore,
  async fn() {
    const more = Promise.withResolvers<void>();
    const events = () => {
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode("data: one\n\n"));
          await more.promise;
          controller.close();
        },
      });
      return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
    };
    await using one = upstream("echoes", events);
    await behindNginx([one], async (address) => {
      const response = await fetch(`${address}/live`);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      // With a buffer in between, this would wait for the end.
      assert.equal((await reader?.read())?.value, "data: one\n\n");
      more.resolve();
      assert.equal((await reader?.read())?.done, true);
    });
  },
});
