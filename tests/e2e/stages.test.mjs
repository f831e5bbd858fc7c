// One step taken apart, and a run that stops by itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("a step and its end", () => {
  let cpu, gpu, site;
  before(async () => {
    [cpu, gpu, site] = await Promise.all([launch({ webgpu: false }), launch(), serve()]);
  });
  after(() => Promise.all([cpu?.close(), gpu?.close(), site?.close()]));

  const stage = (page) => page.getByRole("button", { name: /^(One stage|走一个阶段)$/ });
  const said = (page, words) =>
    page.waitForFunction((words) => new RegExp(words).test(document.querySelector(".happened").textContent), words.source, { timeout: 15_000 });

  // x ← x − 0.1 · 2x from 1: the loss goes from 1 to 0.64.
  const start = "f=x%5E2%2B0*y&x0=1&y0=3&optimiser=gd&lr_gd=0.1";
  for (const [name, pick] of [["CPU", () => cpu], ["GPU", () => gpu]]) {
    test(`a step goes stage by stage, says its numbers and ends as the step itself: ${name}`, async () => {
      const page = await lab.openLab(pick(), site, `${start}&backend=${name.toLowerCase()}`);
      const arrows = page.locator(".surface__arrows g");
      await stage(page).click();
      await said(page, /the loss is 1\./);
      assert.equal(await arrows.count(), 0);
      await stage(page).click();
      await said(page, /gradient is \(2, 0\)/);
      await page.waitForFunction(() => document.querySelectorAll(".surface__arrows g").length === 1);
      await stage(page).click();
      await said(page, /a step of \(−0\.2, 0\)/);
      assert.equal((await lab.reading(page)).step, 0, "not taken yet");
      assert.equal(await page.locator(".stages [aria-current=step]").innerText(), "direction");
      await stage(page).click();
      await said(page, /from 1 to 0\.64/);
      const now = await lab.steps(page, 1);
      assert.deepEqual([now.step, lab.number(now.loss).toFixed(6)], [1, "0.640000"]);
      // The point key does the same; an ordinary step ends the stages.
      await page.keyboard.press(".");
      await said(page, /the loss is 0\.64/);
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.querySelector(".stages [aria-current=step]") === null);
      await lab.steps(page, 2);
      assert.equal(await arrows.count(), 0);
      await lab.close(page);
    });
  }

  test("a run stops at its step, and where a bound is passed; it can go on; a bad rule is refused in words", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&stop=137");
    const { play } = lab.bar(page);
    await play.click();
    await said(page, /Stopped at step 137/);
    assert.equal((await lab.rest(page)).step, 137);
    // Who plays on is let go on.
    await play.click();
    await lab.steps(page, 180);
    await lab.pause(page);
    await page.getByRole("button", { name: /Stop when/ }).click();
    const field = page.getByRole("textbox", { name: "Stop at" });
    await field.fill("gain<1");
    await field.press("Enter");
    await page.getByText(/expected a step \(1000\), a metric/).waitFor();
    await field.fill("loss<0.01");
    await field.press("Enter");
    await lab.query(page, { stop: "loss<0.01" });
    await page.keyboard.press("Escape");
    await lab.bar(page).reset.click();
    await page.waitForFunction(() => document.querySelector(".runbar__count b").textContent.trim().endsWith("0"));
    await play.click();
    await said(page, /loss = 0\.00\d+ < 0\.01/);
    const { loss } = await lab.rest(page);
    assert.ok(lab.number(loss) < 0.01, loss);
    await lab.close(page);
  });

  test("at any speed a run stops at the first step that passes its bound", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&stop=loss<0.01");
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await said(page, /loss = 0\.00\d+ < 0\.01/);
    const { step, loss } = await lab.rest(page);
    assert.ok(lab.number(loss) < 0.01, `${loss} at step ${step}`);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((step) => document.querySelector(".runbar__count b").textContent.replace(/\D/g, "") === String(step - 1), step);
    const before = await lab.rest(page);
    assert.ok(lab.number(before.loss) >= 0.01, `${before.loss} at step ${before.step}`);
    await lab.close(page);
  });
});
