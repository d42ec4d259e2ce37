/** Addresses of machines, as texts: one text for one machine. */

/** @returns the address as it is written shortest, an IPv4 one that stands in IPv6 as IPv4; undefined for what is none */
export function readAddress(text: string): string | undefined {
  if (ipv4.test(text)) return text;
  // Which link it is on (%eth0) is this machine's own affair.
  const [address = ""] = text.split("%", 1);
  if (!address.includes(":") || !/^[\da-f:.]+$/i.test(address)) return undefined;
  const host = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1);
  if (host === undefined) return undefined;
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(host);
  if (!mapped) return host;
  const [high = 0, low = 0] = mapped.slice(1).map((part) => parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** @returns what stands for the one who has the address: of IPv6 the network, since whoever has one address there has all of a /64 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::").map((half) => half === "" ? [] : half.split(":"));
  const groups = tail === undefined
    ? [...head]
    : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
