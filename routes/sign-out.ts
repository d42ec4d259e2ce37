import { HttpError } from "fresh";
import { define } from "../src/dashboard/define.ts";
import { readForm } from "../src/dashboard/form.ts";
import { texts } from "../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async POST({ req, state }) {
    const form = await readForm(req);
    if (!form) throw new HttpError(400, texts.formUnreadable);
    const cookie = await state.signOut({ everywhere: form.get("everywhere") === "yes" });
    const headers = { location: "/sign-in", "set-cookie": cookie, "cache-control": "no-store" };
    return new Response(null, { status: 303, headers });
  },
});
