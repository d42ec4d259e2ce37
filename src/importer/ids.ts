/**
 * Ids from outside are any text; a UUID version 5 (RFC 9562) made from one is the same at every import. Each kind of
 * thing has a namespace of its own, so that customer 7 and product 7 differ.
 */
import { Buffer } from "node:buffer";
import { rememberLast } from "./remember.ts";
import { sha1 } from "./sha1.ts";

// Chosen at random, once: another namespace would give every imported thing another id.
const namespace = Buffer.from("6f3d1e0c2a5b4c6f9d7e8b1a3c5f7e90", "hex");

function inNamespace(kind: string): (id: string) => string {
  const own = Buffer.from(uuidV5(namespace, kind).replaceAll("-", ""), "hex");
  return rememberLast((id) => uuidV5(own, id));
}

export const orderUuid: (id: string) => string = inNamespace("order");
export const customerUuid: (id: string) => string = inNamespace("customer");
export const productUuid: (id: string) => string = inNamespace("product");
export const salesRepUuid: (id: string) => string = inNamespace("sales representative");

/** @param order the order's own id, not its UUID */
export function lineUuid(order: string, lineId: string): string {
  return lineUuidOf(JSON.stringify([order, "line", lineId]));
}

/**
 * For lines that have no id. A product that an order names again gets an id made from this one, where the order's
 * lines are all known.
 */
export function productLineUuid(order: string, product: string): string {
  return lineUuidOf(JSON.stringify([order, "product", product]));
}

const lineUuidOf = inNamespace("line");

/** @returns the name's UUID version 5, in lower case */
export function uuidV5(space: Uint8Array, name: string): string {
  const hex = sha1(space, name);
  const variant = (parseInt(hex.charAt(16), 16) & 3 | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}
