/** An open page, as far as the web process sees it: a connection that is told what changes. */

/** Over a connection of its own, as each browser has one. Resolves with the first event. */
export async function followChanges(address: string, onChange: () => void): Promise<Deno.Conn> {
  const { hostname, port } = new URL(address);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(`GET /live HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`));
  const { promise, resolve } = Promise.withResolvers<void>();
  const listen = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of connection.readable) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("data: ")) resolve();
      if (text.includes('"changed":["')) onChange();
    }
  };
  // It ends with the connection.
  listen().catch(() => {});
  await promise;
  return connection;
}
