// The Adversarial Arena: a classifier learns, its digits are attacked, and what is moved shows at once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("the Adversarial Arena", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const percent = async (page, name) => parseFloat(await page.locator(`[data-metric=${name}]`).first().textContent());
  const said = (page) => page.locator(".adv-said").textContent();

  /** Opens the lab and runs `steps` of it: a hundred batches of training are 25. */
  async function fought(query, steps) {
    const page = await open(browser, `${site.url}?lab=adversarial&net=linear&practice=100&${query}`);
    await page.getByText(/batches to go/).first().waitFor();
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 60_000);
    await lab.pause(page);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=attacked_accuracy]")?.textContent ?? ""));
    return page;
  }

  test("random noise does little, an attack of the same size turns the answers; a slider acts at once", async () => {
    const page = await fought("attack=ifgsm&eps=0.2", 46);
    const [clean, random, attacked] = [await percent(page, "clean_accuracy"), await percent(page, "random_noise_accuracy"), await percent(page, "attacked_accuracy")];
    assert.ok(clean > 70 && random > clean - 15, `clean ${clean}, random ${random}`);
    assert.ok(attacked < 10, `attacked ${attacked}`);
    assert.match(await said(page), /^A \d is taken for a \d$/);
    assert.deepEqual(await violations(page), []);
    // What is taken away is the attack: every pixel of the saved picture is within ε of the first and from 0 to 1, and most have moved.
    const csv = await lab.numbersOf(page, /^Noise that nobody sees/);
    const pixels = (name) => {
      const part = csv.split(`${name}\n`)[1].split("\n\n")[0];
      return part.trim().split("\n").slice(1).flatMap((row) => row.split(",").slice(-28).map(Number));
    };
    const [first, last] = [pixels("The picture"), pixels("The attacked picture")];
    assert.deepEqual([first.length, last.length], [784, 784]);
    const off = last.map((x, i) => Math.abs(x - first[i]));
    assert.ok(Math.max(...off) <= 0.2 + 1e-4 && last.every((x) => x >= 0 && x <= 1), `${Math.max(...off)}`);
    assert.ok(off.filter((x) => x > 0.1).length > 200);
    // Without room nothing is moved, and the digit is what it was.
    const radius = page.getByRole("slider", { name: /^Radius/ });
    assert.equal(await radius.count(), 1, "one radius, that of the chosen distance");
    await radius.focus();
    await page.keyboard.press("Home");
    await page.waitForFunction(() => /^Still taken for/.test(document.querySelector(".adv-said")?.textContent ?? ""));
    assert.equal(await page.locator("[data-metric=moved_l0]").textContent(), "0");
    await lab.close(page);
  });

  test("a digit of the wall is chosen by pointer and by keys; the distance brings its own radius", async () => {
    const page = await fought("attack=fgsm&eps=0.1", 27);
    const wall = page.locator(".fig", { hasText: "Many digits" }).locator(".sheet--touch");
    await wall.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("digit") === "1");
    await page.keyboard.press("End");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("digit") === "23");
    await page.getByRole("combobox", { name: "Distance" }).selectOption({ label: "L0" });
    await page.waitForFunction(() => {
      const moved = Number(document.querySelector("[data-metric=moved_l0]")?.textContent);
      return moved > 0 && moved <= 20;
    });
    await lab.close(page);
  });

  test("the network that was trained in the lab on CNNs is attacked here, after a reload as well", async () => {
    const page = await open(browser, `${site.url}?lab=cnn&net=small&batch=32&seed=5&backend=cpu`);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""), null, { timeout: 20_000 });
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, 300, 90_000);
    await lab.pause(page);
    await page.getByRole("button", { name: "Attack it" }).click();
    await lab.query(page, (q) => q.get("lab") === "adversarial" && q.get("mine") === "true" && /-network\.safetensors$/.test(q.get("file") ?? ""));
    const there = () => page.waitForFunction(() => parseFloat(document.querySelector("[data-metric=clean_accuracy]")?.textContent) > 80, null, { timeout: 30_000 });
    await there();
    assert.equal(await page.getByText(/batches to go/).count(), 0, "it has learnt already");
    const clean = await percent(page, "clean_accuracy");
    assert.deepEqual(await violations(page), []);
    await page.reload();
    await there();
    assert.equal(await percent(page, "clean_accuracy"), clean);
    await lab.bar(page).play.click();
    await lab.steps(page, 11, 60_000);
    assert.ok((await percent(page, "attacked_accuracy")) < 30);
    await lab.close(page);
  });

  test("of two stages each hands over its own network", async () => {
    const opened = (batch, rest) => open(browser, `${site.url}?lab=cnn&net=small&batch=${batch}&seed=5&backend=cpu${rest}`);
    const learnt = async (page) => {
      await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""));
      await lab.stepTo(page, 5);
    };
    // The mark of a file holds what its bytes add up to.
    const handed = async (page, stage) => {
      await stage.getByRole("button", { name: "Attack it" }).click();
      const address = await lab.query(page, (q) => q.get("lab") === "adversarial" && q.get("mine") === "true" && q.has("file"));
      await lab.close(page);
      return address.get("file");
    };
    const two = async (place) => {
      const page = await opened(16, `&beside=${encodeURIComponent("net=small&batch=32")}`);
      await page.locator(".stage--beside [data-metric=loss]").first().waitFor();
      await learnt(page);
      await page.waitForFunction(() => document.querySelector(".beside .quiet").textContent === "");
      return handed(page, page.locator(place));
    };
    const alone = await opened(32, "");
    await learnt(alone);
    const one = await handed(alone, alone);
    assert.equal(await two(".stage--beside"), one, "B hands over the network that learnt there");
    assert.notEqual(await two(".stage:not(.stage--beside)"), one, "and A its own");
  });

  test("where no network was handed over, it says so and where to find one", async () => {
    const page = await open(browser, `${site.url}?lab=adversarial&mine=true&practice=100`);
    await page.getByText(/No network of yours is here yet/).waitFor();
    await page.getByRole("link", { name: /Train one/ }).click();
    await page.waitForURL(/lab=cnn/);
    await page.getByRole("button", { name: "Attack it" }).waitFor();
    await lab.close(page);
  });

  test("a shield stands against who does not know it, and is broken by who does", async () => {
    const page = await open(browser, `${site.url}?lab=adversarial&practice=200&variety=1&rounds=10&share=0.2&seed=8`);
    await page.getByText(/batches to go/).first().waitFor();
    await lab.bar(page).speed.selectOption({ index: 3 });
    const row = page.getByRole("row", { name: /blurred/ });
    await row.getByRole("button", { name: "Try" }).click();
    await lab.query(page, { shield: "blur", eps_linf: "0.13" });
    const told = (said) => page.getByText(said).first().waitFor({ timeout: 90_000 });
    await told(/^It stands: /);
    await page.getByRole("button", { name: "The attack knows it" }).click();
    await told(/^Broken: /);
    await lab.close(page);
  });

  test("a moved radius attacks the digit on view anew, twenty times a second", async () => {
    const page = await fought("attack=fgsm&eps=0.1", 27);
    const rate = await lab.paintedWhileDragged(page, ".stage__lead canvas", page.getByRole("slider", { name: /^Radius/ }));
    console.log(`the attacked digit was painted ${rate.toFixed(1)} times a second while ε moved`);
    // Twenty on a machine that has nothing else to do.
    assert.ok(rate >= 10, `${rate}`);
    await lab.close(page);
  });

  test("what has learnt nothing yet is attacked, too; a shield tells what it wins back; one's own digit is attacked, and wiped", async () => {
    const page = await open(browser, `${site.url}?lab=adversarial&net=linear&practice=100&attack=ifgsm&eps=0.15&shield=bits&bits=2`);
    await page.waitForFunction(() => /taken for a/.test(document.querySelector(".adv-said")?.textContent ?? ""));
    assert.equal(await page.locator("[data-metric=practice_left]").count(), 0);
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, 46, 60_000);
    await lab.pause(page);
    await page.waitForFunction(() => parseFloat(document.querySelector("[data-metric=recovered]")?.textContent) > 5);
    await page.getByRole("switch", { name: /attacker knows/ }).focus();
    await page.keyboard.press("Space");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("knows") !== null);
    await page.getByRole("combobox", { name: "Shield" }).selectOption({ label: "squeezing detector" });
    await page.locator("[data-metric=detector_auc]").waitFor();
    assert.equal(await page.locator("[data-metric=recovered]").count(), 0, "a detector wins nothing back");
    const regions = page.locator(".fig", { hasText: "What lies around" }).locator(".adv-key");
    assert.ok((await regions.count()) >= 2, "the attack lies in another region than the picture");
    // By keyboard: pen down, a long way down.
    const pad = page.locator(".adv-pad [tabindex='0']").first();
    await pad.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Space");
    for (let i = 0; i < 6; i += 1) await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Space");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("whose") === "yours");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.waitForFunction(() => new URLSearchParams(location.search).get("whose") === null);
    await lab.close(page);
  });
});
