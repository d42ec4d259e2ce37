import { HttpError, page } from "fresh";
import { define } from "../../define.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { id } = ctx.params;
    if (id === "none") throw new HttpError(404);
    if (id === "broken") throw new Error("broken item");
    if (id === "away") return ctx.redirect("//evil.example/path?to=//x");
    return page({ id, price: 5 }, { status: id === "new" ? 201 : 200, headers: { "X-Item": "yes" } });
  },
  async POST(ctx) {
    return new Response(`posted ${await ctx.req.text()}`);
  },
});

export default define.page<typeof handler>(({ data, params, route }) => (
  <p data-route={route}>{data.id} costs {data.price}, asked as {params.id}</p>
));
