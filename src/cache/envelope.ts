/**
 * What a value travels in: whoever opens it knows that all of it arrived, as it was written, by a process that meant the
 * same by it. Garbage, a cut-off value and one of another version are no value.
 */
import { createHash } from "node:crypto";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** What must be the same for two processes to mean the same by a value. */
export type Fingerprint = Uint8Array;

export interface Letter {
  /** What is known about the body: anything that JSON holds. */
  readonly about: unknown;
  readonly body: Uint8Array;
}

// A byte that tells this format and one that tells the contents' form, the fingerprint, the contents' length and checksum.
// The contents are the length of `about`, what that is, and the body.
const format = 0x4c;
const [plain, deflated] = [1, 2];
const fingerprintAt = 2;
const fingerprintBytes = 8;
const lengthAt = fingerprintAt + fingerprintBytes;
const checksumAt = lengthAt + 4;
const contentsAt = checksumAt + 4;
const lengthBytes = 4;
// A million letters stand in memory: long ones are JSON, a quarter of it when deflated. Short ones are not worth the time.
const longestPlain = 1_024;
// Less than usual, which takes longer to set up than to deflate so little.
const deflating = { windowBits: 13, memLevel: 6 };

/** @param parts texts such as the schema, Laneway's version, the shop's settings */
export function fingerprintOf(parts: readonly string[]): Fingerprint {
  return createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, fingerprintBytes);
}

export function seal(fingerprint: Fingerprint, letter: Letter): Uint8Array {
  const given = joined(letter);
  const shorter = given.length > longestPlain ? deflateRawSync(given, deflating) : given;
  const [form, contents] = shorter.length < given.length ? [deflated, shorter] : [plain, given];
  const sealed = new Uint8Array(contentsAt + contents.length);
  const view = new DataView(sealed.buffer);
  sealed.set([format, form]);
  sealed.set(fingerprint, fingerprintAt);
  view.setUint32(lengthAt, contents.length);
  view.setUint32(checksumAt, crc32(contents, form));
  sealed.set(contents, contentsAt);
  return sealed;
}

/** @returns undefined for what is no letter of this fingerprint, or not all of it */
export function unseal(fingerprint: Fingerprint, sealed: Uint8Array): Letter | undefined {
  if (sealed.length < contentsAt) return undefined;
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const [first, form] = sealed;
  const contents = sealed.subarray(contentsAt);
  const isOurs = first === format &&
    fingerprint.every((byte, index) => sealed[fingerprintAt + index] === byte) &&
    view.getUint32(lengthAt) === contents.length &&
    view.getUint32(checksumAt) === crc32(contents, form);
  if (!isOurs) return undefined;
  // A copy, because zlib's buffers are larger than what they hold.
  return parted(form === deflated ? new Uint8Array(inflateRawSync(contents)) : contents);
}

function joined({ about, body }: Letter): Uint8Array {
  const aboutBytes = encoder.encode(JSON.stringify(about));
  const contents = new Uint8Array(lengthBytes + aboutBytes.length + body.length);
  new DataView(contents.buffer).setUint32(0, aboutBytes.length);
  contents.set(aboutBytes, lengthBytes);
  contents.set(body, lengthBytes + aboutBytes.length);
  return contents;
}

function parted(contents: Uint8Array): Letter {
  const view = new DataView(contents.buffer, contents.byteOffset, contents.byteLength);
  const bodyAt = lengthBytes + view.getUint32(0);
  const about: unknown = JSON.parse(decoder.decode(contents.subarray(lengthBytes, bodyAt)));
  return { about, body: contents.subarray(bodyAt) };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
