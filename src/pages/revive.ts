import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Tagged } from "./serialize.ts";

/**
 * Reads what `Serializer` wrote.
 * @param slot gives what stands in place of JSX that the page holds
 */
export function revive(text: string, slot: (id: number) => unknown): unknown {
  const [data, signalValues]: [unknown, unknown[]] = JSON.parse(text);
  const signals: ReadonlySignal[] = [];

  const decode = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    return "$" in value ? decodeTagged(value as Tagged) : decodeFields(value as Record<string, unknown>);
  };

  const decodeFields = (fields: Record<string, unknown>): unknown => {
    for (const key of Object.keys(fields)) fields[key] = decode(fields[key]);
    return fields;
  };

  const decodeTagged = ({ $, v }: Tagged): unknown => {
    switch ($) {
      case "undefined":
        return undefined;
      case "number":
        return Number(v);
      case "bigint":
        return BigInt(v as string);
      case "date":
        return new Date((v as number | null) ?? NaN);
      case "set":
        return new Set(decode(v) as unknown[]);
      case "map":
        return new Map(decode(v) as [unknown, unknown][]);
      case "signal":
        return signals[v as number] ??= signal(decode(signalValues[v as number]));
      case "computed":
        return signals[v as number] ??= constant(decode(signalValues[v as number]));
      case "slot":
        return slot(v as number);
      case "object":
        return decodeFields(v as Record<string, unknown>);
    }
  };

  return decode(data);
}

/** A computation cannot be sent, so what it came to stands for it. */
function constant(value: unknown): ReadonlySignal {
  return computed(() => value);
}
