import assert from "node:assert/strict";
import { answerPage, withoutMoments } from "./api_examples.ts";
import { fields } from "./any_question.ts";

Deno.test("every example of docs/API.md and of the README is answered as it says there, and every question has one", async () => {
  const { examples, requests, ofReadme } = await answerPage();
  for (const { section, given, answer } of examples) assert.deepEqual(given, answer, section);
  const asked = examples.map(({ query }) => query).join("\n");
  assert.deepEqual([...fields, "shop"].filter((field) => !new RegExp(`\\b${field}\\b`).test(asked)), []);
  assert.ok(requests.length > 0 && ofReadme.length > 0);
  for (const { section, given, answer } of [...ofReadme, ...requests]) {
    assert.deepEqual(withoutMoments(given), withoutMoments(answer), section);
  }
});
