import assert from "node:assert/strict";
import { answerExamples } from "./api_examples.ts";
import { fields } from "./any_question.ts";

Deno.test("every example of docs/API.md is answered as it says there, and every question has one", async () => {
  const answered = await answerExamples();
  for (const { section, given, answer } of answered) assert.deepEqual(given, answer, section);
  const asked = answered.map(({ query }) => query).join("\n");
  assert.deepEqual([...fields, "shop"].filter((field) => !new RegExp(`\\b${field}\\b`).test(asked)), []);
});
