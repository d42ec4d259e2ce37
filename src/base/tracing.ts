/**
 * Spans for the stages of a request, where Deno's own OpenTelemetry is on (`OTEL_DENO=true`): Deno makes those of requests and
 * sends all of them. While it is off, each costs as much as looking at a variable. None of ours tells what was asked about whom; Deno
 * puts a request's address into its own, whatever we do (docs/OPERATIONS.md).
 */
import type { Attributes, Span, Tracer, TracerProvider } from "@opentelemetry/api";
import { version } from "./version.ts";

interface Tracing {
  readonly tracer: Tracer;
  readonly active: () => Span | undefined;
}

let tracing: Tracing | undefined;

/** Done once, where a process starts: the package takes time to load. */
export async function turnOnTracing(): Promise<void> {
  const { trace } = await import("@opentelemetry/api");
  const provider: TracerProvider = trace;
  tracing = { tracer: provider.getTracer("laneway", version), active: () => trace.getActiveSpan() };
}

/** Adds to a span what only becomes known in it. */
export type AddToSpan = (attributes: Attributes) => void;

const addNothing: AddToSpan = () => {};
const failed = 2;

/** Runs `work` in a span of its own. */
export function inSpan<T>(name: string, work: (add: AddToSpan) => Promise<T>): Promise<T> {
  if (!tracing) return work(addNothing);
  return tracing.tracer.startActiveSpan(name, async (span) => {
    try {
      return await work((attributes) => void span.setAttributes(attributes));
    } catch (error) {
      // Its message may repeat what was asked.
      span.setStatus({ code: failed });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The same for work that does not wait for anything. */
export function inSpanAtOnce<T>(name: string, work: () => T): T {
  if (!tracing) return work();
  return tracing.tracer.startActiveSpan(name, (span) => {
    try {
      return work();
    } finally {
      span.end();
    }
  });
}

/** Gives the span of the request in hand its route for a name. */
export function nameRequestSpan({ method, url }: Request, routeOf: (path: string) => string): void {
  const span = tracing?.active();
  if (!span) return;
  const route = routeOf(new URL(url).pathname);
  span.updateName(`${method} ${route}`);
  span.setAttribute("http.route", route);
}

/** Adds to the innermost span that is open. */
export function addToSpan(attributes: Attributes): void {
  tracing?.active()?.setAttributes(attributes);
}

/** @returns what all spans of the request in hand share; undefined where nothing is traced */
export function traceId(): string | undefined {
  return tracing?.active()?.spanContext().traceId;
}
