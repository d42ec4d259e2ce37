/** What outdates a kept answer, where less or more was thought to. */
import assert from "node:assert/strict";
import { createLog } from "../src/base/log.ts";
import { drained } from "../src/precompute/drain_testing.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { resultOf, withKept } from "./kept_shop.ts";

const log = createLog({ write: () => {} });

Deno.test("a list of products from a view shows a new one", () =>
  withKept(async (stage) => {
    const { shop, a, pool } = stage;
    await refreshViews({ pool, log }, "all");
    const one = shop.process();
    const list = "{ products { totalCount } }";
    const counted = async () => resultOf(await one.ask(list)).data;
    assert.deepEqual(await counted(), { products: { totalCount: 2 } });
    assert.deepEqual(shop.asked, ["products.VIEW"]);
    await a.unsafe("insert into products (name, selling_price) values ('Chair', 10)");
    await drained(stage);
    shop.pass(3_000);
    assert.deepEqual(await counted(), { products: { totalCount: 3 } });
  }));
