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
    await part(page, "Kernels", "内核");
    await kernels(page).first().waitFor();
  }
  const part = (page, en, zh) => drawer(page).locator(".insides label").filter({ hasText: new RegExp(`^(${en}|${zh})$`) }).click();

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

  test("the equations of the next step hold with the numbers of this one, and follow the run", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&optimiser=momentum");
    await drawer(page).getByRole("tab", { name: /^Inside/ }).click();
    const now = page.locator(".equation__now");
    await now.first().waitFor();
    const numbers = (text) => [...text.matchAll(/−?\d+(?:\.\d+)?/g)].map(([n]) => Number(n.replace("−", "-")));
    for (const step of [0, 1, 2]) {
      await page.waitForFunction((x) => document.querySelectorAll(".equation__now")[2]?.textContent.split("=")[1]?.startsWith(`(${x}`), (await lab.reading(page)).rows[1][2].replace(/0+$/, ""), { timeout: 10_000 });
      const update = numbers(await now.nth(2).evaluate((now) => now.textContent));
      // θ of the next index 1, then x, y, the velocity, and where they lead.
      const [x, y, vx, vy, nextX, nextY] = update.slice(1);
      assert.ok(Math.abs(x + vx - nextX) < 2e-3 && Math.abs(y + vy - nextY) < 2e-3, `${update}`);
      await page.evaluate(() => document.activeElement?.blur());
      await page.keyboard.press("ArrowRight");
      const there = await lab.steps(page, step + 1);
      assert.ok(Math.abs(lab.number(there.rows[1][2]) - nextX) < 1e-3, `${there.rows[1]} after ${update}`);
    }
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("every tensor has a picture, a histogram, statistics and its numbers; they follow the run", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&scatter=5");
    await drawer(page).getByRole("tab", { name: /^Inside/ }).click();
    await part(page, "Tensors", "张量");
    const lines = page.locator(".tensors button");
    await lines.first().waitFor();
    const names = await lines.locator(".mono").allInnerTexts();
    for (const name of ["∇ adam.x", "adam.x", "adam.x.m", "lr_adam"]) assert.ok(names.includes(name), `${name} among ${names}`);
    await lines.filter({ hasText: /^adam\.x\[/ }).click();
    await page.waitForFunction(() => document.querySelectorAll(".tensor canvas").length === 2);
    assert.equal((await lab.picture(page, ".tensor__pictures", 0)).blank, false);
    const mean = () => page.locator(".tensor .read__value").nth(1).innerText();
    const before = await mean();
    await page.locator(".tensor summary").click();
    assert.equal(await page.locator(".tensor__values td").count(), 16);
    const first = lab.number(await page.locator(".tensor__values td").first().innerText());
    assert.ok(Math.abs(first - lab.number((await lab.reading(page)).rows[4][2])) < 1e-3);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowRight");
    await lab.steps(page, 1);
    await page.waitForFunction((before) => document.querySelectorAll(".tensor .read__value")[1]?.textContent !== before, before);
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("a step is drawn as its kernels with what flows between them", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu");
    await open(page);
    const count = await kernels(page).count();
    await page.getByRole("button", { name: "Drawing" }).click();
    await page.waitForFunction((count) => document.querySelectorAll(".drawing__node").length === count, count);
    assert.ok((await page.locator(".drawing__link").count()) >= count - 1);
    await page.locator(".drawing__node").last().click();
    await page.waitForFunction((count) => document.querySelectorAll(".drawing__node")[count - 1].classList.contains("is-on"), count);
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
