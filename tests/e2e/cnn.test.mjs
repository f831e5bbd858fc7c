// What does a CNN see: it learns drawn digits, shows what it misreads, reads the reader's own digit and the reader's files.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { open, picture } from "./browser.mjs";
import { serve } from "./server.mjs";

const MNIST = ["images-idx3", "labels-idx1"].map((name) =>
  fileURLToPath(new URL(`../../../shared/data/mnist-2k-${name}-ubyte.gz`, import.meta.url)),
);

describe("a CNN and digits", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const percent = async (page, name) => parseFloat(await page.locator(`[data-metric=${name}]`).textContent());

  async function opened(query, options) {
    const page = await open(browser, `${site.url}?lab=cnn&${query}`, options);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""), null, { timeout: 20_000 });
    return page;
  }

  async function train(page, steps) {
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, steps, 90_000);
    await lab.pause(page);
  }

  /** Draws a line through points of the pad, in shares of its side. */
  async function draw(page, points) {
    const pad = page.locator(".cnn-hand canvas").first();
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    const at = ([x, y]) => [box.x + box.width * x, box.y + box.height * y];
    await page.mouse.move(...at(points[0]));
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
    await page.mouse.up();
  }

  test("it learns, reads a digit drawn by mouse and one by keyboard, and lets both be wiped", async () => {
    const page = await opened("batch=32&seed=5");
    const before = await percent(page, "test_accuracy");
    assert.ok(before < 40, `untrained it guesses: ${before} %`);
    // At rest it is examined where it stands, between two examinations of a run.
    await train(page, 110);
    await page.waitForFunction(() => parseFloat(document.querySelector("[data-metric=test_accuracy]").textContent) > 50);
    const misread = await page.locator(".stage__lead canvas").getAttribute("aria-label");
    assert.ok(new Set(misread.match(/→\d/g)).size > 3, `what it misreads now, not what it misread untrained: ${misread}`);
    await train(page, 420);
    const after = await percent(page, "test_accuracy");
    assert.ok(after > 88, `${after} % of unseen digits`);
    const said = page.locator(".fig", { hasText: "Your digit" });
    await draw(page, [[0.3, 0.28], [0.5, 0.2], [0.66, 0.34], [0.5, 0.55], [0.34, 0.76], [0.7, 0.76]]);
    await said.getByText(/Read as 2, probability \d+ %/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Clear" }).click();
    await said.getByText("Write a digit").waitFor();
    // By keyboard: to the right, pen down, a long way down.
    const pad = page.locator(".cnn-hand [tabindex='0']").first();
    await pad.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Space");
    for (let i = 0; i < 6; i += 1) await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Space");
    await said.getByText(/Read as 1, probability/).waitFor();
    await picture(page, "cnn-en-light-1280");
    await lab.close(page);
  });

  test("a line that cannot be is said beside the field; the last network runs on and the other controls act", async () => {
    const page = await opened("batch=16&net=small", { width: 1360 });
    const line = page.getByRole("textbox", { name: "Layers" });
    const [row, field] = [await page.locator(".cnn-line").boundingBox(), await line.boundingBox()];
    assert.ok(field.width > 0.7 * row.width, `the field is as wide as there is room: ${field.width} of ${row.width}`);
    await lab.stepTo(page, 2);
    await line.fill("conv 8 5, relu, pol 2, dense 10");
    await line.press("Enter");
    const said = page.locator(".cnn-line .ctl__error");
    await said.getByText(/Layer 3, “pol 2”/).waitFor();
    await line.fill("conv 8 5, relu, pool 2, dense 11");
    await line.press("Enter");
    await said.getByText(/10 numbers/).waitFor();
    assert.equal((await lab.reading(page)).step, 2, "the run is where it was");
    // A control that begins anew does so, with the last good network.
    await page.getByRole("combobox", { name: "Batch size" }).selectOption("32");
    await page.waitForFunction(() => /^\D*0$/.test(document.querySelector(".runbar__count b").textContent));
    await said.getByText(/10 numbers/).waitFor();
    await lab.stepTo(page, 2);
    assert.match(await page.getByRole("figure", { name: /Layer by layer/ }).innerText(), /conv 4 5/);
    await line.fill("conv 6 5, relu, pool 2, dense 10");
    await line.press("Enter");
    await said.waitFor({ state: "hidden" });
    await page.getByRole("figure", { name: /Layer by layer/ }).getByText("conv 6 5").waitFor();
    await lab.close(page);
  });

  test("a sign gets a name, is practised, stands in the address, and is forgotten", async () => {
    const page = await opened("batch=16&net=small&seed=4");
    const teach = page.getByRole("button", { name: "Teach it" });
    assert.ok(await teach.isDisabled(), "nothing is drawn");
    // A cross, called an 8.
    await draw(page, [[0.2, 0.2], [0.8, 0.8]]);
    await draw(page, [[0.8, 0.2], [0.2, 0.8]]);
    await page.getByLabel("This is a", { exact: true }).selectOption("8");
    await teach.click();
    await page.waitForFunction(() => /[?&]taught=8/.test(location.search));
    await page.getByRole("img", { name: "taught: 8" }).waitFor();
    await train(page, 120);
    await page.locator(".fig", { hasText: "Your digit" }).getByText(/Read as 8, probability/).waitFor();
    assert.deepEqual(await violations(page), []);
    const link = page.url();
    await page.getByRole("button", { name: "Forget them" }).click();
    await page.waitForFunction(() => !/taught=/.test(location.search));
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => /[?&]taught=8/.test(location.search));
    await page.goto(link);
    await page.getByRole("img", { name: "taught: 8" }).waitFor();
    await page.goto(link.replace(/taught=8[^&]*/, "taught=8ABC"));
    await page.getByText("the digits drawn in this address cannot be read").first().waitFor();
    await lab.close(page);
  });

  test("a misread digit is chosen by pointer and by keys, and given up for a drawing", async () => {
    const page = await opened("batch=16&net=small", { width: 1360 });
    const wall = page.locator(".stage__lead .sheet--touch");
    const names = (await wall.locator("canvas").getAttribute("aria-label")).match(/\d→\d/g);
    await wall.click({ position: { x: 8, y: 8 } });
    const seen = page.locator(".cnn-head__seen .quiet");
    await seen.getByText(`test digit, a ${names[0][0]}`).waitFor();
    await page.waitForFunction(() => /subject=test/.test(location.search));
    const first = new URL(page.url()).searchParams.get("digit") ?? "1";
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((first) => !/digit=/.test(location.search) ? first !== "1" : new URL(location).searchParams.get("digit") !== first, first);
    await seen.getByText(`test digit, a ${names[1][0]}`).waitFor();
    await draw(page, [[0.5, 0.2], [0.5, 0.5], [0.5, 0.8]]);
    await seen.getByText(/yours, taken for \d/).waitFor();
    await wall.click({ position: { x: 8, y: 8 } });
    await seen.getByText(`test digit, a ${names[0][0]}`).waitFor();
    // The drawing is still there to go back to.
    await page.locator(".cnn-hand__box .sheet--touch").click({ position: { x: 8, y: 8 } });
    await seen.getByText(/yours, taken for \d/).waitFor();
    await lab.close(page);
  });

  test("every figure can be taken away, by keyboard and in both languages", async () => {
    const page = await opened("batch=16&net=small", { width: 1360, locale: "zh-CN" });
    const figures = page.locator(".stage .fig");
    const bare = await figures.evaluateAll((all) => all.filter((one) => !one.querySelector(".fig__tools [popovertarget]")).map((one) => one.innerText.slice(0, 30)));
    assert.deepEqual(bare, []);
    const maps = page.getByRole("figure", { name: /每一层的特征图/ });
    const csv = await lab.numbersOf(page, /每一层的特征图/);
    assert.match(csv, /^考题\nimage,row,1,2,/);
    assert.match(csv, /\n各类的概率\nname,value,±\n0,0\.\d+,0\n/);
    await maps.getByRole("button", { name: "保存" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const files = [];
    for (const form of ["png", "svg"]) {
      const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      assert.equal(file.suggestedFilename(), `cnn-maps.${form}`);
      const chunks = [];
      for await (const chunk of await file.createReadStream()) chunks.push(chunk);
      files.push(Buffer.concat(chunks));
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Escape");
    assert.ok(files[0].readUInt32BE(16) > 500 && files[0].readUInt32BE(20) > 300, "all the maps are on the picture");
    assert.ok(files[1].toString().match(/<image /g).length > 5);
    await maps.getByRole("button", { name: "以表格显示" }).press("Enter");
    await maps.getByRole("region", { name: /各类的概率/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });

  test("MNIST’s own files are read when they are dropped", { skip: MNIST.every(existsSync) ? false : "no ../shared" }, async () => {
    const page = await opened("batch=16&seed=3");
    await train(page, 220);
    await page.locator("input[type=file]").first().setInputFiles(MNIST[0]);
    await page.locator("input[type=file]").first().setInputFiles(MNIST[1]);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=dropped_accuracy]").textContent), null, { timeout: 30_000 });
    await train(page, 620);
    const real = await percent(page, "dropped_accuracy");
    assert.ok(real > 75, `${real} % of real digits`);
    await lab.close(page);
  });

  test("pictures and their labels are both kept for a reload; another pair takes their place", async () => {
    const idx = (axes, fill) => Buffer.concat([Buffer.from([0, 0, 8, axes.length]), ...axes.map((axis) => Buffer.from([0, 0, axis >> 8, axis & 255])), Buffer.alloc(axes.reduce((a, b) => a * b), fill)]);
    const file = (name, axes, fill) => ({ name, mimeType: "application/octet-stream", buffer: idx(axes, fill) });
    const drop = (page, what) => page.locator("input[type=file]").first().setInputFiles(what);
    const judged = (page) => page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=dropped_accuracy]")?.textContent ?? ""), null, { timeout: 30_000 });
    const named = async (page, count) => (await lab.query(page, (q) => q.getAll("file").length === count)).getAll("file").map((mark) => mark.slice(17));

    const page = await opened("batch=16&seed=3");
    await drop(page, file("pictures", [20, 28, 28], 9));
    assert.deepEqual(await named(page, 1), ["pictures"]);
    await drop(page, file("short labels", [3], 4));
    await page.getByText(/expected as many labels as pictures, 20; got 3/).waitFor();
    await drop(page, file("labels", [20], 4));
    await judged(page);
    assert.deepEqual(await named(page, 2), ["pictures", "labels"]);
    await page.reload();
    await judged(page);
    assert.deepEqual(await named(page, 2), ["pictures", "labels"]);
    await drop(page, file("others", [30, 28, 28], 9));
    assert.deepEqual(await named(page, 1), ["others"]);
    await drop(page, file("their labels", [30], 1));
    await judged(page);
    assert.deepEqual(await named(page, 2), ["others", "their labels"]);
    await lab.close(page);
  });

  for (const task of ["see", "dream", "style"]) {
    test(`${task} trains what it needs, then changes its pictures`, async () => {
      const page = await open(browser, `${site.url}?lab=cnn&lang=en&task=${task}&practice=5&batch=16`, { width: 1360 });
      await page.locator(".stage .fig canvas").first().waitFor();
      await lab.stepTo(page, 8);
      assert.ok((await page.locator(".stage .fig").count()) >= 3);
      assert.deepEqual(await violations(page), []);
      await lab.close(page);
    });
  }

  for (const [locale, scheme, width] of [["zh-CN", "dark", 390], ["en", "light", 390], ["zh-CN", "light", 1280]]) {
    test(`nothing that axe would find, nothing cut off (${locale}, ${scheme}, ${width})`, async () => {
      const page = await opened("batch=16", { width, height: 844, locale, scheme });
      if (width === 390) await page.locator("#tab-plots").click();
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await picture(page, `cnn-${locale.slice(0, 2)}-${scheme}-${width}`);
      await lab.close(page);
    });
  }
});
