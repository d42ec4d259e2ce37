/** What the texts of settings mean. Each of these throws an error whose message completes "NAME must be ...". */
import { isPooled } from "./pooler.ts";
import { type Certificates, databaseTls, readCertificates } from "./tls.ts";

export function databaseUrl(text: string): string {
  if (!isDatabaseUrl(text)) throw new Error("a postgres:// connection string");
  databaseTls(text);
  isPooled(text);
  return text;
}

function isDatabaseUrl(text: string): boolean {
  return ["postgres:", "postgresql:"].includes(URL.parse(text)?.protocol ?? "");
}

/** Where a replica is, and how it is reached. */
export interface RegionalUrl {
  readonly region: string;
  readonly url: string;
}

export function replicaUrls(text: string): readonly RegionalUrl[] {
  // A connection string may hold commas, but none that another region follows.
  const parts = text.split(/,\s*(?=[\w-]+=postgres)/).map((part) => part.trim()).filter((part) =>
    part !== ""
  );
  return parts.map((part) => {
    const [, region, url] = /^([\w-]+)=(.*)$/.exec(part) ?? [];
    // No database is called like that, but what follows a comma may have been meant as another replica.
    const isMixedUp = /[,;=]/.test(URL.parse(url ?? "")?.pathname ?? "");
    if (region === undefined || url === undefined || !isDatabaseUrl(url) || isMixedUp) {
      throw new Error("region=postgres://..., and more of these after commas");
    }
    databaseTls(url);
    return { region, url };
  });
}

export function redisUrl(text: string): string {
  const url = URL.parse(text);
  if (text !== "" && (!url?.hostname || !["redis:", "rediss:"].includes(url.protocol))) {
    throw new Error("a redis:// or rediss:// connection string");
  }
  return text;
}

/** @returns what stands in the file, undefined where none is named */
export function certificatesOrNone(file: string): Certificates | undefined {
  return file === "" ? undefined : readCertificates(file);
}

export function httpUrl(text: string): string {
  const url = URL.parse(text);
  if (text !== "" && (!url || !["http:", "https:"].includes(url.protocol))) {
    throw new Error("an https:// address");
  }
  return text;
}

export function token(text: string): string {
  // It travels in a header.
  if (!/^[\x21-\x7e]*$/.test(text)) throw new Error("a token without spaces");
  return text;
}

export function tokenSecret(text: string): string {
  if (text !== "" && new TextEncoder().encode(text).length < 32) throw new Error("at least 32 bytes long");
  return text;
}

/** @returns whether only this machine reaches the address */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

export function nonEmpty(text: string): string {
  if (text.trim() === "") throw new Error("a non-empty text");
  return text;
}

export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new Error(`a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

export function timeZone(text: string): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    // Abbreviations such as CET, and offsets, mean one thing here and another in Postgres.
    if (text === "UTC" || /^[A-Za-z]+\/[A-Za-z]/.test(text)) return text;
  } catch {
    // Falls through to the one message.
  }
  throw new Error("UTC or an IANA time zone, such as Europe/Berlin");
}

export function currency(text: string): string {
  if (!Intl.supportedValuesOf("currency").includes(text)) {
    throw new Error("an ISO 4217 currency, such as EUR");
  }
  return text;
}

export function weekStart(text: string): 1 | 7 {
  return oneOf("monday", "sunday")(text) === "monday" ? 1 : 7;
}

export function instantOrNone(text: string): Temporal.Instant | undefined {
  if (text === "") return undefined;
  try {
    const instant = Temporal.Instant.from(text);
    const { year } = instant.toZonedDateTimeISO("UTC");
    if (year >= 1971 && year <= 2100) return instant;
  } catch {
    // Falls through to the one message.
  }
  throw new Error("an instant with its zone in the years 1971 to 2100, such as 2017-12-30T23:59:59.999Z");
}

export function oneOf<const T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Error(`one of ${values.join(", ")}`);
    return found;
  };
}

export function portOrNone(text: string): number | undefined {
  return text === "" ? undefined : whole(0, 65535)(text);
}
