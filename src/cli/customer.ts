/** `deno task customer forget ID`: takes a customer's personal data out, and leaves every figure as it is. */
import { parseArgs } from "node:util";
import { audit } from "../access/audit.ts";
import { orExit, printHelp } from "../base/command.ts";
import { NotFoundError, UsageError } from "../base/errors.ts";
import { createLog } from "../base/log.ts";
import { describeVariables } from "../config.ts";
import { statement } from "../db/statements.ts";
import { refreshViews } from "../precompute/views.ts";
import { onDatabase } from "./on_database.ts";
import { say } from "./say.ts";

const help = `Takes the name and e-mail address of a customer out of the database, for good.

Usage: deno task customer forget ID

Their orders stay, and with them all figures. Imports that name them again bring nothing back. Copies elsewhere (backups, files that
were imported) are not reached; what caches hold of them is outdated at once and gone within ten minutes.

Environment:
${describeVariables()}
`;

async function forget(id: string): Promise<void> {
  await onDatabase(async ({ pool, actor }) => {
    await pool.snapshot("write", async (transaction) => {
      const found = await transaction.run(statement("access/forget_customer"), { id });
      if (found.length === 0) {
        throw new NotFoundError(`Cannot forget customer ${id}: there is none of this id`);
      }
      await audit(transaction, { actor, action: "customer forgotten", subject: id });
    });
    // The views hold names too.
    const rows = await refreshViews({ pool, log: createLog({ level: "error" }) }, "all");
    const views = rows > 0
      ? ""
      : " The views still name them until they are refreshed next, within a quarter of an hour.";
    say(`Forgot ${id}.${views}`);
  });
}

if (import.meta.main) {
  const { values, positionals } = await orExit(() =>
    parseArgs({ allowPositionals: true, options: { help: { type: "boolean", short: "h" } } })
  );
  if (values.help) printHelp(help);
  await orExit(() => {
    const [verb, id = "", ...rest] = positionals;
    if (verb !== "forget" || rest.length > 0 || !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) {
      throw new UsageError(
        `Cannot run customer ${positionals.join(" ")}: give forget and a customer's id; see --help`,
      );
    }
    return forget(id);
  });
}
