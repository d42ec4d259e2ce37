import { isValidElement } from "preact";
import { Signal } from "@preact/signals";

/** Stands for JSX that the page already holds. */
export class SlotReference {
  constructor(readonly id: number) {}
}

/** Says what JSON cannot. An object with a `$` of its own is sent as kind `object`, so that none is mistaken for this. */
export interface Tagged {
  $: "undefined" | "number" | "bigint" | "date" | "map" | "set" | "signal" | "computed" | "slot" | "object";
  v?: unknown;
}

/**
 * Writes values for the browser, where `revive` reads them. Objects and arrays are copied wherever they occur; a signal
 * is sent once, so islands that share one here share it there.
 */
export class Serializer {
  readonly #signalValues: unknown[] = [];
  readonly #signalNumbers = new Map<Signal, number>();
  /** The objects around the one being encoded: one that comes again is a cycle. */
  readonly #ancestors = new Set<object>();

  /**
   * @param path how to name the value in an error
   * @throws Error when the value holds a function, a symbol, a cycle, JSX or an instance of a class
   */
  encode(value: unknown, path: string): unknown {
    switch (typeof value) {
      case "undefined":
        return tag("undefined");
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : tag("number", numeral(value));
      case "bigint":
        return tag("bigint", value.toString());
      case "function":
      case "symbol":
        throw unsendable(path, `a ${typeof value}`);
      case "object":
        return value === null ? null : this.#encodeObject(value, path);
      default:
        return value;
    }
  }

  /** @param encoded what `encode` returned, alone or in arrays and objects; @returns JSON fit for a script element */
  finish(encoded: unknown): string {
    return JSON.stringify([encoded, this.#signalValues]).replace(/[<\u2028\u2029]/g, escapeCharacter);
  }

  #encodeObject(value: object, path: string): unknown {
    if (value instanceof SlotReference) return tag("slot", value.id);
    if (value instanceof Date) return tag("date", value.getTime());
    if (this.#ancestors.has(value)) throw unsendable(path, "a cycle");
    this.#ancestors.add(value);
    const encoded = this.#encodeContainer(value, path);
    this.#ancestors.delete(value);
    return encoded;
  }

  #encodeContainer(value: object, path: string): unknown {
    // First, because signals pass for JSX.
    if (value instanceof Signal) return this.#encodeSignal(value, path);
    if (isValidElement(value)) throw unsendable(path, "JSX inside a prop; only a prop as a whole may be JSX");
    const items = (values: Iterable<unknown>) =>
      Array.from(values, (item, index) => this.encode(item, `${path}[${index}]`));
    if (Array.isArray(value)) return items(value);
    if (value instanceof Set) return tag("set", items(value));
    if (value instanceof Map) return tag("map", items(value));
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw unsendable(path, `an instance of ${value.constructor.name}`);
    }
    const fields = Object.entries(value).map(([key, field]) => [key, this.encode(field, `${path}.${key}`)]);
    const encoded = Object.fromEntries(fields);
    return Object.hasOwn(value, "$") ? tag("object", encoded) : encoded;
  }

  #encodeSignal(signal: Signal, path: string): Tagged {
    let number = this.#signalNumbers.get(signal);
    if (number === undefined) {
      number = this.#signalValues.push(null) - 1;
      this.#signalNumbers.set(signal, number);
      this.#signalValues[number] = this.encode(signal.peek(), `${path}.value`);
    }
    return tag(isWritable(signal) ? "signal" : "computed", number);
  }
}

function tag($: Tagged["$"], v?: unknown): Tagged {
  return { $, v };
}

function numeral(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function isWritable(signal: Signal): boolean {
  let holder: object = signal;
  while (!Object.hasOwn(holder, "value")) holder = Object.getPrototypeOf(holder);
  return Object.getOwnPropertyDescriptor(holder, "value")?.set !== undefined;
}

function unsendable(path: string, what: string): Error {
  return new Error(
    `Cannot send ${path} to the browser: only data can be sent (got ${what}). ` +
      "Pass plain data, dates, maps, sets or signals, and make the rest inside the island.",
  );
}

function escapeCharacter(character: string): string {
  return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
}
