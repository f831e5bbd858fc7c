// Chromium, with WebGPU and without, and a page that notes everything that must not happen.
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const flags = (name) =>
  readFileSync(new URL(`../chromium/${name}.flags`, import.meta.url), "utf8").split("\n").filter(Boolean);

/** Starts Chromium. With `webgpu: false` the page finds no adapter: that is the CPU's test. `more`: further flags. */
export function launch({ webgpu = true, more = [] } = {}) {
  return chromium.launch({
    executablePath: process.env.GRASP_CHROMIUM ?? "/usr/bin/chromium",
    args: [...flags("always"), ...(webgpu ? flags("webgpu") : []), ...more],
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

/**
 * Opens a page and keeps what went wrong on it:
 * `page.problems` (console errors, exceptions, failed requests) and `page.foreign` (requests to another origin).
 * Options: `width`, `height`, `scheme` ("light" or "dark"), `locale`, `serviceWorkers` ("block" by default), `prepare` (called
 * with the page before it goes anywhere).
 */
export async function open(browser, url, options = {}) {
  const { width = 1280, height = 800, scheme = "light", locale = "en", serviceWorkers = "block", prepare } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale,
    serviceWorkers,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.problems = [];
  page.foreign = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("requestfailed", (request) => {
    // What the browser itself gave up, because the page was reloaded or left before the answer came, is no failure.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") page.problems.push(`${request.url()}: ${why}`);
  });
  page.on("response", (response) => response.status() >= 400 && page.problems.push(`${response.status()} ${response.url()}`));
  const { origin } = new URL(url);
  context.on("request", (request) => {
    const from = new URL(request.url());
    if (from.protocol.startsWith("http") && from.origin !== origin) page.foreign.push(request.url());
  });
  await prepare?.(page);
  await page.goto(url, { waitUntil: "load" });
  return page;
}

/** Resolves once the wasm has started and put a page in the place of the words that stood there before. */
export function started(page) {
  return page.waitForFunction(() => document.querySelector("main") && !document.querySelector("#boot"), null, { timeout: 20_000 });
}

/** Saves a picture of the whole page as artifacts/NAME.png, with animations at their end. */
export async function picture(page, name) {
  const folder = fileURLToPath(new URL("../../artifacts/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true, animations: "disabled" });
}
