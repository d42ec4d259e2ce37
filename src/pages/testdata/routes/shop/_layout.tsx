import { define } from "../../define.ts";

export default define.layout(async ({ Component, state }) => {
  const name = await Promise.resolve("Shop");
  return (
    <section>
      <h1>{name} {state.trail.length}</h1>
      <Component />
    </section>
  );
});
