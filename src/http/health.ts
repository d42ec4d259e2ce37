/** What an operator's probe asks: does the process live, and can it answer? */
import type { Coverage } from "../analytics/lane.ts";
import { messageOf } from "../base/errors.ts";

/** @returns 200 while the process runs: restarting it would help nothing else */
export function live(): Response {
  return Response.json({ status: "live" }, { headers: noStore });
}

/** @returns 200 when questions can be answered, 503 with the reason when not */
export async function ready(coverage: () => Promise<Coverage>, stopped: AbortSignal): Promise<Response> {
  if (stopped.aborted) return notReady("the process is stopping");
  try {
    const { asOf } = await coverage();
    return Response.json({ status: "ready", aggregatesAsOf: asOf?.toString() ?? null }, { headers: noStore });
  } catch (error) {
    return notReady(messageOf(error));
  }
}

const noStore = { "cache-control": "no-store" };

function notReady(reason: string): Response {
  return Response.json({ status: "not ready", reason }, { status: 503, headers: noStore });
}
