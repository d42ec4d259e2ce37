/** What a process asks once it listens: all that the overview shows its first visitors, whatever their role. */
import assert from "node:assert/strict";
import { scopeOf, userRoles } from "../src/base/scope.ts";
import { loadOverview } from "../src/dashboard/overview/load.ts";
import { listedPeriods } from "../src/dashboard/range.ts";
import { defaultView, hrefOf } from "../src/dashboard/view.ts";
import { shownAs } from "../src/dashboard/visitor.ts";
import { pageQuery, visitorOf } from "../src/http/visitor.ts";
import { warmUp } from "../src/warm_up.ts";
import { withKept } from "./kept_shop.ts";

Deno.test("where the first view cannot be loaded, as while aggregates are first built, the warm-up tries again later", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const { analytics, responder } = one;
    const stopped = new AbortController().signal;
    const rested: number[] = [];
    shop.answers = false;
    const rest = (ms: number) => {
      shop.answers = rested.push(ms) > 2;
      return Promise.resolve();
    };
    await warmUp({ analytics, responder, auth: "open", stopped, rest });
    assert.deepEqual(rested, [300, 30_000, 30_000]);
    const views = new Set(shop.asked);
    assert.ok(views.size > 5, [...views].join());
    // One that never answers is not asked for ever.
    shop.answers = false;
    const never: number[] = [];
    const other = shop.process();
    const asked = { analytics: other.analytics, responder: other.responder };
    await warmUp({ ...asked, auth: "open", stopped, rest: (ms) => Promise.resolve(void never.push(ms)) });
    assert.deepEqual([never.length, never.at(-1)], [20, 30_000]);
  }));

Deno.test("after the warm-up the overview's first visitors find all answers, in every period", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const { analytics, responder } = one;
    const stopped = new AbortController().signal;
    await warmUp({ analytics, responder, auth: "required", stopped });
    const executed = one.executed();
    assert.ok(executed > 0);
    for (const role of userRoles) {
      const scope = scopeOf(role);
      const visitor = visitorOf(analytics, { requestId: "visit", scope });
      const asker = {
        requestId: "visit",
        visitor: shownAs({ name: "user:test", scope }),
        query: pageQuery(responder, visitor, stopped),
      };
      for (const period of listedPeriods) {
        const url = new URL(hrefOf("/", { ...defaultView, range: { period } }), "http://localhost");
        const { screen } = await loadOverview(asker, url);
        assert.equal(screen.kind, "loaded");
        assert.equal(one.executed(), executed, `${role} ${period}`);
      }
    }
  }));
