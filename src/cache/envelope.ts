/**
 * What a value travels in: whoever opens it knows that all of it arrived, as it was written, by a process that meant the
 * same by it. Garbage, a cut-off value and one of another version are no value.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** What must be the same for two processes to mean the same by a value. */
export type Fingerprint = Uint8Array;

export interface Letter {
  /** What is known about the body: anything that JSON holds. */
  readonly about: unknown;
  readonly body: Uint8Array;
}

// Two bytes that tell this format, the fingerprint, the length of what follows and its checksum, the length of `about`.
const magic = [0x4c, 1] as const;
const fingerprintBytes = 8;
const lengthAt = 2 + fingerprintBytes;
const checksumAt = lengthAt + 4;
const restAt = checksumAt + 4;
const aboutAt = restAt + 4;

/** @param parts texts such as the schema, Laneway's version, the shop's settings */
export function fingerprintOf(parts: readonly string[]): Fingerprint {
  return createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, fingerprintBytes);
}

export function seal(fingerprint: Fingerprint, { about, body }: Letter): Uint8Array {
  const aboutBytes = encoder.encode(JSON.stringify(about));
  const sealed = new Uint8Array(aboutAt + aboutBytes.length + body.length);
  const view = new DataView(sealed.buffer);
  sealed.set(magic);
  sealed.set(fingerprint, magic.length);
  view.setUint32(restAt, aboutBytes.length);
  sealed.set(aboutBytes, aboutAt);
  sealed.set(body, aboutAt + aboutBytes.length);
  view.setUint32(lengthAt, sealed.length - restAt);
  view.setUint32(checksumAt, crc32(sealed.subarray(restAt)));
  return sealed;
}

/** @returns undefined for what is no letter of this fingerprint, or not all of it */
export function unseal(fingerprint: Fingerprint, sealed: Uint8Array): Letter | undefined {
  if (sealed.length < aboutAt) return undefined;
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const isOurs = magic.every((byte, index) => sealed[index] === byte) &&
    fingerprint.every((byte, index) => sealed[magic.length + index] === byte) &&
    view.getUint32(lengthAt) === sealed.length - restAt &&
    view.getUint32(checksumAt) === crc32(sealed.subarray(restAt));
  if (!isOurs) return undefined;
  const bodyAt = aboutAt + view.getUint32(restAt);
  const about: unknown = JSON.parse(decoder.decode(sealed.subarray(aboutAt, bodyAt)));
  return { about, body: sealed.subarray(bodyAt) };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
