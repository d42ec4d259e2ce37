/** The schema's own scalars: strict on the way in, so that a wrong date is an error and never another date. */
import { type ConstValueNode, GraphQLError, GraphQLScalarType, Kind, print } from "graphql";
import { messageOf } from "../base/errors.ts";

const dateTimeShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const dateTimeWithoutZone = /^\d{4}-\d{2}-\d{2}([T ][\d:.]*)?$/i;
const dateShape = /^\d{4}-\d{2}-\d{2}$/;

// The database has no year 0, and ISO 8601 writes a year past 9999 in a form that few programs read.
const firstInstant = Temporal.Instant.from("0001-01-01T00:00:00Z");
const lastInstant = Temporal.Instant.from("9999-12-31T23:59:59.999999999Z");
const firstDay = Temporal.PlainDate.from("0001-01-01");

/** An instant: ISO 8601 with its zone in, `Temporal.Instant` inside, ISO 8601 in UTC (`Z`) out. */
export const DateTime: GraphQLScalarType<Temporal.Instant, string> = dateScalar({
  name: "DateTime",
  description: "An instant, in ISO 8601 with its zone, such as 2017-12-30T23:59:59.999Z.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  parse: parseInstant,
  print: (value) => value instanceof Temporal.Instant ? value.toString() : undefined,
});

/** A calendar day of the shop: ISO 8601 in and out, `Temporal.PlainDate` inside. */
export const CalendarDate: GraphQLScalarType<Temporal.PlainDate, string> = dateScalar({
  name: "Date",
  description: "A day of the shop's calendar, in ISO 8601, such as 2017-12-30.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  parse: parseDay,
  print: (value) => value instanceof Temporal.PlainDate ? value.toString() : undefined,
});

interface DateScalar<T> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** @throws Error whose message completes "Cannot read X as a NAME: " */
  readonly parse: (text: string) => T;
  readonly print: (value: unknown) => string | undefined;
}

function dateScalar<T>(scalar: DateScalar<T>): GraphQLScalarType<T, string> {
  const { name, description, specifiedByURL, parse, print: write } = scalar;
  const read = (text: unknown, got: string, node?: ConstValueNode): T => {
    try {
      if (typeof text !== "string") throw new Error("it must be a string");
      return parse(text);
    } catch (error) {
      throw new GraphQLError(`Cannot read ${shorten(got)} as a ${name}: ${messageOf(error)}`, {
        ...(node && { nodes: node }),
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    coerceInputValue: (value) => read(value, JSON.stringify(value) ?? String(value)),
    coerceInputLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, print(node), node),
    coerceOutputValue: (value) => {
      const text = write(value);
      if (text === undefined) throw new TypeError(`Cannot write a ${name}: got ${shorten(String(value))}`);
      return text;
    },
  });
}

function parseInstant(text: string): Temporal.Instant {
  if (!dateTimeShape.test(text)) {
    throw new Error(
      dateTimeWithoutZone.test(text)
        ? "it needs a time and its zone, such as 2017-12-30T09:00:00Z or 2017-12-30T09:00:00+01:00"
        : "it must be ISO 8601, such as 2017-12-30T09:00:00Z",
    );
  }
  const instant = orUndefined(() => Temporal.Instant.from(text));
  if (
    !instant || Temporal.Instant.compare(instant, firstInstant) < 0 ||
    Temporal.Instant.compare(instant, lastInstant) > 0
  ) {
    throw new Error("there is no such day or time");
  }
  return instant;
}

function parseDay(text: string): Temporal.PlainDate {
  if (!dateShape.test(text)) throw new Error("it must be a day in ISO 8601, such as 2017-12-30");
  const day = orUndefined(() => Temporal.PlainDate.from(text));
  if (!day || Temporal.PlainDate.compare(day, firstDay) < 0) throw new Error("there is no such day");
  return day;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
