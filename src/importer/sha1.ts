/**
 * SHA-1 (FIPS 180-4), to make ids with, where it guards no secret. In place of node:crypto's: an import makes millions
 * of them, and each of those is an object outside JavaScript's heap, which grew a process by 200 MB in a million rows.
 */

const BLOCK = 64;
const LENGTH_FIELD = 8;
const octets: readonly string[] = Array.from(
  { length: 256 },
  (_, octet) => octet.toString(16).padStart(2, "0"),
);
const start = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
const state = new Int32Array(start.length);
const words = new Int32Array(80);
let message = new Uint8Array(16 * BLOCK);
let view = new DataView(message.buffer);

/**
 * @param prefix comes before `text`, which is hashed as UTF-8
 * @returns the digest in hexadecimal
 */
export function sha1(prefix: Uint8Array, text: string): string {
  const length = prepare(prefix, text);
  state.set(start);
  for (let block = 0; block < length; block += BLOCK) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i);
    mix();
  }
  let hex = "";
  for (let i = 0; i < state.length; i++) {
    const part = state[i] ?? 0;
    for (let shift = 24; shift >= 0; shift -= 8) hex += octets[(part >>> shift) & 0xff];
  }
  return hex;
}

const encoder = new TextEncoder();

/** Lays out the message, a one bit, zeros and the message's length in bits. @returns how many bytes that makes */
function prepare(prefix: Uint8Array, text: string): number {
  // A UTF-16 unit is at most three bytes of UTF-8.
  const most = prefix.length + 3 * text.length + LENGTH_FIELD + BLOCK;
  if (most > message.length) {
    message = new Uint8Array(2 * most);
    view = new DataView(message.buffer);
  }
  message.set(prefix);
  const end = prefix.length + write(text, prefix.length);
  const length = Math.ceil((end + 1 + LENGTH_FIELD) / BLOCK) * BLOCK;
  message[end] = 0x80;
  message.fill(0, end + 1, length);
  view.setUint32(length - 4, 8 * end);
  return length;
}

/** @returns how many bytes the text takes at `start` */
function write(text: string, start: number): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return encoder.encodeInto(text, message.subarray(start)).written;
    message[start + i] = unit;
  }
  return text.length;
}

function mix(): void {
  for (let i = 16; i < 80; i++) words[i] = rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
  let a = state[0] ?? 0, b = state[1] ?? 0, c = state[2] ?? 0, d = state[3] ?? 0, e = state[4] ?? 0;
  for (let i = 0; i < 80; i++) {
    const next = (rotate(a, 5) + choose(i, b, c, d) + e + word(i)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  add(0, a);
  add(1, b);
  add(2, c);
  add(3, d);
  add(4, e);
}

function add(index: number, value: number): void {
  state[index] = (state[index] ?? 0) + value;
}

function word(index: number): number {
  return words[index] ?? 0;
}

/** The round's function and its constant. */
function choose(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0;
  if (round < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0;
  if (round < 60) return (((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc) | 0;
  return ((b ^ c ^ d) + 0xca62c1d6) | 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
