import { HttpError } from "fresh";
import { define } from "../../define.ts";

export default define.middleware((ctx) => {
  ctx.state.trail.push("shop");
  if (ctx.url.searchParams.has("closed")) throw new HttpError(403, "closed");
  return ctx.next();
});
