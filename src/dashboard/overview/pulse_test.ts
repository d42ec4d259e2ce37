import assert from "node:assert/strict";
import { createFormats } from "../formats.ts";
import type { Realtime } from "./answer.ts";
import { pulseOf } from "./pulse.ts";

const formats = createFormats("USD", "UTC");
const plain = (text: string) => text.replaceAll(/[\u2009\u202f]/g, " ");
const figures = (orders: number) => ({ revenue: orders * 10, orders, activeCustomers: orders });
const minute = (timestamp: string, orders: number) => ({ timestamp, orders, revenue: orders * 10 });

const realtime: Realtime = {
  now: "2017-12-30T14:02:00Z",
  lastHour: figures(6),
  today: figures(1200),
  ordersByMinute: [
    minute("2017-12-30T14:00:00Z", 4),
    minute("2017-12-30T14:01:00Z", 0),
    minute("2017-12-30T14:02:00Z", 2),
  ],
};

Deno.test("the last hour is told in figures, bars and words", () => {
  const pulse = pulseOf(realtime, formats);
  assert.equal(plain(pulse.until), "until 2:02 PM");
  assert.deepEqual(pulse.figures.map(({ name, value }) => `${name} ${value}`), [
    "Orders 6",
    "Revenue $60.00",
    "Customers 6",
  ]);
  assert.equal(pulse.today.value, "$12,000.00 · 1,200 orders");
  const one = pulseOf({ ...realtime, today: figures(1) }, formats);
  assert.equal(one.today.value, "$10.00 · 1 order");
  assert.deepEqual(pulse.minutes, [1, 0, 0.5]);
  assert.match(plain(pulse.said), /: 2:00 PM 4, 2:02 PM 2$/);
});

Deno.test("an hour without orders is told as such", () => {
  const { minutes, said } = pulseOf(
    { ...realtime, ordersByMinute: [minute("2017-12-30T14:00:00Z", 0)] },
    formats,
  );
  assert.deepEqual(minutes, [0]);
  assert.match(said, /No order came in/);
});
