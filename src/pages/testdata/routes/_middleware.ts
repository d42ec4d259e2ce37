import { define } from "../define.ts";

export const handler = [
  define.middleware((ctx) => {
    ctx.state.trail.push("root 1");
    return ctx.next();
  }),
  define.middleware(async (ctx) => {
    ctx.state.trail.push("root 2");
    const response = await ctx.next();
    ctx.state.trail.push("root 2 after");
    return response;
  }),
];
