// The past of a run: every step can be gone back to, and it goes on from there as it did.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the past of a run", () => {
  let browser, gpu, site;
  before(async () => {
    [browser, gpu, site] = await Promise.all([launch({ webgpu: false }), launch(), serve()]);
  });
  after(() => Promise.all([browser?.close(), gpu?.close(), site?.close()]));

  const scrubber = (page) => page.getByRole("slider", { name: /^(History|历史)/ });
  const state = (page) => page.locator(".runbar__count small").innerText();
  const rate = (page) => page.locator(".ctl", { hasText: "Learning rate" }).getByRole("slider");
  const marks = (page) => page.locator(".scrub__event");

  /** Drags the history to a step, waits until it is on view. */
  async function seek(page, step) {
    await scrubber(page).fill(String(step));
    await page.waitForFunction(
      (step) => Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")) === step,
      step,
      { timeout: 10_000, polling: "raf" },
    );
    return lab.rest(page);
  }

  /** So many steps more with the arrow key, from a page at rest. */
  async function forth(page, count) {
    const { step } = await lab.rest(page);
    await page.evaluate(() => document.activeElement?.blur());
    for (let i = 0; i < count; i += 1) await page.keyboard.press("ArrowRight");
    await lab.steps(page, step + count);
    return lab.rest(page);
  }

  /** All digits of what is on view: table, curves, places. */
  async function numbers(page) {
    const { step, loss, rows } = await lab.rest(page);
    return { step, loss, rows, curves: await lab.numbersOf(page, /^Loss by step/), places: await lab.numbersOf(page, /^Surface/) };
  }

  test("back to step 50 and on again: the same numbers, to the last digit", async () => {
    const page = await lab.openLab(browser, site, "optimiser=adam&scatter=2&seed=11");
    const start = await numbers(page);
    await lab.bar(page).play.click();
    await lab.steps(page, 200);
    await lab.pause(page);
    const first = await numbers(page);
    assert.ok(first.step >= 200);
    await seek(page, 50);
    const at50 = await numbers(page);
    assert.notEqual(at50.loss, first.loss);
    assert.match(await state(page), /looking back/);
    assert.equal(await scrubber(page).getAttribute("aria-valuetext"), `step 50 of ${first.step}`);
    assert.ok((await page.locator(".scrub .future").getAttribute("d")).length > 10, "what followed is still to be seen");
    await lab.bar(page).play.click();
    await lab.steps(page, first.step + 30);
    await lab.pause(page);
    await seek(page, first.step);
    assert.deepEqual(await numbers(page), first, "played again from step 50");
    await seek(page, 0);
    assert.deepEqual(await numbers(page), start);
    await seek(page, 50);
    assert.deepEqual(await numbers(page), at50);
    await lab.close(page);
  });

  test("what the reader changed on the way is changed again at its step, and marked", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd");
    await lab.stepTo(page, 20);
    const before = await rate(page).getAttribute("aria-valuetext");
    await rate(page).press("Home");
    await lab.query(page, (q) => q.has("lr_gd"));
    const after = await rate(page).getAttribute("aria-valuetext");
    assert.notEqual(after, before);
    await forth(page, 40);
    const end = await numbers(page);
    assert.equal(await marks(page).count(), 1);
    assert.match(await marks(page).getAttribute("title"), /Learning rate .* → /);
    await seek(page, 10);
    assert.equal(await rate(page).getAttribute("aria-valuetext"), before, "the control shows what held then");
    await lab.bar(page).play.click();
    await lab.steps(page, 60);
    await lab.pause(page);
    assert.equal(await rate(page).getAttribute("aria-valuetext"), after);
    await seek(page, 60);
    assert.deepEqual(await numbers(page), end);
    // Another change in the past ends what followed.
    await seek(page, 30);
    await rate(page).press("ArrowRight");
    await page.waitForFunction(() => !/of/.test(document.querySelector(".runbar__count small").textContent));
    assert.equal(await scrubber(page).getAttribute("aria-valuetext"), "step 30 of 30");
    await lab.close(page);
  });

  test("where changes rerun it all, the whole path follows the slider", async () => {
    const page = await lab.openLab(browser, site, "optimiser=momentum&scatter=2&seed=11");
    await lab.stepTo(page, 60);
    const first = await numbers(page);
    await page.getByRole("switch", { name: /^Changes rerun it all/ }).press("Space");
    await rate(page).press("ArrowRight");
    await rate(page).press("ArrowRight");
    const { search } = new URL(page.url());
    await lab.query(page, (q) => q.has("lr_momentum") && q.get("lr_momentum") !== new URLSearchParams(search).get("lr_momentum"));
    const again = await numbers(page);
    assert.equal(again.step, 60);
    assert.notEqual(again.loss, first.loss);
    assert.equal(await marks(page).count(), 0, "it is one run with one rate");
    const query = new URL(page.url()).search.slice(1).replace(/^lab=gradient-descent&?/, "");
    const other = await lab.openLab(browser, site, query);
    await lab.stepTo(other, 60);
    assert.deepEqual(await numbers(other), again);
    await lab.close(other);
    await page.getByRole("button", { name: "Undo" }).click();
    await lab.query(page, (q) => !q.has("lr_momentum"));
    assert.deepEqual(await numbers(page), first, "taken back, the path is what it was");
    // A run that plays plays on.
    await lab.bar(page).play.click();
    await lab.steps(page, 80);
    await rate(page).press("ArrowLeft");
    const { step } = await lab.reading(page);
    await lab.steps(page, step + 40);
    assert.ok(await lab.playing(page));
    await lab.close(page);
  });

  test("on the GPU, too", async () => {
    const page = await lab.openLab(gpu, site, "optimiser=adam&scatter=2&backend=gpu");
    await lab.stepTo(page, 60);
    const end = await numbers(page);
    await seek(page, 20);
    assert.notEqual((await lab.reading(page)).loss, end.loss);
    await forth(page, 40);
    assert.deepEqual(await numbers(page), end);
    assert.equal(await page.locator(".runbar .badgebtn").first().innerText(), "GPU");
    await lab.close(page);
  });

  test("what only shows is not the run’s: it is changed while looking back, and nothing is lost", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd");
    await lab.stepTo(page, 40);
    await seek(page, 15);
    await page.getByRole("combobox", { name: "In focus" }).selectOption({ label: "Adam" });
    await lab.query(page, (q) => q.get("optimiser") === "adam");
    await lab.rest(page);
    assert.equal(await scrubber(page).getAttribute("aria-valuetext"), "step 15 of 40");
    await seek(page, 40);
    assert.equal(await marks(page).count(), 0);
    await lab.close(page);
  });

  test("← goes one step back, → one forth", async () => {
    const page = await lab.openLab(browser, site);
    const at3 = await forth(page, 3);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => document.querySelector(".runbar__count b").textContent.replace(/\D/g, "") === "2");
    const at2 = await lab.rest(page);
    assert.notEqual(at2.loss, at3.loss);
    assert.deepEqual(await forth(page, 1), at3);
    await lab.close(page);
  });

  test("a hundred thousand steps: any of them within a second or two", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd&lr_gd=0.0001&backend=cpu");
    await lab.bar(page).speed.selectOption({ label: "max" });
    await lab.bar(page).play.click();
    await lab.steps(page, 100_000, 60_000);
    const { step } = await lab.pause(page);
    const took = [];
    for (const share of [0.5, 0.03, 0.9, 0.31]) {
      const began = Date.now();
      await seek(page, Math.floor(step * share));
      took.push(Date.now() - began);
    }
    console.log(`of ${step} steps, gone to in ${took.join(", ")} ms`);
    assert.ok(Math.max(...took) < 5_000);
    await lab.close(page);
  });

  test("a run that diverged offers the way back", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd&lr_gd=1&show=gd");
    await lab.bar(page).play.click();
    const offer = lab.bar(page).happened.getByRole("button", { name: /Go back to step \d+/ });
    await offer.waitFor({ timeout: 15_000 });
    const step = Number((await offer.innerText()).match(/\d+/)[0]);
    await offer.click();
    await page.waitForFunction((step) => document.querySelector(".runbar__count b").textContent.replace(/\D/g, "") === String(step), step);
    assert.ok(Number.isFinite(lab.number((await lab.rest(page)).loss)));
    await offer.waitFor({ state: "detached" });
    await lab.close(page);
  });

  test("a hidden page rests, and goes on when it is seen again", async () => {
    const page = await lab.openLab(browser, site);
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    const show = (seen) =>
      page.evaluate((seen) => {
        Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (seen ? "visible" : "hidden") });
        document.dispatchEvent(new Event("visibilitychange"));
      }, seen);
    await show(false);
    const { step } = await lab.rest(page);
    await page.waitForTimeout(500);
    assert.equal((await lab.reading(page)).step, step, "it rests");
    assert.ok(await lab.playing(page), "and is not paused by that");
    await show(true);
    await lab.steps(page, step + 5);
    await lab.close(page);
  });
});
