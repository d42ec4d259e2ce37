/** `deno task audit`: what was done, by whom. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { describeVariables } from "../config.ts";
import { statement } from "../db/statements.ts";
import { onDatabase } from "./on_database.ts";
import { say } from "./say.ts";
import { secondsOf } from "./span.ts";

const keptDays = 400;

const help = `Shows what was done that someone may ask about: sign-ins, tokens, users, exports, lookups of
customers, erasure, repairs; the latest first.

Usage: deno task audit [options]

  --since SPAN     how far back: 30m, 12h, 7d (default 7d; kept ${keptDays}d)
  --actor NAME     by one alone, as it is shown: user:EMAIL, token:JTI, command:USER
  --subject WHAT   about one alone
  --limit N        at most so many (default 1000)
  --json           a JSON object a line

Environment:
${describeVariables()}
`;

interface Row {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  /** JSON. */
  readonly detail: string;
}

function lineOf({ at, actor, action, subject, address, detail }: Row): string {
  const where = address === null ? "" : ` from ${address}`;
  const more = detail === "{}" ? "" : ` ${detail}`;
  // Whoever signs in chooses what stands here: nothing of it may move a terminal's cursor.
  const line = `${at.toString({ smallestUnit: "second" })} ${actor}: ${action}${
    subject === null ? "" : ` ${subject}`
  }${where}${more}`;
  return line.replace(/\p{C}/gu, "\uFFFD");
}

async function show(
  options: Record<"since" | "actor" | "subject" | "limit", string | undefined>,
  json: boolean,
) {
  const seconds = secondsOf("--since", options.since ?? "7d", keptDays * 86_400);
  const most = Number(options.limit ?? 1000);
  if (!Number.isInteger(most) || most < 1) {
    throw new UsageError(`Cannot use --limit ${options.limit}: give a whole number from 1 on`);
  }
  await onDatabase(async ({ pool }) => {
    const rows = await pool.run<Row>(statement("access/list_audit"), {
      since: Temporal.Now.instant().subtract({ seconds }),
      actor: options.actor ?? null,
      subject: options.subject ?? null,
      most,
    });
    for (const row of rows) {
      say(json ? JSON.stringify({ ...row, detail: JSON.parse(row.detail) }) : lineOf(row));
    }
  });
}

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({
      options: {
        since: { type: "string" },
        actor: { type: "string" },
        subject: { type: "string" },
        limit: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    })
  );
  if (values.help) printHelp(help);
  const { since, actor, subject, limit, json = false } = values;
  await orExit(() => show({ since, actor, subject, limit }, json));
}
