import { HttpError } from "fresh";
import { define } from "../src/dashboard/define.ts";
import { themeCookie, themeNamed } from "../src/dashboard/theme.ts";

/** Keeps what somebody chose, light or dark, and goes back to where they were. */
export const handlers = define.handlers({
  async POST(ctx) {
    const form = await ctx.req.formData();
    const theme = themeNamed(form.get("theme"));
    if (theme === undefined) throw new HttpError(400, "There is no such theme");
    const to = form.get("to");
    // A path of our own only: the form could be sent from anywhere.
    const back = ctx.redirect(typeof to === "string" && to.startsWith("/") ? to : "/", 303);
    back.headers.set("set-cookie", themeCookie(theme));
    return back;
  },
});
