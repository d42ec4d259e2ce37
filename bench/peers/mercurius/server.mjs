/** Mercurius with JIT and its cache in memory. Arguments: port, Postgres's address, and `uncached` to keep nothing. */
import Fastify from "fastify";
import mercurius from "mercurius";
import cache from "mercurius-cache";
import postgres from "postgres";
import { endWithParent, resolversOver, typeDefs } from "../contract.mjs";

const [port, url, uncached] = process.argv.slice(2);
const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolversOver(postgres(url, { max: 4 })),
  // Compiled once it was asked so often.
  jit: 1,
});
if (!uncached) app.register(cache, { ttl: 600, policy: { Query: { salesOverview: true } } });
await app.listen({ port: Number(port), host: "127.0.0.1" });
endWithParent();
