import { checkMerges } from "./archive_merges.ts";

Deno.test("customers with archived orders are merged everywhere, where days begin in the evening before", () =>
  checkMerges("America/New_York"));
