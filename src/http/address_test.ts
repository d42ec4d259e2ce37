import assert from "node:assert/strict";
import { createAddressOf } from "./address.ts";

const from = (hostname: string): Deno.ServeHandlerInfo<Deno.NetAddr> => ({
  remoteAddr: { transport: "tcp", hostname, port: 4711 },
  completed: Promise.resolve(),
});

type Case = readonly [hops: number, headers: Readonly<Record<string, string>>, address: string];

const proxy = "10.0.0.1";
const cases: readonly Case[] = [
  // Without a proxy of ours, whatever the headers say is the caller's own word.
  [0, { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" }, proxy],
  [1, {}, proxy],
  [1, { "x-forwarded-for": "192.0.2.1" }, "192.0.2.1"],
  [1, { "x-forwarded-for": "198.51.100.9, 192.0.2.1" }, "192.0.2.1"],
  [2, { "x-forwarded-for": "198.51.100.9, 192.0.2.1 ,10.0.0.2" }, "192.0.2.1"],
  [3, { "x-forwarded-for": "192.0.2.1, 10.0.0.2" }, "192.0.2.1"],
  [1, { "x-forwarded-for": "192.0.2.1:33000" }, "192.0.2.1"],
  [1, { "x-forwarded-for": "[2001:DB8::1]:33000" }, "2001:db8::1"],
  [1, { "x-forwarded-for": "2001:db8:0::1" }, "2001:db8::1"],
  [1, { "x-forwarded-for": "::ffff:192.0.2.1" }, "192.0.2.1"],
  [1, { "x-forwarded-for": "unknown" }, proxy],
  [1, { "x-forwarded-for": "192.0.2.1, " }, proxy],
  [1, { "x-forwarded-for": "" }, proxy],
  [1, { forwarded: "for=192.0.2.1" }, "192.0.2.1"],
  [1, { forwarded: 'for=198.51.100.9, proto=https; FOR = "[2001:db8::1]:33000" ;by=_me' }, "2001:db8::1"],
  [2, { forwarded: "for=198.51.100.9, for=192.0.2.1, for=10.0.0.2" }, "192.0.2.1"],
  [1, { forwarded: "for=_hidden" }, proxy],
  [1, { forwarded: "by=192.0.2.1" }, proxy],
  // A quote that the caller left open does not swallow what the proxy adds.
  [1, { forwarded: 'for="198.51.100.9, for=192.0.2.1' }, "192.0.2.1"],
  // Which of two is the proxy's cannot be told.
  [1, { "x-forwarded-for": "198.51.100.9", forwarded: "for=192.0.2.1" }, proxy],
  [1, { "x-forwarded-for": "unknown", forwarded: "for=192.0.2.1" }, proxy],
  [1, { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" }, "192.0.2.1"],
];

Deno.test("who asks is told by the connection, and by as many proxies as are trusted", () => {
  for (const [hops, headers, address] of cases) {
    const request = new Request("http://localhost/", { headers });
    assert.equal(createAddressOf(hops)(request, from(proxy)), address, JSON.stringify([hops, headers]));
  }
});

Deno.test("a connection's own address is one text for one machine", () => {
  const request = new Request("http://localhost/");
  const addressOf = createAddressOf(0);
  assert.equal(addressOf(request, from("::ffff:192.0.2.1")), "192.0.2.1");
  assert.equal(addressOf(request, from("0:0:0:0:0:0:0:1")), "::1");
  assert.equal(addressOf(request, undefined), "unknown");
});
