import { define } from "../define.ts";

export const handler = define.handlers((ctx) => {
  if (ctx.url.searchParams.has("stream")) {
    const cancelled = () => void ctx.state.trail.push("cancelled");
    return new Response(new ReadableStream({ cancel: cancelled }));
  }
  return Response.json({ method: ctx.req.method });
});
