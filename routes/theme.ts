import { HttpError } from "fresh";
import { define } from "../src/dashboard/define.ts";
import { readForm } from "../src/dashboard/form.ts";
import { nextPage } from "../src/dashboard/next_page.ts";
import { texts } from "../src/dashboard/texts.ts";
import { themeCookie, themeNamed } from "../src/dashboard/theme.ts";

/** Keeps what somebody chose, light or dark, and goes back to where they were. */
export const handlers = define.handlers({
  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (!form) throw new HttpError(400, texts.formUnreadable);
    const theme = themeNamed(form.get("theme"));
    if (theme === undefined) throw new HttpError(400, "There is no such theme");
    const back = ctx.redirect(nextPage(form.get("to")), 303);
    back.headers.set("set-cookie", themeCookie(theme));
    return back;
  },
});
