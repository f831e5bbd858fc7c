// What every figure can do: say its numbers under the pointer, hide a curve by its legend, be taken away as a drawing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("figures", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /** The table of a figure: heads, and rows of numbers. */
  const table = async (page, figure) => {
    const [head, ...rows] = (await lab.numbersOf(page, figure)).trim().split("\n").map((line) => line.split(","));
    return { head, rows: rows.map((row) => row.map((cell) => (cell === "" ? NaN : Number(cell)))) };
  };

  /** What a drawing holds, as the browser reads it. */
  const drawing = (page, svg) =>
    page.evaluate((svg) => {
      const read = new DOMParser().parseFromString(svg, "image/svg+xml");
      const all = (name) => [...read.getElementsByTagName(name)];
      return {
        broken: all("parsererror").length > 0,
        title: all("title")[0]?.textContent ?? "",
        texts: all("text").map((text) => text.textContent.trim()),
        lines: all("polyline").length + all("path").length,
        pictures: all("image").length,
        foreign: all("image").filter((image) => !/^data:/.test(image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "")).length,
      };
    }, svg);

  test("under the pointer stand the step and each curve's value there, those of the table", async () => {
    const page = await lab.openLab(browser, site, "seed=5");
    await lab.stepTo(page, 40);
    await lab.rest(page);
    const figure = page.getByRole("figure", { name: /^Loss by step/ });
    const box = await figure.locator("canvas").boundingBox();
    const { head, rows } = await table(page, /^Loss by step/);
    for (const share of [0.3, 0.55]) {
      await page.mouse.move(box.x + share * box.width, box.y + 0.5 * box.height);
      const said = await figure.locator(".hover__tip p").evaluateAll((rows) => rows.map((row) => [row.querySelector("span").textContent, row.querySelector("b").textContent]));
      assert.equal(said[0][0], "step");
      const at = rows.find((row) => row[0] === lab.number(said[0][1]));
      assert.ok(at && at[0] > 0, said[0][1]);
      assert.deepEqual(said.slice(1).map(([name]) => name), head.slice(1));
      for (const [i, [name, text]] of said.slice(1).entries()) {
        const [shown, kept] = [lab.number(text), at[i + 1]];
        assert.ok(Math.abs(shown - kept) <= 0.006 * Math.abs(kept), `${name}: ${text}, ${kept}`);
      }
    }
    await page.mouse.move(2, 2);
    assert.equal(await figure.locator(".hover__tip").count(), 0);
    await lab.close(page);
  });

  test("the legend hides a curve in table, drawing and words, and shows it again; by keyboard, in Chinese", async () => {
    const page = await open(browser, `${site.url}?lab=cnn&net=small&batch=16&seed=5&backend=cpu`, { locale: "zh-CN" });
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""), null, { timeout: 20_000 });
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, 30, 60_000);
    await lab.pause(page);
    const name = /^答对的比例/;
    const figure = page.getByRole("figure", { name });
    const all = (await table(page, name)).head;
    const [hidden, other] = ["没练过的", "练习时"];
    assert.ok(all.includes(hidden) && all.includes(other), all.join());
    await figure.getByRole("button", { name: "显示哪些线" }).focus();
    await page.keyboard.press("Enter");
    const key = figure.getByRole("button", { name: hidden, exact: true });
    assert.equal(await key.getAttribute("aria-pressed"), "true");
    assert.deepEqual(await violations(page), []);
    await key.focus();
    await page.keyboard.press("Space");
    assert.equal(await key.getAttribute("aria-pressed"), "false");
    await page.keyboard.press("Escape");
    assert.deepEqual((await table(page, name)).head, all.filter((head) => head !== hidden));
    const { texts } = await drawing(page, await lab.saved(page, name, /SVG/));
    assert.ok(texts.includes(other) && !texts.includes(hidden), texts.join());
    assert.ok(!(await figure.locator("canvas").getAttribute("aria-label")).includes(hidden));
    // The run goes on as before: what is hidden is not stopped.
    const before = (await table(page, name)).rows.length;
    await lab.bar(page).play.click();
    await lab.steps(page, 260, 60_000);
    await lab.pause(page);
    await figure.getByRole("button", { name: "显示哪些线" }).click();
    await key.click();
    await page.keyboard.press("Escape");
    const { head, rows } = await table(page, name);
    assert.deepEqual(head, all);
    assert.ok(rows.length > before && rows.filter((row) => Number.isFinite(row[head.indexOf(hidden)])).length >= 2, "it ran while it was hidden");
    await lab.close(page);
  });

  test("the surface and the curves are taken away as drawings that stand alone", async () => {
    const page = await lab.openLab(browser, site, "seed=5");
    await lab.stepTo(page, 20);
    await lab.rest(page);
    const curves = await drawing(page, await lab.saved(page, /^Loss by step/, /SVG/));
    const surface = await drawing(page, await lab.saved(page, /^Surface/, /SVG/));
    for (const one of [curves, surface]) {
      assert.equal(one.broken, false);
      assert.equal(one.foreign, 0);
      assert.ok(one.lines > 5, `${one.lines} lines`);
    }
    for (const name of ["GD", "Adam", "step"]) assert.ok(curves.texts.includes(name), curves.texts.join());
    assert.ok(surface.texts.includes("−2"), surface.texts.join());
    assert.equal(surface.pictures, 1, "its colours");
    await lab.close(page);
  });
});
