import { signal } from "@preact/signals";
import { Head } from "fresh/runtime";
import Counter from "../islands/Counter.tsx";
import Reader from "../islands/Reader.tsx";
import { define } from "../define.ts";

export default define.page(function Index() {
  const count = signal(3);
  return (
    <>
      <Head>
        <title>Islands</title>
        <meta name="description" content="of the page" />
      </Head>
      <Counter count={count} label="</script><!-- & &lt;" />
      <Reader count={count} since={new Date(0)} />
      <Counter count={count} label="second" />
    </>
  );
});
