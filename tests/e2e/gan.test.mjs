// The GAN Arena: two players in the plane, what goes wrong, and the loss changed on the way.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the GAN Arena", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const number = async (page, name) => lab.number(await page.locator(`[data-metric=${name}]`).first().textContent());

  async function opened(query) {
    const page = await open(browser, `${site.url}?lab=gan&${query}`);
    await page.locator(".gan-plane canvas").first().waitFor();
    await page.waitForFunction(() => /\d/.test(document.querySelector("[data-metric=w1]")?.textContent ?? ""));
    return page;
  }

  async function played(page, steps) {
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 60_000);
    await lab.pause(page);
  }

  test("G finds modes; the loss changes on the way and the run goes on; nothing is out of reach", async () => {
    const page = await opened("");
    const before = await number(page, "w1");
    await played(page, 1500);
    assert.ok((await number(page, "modes_covered")) >= 5);
    assert.ok((await number(page, "w1")) < before);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("combobox", { name: /^Loss/ }).selectOption({ label: "WGAN-GP" });
    await played(page, 1800);
    assert.ok(Math.abs((await number(page, "grad_norm_mean")) - 1) < 0.4);
    await lab.close(page);
  });

  test("one player at a time, by its button", async () => {
    const page = await opened("");
    await page.getByRole("button", { name: "One step of D" }).click();
    await page.getByText("D alone moves").waitFor();
    await lab.query(page, { moves: "d" });
    await page.getByRole("button", { name: "Both", exact: true }).click();
    await lab.query(page, { moves: null });
    await lab.close(page);
  });

  test("a target is painted by keyboard and stands in the address", async () => {
    const page = await opened("data=yours");
    await page.getByRole("button", { name: "Wipe all" }).click();
    const board = page.getByRole("application", { name: /^Cells in which/ });
    await board.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await page.waitForFunction(() => /^\d+$/.test(new URLSearchParams(location.search).get("cells") ?? ""));
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
