/** Upstash's HTTP interface, as far as our client asks it, in front of a real Redis. */
import { Redis } from "ioredis";
import { messageOf } from "../base/errors.ts";

export interface UpstashServer extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  /** Takes requests from now on and answers none, until it is disposed of. */
  hang(): void;
  /** Answers every request with this text, as a broken proxy would. */
  garble(text: string): void;
}

type Command = readonly [string, ...(string | number)[]];
type Reply = { readonly result: unknown } | { readonly error: string };

/** @param redisUrl where commands are run */
export function startUpstashServer(redisUrl: string): UpstashServer {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0 });
  redis.on("error", () => {});
  const token = crypto.randomUUID();
  const disposed = Promise.withResolvers<Response>();
  let state: "answers" | "hangs" | { readonly garbage: string } = "answers";

  const run = async ([name, ...values]: Command): Promise<Reply> => {
    try {
      return { result: await redis.call(name, ...values) };
    } catch (error) {
      return { error: messageOf(error) };
    }
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const body = await request.json();
    if (state === "hangs") return await disposed.promise;
    if (state !== "answers") return new Response(state.garbage);
    if (request.headers.get("authorization") !== `Bearer ${token}`) {
      return Response.json({ error: "WRONGPASS invalid or missing auth token" }, { status: 401 });
    }
    if (new URL(request.url).pathname === "/pipeline") {
      return Response.json(await Promise.all((body as readonly Command[]).map(run)));
    }
    const reply = await run(body as Command);
    return Response.json(reply, { status: "error" in reply ? 400 : 200 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    token,
    hang: () => void (state = "hangs"),
    garble: (garbage) => void (state = { garbage }),
    async [Symbol.asyncDispose]() {
      disposed.resolve(new Response());
      await server.shutdown();
      redis.disconnect();
    },
  };
}
