/** Passwords: scrypt, with the parameters beside the hash, so that they can grow. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { UnavailableError, UserInputError } from "../base/errors.ts";

/** What a hash costs whoever makes one: 128 N r bytes, and time by p. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and about a tenth of a second, as OWASP advises. */
export const usualCost: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const shortest = 10;
const longest = 200;
const hashBytes = 32;

/** @throws UserInputError where it is too short or too long to be a password */
export function checkNewPassword(password: string): void {
  const { length } = [...password];
  if (length < shortest || length > longest) {
    throw new UserInputError(
      `Cannot take this password: it must have ${shortest} to ${longest} characters (got ${length})`,
    );
  }
}

/** @returns `scrypt$N$r$p$salt$hash` */
export async function hashPassword(password: string, cost: PasswordCost = usualCost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** @returns what stands for a hash where there is no user: as dear to check, and of no password */
export function nobodysHash({ N, r, p }: PasswordCost): string {
  const [salt, hash] = [Buffer.alloc(16), Buffer.alloc(hashBytes)];
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** @returns whether the password is the one that the hash was made of; in a time that tells nothing of either */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt = "", hash = ""] = stored.split("$");
  if (kind !== "scrypt") throw new TypeError("Cannot read a password's hash: it must begin with scrypt");
  const expected = Buffer.from(hash, "base64url");
  // What is too long to be one takes no longer than any other.
  const given = password.length > 4 * longest ? "" : password;
  const made = await derive(given, Buffer.from(salt, "base64url"), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return made.length === expected.length && timingSafeEqual(made, expected);
}

/** Each takes its memory: more at once would take the process's. */
const mostAtOnce = 2;
const mostWaiting = 50;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Uint8Array, { N, r, p }: PasswordCost): Promise<Buffer> {
  if (waiting.length >= mostWaiting) {
    throw new UnavailableError("Cannot check a password: too many are being checked; try again in a moment");
  }
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    // Letters that look the same are the same, however a keyboard writes them.
    const text = password.normalize("NFKC");
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(
        text,
        salt,
        hashBytes,
        { N, r, p, maxmem: 256 * N * r },
        (error, key) => error ? reject(error) : resolve(key),
      )
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
