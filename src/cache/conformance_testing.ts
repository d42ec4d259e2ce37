/** What every tier must do: each one's own test is a few lines that call this. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CacheStore, Item } from "./store.ts";

/** A tier to test, empty. */
export interface Subject extends AsyncDisposable {
  readonly store: CacheStore;
  /** Lets so many milliseconds pass, for what expires. */
  readonly pass: (ms: number) => Promise<void>;
}

const encoder = new TextEncoder();
export const text = (value: string): Uint8Array => encoder.encode(value);

/** @returns an item that lives for a minute */
export function item(key: string, value: string | Uint8Array, generation = 1, epoch = "e1"): Item {
  const bytes = typeof value === "string" ? text(value) : value;
  return { key, value: bytes, version: { epoch, generation }, ttlMs: 60_000 };
}

type Case = (subject: Subject) => Promise<void>;

const cases: Readonly<Record<string, Case>> = {
  "gives many values in the order of their keys": async ({ store }) => {
    assert.deepEqual(await store.setMany([item("a", "1"), item("b", "2")]), [true, true]);
    assert.deepEqual(await store.getMany(["b", "missing", "a", "b"]), [
      text("2"),
      undefined,
      text("1"),
      text("2"),
    ]);
    assert.deepEqual(await store.getMany([]), []);
    assert.deepEqual(await store.setMany([]), []);
  },

  "forgets a value at the end of its time": async ({ store, pass }) => {
    await store.setMany([{ ...item("short", "1"), ttlMs: 40 }, item("long", "2")]);
    await pass(45);
    assert.deepEqual(await store.getMany(["short", "long"]), [undefined, text("2")]);
  },

  "gives a value that is set again its new time": async ({ store, pass }) => {
    await store.setMany([{ ...item("a", "1"), ttlMs: 40 }]);
    await store.setMany([item("a", "2")]);
    await pass(45);
    assert.deepEqual(await store.getMany(["a"]), [text("2")]);
  },

  "never puts an older generation in place of a newer one": async ({ store }) => {
    const steps = [
      [item("a", "of 7", 7), true, "of 7"],
      [item("a", "of 6", 6), false, "of 7"],
      [item("a", "of 7 again", 7), true, "of 7 again"],
      [item("a", "of 10", 10), true, "of 10"],
      [item("a", "of 9", 9), false, "of 10"],
      [item("a", "of another epoch", 2, "e2"), true, "of another epoch"],
      [item("a", "of the first epoch", 8, "e1"), true, "of the first epoch"],
      [item("a", "of 2^53 - 1", Number.MAX_SAFE_INTEGER), true, "of 2^53 - 1"],
      [item("a", "of 2^53 - 2", Number.MAX_SAFE_INTEGER - 1), false, "of 2^53 - 1"],
    ] as const;
    for (const [given, stored, then] of steps) {
      assert.deepEqual(await store.setMany([given]), [stored], then);
      assert.deepEqual(await store.getMany(["a"]), [text(then)]);
    }
  },

  "keeps the newest of a history, in any order and side by side": async ({ store }) => {
    const generations = fc.uniqueArray(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 8 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(generations, async (order) => {
        const key = `history ${round++}`;
        await Promise.all(
          order.map((generation) => store.setMany([item(key, String(generation), generation)])),
        );
        assert.deepEqual(await store.getMany([key]), [text(String(Math.max(...order)))]);
      }),
      { numRuns: 20 },
    );
  },

  "tells of many items which were stored": async ({ store }) => {
    await store.setMany([item("b", "new", 5)]);
    assert.deepEqual(await store.setMany([item("a", "1", 4), item("b", "old", 4), item("c", "3", 4)]), [
      true,
      false,
      true,
    ]);
    assert.deepEqual(await store.getMany(["a", "b", "c"]), [text("1"), text("new"), text("3")]);
  },

  "keeps any bytes, empty values and any key": async ({ store }) => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const values = [all, new Uint8Array(), text("\n"), text("e1 9\nforged"), text("ü 🙂")];
    const keys = ["plain", "with spaces\n and lines", "analytics:trend:ü🙂", "*", "\\{x}"];
    await store.setMany(values.map((value, index) => item(keys[index] ?? "", value)));
    assert.deepEqual(await store.getMany(keys), values);
  },

  "keeps a value of megabytes": async ({ store }) => {
    const big = new Uint8Array(3_000_000).map((_, index) => index * 31 % 251);
    assert.deepEqual(await store.setMany([item("big", big)]), [true]);
    const [found] = await store.getMany(["big"]);
    assert.ok(found && Buffer.compare(found, big) === 0);
  },

  "keeps its own copy": async ({ store }) => {
    const value = text("before");
    await store.setMany([item("a", value)]);
    value.fill(0);
    assert.deepEqual(await store.getMany(["a"]), [text("before")]);
  },

  "counts from the first addition until its time is over": async ({ store, pass }) => {
    const counts = [];
    // Only the first says how long: later ones do not prolong it.
    for (const ttlMs of [500, 60_000, 60_000]) counts.push(await store.count("c", 2, ttlMs));
    assert.deepEqual(counts, [2, 4, 6]);
    await pass(505);
    assert.equal(await store.count("c", 1, 60_000), 1);
    const many = await Promise.all(Array.from({ length: 50 }, () => store.count("many", 1, 60_000)));
    assert.deepEqual(many.toSorted((a, b) => a - b), Array.from({ length: 50 }, (_, index) => index + 1));
  },

  "tallies side by side what stands under numbers, and forgets the lowest": async ({ store, pass }) => {
    const tally = (add: readonly (readonly [number, number])[], oldest: number, ttlMs = 60_000) =>
      store.tally("t", new Map(add), oldest, ttlMs).then((counts) =>
        [...counts].toSorted(([a], [b]) => a - b)
      );
    assert.deepEqual(await tally([], 0), []);
    assert.deepEqual(await tally([[5, 2], [7, 1]], 0), [[5, 2], [7, 1]]);
    assert.deepEqual(await tally([[7, -1], [8, 4_000_000_000]], 0), [[5, 2], [7, 0], [8, 4_000_000_000]]);
    assert.deepEqual(await tally([[5, 1], [9, 1]], 8, 40), [[8, 4_000_000_000], [9, 1]]);
    await pass(45);
    await Promise.all(Array.from({ length: 50 }, () => tally([[1, 1]], 0)));
    assert.deepEqual(await tally([], 0), [[1, 50]]);
    await store.setMany([item("t", "a value")]);
    assert.deepEqual(await tally([[1, 3]], 0), [[1, 3]]);
  },

  "leases to one at a time, until it is released or over": async ({ store, pass }) => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => store.lease("l", 60_000)));
    const [token, ...others] = tokens.filter((token) => token !== undefined);
    assert.ok(token !== undefined && others.length === 0);
    await store.release("l", "not the token");
    assert.equal(await store.lease("l", 60_000), undefined);
    await store.release("l", token);
    const second = await store.lease("l", 40);
    assert.ok(second !== undefined && second !== token);
    await pass(45);
    const third = await store.lease("l", 60_000);
    assert.ok(third !== undefined);
    // The second holder is late: the lease is no longer its own.
    await store.release("l", second);
    assert.equal(await store.lease("l", 60_000), undefined);
  },

  "tells a value from what is none": async ({ store }) => {
    await store.count("count", 1, 60_000);
    await store.lease("lease", 60_000);
    assert.deepEqual(await store.getMany(["count", "lease"]), [undefined, undefined]);
    assert.deepEqual(await store.setMany([item("count", "1")]), [true]);
    assert.deepEqual(await store.getMany(["count"]), [text("1")]);
    assert.equal(await store.count("count", 3, 60_000), 3);
  },
};

/** @param open a tier that holds nothing yet */
export function testConformance(name: string, open: () => Promise<Subject>): void {
  for (const [what, run] of Object.entries(cases)) {
    Deno.test(`${name} ${what}`, async () => {
      await using subject = await open();
      await run(subject);
    });
  }
}
