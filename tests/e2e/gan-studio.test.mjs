// The Face and Digit GAN Studio: a wall that is drawn by a generator as it learns, what is looked into under it, and the other exhibits.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the Face and Digit GAN Studio", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const number = async (page, name) => parseFloat((await page.locator(`[data-metric=${name}]`).first().textContent()).replace("−", "-"));
  const asked = (page, key, value) =>
    page.waitForFunction(([key, value]) => new URLSearchParams(location.search).get(key) === value, [key, value]);

  /** Opens the lab and runs `steps` of it. */
  async function trained(query, steps, options) {
    const page = await open(browser, `${site.url}?lab=gan-studio&${query}`, options);
    await page.locator(".fig").first().waitFor();
    // A narrow page has it among the controls.
    if (!options) await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 60_000);
    await lab.pause(page);
    return page;
  }

  test("a picture is chosen on the wall, the one before it is the other end of the walk, and ties within a batch are measured", async () => {
    const page = await trained("width=4&batch=8&pool=64&norm=batch", 20);
    const wall = page.getByRole("group", { name: /^Generated pictures/ });
    await wall.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await asked(page, "tile", "10");
    await asked(page, "other", null);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("combobox", { name: "Examine" }).selectOption({ label: "ties within a batch" });
    await page.locator("[data-metric=mates_change]").waitFor();
    await page.waitForFunction(() => parseFloat(document.querySelector("[data-metric=mates_change]").textContent) > 0);
    await page.getByRole("combobox", { name: "Normalisation" }).selectOption({ label: "virtual batch" });
    await page.waitForFunction(() => document.querySelector("[data-metric=mates_change]").textContent.trim() === "0");
    await lab.close(page);
  });

  test("two eyes learn to agree, a field of spins is learnt, and both are read out without a mistake", async () => {
    let page = await trained("task=spins&s_samples=1000", 40);
    assert.ok((await number(page, "kl")) < 1, "the field is near the hidden one");
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
    page = await trained("task=parts", 300, { width: 390, height: 844, locale: "zh", scheme: "dark" });
    assert.equal(await number(page, "p_r_real"), 1);
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
