/** Who looks at a page, as it is shown to them. */
import type { Principal } from "../base/scope.ts";
import type { Visitor } from "./state.ts";

/** @param canSign whether tokens for embeds can be signed here */
export function shownAs({ name, scope: { role } }: Principal, canSign = false): Visitor {
  const email = name.startsWith("user:") ? name.slice("user:".length) : undefined;
  const isAnalyst = role !== "viewer";
  return { email, seesMargins: isAnalyst, takesFiles: isAnalyst, shares: isAnalyst && canSign };
}
