import { define } from "../src/dashboard/define.ts";
import { headersOf, statusOf } from "../src/dashboard/load.ts";
import { loadPulse } from "../src/dashboard/overview/load_pulse.ts";
import { pulseOf } from "../src/dashboard/overview/pulse.ts";

/** What is going on now, for the overview that is open somewhere. */
export const handlers = define.handlers({
  async GET({ state, url }) {
    const screen = await loadPulse(state, url);
    const pulse = screen.kind === "loaded"
      ? pulseOf(screen.answer.realtimeMetrics, screen.shop.formats)
      : null;
    return Response.json(pulse, { status: statusOf(screen), headers: headersOf(screen) });
  },
});
