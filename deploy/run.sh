#!/bin/sh
# What the image runs: start, cron, or one of the commands that an operator needs. Each is started with the rights that its
# settings call for, in place of this shell, so that it hears signals itself.
set -eu
cd "$(dirname "$0")/.."
packages="--node-modules-dir=manual --no-lock"
deno="deno run $packages --cached-only --unstable-cron --unstable-no-legacy-abort"
command="${1:-start}"
[ $# -eq 0 ] || shift
case "$command" in
  # First by themselves: a shell goes on where a command inside another's arguments fails, and would start it without rights.
  start) rights="$($deno -A src/cli/flags.ts web)"; exec $deno $rights src/serve.ts "$@" ;;
  cron) rights="$($deno -A src/cli/flags.ts cron)"; exec $deno $rights src/cron.ts "$@" ;;
  health | migrate | doctor | import | verify | rebuild | token | user | audit | customer)
    exec $deno -A "src/cli/$command.ts" "$@" ;;
  # While the image is made: what would else be done at each start.
  prepare) exec deno cache $packages src/serve.ts src/cron.ts src/cli/*.ts $(find routes islands -name '*.ts*') ;;
  *)
    echo "Cannot run $command: name start, cron, migrate, doctor, import, verify, rebuild, token, user, audit or customer" >&2
    exit 64 ;;
esac
