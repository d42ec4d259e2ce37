/** `deno task token`: API tokens, signed and revoked. */
import { parseArgs } from "node:util";
import { audit } from "../access/audit.ts";
import { longestTokenDays, revoke } from "../access/revoke.ts";
import { signToken } from "../access/tokens.ts";
import { orExit, printHelp } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { roles } from "../base/scope.ts";
import { describeVariables } from "../config.ts";
import { onDatabase } from "./on_database.ts";
import { say, tell } from "./say.ts";
import { secondsOf } from "./span.ts";

// An embed's token says more than its role: POST /embed-tokens signs it.
const mintable = roles.filter((role) => role !== "embed");

const help = `Signs an API token with JWT_SECRET, or ends one before its time.

Usage: deno task token --role ROLE --ttl SPAN [--name NAME]
       deno task token revoke JTI

  --role ROLE  what its bearer may do: ${mintable.join(", ")} (docs/SECURITY.md)
  --ttl SPAN   how long it holds: 30m, 12h, 7d; up to ${longestTokenDays}d
  --name NAME  who it is for, as the token says it (default: its role)
  --requests-per-minute N, --cost-per-minute N
               in place of what RATE_LIMIT and COST_LIMIT say for the role; counted wherever the token is used
  JTI          what a token is known by: said when it is signed, and in the audit log

The token goes to standard output, what is said of it to standard error. It is sent as Authorization: Bearer TOKEN.
A revoked token is refused by every process within five seconds.

Environment:
${describeVariables()}
`;

interface Wanted {
  readonly role: string | undefined;
  readonly ttl: string | undefined;
  readonly name: string | undefined;
  readonly requestsPerMinute: string | undefined;
  readonly costPerMinute: string | undefined;
}

async function mint({ role, ttl, name, ...perMinute }: Wanted): Promise<void> {
  const known = mintable.find((each) => each === role);
  if (!known || ttl === undefined) {
    throw new UsageError(
      `Cannot sign a token: give --role (one of ${mintable.join(", ")}) and --ttl, such as 1d`,
    );
  }
  const ttlSeconds = secondsOf("--ttl", ttl, longestTokenDays * 86_400);
  const claims = {
    requestsPerMinute: countOf("--requests-per-minute", perMinute.requestsPerMinute),
    costPerMinute: countOf("--cost-per-minute", perMinute.costPerMinute),
  };
  await onDatabase(async ({ config: { tokens }, pool, actor }) => {
    if (tokens.secret === undefined) {
      throw new UsageError("Cannot sign a token: set JWT_SECRET, to the same as the web processes have");
    }
    const jti = crypto.randomUUID();
    const token = await signToken(tokens, { jti, subject: name ?? known, role: known, ttlSeconds, claims });
    await audit(pool, {
      actor,
      action: "token minted",
      subject: jti,
      detail: { role: known, ttlSeconds, name, ...claims },
    });
    tell(
      `A token for ${
        name ?? known
      }, role ${known}, for ${ttl}. To end it before: deno task token revoke ${jti}`,
    );
    say(token);
  });
}

function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,11}$/.test(text)) {
    return text === undefined ? undefined : Number(text);
  }
  throw new UsageError(`Cannot use ${option} ${text}: give a whole number above 0`);
}

async function end(jti: string | undefined): Promise<void> {
  if (!jti) throw new UsageError("Cannot revoke a token: name it by its jti");
  await onDatabase(async ({ pool, actor }) => {
    await revoke(pool, "token", jti);
    await audit(pool, { actor, action: "token revoked", subject: jti });
    say(`Revoked ${jti}.`);
  });
}

if (import.meta.main) {
  const { values, positionals } = await orExit(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        role: { type: "string" },
        ttl: { type: "string" },
        name: { type: "string" },
        "requests-per-minute": { type: "string" },
        "cost-per-minute": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
  );
  if (values.help) printHelp(help);
  await orExit(() => {
    const [verb, jti, ...rest] = positionals;
    if (rest.length > 0 || verb !== undefined && verb !== "revoke") {
      throw new UsageError(`Cannot run token ${positionals.join(" ")}: see --help`);
    }
    return verb === "revoke" ? end(jti) : mint({
      role: values.role,
      ttl: values.ttl,
      name: values.name,
      requestsPerMinute: values["requests-per-minute"],
      costPerMinute: values["cost-per-minute"],
    });
  });
}
