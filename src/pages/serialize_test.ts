import assert from "node:assert/strict";
import { computed, Signal, signal } from "@preact/signals";
import { h } from "preact";
import fc from "fast-check";
import { revive } from "./revive.ts";
import { Serializer, SlotReference } from "./serialize.ts";

function send(value: unknown): string {
  const serializer = new Serializer();
  return serializer.finish(serializer.encode(value, "value"));
}

function receive(text: string): unknown {
  return revive(text, (id) => ({ slot: id }));
}

const { value: sendable } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: "binary" }),
    fc.constantFrom("</script>", "<!--", "]]>", "\u2028\u2029", "\ud800", "$", "__proto__", "\\u003c"),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: false }),
    fc.array(tie("value")),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$", "v", "__proto__", "constructor")), tie("value")),
    fc.array(tie("value")).map((items) => new Set(items)),
    fc.array(fc.tuple(tie("value"), tie("value"))).map((entries) => new Map(entries)),
    tie("value").map((value) => signal(value)),
    tie("value").map((value) => computed(() => value)),
  ),
}));

/** What `deepEqual` cannot compare, as what it can: signals by value, dates by time, objects without their prototypes. */
function comparable(value: unknown): unknown {
  if (value instanceof Signal) return ["signal", comparable(value.peek())];
  if (value instanceof Date) return ["date", value.getTime()];
  if (value instanceof Set) return ["set", [...value].map(comparable)];
  if (value instanceof Map) return ["map", [...value].map(comparable)];
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, comparable(field)]));
}

Deno.test("what is sent arrives, and cannot leave its script element", () => {
  fc.assert(
    fc.property(sendable, (value) => {
      const text = send(value);
      assert.doesNotMatch(text, /[<\u2028\u2029]/);
      assert.deepEqual(comparable(receive(text)), comparable(value));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("values that look like our own tags stay themselves", () => {
  for (
    const value of [{ $: "date", v: 0 }, { $: { $: "undefined" } }, [{ $: "slot", v: 1 }], { a: { $: 1 } }]
  ) {
    assert.deepEqual(receive(send(value)), value);
  }
});

Deno.test("a key called __proto__ reaches no prototype", () => {
  const value = JSON.parse('{"__proto__": {"admin": true}, "a": {"__proto__": null}}');
  const received = receive(send(value)) as Record<string, unknown>;
  assert.equal(Object.getPrototypeOf(received), Object.prototype);
  assert.deepEqual(Object.keys(received), ["__proto__", "a"]);
  assert.equal(({} as Record<string, unknown>).admin, undefined);
});

Deno.test("a signal that two islands share stays one, also within another signal", () => {
  const count = signal(1);
  const [a, b, outer] = receive(send([count, count, signal({ count })])) as [
    Signal<number>,
    Signal<number>,
    Signal<{ count: Signal<number> }>,
  ];
  assert.equal(a, b);
  assert.equal(outer.value.count, a);
  a.value = 2;
  assert.equal(b.value, 2);
});

Deno.test("a computed signal arrives with its value, and as read-only as it was", () => {
  const count = signal(2);
  const [double, again] = receive(send([computed(() => count.value * 2), 1])) as [Signal<number>, number];
  assert.equal(double.value, 4);
  assert.equal(again, 1);
  assert.throws(() => double.value = 5, TypeError);
});

Deno.test("a reference to JSX arrives as what stands for it", () => {
  assert.deepEqual(receive(send({ children: new SlotReference(7) })), { children: { slot: 7 } });
});

Deno.test("what is not data is refused, by name", () => {
  class Money {}
  const cycle: { self?: unknown } = {};
  cycle.self = [cycle];
  const circular = signal<unknown>(null);
  circular.value = { circular };
  const cases: [unknown, RegExp][] = [
    [{ onClick: () => {} }, /value\.onClick to the browser.*a function/],
    [{ list: [1, Symbol("x")] }, /value\.list\[1\].*a symbol/],
    [{ price: new Money() }, /value\.price.*an instance of Money/],
    [{ later: Promise.resolve() }, /value\.later.*an instance of Promise/],
    [{ at: [{ icon: h("b", null) }] }, /value\.at\[0\]\.icon.*JSX/],
    [cycle, /value\.self\[0\].*a cycle/],
    [circular, /value\.value\.circular.*a cycle/],
    [new Map([["key", () => {}]]), /value\[0\]\[1\].*a function/],
  ];
  for (const [value, message] of cases) assert.throws(() => send(value), message);
});

Deno.test("the same object twice is no cycle", () => {
  const point = { x: 1 };
  assert.deepEqual(receive(send([point, { point }])), [point, { point }]);
});
