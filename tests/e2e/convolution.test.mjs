// The Convolution Workbench: cells that can be changed, the matrix, the detector, the ledger.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the Convolution Workbench", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /** Opens the lab in English and waits until its figures are there. */
  async function begin(query = "") {
    const page = await open(browser, `${site.url}?lab=convolution&lang=en&${query}`, { width: 1360 });
    await page.locator(".stage .fig").first().waitFor({ timeout: 30_000 });
    return page;
  }
  const says = (page, name, text) =>
    page.waitForFunction(([name, text]) => document.querySelector(`[data-metric=${name}]`)?.textContent.trim().replace(/(\d)\s(?=\d)/g, "$1,") === text, [name, text], { timeout: 15_000 });
  const board = (page, name) => page.getByRole("application", { name: new RegExp(`^${name}`) }).first();

  test("a window goes step by step, and to where the map is clicked", async () => {
    const page = await begin();
    await says(page, "value", "3.000");
    await page.locator(".conv-said", { hasText: /1·1 \+ 0·\(−1\).* = 3$/ }).waitFor();
    await lab.stepTo(page, 1);
    await says(page, "value", "−1.000");
    const map = await board(page, "Feature map").boundingBox();
    // The lower left corner: the other place where the diagonal is.
    await page.mouse.click(map.x + map.width * 0.1, map.y + map.height * 0.9);
    await says(page, "value", "3.000");
    await page.waitForFunction(() => /[?&]at=11\b/.test(location.search));
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("filter and picture are changed by key and by pointer, and taken back", async () => {
    const page = await begin();
    await says(page, "value", "3.000");
    const filter = board(page, "Filter");
    await filter.focus();
    await page.keyboard.press("5");
    await says(page, "value", "7.000");
    await page.waitForFunction(() => /kernel=5/.test(location.search));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("-");
    await page.waitForFunction(() => /kernel=5(\+|%20)1/.test(location.search));
    const picture = await board(page, "Picture").boundingBox();
    // The first cell of six, from ink to none.
    await page.mouse.click(picture.x + picture.width / 12, picture.y + picture.height / 12);
    await says(page, "value", "2.000");
    await page.keyboard.press("Control+z");
    await says(page, "value", "7.000");
    await lab.close(page);
  });

  test("what does not fit is said, and the last picture stays", async () => {
    const page = await begin("picture=1+0+/+0+1&kernel=1+0+/+0+1");
    await says(page, "value", "2.000");
    await page.getByRole("button", { name: "edge", exact: true }).click();
    await page.getByText(/covers 3×3 cells, the padded picture has 2×2/).first().waitFor();
    await says(page, "value", "2.000");
    await lab.close(page);
  });

  test("groups of channels have maps of their own; what does not divide is said, and the rest acts", async () => {
    const page = await begin("source=colours&groups=3");
    await page.getByText(/map 1 of 3/).waitFor();
    await says(page, "rows", "8");
    await page.getByRole("button", { name: "›" }).click();
    await page.getByText(/map 2 of 3/).waitFor();
    const csv = await lab.numbersOf(page, /^The window/);
    assert.match(csv, /^Picture\n/);
    const groups = page.getByRole("spinbutton", { name: /Groups/ }).or(page.getByRole("textbox", { name: /Groups/ })).first();
    await groups.fill("2");
    await groups.press("Enter");
    await page.getByText(/3 channels do not fall into 2 equal groups/).first().waitFor();
    const stride = page.getByRole("spinbutton", { name: /Stride/ }).or(page.getByRole("textbox", { name: /Stride/ })).first();
    await stride.fill("2");
    await stride.press("Enter");
    await says(page, "rows", "4");
    await page.getByText(/3 channels do not fall into 2 equal groups/).first().waitFor();
    await groups.fill("1");
    await groups.press("Enter");
    await page.getByText(/3 channels, summed/).waitFor();
    await lab.close(page);
  });

  test("the matrix learns; the detector and the ledger show their numbers", async () => {
    const page = await begin("task=matrix");
    await says(page, "connected", "144");
    await says(page, "distinct", "9");
    await lab.stepTo(page, 5);
    await page.getByRole("radio", { name: "detector" }).check();
    await says(page, "patch_times", "1");
    await says(page, "own_right", "100.0 %");
    await page.getByRole("radio", { name: "stack" }).check();
    await says(page, "parameters", "225,034");
    await page.getByRole("button", { name: "the listing", exact: true }).click();
    await page.locator(".conv-problem", { hasText: /1600/ }).waitFor();
    await says(page, "parameters", "225,034");
    await page.getByRole("button", { name: "put right", exact: true }).click();
    await page.locator(".conv-problem", { hasText: /1600/ }).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "conv 32 3", exact: true }).click();
    await says(page, "sees", "3");
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("cube by cube, an ordinary layer multiplies 1152 times and a separable one 416 times", async () => {
    const page = await begin("task=why&test=count&count_side=6&count_channels=2&count_filters=4&count_filters2=0");
    const said = (way) => page.locator(`[data-products=${way}]`).textContent();
    const slider = page.getByRole("slider", { name: "which number of the map" });
    await slider.scrollIntoViewIfNeeded();
    assert.match(await said("ordinary"), /this number: 18 products; so far 18 of 1\s?152/);
    assert.match(await said("separable"), /this number: 20 products; so far 20 of 416/);
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await said("separable"), /this number: 2 products; so far 22 of/);
    await page.keyboard.press("End");
    assert.match(await said("separable"), /so far 416 of 416/);
    // The lower left cell of the nearest map is the first filter’s at the last row.
    const held = page.locator(".cubes--held").nth(1);
    await held.scrollIntoViewIfNeeded();
    const map = await held.boundingBox();
    await page.mouse.click(map.x + 4, map.y + map.height - 4);
    assert.equal(await slider.getAttribute("aria-valuetext"), "row 4, column 1, filter 1");
    const through = page.getByRole("button", { name: "Go through" });
    await through.click();
    await page.waitForFunction(() => /filter 2/.test(document.querySelector(".cubes-run__at").getAttribute("aria-valuetext")));
    await through.click();
    assert.equal(await through.getAttribute("aria-pressed"), "false");
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("the exhibits are one row, in both languages", async () => {
    for (const locale of ["en", "zh-CN"]) {
      const page = await open(browser, `${site.url}?lab=convolution`, { width: 1360, locale });
      const labels = page.locator(".gd-head label");
      await labels.first().waitFor({ timeout: 30_000 });
      const tops = await labels.evaluateAll((all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().top)))]);
      assert.equal(tops.length, 1, `${locale}: ${tops}`);
      await lab.close(page);
    }
  });

  for (const task of ["why", "why&test=count", "stn", "stn&stn=manual", "go", "speech", "text"]) {
    test(`${task} opens, takes steps, and everyone can read it`, async () => {
      const page = await begin(`task=${task}&n=60`);
      await lab.stepTo(page, 2);
      await page.waitForFunction(() => [...document.querySelectorAll("[data-metric]")].some((read) => /\d/.test(read.textContent)));
      assert.ok((await page.locator(".stage .fig").count()) >= 1);
      const bare = await page.locator(".stage .fig").evaluateAll((all) => all.filter((one) => !one.querySelector(".fig__tools [popovertarget]")).map((one) => one.innerText.slice(0, 40)));
      assert.deepEqual(bare, [], "every figure can be taken away");
      assert.deepEqual(await violations(page), []);
      await lab.close(page);
    });
  }
});
