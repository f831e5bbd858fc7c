// The gradient descent lab on a formula, as a reader uses it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

/** Adam on a bowl: from any start the loss falls to almost nothing in some hundred steps. */
const BOWL = "f=(x-0.5)%5E2%2B(y-0.25)%5E2&x0=-1&y0=1.5&optimiser=adam&lr_adam=0.05";

describe("gradient descent on a formula", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const formula = (page) => page.getByRole("textbox", { name: "Function" });
  const surface = (page) => page.locator(".surface__touch");
  const start = (page) => page.getByRole("button", { name: /^Start x = / });
  const clear = (page) => page.getByRole("button", { name: "Clear the balls" });

  async function type(page, text) {
    await formula(page).fill(text);
    await formula(page).press("Enter");
  }

  test("a typed formula runs, and its address brings the same numbers back", async () => {
    const page = await lab.openLab(browser, site, "optimiser=adam");
    const first = await lab.reading(page);
    assert.equal(first.step, 0);
    await type(page, "(1-x)^2 + 50*(y-x^2)^2");
    await page.waitForFunction((was) => document.querySelector("[data-metric=loss]").textContent !== was, first.loss);
    // f(-1.45, 2.35) = 2.45² + 50·(2.35 − 2.1025)²
    const typed = lab.number((await lab.reading(page)).loss);
    assert.ok(Math.abs(typed - (2.45 ** 2 + 50 * 0.2475 ** 2)) < 1e-3, `${typed}`);
    await lab.query(page, { f: "(1-x)^2 + 50*(y-x^2)^2" });

    await lab.bar(page).play.click();
    await lab.steps(page, 40);
    const ran = await lab.pause(page);
    assert.ok(lab.number(ran.loss) < typed, `${ran.loss} after ${ran.step} steps, ${typed} before`);
    const numbers = await lab.numbersOf(page, /^Loss by step/);

    await page.reload();
    await lab.shown(page);
    assert.equal(await formula(page).inputValue(), "(1-x)^2 + 50*(y-x^2)^2");
    assert.equal((await lab.reading(page)).step, 0);
    assert.deepEqual(await lab.stepTo(page, ran.step), ran);
    assert.equal(await lab.numbersOf(page, /^Loss by step/), numbers, "not the same to the last digit");
    await lab.close(page);
  });

  test("a link opens with its parameters and its seed", async () => {
    const page = await lab.openLab(browser, site, `${BOWL}&scatter=3&seed=41`);
    assert.equal(await page.getByRole("textbox", { name: "Seed", exact: true }).inputValue(), "41");
    assert.equal(await page.getByRole("combobox", { name: "In focus" }).inputValue(), "4");
    const { loss } = await lab.reading(page);
    assert.ok(Math.abs(lab.number(loss) - (1.5 ** 2 + 1.25 ** 2)) < 1e-3, loss);
    const balls = async () => (await lab.numbersOf(page, /^Surface/)).trim().split("\n").sort();
    const at41 = await balls();
    assert.equal(at41.length, 1 + 5 * 4, "five optimisers, four balls each");
    await page.getByRole("textbox", { name: "Seed", exact: true }).fill("42");
    await page.keyboard.press("Enter");
    await lab.query(page, { seed: "42" });
    await lab.rest(page);
    assert.notDeepEqual(await balls(), at41);
    await page.reload();
    await lab.shown(page);
    const again = await balls();
    await page.getByRole("textbox", { name: "Seed", exact: true }).fill("41");
    await page.keyboard.press("Enter");
    await lab.query(page, { seed: "41" });
    await lab.rest(page);
    assert.notDeepEqual(again, at41);
    assert.deepEqual(await balls(), at41);
    await lab.close(page);
  });

  test("a formula that cannot be read gets a sentence and a caret, and the run goes on", async () => {
    const page = await lab.openLab(browser, site);
    // The first picture is drawn before the worker knows the shape of the figure; the one that stays comes some frames later.
    const before = await lab.picture(page, ".surface");
    assert.ok(!before.blank, "the surface is drawn");
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    await type(page, "x^^2");
    const box = page.locator(".formulabox");
    await box.locator(".formula__caret").waitFor();
    // The caret line is set in the same type as the formula: as many characters to its left as the formula has.
    assert.equal(await box.locator(".formula__caret").textContent(), "  ^");
    const [caret, field] = await box.evaluate((box) => {
      const range = document.createRange();
      const text = box.querySelector(".formula__caret").firstChild;
      range.setStart(text, 2);
      range.setEnd(text, 3);
      const input = box.querySelector("input");
      const style = getComputedStyle(input);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const left = input.getBoundingClientRect().left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
      return [range.getBoundingClientRect().left, [left + pen.measureText("x^").width, pen.measureText("^").width]];
    });
    assert.ok(Math.abs(caret - field[0]) < field[1] / 2, `the caret is at ${caret} px, the second ^ at ${field[0]} px`);
    const sentence = await box.locator(".ctl__error").textContent();
    assert.match(sentence, /\S+ \S+ \S+/, "a sentence");
    assert.equal(await formula(page).getAttribute("aria-invalid"), "true");
    const told = await formula(page).getAttribute("aria-describedby");
    assert.equal((await page.locator(`#${told}`).textContent()).trim(), sentence.trim(), "read out with the field");

    const { step, loss } = await lab.reading(page);
    const later = await lab.steps(page, step + 5);
    assert.notEqual(later.loss, loss, "the run goes on");
    await lab.pause(page);
    assert.ok(!(await lab.pixels(page, ".surface")).blank, "the last good surface stays");
    assert.equal(new URL(page.url()).searchParams.get("f"), null, "the address holds the last good formula");
    await type(page, "(1-x)^2 + 10*(y-x^2)^2");
    await box.locator(".formula__caret").waitFor({ state: "detached" });
    await lab.rest(page);
    assert.deepEqual(await lab.picture(page, ".surface"), before, "and is the same when the sentence is gone");
    assert.ok((await lab.reading(page)).step > step, "the same formula is no new start");
    await lab.close(page);
  });

  test("an old link with a bad formula says so and runs the default", async () => {
    const page = await lab.openLab(browser, site, "f=x%5E%5E2");
    await page.waitForFunction(() => document.querySelector(".happened").textContent.trim() !== "");
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    await lab.close(page);
  });

  test("Ctrl+Z takes a change back, Ctrl+Shift+Z makes it again", async () => {
    const page = await lab.openLab(browser, site);
    const first = await lab.reading(page);
    await type(page, "x^2 + 3*y^2");
    await lab.query(page, { f: "x^2 + 3*y^2" });
    await formula(page).blur();
    await page.keyboard.press("Control+z");
    await lab.query(page, (q) => q.get("f") === null);
    assert.equal(await formula(page).inputValue(), "(1-x)^2 + 10*(y-x^2)^2");
    await lab.rest(page);
    assert.deepEqual(await lab.reading(page), first);
    await page.keyboard.press("Control+Shift+z");
    await lab.query(page, { f: "x^2 + 3*y^2" });
    assert.equal(await formula(page).inputValue(), "x^2 + 3*y^2");
    await lab.close(page);
  });

  const paths = async (page) => new Set((await lab.numbersOf(page, /^Surface/)).trim().split("\n")).size - 1;
  const drop = async (page, across, down) => {
    const box = await surface(page).boundingBox();
    await page.mouse.click(box.x + box.width * across, box.y + box.height * down);
    return lab.query(page, (q) => q.get("balls") !== null);
  };

  test("arrow keys move a slider over its numbers as it shows them", async () => {
    const page = await lab.openLab(browser, site, "f=0.5*(x%5E2%2Bk*y%5E2)&x0=-3&y0=0.8&view=-4,-2;4,2");
    for (const name of [/k in the formula/, /^Learning rate/, /^Kept velocity/]) {
      const slider = page.getByRole("slider", { name });
      await slider.focus();
      const value = async () => Number((await slider.getAttribute("aria-valuetext")).replace("−", "-"));
      const values = [await value()];
      for (const key of ["ArrowRight", "ArrowLeft"]) {
        for (let i = 0; i < 12; i += 1) {
          await page.keyboard.press(key);
          values.push(await value());
        }
      }
      // Two stops may show the same digits; a third press must move it.
      const steps = values.slice(1).map((v, i) => (i < 12 ? v - values[i] : values[i] - v));
      const sticks = steps.some((step, i) => step < 0 || (step === 0 && steps[i + 1] === 0 && i !== 11));
      assert.ok(!sticks, `${name}: ${values.join(" ")}`);
    }
    await lab.close(page);
  });

  test("Ctrl+Z takes back what a slider or a list just changed", async () => {
    const page = await lab.openLab(browser, site);
    const slider = page.getByRole("slider", { name: /^Learning rate/ });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await lab.query(page, (q) => q.get("lr_momentum") !== null);
    await page.keyboard.press("Control+z");
    await lab.query(page, (q) => q.get("lr_momentum") === null);
    await page.getByRole("combobox", { name: "In focus" }).selectOption({ label: "Adam" });
    await lab.query(page, { optimiser: "adam" });
    await page.keyboard.press("Control+z");
    await lab.query(page, (q) => q.get("optimiser") === null);
    await lab.close(page);
  });

  test("a click drops a ball where it hits, and the others run on", async () => {
    const page = await lab.openLab(browser, site);
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    const q = await drop(page, 0.75, 0.3);
    const [x, y] = q.get("balls").split(",").map(Number);
    assert.ok(x > 0 && y > 0, `dropped at ${q.get("balls")}`);
    const { step } = await lab.reading(page);
    assert.ok(step >= 5, "a new ball is no new start");
    await lab.steps(page, step + 5);
    const ran = await lab.pause(page);
    const table = page.getByRole("figure", { name: /^Surface/ });
    await table.getByRole("button", { name: "As table" }).click();
    assert.equal(await table.getByRole("row").count(), 1 + 5 * 2, "two balls for each optimiser");
    await table.getByRole("button", { name: "As table" }).click();

    // The first ball never noticed.
    await page.goto(lab.address(site));
    await lab.shown(page);
    assert.deepEqual(await lab.stepTo(page, ran.step), ran);
    await page.goBack();
    await lab.shown(page);
    await clear(page).click();
    await lab.query(page, (q) => q.get("balls") === null);
    await clear(page).waitFor({ state: "detached" });
    await lab.close(page);
  });

  test("a ball dropped while paused is seen at once", async () => {
    const page = await lab.openLab(browser, site);
    await lab.stepTo(page, 3);
    await lab.rest(page);
    const alone = [await lab.pixels(page, ".surface", 1), await paths(page)];
    await drop(page, 0.75, 0.3);
    await lab.rest(page);
    assert.equal(await paths(page), alone[1] + 5, "a path for each optimiser");
    assert.notEqual((await lab.pixels(page, ".surface", 1)).sum, alone[0].sum, "in the picture");
    await lab.close(page);
  });

  test("the start is dragged with the mouse and moved with the arrow keys", async () => {
    const page = await lab.openLab(browser, site);
    const first = await lab.reading(page);
    const ring = await start(page).boundingBox();
    const at = [ring.x + ring.width / 2, ring.y + ring.height / 2];
    await page.mouse.move(...at);
    await page.mouse.down();
    await page.mouse.move(at[0] + 60, at[1] + 30, { steps: 6 });
    await page.mouse.up();
    const dragged = await lab.query(page, (q) => Number(q.get("x0") ?? -1.45) > -1.45);
    assert.ok(Number(dragged.get("y0")) < 2.35, "down is less");
    assert.equal(dragged.get("balls"), null, "a drag drops no ball");
    await page.waitForFunction((was) => document.querySelector("[data-metric=loss]").textContent !== was, first.loss);
    const now = await start(page).boundingBox();
    assert.ok(Math.abs(now.x - ring.x - 60) < 2 && Math.abs(now.y - ring.y - 30) < 2, "the ring stays under the pointer");

    const x = Number(dragged.get("x0"));
    await start(page).focus();
    await page.keyboard.press("ArrowLeft");
    const left = await lab.query(page, (q) => Number(q.get("x0")) < x);
    assert.equal(left.get("y0"), dragged.get("y0"));
    const width = x - Number(left.get("x0"));
    await page.keyboard.press("Shift+ArrowRight");
    const right = await lab.query(page, (q) => Number(q.get("x0")) > x);
    assert.ok(Math.abs(Number(right.get("x0")) - (x + 4 * width)) < width / 2, "Shift moves five times as far");
    assert.equal((await lab.reading(page)).step, 0, "the arrow moved the ball and took no step");
    await lab.close(page);
  });

  test("the start can be dragged by touch", async () => {
    const page = await lab.openLab(browser, site, "", { width: 390, height: 844 });
    const cdp = await page.context().newCDPSession(page);
    await start(page).scrollIntoViewIfNeeded();
    const ring = await start(page).boundingBox();
    const [x, y] = [ring.x + ring.width / 2, ring.y + ring.height / 2];
    const touch = (type, points) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", [{ x, y }]);
    for (let i = 1; i <= 5; i += 1) await touch("touchMove", [{ x: x + 8 * i, y: y + 4 * i }]);
    await touch("touchEnd", []);
    const q = await lab.query(page, (q) => Number(q.get("x0") ?? -1.45) > -1.45);
    assert.equal(q.get("balls"), null);
    await lab.close(page);
  });

  test("a ready-made surface sets the formula; typing makes it one's own", async () => {
    const page = await lab.openLab(browser, site);
    const before = await lab.picture(page, ".surface");
    const select = page.getByRole("combobox", { name: "Surface" });
    await select.selectOption({ label: "Himmelblau" });
    const q = await lab.query(page, { f: "(x^2+y-11)^2 + (x+y^2-7)^2" });
    assert.equal(q.get("view"), "-6,-6;6,6");
    assert.equal(await formula(page).inputValue(), "(x^2+y-11)^2 + (x+y^2-7)^2");
    await lab.rest(page);
    assert.notEqual((await lab.picture(page, ".surface")).sum, before.sum, "another picture");
    await select.selectOption({ label: "a ravine, k times steeper across" });
    await page.getByRole("slider", { name: /k in the formula/ }).waitFor();
    await type(page, "x^2 + 7*y^2");
    assert.equal(await select.locator("option:checked").textContent(), "your own");
    await lab.close(page);
  });

  test("a link of the lesson sets the state and runs it; the way back leads back", async () => {
    const page = await lab.openLab(browser, site);
    await page.getByRole("link", { name: "From 1.5" }).click();
    const q = await lab.query(page, { f: "(x^2-1)^2 + 0.3*x", x0: "1.5", show: "gd" });
    assert.equal(q.get("optimiser"), "gd");
    // The lesson says where the ball stops and how low.
    await lab.steps(page, 100);
    const { rows, loss } = await lab.pause(page);
    const [, , x] = rows.find(([name]) => name === "GD");
    assert.ok(Math.abs(lab.number(x) - 0.96) < 2e-3, `stops at ${x}`);
    assert.ok(Math.abs(lab.number(loss) - 0.294) < 2e-3, `with loss ${loss}`);
    await page.getByRole("link", { name: "perpendicular to the contour" }).click();
    await lab.query(page, { k: "4" });
    assert.equal(await lab.playing(page), false, "a link without “run” does not run");
    assert.equal((await lab.rest(page)).step, 0);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector(".formula input").value === "(x^2-1)^2 + 0.3*x");
    await lab.close(page);
  });

  test("a prediction takes an answer, and the lab decides it", async () => {
    const page = await lab.openLab(browser, site);
    const options = page.locator(".predict [data-option]");
    const verdict = page.locator(".predict__verdict");
    const right = page.locator(".predict__opt--right");
    await lab.bar(page).speed.selectOption({ index: 2 });
    await options.filter({ hasText: "in the left valley" }).click();
    await lab.query(page, { x0: "0.1", show: "gd" });
    await verdict.filter({ hasText: /It went otherwise\. Step 300: x = 0\.96/ }).waitFor();
    assert.match(await right.textContent(), /in the right valley/);
    assert.match(await page.locator(".predict__opt--yours").textContent(), /in the left valley/);
    assert.ok(await page.getByText("The slope at 0.1 is").isVisible(), "and says why");
    assert.equal((await lab.rest(page)).step, 300);
    // The reader's own rule is back: none. The address follows the page at its own pace.
    await lab.query(page, { x0: "0.1", stop: null });
    await options.filter({ hasText: "in the right valley" }).click();
    await verdict.filter({ hasText: "You were right" }).waitFor();
    assert.equal(await page.locator(".predict__opt--yours").count(), 0);
    // A run that the reader changes on the way decides nothing.
    await lab.bar(page).speed.selectOption({ index: 1 });
    await options.filter({ hasText: "where it starts" }).click();
    await verdict.filter({ hasText: /it decides at 300/ }).waitFor();
    assert.equal(await right.count(), 0, "nothing is given away before");
    await page.getByRole("slider", { name: /Learning rate/ }).first().press("ArrowRight");
    await verdict.filter({ hasText: "decides nothing" }).waitFor();
    assert.equal(await right.count(), 0);
    await lab.close(page);
  });

  test("a verdict speaks the reader’s language", async () => {
    const page = await lab.openLab(browser, site, "", { locale: "zh-CN" });
    await lab.bar(page).speed.selectOption({ index: 2 });
    await page.locator(".predict [data-option]").first().click();
    await page.locator(".predict__verdict").filter({ hasText: /不是这样。第 300 步：x = 0\.96/ }).waitFor();
    await lab.close(page);
  });

  test("language and theme change at once, are remembered, and leave the run alone", async () => {
    const page = await lab.openLab(browser, site);
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    const ran = await lab.pause(page);
    const light = await lab.picture(page, ".surface");
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("button", { name: "播放" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    assert.match(await page.title(), /梯度下降/);
    assert.deepEqual((await lab.reading(page)).loss, ran.loss);
    await page.getByRole("button", { name: "深色" }).click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await page.waitForFunction(() => getComputedStyle(document.body).colorScheme !== "light");
    await lab.rest(page);
    const dark = await lab.picture(page, ".surface");
    assert.notEqual(dark.sum, light.sum, "the picture follows the theme");
    assert.equal((await lab.reading(page)).step, ran.step);
    await page.reload();
    await lab.shown(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await lab.close(page);
  });

  test("Space plays and pauses, the right arrow takes one step; in a text field they are letters", async () => {
    const page = await lab.openLab(browser, site);
    assert.equal((await lab.stepTo(page, 3)).step, 3);
    await page.keyboard.press("Space");
    await lab.steps(page, 8);
    assert.equal(await lab.playing(page), true);
    await page.keyboard.press("Space");
    const paused = await lab.rest(page);
    assert.equal(await lab.playing(page), false);
    await formula(page).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    assert.equal((await lab.rest(page)).step, paused.step);
    assert.ok((await formula(page).inputValue()).endsWith(" "));
    await lab.close(page);
  });

  test("reset goes to step 0 and the same run again; speed sets the pace", async () => {
    const page = await lab.openLab(browser, site, BOWL);
    const { reset, play, step, speed } = lab.bar(page);
    const first = await lab.reading(page);
    for (let i = 0; i < 4; i += 1) await step.click();
    const fourth = await lab.steps(page, 4);
    await reset.click();
    await page.waitForFunction(() => /\b0$/.test(document.querySelector(".runbar__count b").textContent.trim()));
    assert.deepEqual(await lab.rest(page), first);
    assert.deepEqual(await lab.stepTo(page, 4), fourth);
    await speed.selectOption({ label: "max" });
    await play.click();
    const far = await lab.steps(page, 2000);
    await lab.pause(page);
    assert.ok(lab.number(far.loss) < 1e-6, `Adam has ${far.loss} after ${far.step} steps`);
    await lab.close(page);
  });

  test("a run that diverges stops, says at which step, and starts again when reset", async () => {
    const page = await lab.openLab(browser, site, "f=0.5*(x%5E2%2B40*y%5E2)&x0=-3&y0=0.8&lr_gd=0.06&show=gd&optimiser=gd");
    await lab.bar(page).speed.selectOption({ label: "max" });
    await lab.bar(page).play.click();
    await page.waitForFunction(() => /diverged/.test(document.querySelector(".happened").textContent));
    assert.match(await lab.bar(page).happened.textContent(), /GD 99\b/, "the lesson says: at step 99");
    assert.equal(await lab.playing(page), false);
    await page.getByRole("textbox", { name: /^Learning rate/ }).fill("0.02");
    await page.keyboard.press("Enter");
    await lab.bar(page).reset.click();
    await page.waitForFunction(() => document.querySelector(".happened").textContent.trim() === "");
    await lab.bar(page).play.click();
    await lab.steps(page, 20);
    await lab.close(page);
  });

  test("a value that a control cannot take is refused beside it", async () => {
    const page = await lab.openLab(browser, site);
    const rate = page.getByRole("textbox", { name: /^Learning rate/ });
    await rate.fill("fast");
    await rate.press("Enter");
    await page.getByText(/got “fast”/).waitFor();
    assert.equal(await rate.getAttribute("aria-invalid"), "true");
    await lab.stepTo(page, 2);
    await rate.fill("0.002");
    await rate.press("Enter");
    await lab.query(page, { lr_momentum: "0.002" });
    await page.getByText(/got “fast”/).waitFor({ state: "detached" });
    await lab.close(page);
  });
});
