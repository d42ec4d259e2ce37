import { HttpError } from "fresh";
import { EmbedMessage } from "../../src/dashboard/embed/message.tsx";
import { define } from "../../src/dashboard/define.ts";
import { embedTexts } from "../../src/dashboard/embed/texts.ts";

export default define.page(function EmbedError({ error, state }) {
  const missing = error instanceof HttpError && error.status < 500;
  return <EmbedMessage text={missing ? embedTexts.noSuchChart : embedTexts.broken(state.requestId)} />;
});
