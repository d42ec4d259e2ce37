/** `deno task user`: those who sign in to the dashboard. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { addUser, changeUser, listUsers } from "../access/users.ts";
import { orExit, printHelp } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { type UserRole, userRoles } from "../base/scope.ts";
import { describeVariables } from "../config.ts";
import { type CommandContext, onDatabase } from "./on_database.ts";
import { say } from "./say.ts";

const help = `Adds, lists and changes those who sign in to the dashboard.

Usage: deno task user add EMAIL --role ROLE   add one
       deno task user list                    list all
       deno task user role EMAIL --role ROLE  give another role
       deno task user password EMAIL          give another password
       deno task user disable EMAIL           let in no more; enable EMAIL lets in again
       deno task user sign-out EMAIL          end all their sessions

  --role ROLE        what they may see: ${userRoles.join(", ")} (docs/SECURITY.md)
  --password-stdin   take the password from standard input's first line; without it, one is made up and told once

Every change ends the user's sessions, in every process within five seconds.

Environment:
${describeVariables()}
`;

interface Asked {
  readonly verb: string;
  readonly email: string;
  readonly role: UserRole | undefined;
  readonly readsPassword: boolean;
}

function asked(): Asked | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      role: { type: "string" },
      "password-stdin": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return undefined;
  const [verb = "", email = "", ...rest] = positionals;
  const role = userRoles.find((each) => each === values.role);
  const verbs = ["add", "list", "role", "password", "disable", "enable", "sign-out"];
  if (!verbs.includes(verb) || rest.length > 0 || (verb === "list") !== (email === "")) {
    throw new UsageError(`Cannot run user ${positionals.join(" ")}: see --help`);
  }
  if (["add", "role"].includes(verb) && !role) {
    throw new UsageError(`Cannot run user ${verb}: give --role, one of ${userRoles.join(", ")}`);
  }
  return { verb, email, role, readsPassword: values["password-stdin"] ?? false };
}

async function run(
  { verb, email, role, readsPassword }: Asked,
  { pool, actor }: CommandContext,
): Promise<void> {
  const passwordOf = async () => readsPassword ? await firstLine() : madeUp();
  const told = (password: string) => readsPassword ? "" : ` Their password is ${password}`;
  switch (verb) {
    case "add": {
      const password = await passwordOf();
      if (role) await addUser(pool, actor, { email, role, password });
      return say(`Added ${email}.${told(password)}`);
    }
    case "password": {
      const password = await passwordOf();
      await changeUser(pool, actor, email, { password });
      return say(`Changed.${told(password)}`);
    }
    case "role":
      await changeUser(pool, actor, email, role ? { role } : {});
      return say(`${email} is ${role} now.`);
    case "disable":
    case "enable":
      await changeUser(pool, actor, email, { disabled: verb === "disable" });
      return say(`${email} is let in ${verb === "disable" ? "no more" : "again"}.`);
    case "sign-out":
      await changeUser(pool, actor, email, {});
      return say(`Ended all sessions of ${email}.`);
    default:
      for (const user of await listUsers(pool)) {
        say(`${user.email.padEnd(40)} ${user.role}${user.disabled ? " disabled" : ""}`);
      }
  }
}

/** 120 random bits. */
function madeUp(): string {
  return randomBytes(15).toString("base64url");
}

async function firstLine(): Promise<string> {
  const text = await new Response(Deno.stdin.readable).text();
  return text.split(/\r?\n/)[0] ?? "";
}

if (import.meta.main) {
  const what = await orExit(asked);
  if (!what) printHelp(help);
  await orExit(() => onDatabase((context) => run(what, context)));
}
