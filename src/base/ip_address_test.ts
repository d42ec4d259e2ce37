import assert from "node:assert/strict";
import { networkOf, readAddress } from "./ip_address.ts";

Deno.test("one machine has one text, and what is no address has none", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:0.0.0.9", "0.0.0.9"],
    ["2001:DB8:0:0:0::1", "2001:db8::1"],
    ["2001:0db8::0001", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::1", "::1"],
    ["::", "::"],
  ] as const;
  for (const [text, address] of cases) assert.equal(readAddress(text), address, text);
  const strange = [
    ...[
      "",
      "unknown",
      "_hidden",
      "192.0.2",
      "192.0.2.256",
      "192.0.2.01",
      "1.2.3.4.5",
      "0x7f.1",
      "2130706433",
    ],
    ...["::g", ":::", "1::2::3", "1:2:3", "1:2:3:4:5:6:7:8:9", "[::1]", "::1]/", "::1\n", "2001:db8::/32"],
  ];
  for (const text of strange) assert.equal(readAddress(text), undefined, text);
});

Deno.test("an IPv4 address is one machine's, and a /64 of IPv6 too", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8::ffff:1:2:3", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["1::", "1:0:0:0::/64"],
  ] as const;
  for (const [address, network] of cases) assert.equal(networkOf(address), network, address);
});
