/** For tests: requests that fetch would not send. */

/** @returns the status that a GET is answered with under any name of the host; fetch sets that header itself */
export async function rawStatus(address: string, path: string, host: string): Promise<number> {
  const { hostname, port } = new URL(address);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const answer = await new Response(connection.readable).text();
  return Number(answer.split(" ")[1]);
}
