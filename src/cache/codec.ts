/** Values as bytes: what JSON holds, and beside that instants, days and maps. */

interface Tagged {
  readonly "@": "instant" | "day" | "map";
  readonly value: unknown;
}

/**
 * @returns bytes that `decode` makes the same value of, but for properties that are undefined, which are left out
 * @throws TypeError for what it could not give back: a class of any other kind, a number that is none, undefined in a list
 */
export function encode(value: unknown): Uint8Array {
  const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key: string) {
    // JSON.stringify has made a text of an instant already.
    return tagged(this[key], Array.isArray(this));
  });
  return encoder.encode(text);
}

export function decode(bytes: Uint8Array): unknown {
  return JSON.parse(
    decoder.decode(bytes),
    (_key, value: unknown) => isTagged(value) ? untagged(value) : value,
  );
}

function tagged(value: unknown, isInList: boolean): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (value === undefined && !isInList) return undefined;
  if (Array.isArray(value)) return value;
  if (value instanceof Temporal.Instant) return { "@": "instant", value: value.toString() };
  if (value instanceof Temporal.PlainDate) return { "@": "day", value: value.toString() };
  if (value instanceof Map) return { "@": "map", value: [...value] };
  if (typeof value === "object") {
    const kind = Object.getPrototypeOf(value);
    if (kind === Object.prototype || kind === null) return value;
  }
  throw new TypeError(`Cannot encode ${typeof value === "object" ? value?.constructor.name : String(value)}`);
}

function isTagged(value: unknown): value is Tagged {
  return typeof value === "object" && value !== null && "@" in value && "value" in value;
}

function untagged({ "@": tag, value }: Tagged): unknown {
  switch (tag) {
    case "instant":
      return Temporal.Instant.from(String(value));
    case "day":
      return Temporal.PlainDate.from(String(value));
    case "map":
      return new Map(value as [unknown, unknown][]);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
