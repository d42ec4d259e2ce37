/** PostGraphile over the same tables, which caches nothing. Arguments: port, Postgres's address. */
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { endWithParent } from "../contract.mjs";

const [port, url] = process.argv.slice(2);
const options = { dynamicJson: true, disableQueryLog: true, ignoreRBAC: true };
createServer(postgraphile({ connectionString: url, max: 4 }, ["public", "peers"], options)).listen(
  Number(port),
  "127.0.0.1",
);
endWithParent();
