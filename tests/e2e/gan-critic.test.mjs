// The Lipschitz Critic Workshop: a critic under a constraint, earth moved by hand, norms of kernels.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the Lipschitz Critic Workshop", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const number = async (page, name) => parseFloat((await page.locator(`[data-metric=${name}]`).first().textContent()).replace("−", "-"));

  /** Waits until the metric is above a number. */
  const above = (page, name, least) =>
    page.waitForFunction(([name, least]) => parseFloat(document.querySelector(`[data-metric=${name}]`)?.textContent) > least, [name, least]);

  /** Opens the lab and runs `steps` of it. */
  async function trained(query, steps) {
    const page = await open(browser, `${site.url}?lab=gan-critic&${query}`);
    await page.locator(".fig").first().waitFor();
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 60_000);
    await lab.pause(page);
    return page;
  }

  test("a penalty keeps slopes near 1 and the estimate near W₁; clipping acts at once and piles weights up", async () => {
    const page = await trained("lr=0.002", 800);
    const [w1, estimate, slope] = [await number(page, "w1"), await number(page, "estimate"), await number(page, "grad_norm_mean")];
    assert.ok(Math.abs(slope - 1) < 0.2, `slope ${slope}`);
    assert.ok(Math.abs(estimate / w1 - 1) < 0.3, `estimate ${estimate}, W₁ ${w1}`);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("combobox", { name: "Ground" }).selectOption({ label: "‖∇f‖" });
    await page.getByRole("combobox", { name: "On it" }).selectOption({ label: "and the best assignment" });
    await page.getByText(/their mean length is W₁/).waitFor();
    await page.getByRole("combobox", { name: "Constraint" }).selectOption({ label: "weight clipping" });
    await lab.bar(page).play.click();
    await above(page, "share_at_limit", 50);
    await lab.pause(page);
    assert.equal(await page.getByRole("slider", { name: /^Clipped to/ }).count(), 1);
    assert.equal(await page.getByRole("slider", { name: /^Weight of the penalty/ }).count(), 0);
    await lab.close(page);
  });

  test("earth is moved by keyboard; what is missing is told, and nothing is cheaper than the best", async () => {
    const page = await open(browser, `${site.url}?lab=gan-critic&task=earth&heap=20&wanted=02`);
    await page.getByText("Place × units still there: 1 × 2; still wanted: 2 × 2").waitFor();
    const plan = page.getByRole("application", { name: /^Your plan/ });
    await plan.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("moves") === "01/00");
    await page.keyboard.press("2");
    await page.getByText("All is moved, and nothing is cheaper").waitFor();
    assert.equal(await number(page, "your_cost"), 1);
    assert.equal(await number(page, "best_cost"), 1);
    await page.getByRole("button", { name: "Take all back" }).click();
    await page.getByText(/^Place × units still there/).waitFor();
    await page.getByRole("button", { name: "Move as the best does" }).click();
    await page.getByText("All is moved, and nothing is cheaper").waitFor();
    // A heap is painted: the second place of P gets three units, which Q lacks.
    const heap = page.getByRole("application", { name: /^as it is/ });
    await heap.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("3");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("heap") === "23");
    await page.getByText("The heaps weigh differently; units too many: 3").waitFor();
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("the kernel's matrix and the convolution have different norms; both are found", async () => {
    const page = await trained("task=kernels&filter=mean", 40);
    await above(page, "norm_ratio", 2);
    const [flat, found] = [await number(page, "flat_sigma"), await number(page, "flat_estimate")];
    assert.ok(Math.abs(found / flat - 1) < 0.02, `${found} and ${flat}`);
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
