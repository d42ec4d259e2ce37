/** Where a request comes from. */
import { readAddress } from "../base/ip_address.ts";
import { remembering } from "../base/remembering.ts";

/** What the server knows of a connection. */
export type Connected = Deno.ServeHandlerInfo<Deno.NetAddr>;

/** The address of whoever asks; `unknown` where nothing tells. */
export type AddressOf = (request: Request, info: Connected | undefined) => string;

/**
 * @param hops how many proxies of ours stand before this process: each adds to X-Forwarded-For or Forwarded from whom it has
 * the request, and what stands before theirs is whatever the caller wrote
 */
export function createAddressOf(hops: number): AddressOf {
  if (hops === 0) return (_request, info) => connectedFrom(info);
  return ({ headers }, info) => {
    const [list, standard] = [headers.get("x-forwarded-for"), headers.get("forwarded")];
    const named = list !== null ? readAddress(withoutPort(lastBut(list, hops))) : undefined;
    const standardNamed = standard !== null ? readAddress(forwardedFor(lastBut(standard, hops))) : undefined;
    // A proxy fills in one of the two, and passes on what the caller wrote into the other.
    const isForged = list !== null && standard !== null && named !== standardNamed;
    return (isForged ? undefined : named ?? standardNamed) ?? connectedFrom(info);
  };
}

const readConnected = remembering((text: string) => readAddress(text) ?? "unknown");

function connectedFrom(info: Connected | undefined): string {
  const hostname = info?.remoteAddr.hostname ?? "unknown";
  return hostname.includes(":") ? readConnected(hostname) : hostname;
}

/** @returns what the outermost of our proxies added; the first of all where there are fewer */
function lastBut(list: string, hops: number): string {
  const parts = list.split(",");
  return parts[Math.max(0, parts.length - hops)]?.trim() ?? "";
}

/** Of RFC 7239. */
function forwardedFor(element: string): string {
  const value = /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;"]*)/i.exec(element)?.[1]?.trim() ?? "";
  return withoutPort(value.startsWith('"') ? value.slice(1, -1) : value);
}

function withoutPort(text: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}
