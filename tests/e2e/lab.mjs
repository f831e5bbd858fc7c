// The lab's page as a reader sees it: what to press, and what stands there.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";

/** The address of the gradient descent lab in the state `query`. */
export const address = (site, query = "") => `${site.url}?lab=gradient-descent${query && `&${query}`}`;

/** Opens the lab and waits until something true is on the screen. */
export async function openLab(browser, site, query = "", options = {}) {
  const page = await open(browser, address(site, query), options);
  await shown(page);
  return page;
}

/** Resolves once the lab shows a loss and says what computes. */
export function shown(page) {
  return page.waitForFunction(
    () => /\d/.test(document.querySelector("[data-metric=loss]")?.textContent ?? ""),
    null,
    { timeout: 20_000 },
  );
}

/** Nothing went wrong on the page, nothing was asked of another host; then it is closed. */
export async function close(page) {
  assert.deepEqual(page.problems, []);
  assert.deepEqual(page.foreign, []);
  await page.context().close();
}

/** The buttons of the run bar, in any language. */
export const bar = (page) => ({
  play: page.locator(".runbar__play"),
  reset: page.getByRole("button", { name: /^(Reset|重置)$/ }),
  step: page.getByRole("button", { name: /^(One step|走一步)$/ }),
  speed: page.getByRole("combobox", { name: /^(Speed|速度)$/ }),
  happened: page.locator(".runbar .happened"),
});

/** A number as the page writes it: a true minus, powers with raised digits. */
export function number(text) {
  const raised = (digits) => [...digits].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("");
  const plain = text
    .trim()
    .replaceAll("−", "-")
    .replace(/·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, power) => `e${raised(power)}`);
  return plain === "—" || plain === "" ? NaN : Number(plain);
}

/** What the page says at one moment: steps, loss in focus, and each row of the table below the plots, as written. */
export function reading(page) {
  return page.evaluate(() => ({
    step: Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")),
    // Not every exhibit of every lab has one.
    loss: document.querySelector("[data-metric=loss]")?.textContent ?? "",
    rows: [...document.querySelectorAll(".fig--places tbody tr, .fig--fit tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    ),
  }));
}

/** Waits until the run has come to `least` steps; returns the reading of that moment. */
export async function steps(page, least, timeout = 30_000) {
  await page.waitForFunction(
    (least) => Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")) >= least,
    least,
    { timeout, polling: "raf" },
  );
  return reading(page);
}

/** Pauses, waits until the last steps have come in; returns the reading of rest. */
export async function pause(page) {
  const { play } = bar(page);
  if (await playing(page)) await play.click();
  return rest(page);
}

/** Whether the run bar offers to pause. */
export const playing = async (page) => /^(Pause|暂停)$/.test(await bar(page).play.getAttribute("aria-label"));

/** Resolves once ten frames in a row show the same step; returns the reading. */
export async function rest(page) {
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        let [last, same] = ["", 0];
        const end = performance.now() + 10_000;
        const look = () => {
          if (performance.now() > end) return reject(new Error(`it does not come to rest: ${last}`));
          const now = document.querySelector(".runbar__count").textContent;
          [last, same] = now === last ? [now, same + 1] : [now, 0];
          same < 10 ? requestAnimationFrame(look) : resolve();
        };
        look();
      }),
  );
  return reading(page);
}

/** Takes exactly so many steps with the arrow key, from a page at rest at step 0. */
export async function stepTo(page, count) {
  await page.evaluate(() => document.activeElement?.blur());
  for (let i = 0; i < count; i += 1) await page.keyboard.press("ArrowRight");
  const now = await steps(page, count);
  assert.equal(now.step, count);
  return now;
}

/** Saves a figure in a form (`/CSV/`, `/SVG/`) and returns the file's text. */
export async function saved(page, figure, form) {
  const frame = page.getByRole("figure", { name: figure });
  await frame.getByRole("button", { name: /^(Save|保存)$/ }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), frame.getByRole("button", { name: form }).click()]);
  await page.keyboard.press("Escape");
  let text = "";
  for await (const chunk of await download.createReadStream()) text += chunk;
  return text;
}

/** The numbers of a figure: every digit that the model has. */
export const numbersOf = (page, figure) => saved(page, figure, /CSV/);

/** Waits until the address holds `parts` (or, with a function, until it says so); returns the query. */
export async function query(page, accepts) {
  const fits = typeof accepts === "function" ? accepts : (q) => Object.entries(accepts).every(([k, v]) => q.get(k) === v);
  const end = Date.now() + 5_000;
  for (;;) {
    const now = new URL(page.url()).searchParams;
    if (fits(now)) return now;
    if (Date.now() > end) throw new Error(`the address stayed ${page.url()}`);
    await page.waitForTimeout(20);
  }
}

/** A sum of what a canvas shows, to tell whether it has changed. `which` counts the canvases of `selector`. */
export function pixels(page, selector, which = 0) {
  return page.evaluate(
    ([selector, which]) => {
      const canvas = document.querySelectorAll(`${selector} canvas`)[which];
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const words = new Uint32Array(data.buffer);
      let sum = 0x811c9dc5;
      for (const word of words) sum = Math.imul(sum ^ word, 0x01000193);
      return { sum: sum >>> 0, blank: words.every((word) => word === 0) };
    },
    [selector, which],
  );
}

/** The sum of a canvas that has come to rest: ten looks in a row, each some frames after the last, see the same. */
export async function picture(page, selector, which = 0) {
  let [last, same] = [null, 0];
  for (const end = Date.now() + 10_000; same < 10; ) {
    if (Date.now() > end) throw new Error(`${selector} does not come to rest`);
    const now = await pixels(page, selector, which);
    [last, same] = [now, now.sum === last?.sum ? same + 1 : 0];
    await frames(page, 3);
  }
  return last;
}

/** Resolves after so many frames of the display. */
export function frames(page, count) {
  return page.evaluate(
    (count) =>
      new Promise((resolve) => {
        const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve());
        next();
      }),
    count,
  );
}

/** Resolves once the service worker keeps the site; an installation that fails is said, not waited for. */
export function kept(page) {
  return page.evaluate(() => {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("no service worker after 15 s")), 15_000));
    const ready = navigator.serviceWorker.ready.then(({ active }) => {
      if (active.state === "activated") return;
      return new Promise((done) => active.addEventListener("statechange", () => active.state === "activated" && done()));
    });
    return Promise.race([ready, late]);
  });
}

/** Drags a slider for so many ms; how often a second the canvas of `selector` was painted meanwhile. */
export async function paintedWhileDragged(page, selector, slider, ms = 2_000) {
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  await page.evaluate((selector) => {
    // A canvas is cleared each time before it is painted, and painted when what it shows has changed.
    const canvas = document.querySelector(selector);
    const plain = CanvasRenderingContext2D.prototype.clearRect;
    globalThis.painted = 0;
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      if (this.canvas === canvas) globalThis.painted += 1;
      return plain.apply(this, area);
    };
  }, selector);
  const to = (share) => page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  await to(0.2);
  await page.mouse.down();
  const began = Date.now();
  for (let past = 0; past < ms; past = Date.now() - began) await to(0.2 + (0.6 * past) / ms);
  const painted = await page.evaluate(() => globalThis.painted);
  const took = Date.now() - began;
  await page.mouse.up();
  return (1_000 * painted) / took;
}
