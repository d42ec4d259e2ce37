import { HttpError } from "fresh";
import { tableLoader } from "../../src/dashboard/csv.ts";
import { define } from "../../src/dashboard/define.ts";
import { headersOf, statusOf } from "../../src/dashboard/load.ts";
import { csvOf } from "../../src/dashboard/table.ts";
import { texts } from "../../src/dashboard/texts.ts";

/** A table of a page as a file, for the same URL parameters as the page takes. */
export const handlers = define.handlers({
  async GET({ params, state, url }) {
    const name = params.table ?? "";
    const load = tableLoader(name);
    if (load === undefined) throw new HttpError(404, "There is no such table");
    if (!state.visitor?.takesFiles) return new Response(texts.filesForbidden, { status: 403 });
    const { screen, table } = await load(state, url);
    if (table === undefined) {
      const text = screen.kind === "notice" ? screen.text : texts.emptyTitle;
      return new Response(text, { status: statusOf(screen), headers: headersOf(screen) });
    }
    if (!await state.noteExport(name)) {
      return new Response(texts.filesUnavailable, { status: 503, headers: { "retry-after": "5" } });
    }
    return new Response(csvOf(table), {
      headers: {
        ...headersOf(screen),
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}.csv"`,
      },
    });
  },
});
