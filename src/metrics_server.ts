/** The port that operators' programs ask: metrics and health, of either process. It asks nobody who they are. */
import { messageOf, UsageError } from "./base/errors.ts";
import type { Log } from "./base/log.ts";
import type { Family } from "./base/meter.ts";
import { whenAborted } from "./base/stop.ts";
import { createMetricsPage } from "./http/metrics_page.ts";

export interface MetricsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly families: readonly Family[];
  /** What answers beside `/metrics`, by path. */
  readonly health: Readonly<Record<string, () => Response | Promise<Response>>>;
  readonly log: Log;
  readonly stopped: AbortSignal;
}

/**
 * Listens until `stopped`.
 * @returns a promise of the end, once it listens
 * @throws UsageError where the port is taken
 */
export async function serveMetrics(
  options: MetricsServerOptions,
): Promise<{ readonly finished: Promise<void> }> {
  const { host, port, families, health, log, stopped } = options;
  const answers = new Map(Object.entries({ ...health, "/metrics": await createMetricsPage(families) }));
  const answer = async ({ url, method }: Request): Promise<Response> => {
    const found = method === "GET" ? answers.get(new URL(url).pathname) : undefined;
    return await found?.() ?? new Response(null, { status: 404 });
  };
  try {
    const server = Deno.serve({
      hostname: host,
      port,
      onListen: ({ port }) => log.info("metrics are served", { port }),
      handler: answer,
    });
    return { finished: whenAborted(stopped).then(() => server.shutdown()) };
  } catch (error) {
    throw new UsageError(
      `Cannot serve metrics on ${host}:${port}: ${
        messageOf(error)
      }; set METRICS_PORT to another, or to nothing`,
      { cause: error },
    );
  }
}
