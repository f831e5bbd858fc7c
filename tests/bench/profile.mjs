// What each dispatch of a workload takes: `node profile.mjs FOLDER WORKLOAD [lanes,alone,small,tiny,spread,share]`; FOLDER is what
// wasm-bindgen wrote. Software adapters are timed as they are; on a GPU the waits count too.
import { launch } from "./pages.mjs";
import { serve } from "./server.mjs";

const [pkg, workload, tuning = ""] = process.argv.slice(2);
const [browser, server] = await Promise.all([launch(), serve(pkg)]);
const page = await (await browser.newContext()).newPage();
page.on("console", (message) => message.type() === "error" && console.error(message.text()));
await page.goto(`${server.origin}/blank.html`);
const { step, first, lines, wait } = await page.evaluate(
  async ([workload, tuning]) => {
    const bench = await import("/pkg/bench.js");
    await bench.default();
    const handle = await bench.openTuned(workload, Uint32Array.from(tuning.split(",").filter(Boolean)));
    const timed = async (run, times) => {
      const start = performance.now();
      for (let i = 0; i < times; i++) await run();
      return (performance.now() - start) / times;
    };
    const once = async () => {
      handle.run(1);
      await handle.sync();
    };
    const first = await timed(once, 1);
    const guess = await timed(once, 2);
    const step = await timed(once, Math.max(3, Math.min(200, Math.round(1000 / guess))));
    const lines = [];
    const wait = await timed(() => handle.settle(), 5);
    for (const [index, words] of handle.dispatches().entries()) {
      const times = 5;
      const ms = await timed(() => (handle.runDispatch(index, times), handle.settle()), 3);
      lines.push([(ms - wait) / times, index, words]);
    }
    return { step, first, lines, wait };
  },
  [workload, tuning],
);
console.log(`${workload}: first ${first.toFixed(0)} ms, step ${step.toFixed(2)} ms, ${lines.length} dispatches, wait ${wait.toFixed(2)} ms, ${lines.reduce((sum, [ms]) => sum + ms, 0).toFixed(2)} ms in them`);
for (const [ms, index, words] of lines.sort((a, b) => b[0] - a[0]).slice(0, 24)) console.log(`${ms.toFixed(3).padStart(9)}  ${String(index).padStart(3)} ${words.slice(0, 150)}`);
await Promise.all([browser.kill(), server.close()]);
