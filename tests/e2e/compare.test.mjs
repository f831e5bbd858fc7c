// Runs side by side: pinned, named by what differs, kept in every curve.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("pinned runs", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const pin = (page) => page.getByRole("button", { name: /^(Pin this run|固定本次)$/ });
  const rows = (page) => page.locator(".compare tbody tr");
  const cells = async (page, row) => (await rows(page).nth(row).locator("th, td").allInnerTexts()).map((text) => text.trim());
  const rate = (page) => page.locator(".ctl", { hasText: "Learning rate" }).getByRole("slider");

  test("a pinned run stays in the curves, named by what differs, and can be taken up again", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd&seed=3");
    await lab.stepTo(page, 30);
    const first = await lab.rest(page);
    await pin(page).click();
    await rows(page).nth(1).waitFor();
    assert.equal(await rows(page).count(), 2);
    assert.deepEqual((await cells(page, 1)).slice(0, 3), ["A the same settings", "30", first.loss]);

    const before = await rate(page).getAttribute("aria-valuetext");
    await rate(page).press("PageUp");
    await lab.bar(page).reset.click();
    await page.waitForFunction(() => document.querySelector(".runbar__count b").textContent.replace(/\D/g, "") === "0");
    await lab.stepTo(page, 20);
    await lab.rest(page);
    assert.match((await cells(page, 1))[0], /^A Learning rate \S+ → 0\.006$/, "from what is set now to what was");
    const numbers = await lab.numbersOf(page, /^Loss by step/);
    const [head, ...lines] = numbers.trim().split("\n").map((line) => line.split(","));
    assert.deepEqual(head.slice(-1), ["GD A"], head.join());
    const pinned = head.indexOf("GD A");
    assert.equal(lines.filter((line) => line[pinned] !== "").length, 31, "steps 0 to 30");
    const own = head.indexOf("GD");
    assert.equal(lines.filter((line) => line[own] !== "").length, 21);
    assert.notEqual(lines[10][own], lines[10][pinned]);

    await page.getByRole("button", { name: "Set the lab to A" }).click();
    await lab.rest(page);
    assert.equal(await rate(page).getAttribute("aria-valuetext"), before);
    assert.equal((await lab.reading(page)).step, 0);
    await lab.stepTo(page, 30);
    assert.deepEqual(await lab.rest(page), first, "the same run again");

    await page.getByRole("button", { name: "Unpin A" }).click();
    assert.ok(!(await lab.numbersOf(page, /^Loss by step/)).includes("GD A"));
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    assert.ok((await lab.numbersOf(page, /^Loss by step/)).includes("GD A"), "undone");
    await page.getByRole("button", { name: "Unpin A" }).click();
    await page.getByText(/Pin a run, then change one parameter/).waitFor();
    await lab.close(page);
  });

  test("another seed is another name; the sixth takes the first one’s place", async () => {
    const page = await lab.openLab(browser, site, "scatter=2&seed=5");
    await lab.stepTo(page, 5);
    for (let i = 0; i < 6; i += 1) await pin(page).click();
    await rows(page).nth(5).waitFor();
    assert.equal(await rows(page).count(), 6);
    await page.getByRole("textbox", { name: "Seed", exact: true }).fill("6");
    await page.keyboard.press("Enter");
    await lab.query(page, { seed: "6" });
    assert.match((await cells(page, 1))[0], /^[A-Z] seed 6 → 5$/);
    await lab.close(page);
  });

  for (const [locale, scheme] of [["en", "light"], ["zh-CN", "dark"]]) {
    test(`on a narrow screen it is a pane (${locale}, ${scheme}); nothing that axe would find`, async () => {
      const page = await lab.openLab(browser, site, "", { width: 390, height: 844, locale, scheme });
      await lab.stepTo(page, 5);
      await page.getByRole("tab", { name: /^(Inside|内部)/ }).first().click();
      await pin(page).click();
      await rows(page).nth(1).waitFor();
      assert.equal(await rows(page).count(), 2);
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, "no sideways scroll");
      await lab.close(page);
    });
  }

  test("a sweep runs one parameter through its values, each the run that it would be alone", async () => {
    const page = await lab.openLab(browser, site, "optimiser=gd&seed=5");
    await page.getByRole("tab", { name: /^Compare/ }).click();
    const values = page.getByRole("textbox", { name: "Values" });
    await values.fill("0.001, 0.004, 5");
    await values.press("Enter");
    const count = page.getByRole("textbox", { name: "Steps" });
    await count.fill("40");
    await count.press("Enter");
    await page.getByRole("button", { name: "Run the sweep" }).click();
    const runs = page.locator(".multiple");
    await page.waitForFunction(() => [...document.querySelectorAll(".multiple")].length === 3 && document.querySelector(".multiple--best"), null, { timeout: 20_000 });
    assert.match(await runs.nth(2).innerText(), /diverge|finite|NaN|step/i);
    const ended = lab.number((await runs.nth(1).locator(".quiet").innerText()).split(": ")[1]);
    assert.match(await runs.nth(1).innerText(), /lowest/);
    assert.deepEqual(await violations(page), []);
    await runs.nth(1).getByRole("button", { name: "Take this value" }).click();
    await lab.query(page, { lr_gd: "0.004" });
    await lab.bar(page).reset.click();
    const alone = await lab.stepTo(page, 40);
    assert.equal(lab.number(alone.loss), ended, "the same as by hand");
    await values.fill("1");
    await values.press("Enter");
    await page.getByText(/expected 2 to 8 different values/).waitFor();
    await lab.close(page);
  });

  test("two stages from one seed: each the run that it would be alone, at the same step, in the address", async () => {
    const second = (page) => page.locator(".stage--beside");
    const lossOf = (page) => second(page).locator("[data-metric=loss]").textContent();
    const page = await lab.openLab(browser, site, "optimiser=gd&scatter=1&seed=11");
    await page.getByRole("button", { name: "Two stages" }).click();
    await second(page).locator("[data-metric=loss]").waitFor();
    assert.match(await second(page).innerText(), /the same settings/);
    await page.getByText("Stage B", { exact: true }).first().click();
    await rate(page).press("PageUp");
    await second(page).getByText(/Learning rate \S+ → /).waitFor();
    const address = await lab.query(page, (query) => /lr_gd=/.test(query.get("beside") ?? ""));
    assert.equal(address.get("lr_gd"), null, "A stays as it is");
    await lab.bar(page).play.click();
    await lab.steps(page, 60);
    await lab.pause(page);
    const same = () => page.waitForFunction(() => document.querySelector(".beside .quiet").textContent === "");
    await same();
    const { step, loss } = await lab.rest(page);
    const other = await lossOf(page);
    assert.notEqual(loss, other);
    const rateOfB = new URLSearchParams(address.get("beside")).get("lr_gd");
    const lone = await lab.openLab(browser, site, `optimiser=gd&scatter=1&seed=11&lr_gd=${rateOfB}&stop=${step}`);
    await lab.bar(lone).play.click();
    await lone.waitForFunction((step) => Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")) === step, step);
    assert.equal((await lab.rest(lone)).loss, other, "B is the run that it would be alone");
    await lab.close(lone);
    // Back and forth together.
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((step) => document.querySelector(".runbar__count b").textContent.replace(/\D/g, "") === String(step - 1), step);
    await same();
    assert.notEqual(await lossOf(page), other);
    await page.reload();
    await second(page).getByText(/Learning rate \S+ → /).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Close stage B" }).click();
    await lab.query(page, (query) => !query.has("beside"));
    assert.equal(await second(page).count(), 0);
    await lab.close(page);
  });
});
