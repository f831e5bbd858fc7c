// The inside of a run: its kernels, each beside its twin, on the numbers of this moment.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the inside of a run", () => {
  let gpu, cpu, site;
  before(async () => {
    [gpu, cpu, site] = await Promise.all([launch(), launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([gpu?.close(), cpu?.close(), site?.close()]));

  const drawer = (page) => page.locator(".drawer");
  const kernels = (page) => page.locator(".tensors button");
  const foot = (page) => page.locator(".kernel__foot");

  async function open(page) {
    await drawer(page).getByRole("tab", { name: /^(Inside|内部)/ }).click();
    await kernels(page).first().waitFor();
  }

  test("each kernel shows shader, twin and formula, and agrees with its twin on the present numbers", async () => {
    const page = await lab.openLab(gpu, site, "backend=cpu&scatter=3");
    await lab.stepTo(page, 12);
    await open(page);
    const count = await kernels(page).count();
    assert.ok(count >= 2, `${count} kernels`);
    for (let i = 0; i < count; i += 1) {
      await kernels(page).nth(i).click();
      await page.waitForFunction(
        (i) => document.querySelectorAll(".tensors button")[i].getAttribute("aria-current") === "true" && /step 12/.test(document.querySelector(".kernel__foot").textContent),
        i,
        { timeout: 20_000 },
      );
      assert.match(await foot(page).innerText(), /agrees/, await kernels(page).nth(i).innerText());
    }
    await kernels(page).first().click();
    const code = page.locator(".kernel__code");
    await code.getByText("@compute").first().waitFor();
    assert.match(await page.locator(".kernel__head").innerText(), /GPU .*s · CPU .*s/);
    const shader = await code.innerText();
    await page.getByText("CPU twin").click();
    const twin = await code.innerText();
    await page.locator(".kernel__head").getByText("Formula").click();
    const formula = await code.innerText();
    assert.ok(new Set([shader, twin, formula]).size === 3 && formula.length > 10);
    // The run goes on; asked again, it is compared on other numbers.
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowRight");
    await lab.steps(page, 13);
    await page.getByRole("button", { name: /Compare again/ }).click();
    await foot(page).getByText(/step 13/).waitFor({ timeout: 20_000 });
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("without a GPU it says so, and still shows what one would run", async () => {
    const page = await lab.openLab(cpu, site, "", { width: 390, height: 844, locale: "zh-CN", scheme: "dark" });
    await page.getByRole("tab", { name: "内部" }).first().click();
    await open(page);
    await foot(page).getByText(/没有 GPU/).waitFor({ timeout: 10_000 });
    assert.match(await page.locator(".kernel__code").innerText(), /@compute/);
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "no sideways scroll");
    await lab.close(page);
  });
});
