/** Apollo Server with its response cache in memory. Arguments: port, Postgres's address, and `uncached` to keep nothing. */
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControl } from "@apollo/server/plugin/cacheControl";
import { startStandaloneServer } from "@apollo/server/standalone";
import responseCache from "@apollo/server-plugin-response-cache";
import postgres from "postgres";
import { endWithParent, resolversOver, typeDefs } from "../contract.mjs";

const [port, url, uncached] = process.argv.slice(2);
const server = new ApolloServer({
  typeDefs,
  resolvers: resolversOver(postgres(url, { max: 4 })),
  plugins: uncached
    ? []
    : [ApolloServerPluginCacheControl({ defaultMaxAge: 600 }), responseCache.default?.() ?? responseCache()],
});
await startStandaloneServer(server, { listen: { port: Number(port), host: "127.0.0.1" } });
endWithParent();
