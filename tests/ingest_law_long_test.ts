import { checkIngest } from "./ingest_law.ts";

Deno.test("orders ingested in any batches are stored as an import of their last states, and drained exactly, often", () =>
  checkIngest(50));
