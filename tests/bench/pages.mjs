// Chromium, and a page for each engine.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const flags = (name) => readFileSync(new URL(`../chromium/${name}.flags`, import.meta.url), "utf8").split("\n").filter(Boolean);

// Pages take turns: none may be slowed for standing behind another.
const AWAKE = ["--disable-renderer-backgrounding", "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows"];

/**
 * Starts Chromium with the software adapter, or with the machine's own GPU where `GRASP_GPU` is set. `kill` ends it whatever it is
 * doing: a GPU process that compiles shaders for minutes does not close when asked.
 */
export async function launch() {
  const webgpu = process.env.GRASP_GPU ? ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"] : flags("webgpu");
  const server = await chromium.launchServer({
    executablePath: process.env.GRASP_CHROMIUM ?? "/usr/bin/chromium",
    args: [...flags("always"), ...webgpu, ...AWAKE],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const browser = await chromium.connect(server.wsEndpoint());
  browser.kill = () => server.kill();
  return browser;
}

/** A page with one engine. */
export async function open({ browser, origin }, { engine, backend, threads, hooks }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const query = new URLSearchParams({ engine, backend, ...(threads && { threads: "" }), ...(hooks && { hooks: "" }) });
  try {
    await page.goto(`${origin}/?${query}`);
    await page.waitForFunction(() => globalThis.bench, null, { timeout: 30_000 });
  } catch (error) {
    await context.close();
    throw new Error(problems[0] ?? error.message);
  }
  page.close = () => context.close();
  return page;
}
