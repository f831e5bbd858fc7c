import { launch, open } from "./pages.mjs"; import { serve } from "./server.mjs";
const [w, engine, backend] = process.argv.slice(2);
const [browser, server] = await Promise.all([launch(), serve("/tmp/target-bench/bench-pkg")]);
try { const page = await open({ browser, origin: server.origin }, { engine, backend });
const r = await page.evaluate((w) => bench.open(w), w); console.log(w, engine, backend, JSON.stringify(r));
const t = Date.now(); console.log(JSON.stringify(await page.evaluate(() => bench.trajectory(2, 0))), (Date.now() - t) / 2); } catch (e) { console.log(w, engine, backend, String(e).slice(0, 300)); }
await browser.close(); await server.close();
