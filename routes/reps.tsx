import { page } from "fresh";
import { Frame } from "../components/frame.tsx";
import { Reps } from "../components/reps.tsx";
import { define } from "../src/dashboard/define.ts";
import { headersOf, statusOf } from "../src/dashboard/load.ts";
import { loadReps } from "../src/dashboard/reps/load.ts";
import { sortingExtras } from "../src/dashboard/sorting.ts";
import { texts } from "../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const data = await loadReps(state, url);
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(function RepsPage({ data: { screen, sorting }, ...request }) {
  return (
    <Frame
      page="reps"
      title={texts.pages.reps}
      screen={screen}
      extras={sortingExtras(sorting)}
      request={request}
    >
      {(loaded) => <Reps screen={loaded} sorting={sorting} />}
    </Frame>
  );
});
