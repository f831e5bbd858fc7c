// What does a CNN see: it learns drawn digits, shows what it misreads, reads the reader's own digit and the reader's files.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { open, picture } from "./browser.mjs";
import { serve } from "./server.mjs";

const MNIST = ["images-idx3", "labels-idx1"].map((name) =>
  fileURLToPath(new URL(`../../../shared/data/mnist-2k-${name}-ubyte.gz`, import.meta.url)),
);

describe("a CNN and digits", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const percent = async (page, name) => parseFloat(await page.locator(`[data-metric=${name}]`).textContent());

  async function opened(query, options) {
    const page = await open(browser, `${site.url}?lab=cnn&${query}`, options);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""), null, { timeout: 20_000 });
    return page;
  }

  async function train(page, steps) {
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 90_000);
    await lab.pause(page);
  }

  /** Draws a line through points of the pad, in shares of its side. */
  async function draw(page, points) {
    const box = await page.locator(".cnn-hand canvas").first().boundingBox();
    const at = ([x, y]) => [box.x + box.width * x, box.y + box.height * y];
    await page.mouse.move(...at(points[0]));
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
    await page.mouse.up();
  }

  test("it learns, reads a digit drawn by mouse and one by keyboard, and lets both be wiped", async () => {
    const page = await opened("batch=32&seed=5");
    const before = await percent(page, "test_accuracy");
    assert.ok(before < 40, `untrained it guesses: ${before} %`);
    // At rest it is examined where it stands, between two examinations of a run.
    await train(page, 110);
    await page.waitForFunction(() => parseFloat(document.querySelector("[data-metric=test_accuracy]").textContent) > 50);
    const misread = await page.locator(".stage__lead canvas").getAttribute("aria-label");
    assert.ok(new Set(misread.match(/→\d/g)).size > 3, `what it misreads now, not what it misread untrained: ${misread}`);
    await train(page, 420);
    const after = await percent(page, "test_accuracy");
    assert.ok(after > 88, `${after} % of unseen digits`);
    const said = page.locator(".fig", { hasText: "Your digit" });
    await draw(page, [[0.3, 0.28], [0.5, 0.2], [0.66, 0.34], [0.5, 0.55], [0.34, 0.76], [0.7, 0.76]]);
    await said.getByText(/Read as 2, probability \d+ %/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Clear" }).click();
    await said.getByText("Write a digit").waitFor();
    // By keyboard: to the right, pen down, a long way down.
    const pad = page.locator(".cnn-hand [tabindex='0']").first();
    await pad.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Space");
    for (let i = 0; i < 6; i += 1) await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Space");
    await said.getByText(/Read as 1, probability/).waitFor();
    await picture(page, "cnn-en-light-1280");
    await lab.close(page);
  });

  test("MNIST’s own files are read when they are dropped", { skip: MNIST.every(existsSync) ? false : "no ../shared" }, async () => {
    const page = await opened("batch=16&seed=3");
    await train(page, 220);
    await page.locator("input[type=file]").first().setInputFiles(MNIST[0]);
    await page.locator("input[type=file]").first().setInputFiles(MNIST[1]);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=dropped_accuracy]").textContent), null, { timeout: 30_000 });
    await train(page, 620);
    const real = await percent(page, "dropped_accuracy");
    assert.ok(real > 75, `${real} % of real digits`);
    await lab.close(page);
  });

  for (const [locale, scheme, width] of [["zh-CN", "dark", 390], ["en", "light", 390], ["zh-CN", "light", 1280]]) {
    test(`nothing that axe would find, nothing cut off (${locale}, ${scheme}, ${width})`, async () => {
      const page = await opened("batch=16", { width, height: 844, locale, scheme });
      if (width === 390) await page.locator("#tab-plots").click();
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await picture(page, `cnn-${locale.slice(0, 2)}-${scheme}-${width}`);
      await lab.close(page);
    });
  }
});
