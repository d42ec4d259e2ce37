/** @returns the connection string with the rights of one of Laneway's roles alone */
export function asRole(url: string, role: "app" | "reader" | "writer" | "precompute"): string {
  const own = new URL(url);
  own.searchParams.set("role", `laneway_${role}`);
  return own.href;
}
