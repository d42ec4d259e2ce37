import { define } from "../../../define.ts";

export default define.page(async ({ params }) => {
  await Promise.resolve();
  if (params.rest === "throw") throw new Error("deep trouble");
  if (params.rest === "throw/twice") throw new Error("twice");
  if (params.rest === "own") return new Response("a response of its own");
  return <p>rest: {params.rest}</p>;
});
