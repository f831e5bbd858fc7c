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

  test("the legend hides a curve in picture, table and drawing, and shows it again; by keyboard, in Chinese", async () => {
    const page = await lab.openLab(browser, site, "seed=5", { locale: "zh-CN" });
    await lab.stepTo(page, 20);
    await lab.rest(page);
    const name = /^每步的损失/;
    const figure = page.getByRole("figure", { name });
    const all = (await table(page, name)).head;
    assert.ok(all.includes("Adam"), all.join());
    await figure.getByRole("button", { name: "显示哪些线" }).focus();
    await page.keyboard.press("Enter");
    const key = figure.getByRole("button", { name: "Adam", exact: true });
    assert.equal(await key.getAttribute("aria-pressed"), "true");
    assert.deepEqual(await violations(page), []);
    await key.focus();
    await page.keyboard.press("Space");
    assert.equal(await key.getAttribute("aria-pressed"), "false");
    await page.keyboard.press("Escape");
    assert.deepEqual((await table(page, name)).head, all.filter((head) => head !== "Adam"));
    assert.ok(!(await drawing(page, await lab.saved(page, name, /SVG/))).texts.includes("Adam"));
    assert.ok(!(await figure.locator("canvas").getAttribute("aria-label")).includes("Adam "));
    // The run goes on as before: what is hidden is not stopped.
    await page.evaluate(() => document.activeElement?.blur());
    for (let i = 0; i < 5; i += 1) await page.keyboard.press("ArrowRight");
    await lab.steps(page, 25);
    await figure.getByRole("button", { name: "显示哪些线" }).click();
    await key.click();
    await page.keyboard.press("Escape");
    const { head, rows } = await table(page, name);
    assert.deepEqual([head, rows.length], [all, 26]);
    assert.ok(rows.every((row) => row.every(Number.isFinite)), "it ran while it was hidden");
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
      for (const name of ["GD", "Adam"]) assert.ok(one.texts.includes(name), one.texts.join());
    }
    assert.ok(curves.texts.includes("step"), curves.texts.join());
    assert.equal(surface.pictures, 1, "its colours");
    await lab.close(page);
  });

  test("a chart of another lab has the same legend", async () => {
    const page = await open(browser, `${site.url}?lab=cnn&backend=cpu`);
    await page.locator(".runbar__play").click();
    await page.waitForFunction(() => Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")) > 20, null, { timeout: 60_000 });
    await page.locator(".runbar__play").click();
    const legend = page.getByRole("button", { name: "Lines shown" }).first();
    const figure = page.getByRole("figure").filter({ has: legend });
    const title = (await figure.first().locator(".fig__title").innerText()).split("\n")[0];
    const head = async () => (await lab.numbersOf(page, new RegExp(`^${title.slice(0, 8)}`))).split("\n")[0].split(",");
    const all = await head();
    await legend.click();
    await figure.first().locator(".key").first().click();
    await page.keyboard.press("Escape");
    assert.equal((await head()).length, all.length - 1);
    await lab.close(page);
  });
});
