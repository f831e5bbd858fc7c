// The gradient descent lab on the reader's own table.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, open as openFile, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

const MPG = fileURLToPath(new URL("../../../shared/data/mpg.csv", import.meta.url));

// price = 3 + 2·size − age, plus a little that no line explains.
const HOUSES = table(["price", "size", "age", "town"], 24, (i) => {
  const [size, age] = [(i * 7) % 11, (i * 5) % 13];
  return [3 + 2 * size - age + ((i % 3) - 1) * 0.1, size, age, i % 2 ? "east" : "west"];
});
/** The same with a value missing on lines 4 and 9. */
const GAPS = HOUSES.split("\n")
  .map((line, i) => (i === 3 ? line.replace(/^[^,]*,/, ",") : i === 8 ? line.replace(/,[^,]*,/, ",NA,") : line))
  .join("\n");

function table(names, rows, row) {
  return [names, ...Array.from({ length: rows }, (_, i) => row(i))].map((cells) => cells.join(",")).join("\n") + "\n";
}

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

describe("gradient descent on a table", () => {
  let browser, site, folder;
  before(async () => {
    [browser, site, folder] = await Promise.all([
      launch({ webgpu: false }),
      serve(),
      mkdtemp(join(tmpdir(), "grasp-e2e-")),
    ]);
  });
  after(() => Promise.all([browser?.close(), site?.close(), folder && rm(folder, { recursive: true })]));

  const target = (page) => page.getByRole("combobox", { name: "Target" });
  const features = (page) => page.getByRole("group", { name: "Features" });
  const feature = (page, name) => features(page).getByRole("button", { name, exact: true });
  const told = (page) => page.locator(".gd-dropped__told");
  const scale = (page) => page.getByRole("switch", { name: "Scale the features" });
  const chosen = (page) =>
    features(page).locator("[aria-pressed=true]").allTextContents();

  async function openTable(query = "") {
    const page = await lab.openLab(browser, site, query);
    await page.getByText("your table").click();
    await page.locator(".drop").waitFor();
    return page;
  }

  /** Chooses a file and waits until the lab shows it. */
  async function choose(page, file) {
    const name = typeof file === "string" ? file.split("/").at(-1) : file.name;
    await page.locator(".drop input[type=file]").setInputFiles(file);
    await told(page).getByText(name).waitFor();
    await page.locator(".fig--fit tbody tr").first().waitFor();
    await lab.rest(page);
  }

  /** The weights table: name → [now, closed form]. */
  async function weights(page) {
    const { rows } = await lab.reading(page);
    return new Map(rows.map(([name, ...numbers]) => [name, numbers.map(lab.number)]));
  }

  /** Plays at full speed until the weights in focus are the closed form's, relative to the largest of them. */
  async function fit(page, within) {
    await lab.bar(page).speed.selectOption({ label: "max" });
    await lab.bar(page).play.click();
    await page.waitForFunction(
      (within) => {
        const number = (text) => Number(text.replace("−", "-"));
        const rows = [...document.querySelectorAll(".fig--fit tbody tr")].map((row) =>
          [...row.children].slice(1).map((cell) => number(cell.textContent)),
        );
        const largest = Math.max(...rows.map(([, best]) => Math.abs(best)));
        return rows.length > 0 && rows.every(([now, best]) => Math.abs(now - best) < within * largest);
      },
      within,
      { timeout: 20_000 },
    );
    return lab.pause(page);
  }

  test("a file chosen becomes the task, and the optimisers come to the closed form", async () => {
    const page = await openTable();
    await choose(page, csv("houses.csv", HOUSES));
    assert.match(await told(page).textContent(), /houses\.csv: 24 rows, 4 columns/);
    assert.equal(await target(page).inputValue(), "price");
    assert.deepEqual(await chosen(page), ["size", "age"]);
    assert.equal(await feature(page, "town").count(), 0, "words are no feature");
    const q = await lab.query(page, (q) => q.has("file"));
    assert.deepEqual([q.get("task"), q.get("target"), q.get("features")], ["table", "price", "size,age"]);

    const before = lab.number((await lab.reading(page)).loss);
    const ran = await fit(page, 1e-3);
    assert.ok(lab.number(ran.loss) < before / 100, `${before} → ${ran.loss}`);
    const found = await weights(page);
    // What the table was made from; the closed form differs from it by the noise only.
    for (const [name, value] of [["size", 2], ["age", -1], ["1", 3]]) {
      assert.ok(Math.abs(found.get(name)[1] - value) < 0.1, `closed form: ${name} = ${found.get(name)[1]}`);
    }
    await lab.close(page);
  });

  test("a file dropped on the page is taken, whatever the task", async () => {
    const page = await lab.openLab(browser, site);
    const taken = await page.evaluate((text) => {
      const files = new DataTransfer();
      files.items.add(new File([text], "houses.csv", { type: "text/csv" }));
      const event = (kind) => new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true });
      return ["dragover", "drop"].map((kind) => !document.querySelector(".stage").dispatchEvent(event(kind)));
    }, HOUSES);
    assert.deepEqual(taken, [true, true], "else the browser leaves the page for the file");
    await told(page).getByText("houses.csv").waitFor();
    assert.equal(await target(page).inputValue(), "price");
    await lab.close(page);
  });

  test("a reload finds file, target and features again, and comes to the same numbers", async () => {
    const page = await openTable();
    await choose(page, csv("houses.csv", HOUSES));
    await target(page).selectOption("size");
    await lab.query(page, { target: "size", features: "age" });
    await feature(page, "price").click();
    await lab.query(page, { target: "size", features: "age,price" });
    await lab.bar(page).play.click();
    await lab.steps(page, 20);
    const ran = await lab.pause(page);
    const numbers = await lab.numbersOf(page, /^Loss by step/);

    await page.reload();
    await told(page).getByText("houses.csv").waitFor();
    await lab.shown(page);
    await lab.rest(page);
    assert.equal(await target(page).inputValue(), "size");
    assert.deepEqual((await chosen(page)).sort(), ["age", "price"]);
    assert.deepEqual(await lab.stepTo(page, ran.step), ran);
    assert.equal(await lab.numbersOf(page, /^Loss by step/), numbers, "not the same to the last digit");
    await lab.close(page);
  });

  test("the file is kept when the site's service worker starts", async () => {
    const page = await lab.openLab(browser, site, "", { serviceWorkers: "allow" });
    await lab.kept(page);
    // A reader who was here before: a new version of the site is made up by starting the same one again.
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
    await page.getByText("your table").click();
    await choose(page, csv("houses.csv", HOUSES));
    await lab.query(page, (q) => q.has("file"));
    await page.reload();
    await told(page).getByText("houses.csv").waitFor();
    await lab.kept(page);
    await page.reload();
    await told(page).getByText("houses.csv").waitFor({ timeout: 5_000 });
    await lab.close(page);
  });

  test("a link to a file that this browser does not have says which", async () => {
    const page = await lab.openLab(browser, site);
    await page.goto(lab.address(site, "task=table&target=a&features=b&file=0123456789abcdef-mine.csv"));
    await page.getByRole("log", { name: "News" }).getByText(/mine\.csv/).waitFor();
    await choose(page, csv("houses.csv", HOUSES));
    assert.equal(await target(page).inputValue(), "price");
    await lab.close(page);
  });

  test("rows that lack a value are left out and named", async () => {
    const page = await openTable();
    await choose(page, csv("gaps.csv", GAPS));
    assert.match(await told(page).textContent(), /2 rows .*left out.*lines 4, 9/);
    await feature(page, "size").click();
    await page.waitForFunction(() => /1 rows? .*line/.test(document.querySelector(".gd-dropped__told").textContent));
    assert.match(await told(page).textContent(), /\b4\b/, "line 9 lacks a size, which is not used any more");
    assert.doesNotMatch(await told(page).textContent(), /\b9\b/);
    await lab.close(page);
  });

  test("features can be switched; without any there is a sentence and the last fit stays", async () => {
    const page = await openTable();
    await choose(page, csv("houses.csv", HOUSES));
    await feature(page, "age").click();
    await page.waitForFunction(() => document.querySelectorAll(".fig--fit tbody tr").length === 2);
    await lab.query(page, { features: "size" });
    const { rows } = await lab.reading(page);
    await feature(page, "size").click();
    await page.locator(".gd-columns__problem").getByText(/At least one feature/).waitFor();
    await lab.rest(page);
    assert.deepEqual((await lab.reading(page)).rows, rows);
    await lab.stepTo(page, 2);
    await feature(page, "age").click();
    await page.waitForFunction(() => document.querySelector(".gd-columns__problem").textContent.trim() === "");
    await page.waitForFunction(() => document.querySelector(".fig--fit tbody td").textContent === "age");
    await lab.close(page);
  });

  test("feature scaling is a switch: the same answer, another landscape", async () => {
    const page = await openTable();
    await choose(page, csv("houses.csv", HOUSES));
    const best = [...(await weights(page)).values()].map(([, best]) => best);
    const scaled = await lab.picture(page, ".surface");
    await lab.stepTo(page, 3);
    // The box is drawn; the label is what is pressed.
    await scale(page).focus();
    await page.keyboard.press("Space");
    await lab.query(page, { scale: "false" });
    await page.waitForFunction(() => /\b0$/.test(document.querySelector(".runbar__count b").textContent.trim()));
    await lab.rest(page);
    const raw = [...(await weights(page)).values()].map(([, best]) => best);
    raw.forEach((value, i) => assert.ok(Math.abs(value - best[i]) < 1e-3 * Math.abs(best[i]), `${value} for ${best[i]}`));
    assert.notEqual((await lab.picture(page, ".surface")).sum, scaled.sum);
    await lab.close(page);
  });

  test("mpg.csv: miles per gallon from weight and horsepower", async (t) => {
    if (!existsSync(MPG)) {
      console.log("skipped: no ../shared");
      return t.skip("no ../shared");
    }
    const page = await openTable();
    await choose(page, MPG);
    assert.match(await told(page).textContent(), /mpg\.csv: 398 rows, 9 columns/);
    assert.equal(await target(page).inputValue(), "mpg");
    for (const name of await chosen(page)) if (name !== "weight" && name !== "horsepower") await feature(page, name).click();
    for (const name of ["weight", "horsepower"]) {
      if (!(await chosen(page)).includes(name)) await feature(page, name).click();
    }
    await page.waitForFunction(() => document.querySelectorAll(".fig--fit tbody tr").length === 3);
    assert.match(await told(page).textContent(), /6 rows lack a value and were left out/);
    const ran = await fit(page, 1e-3);
    assert.ok(Math.abs(lab.number(ran.loss) / leastSquares(await readFile(MPG, "utf8")) - 1) < 0.01, `loss ${ran.loss}`);
    await lab.close(page);
  });

  /** The mean squared error of the best line through the file, worked out here. */
  function leastSquares(text) {
    const [head, ...lines] = text.trim().split("\n").map((line) => line.split(","));
    const at = ["mpg", "weight", "horsepower"].map((name) => head.indexOf(name));
    const rows = lines.map((cells) => at.map((i) => (cells[i] === "" || cells[i] === "?" || cells[i] === "NA" ? NaN : Number(cells[i]))));
    const whole = rows.filter((row) => row.every(Number.isFinite));
    const mean = (i) => whole.reduce((sum, row) => sum + row[i], 0) / whole.length;
    const means = [0, 1, 2].map(mean);
    const cov = (i, j) => whole.reduce((sum, row) => sum + (row[i] - means[i]) * (row[j] - means[j]), 0) / whole.length;
    const [yy, ay, by, aa, ab, bb] = [cov(0, 0), cov(1, 0), cov(2, 0), cov(1, 1), cov(1, 2), cov(2, 2)];
    return yy - (bb * ay * ay - 2 * ab * ay * by + aa * by * by) / (aa * bb - ab * ab);
  }

  describe("a bad file", () => {
    const sentences = ".drop .ctl__error, .gd-columns__problem .ctl__error, .toast__body";
    const picture = { name: "cat.png", mimeType: "image/png", buffer: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex") };
    // Words of the sentence that matter: what was expected, what came, where.
    const bad = [
      [csv("empty.csv", ""), /expected.*empty/i],
      [csv("blank.csv", "\n\n  \n"), /expected.*empty/i],
      [csv("head.csv", "price,size\n"), /expected.*header/i],
      [csv("one.csv", "price,size\n3,4\n"), /expected.*rows/i],
      [csv("ragged.csv", HOUSES.replace(/^(.*\n.*\n)[^,]*,/, "$1")), /line 3: 4 cells were expected.*3 came/i],
      [picture, /table.*expected.*picture/i],
    ];
    for (const [file, says] of bad) {
      test(`${file.name} gets a sentence, and the last good state runs on`, async () => {
        const page = await openTable();
        await choose(page, csv("houses.csv", HOUSES));
        await lab.bar(page).play.click();
        await lab.steps(page, 5);
        await page.locator(".drop input[type=file]").setInputFiles(file);
        await page.locator(sentences).first().waitFor({ timeout: 5_000 });
        assert.match((await page.locator(sentences).first().textContent()).replace(/\s+/g, " "), says);
        const { step } = await lab.reading(page);
        await lab.steps(page, step + 5);
        const { rows } = await lab.pause(page);
        assert.match(await told(page).textContent(), /houses\.csv/);
        assert.deepEqual(rows.map(([name]) => name), ["size", "age", "1"]);
        // A good one takes the sentence away.
        await choose(page, csv("again.csv", HOUSES));
        await page.locator(sentences).first().waitFor({ state: "detached", timeout: 5_000 });
        await lab.close(page);
      });
    }

    test("does not take the place of the good one in the address", async () => {
      const page = await openTable();
      await choose(page, csv("houses.csv", HOUSES));
      await lab.query(page, (q) => q.get("file")?.endsWith("-houses.csv"));
      await page.locator(".drop input[type=file]").setInputFiles(picture);
      await page.locator(sentences).first().waitFor({ timeout: 5_000 });
      // A change that is written to the address, so that what was to be written before has been.
      await feature(page, "age").click();
      const q = await lab.query(page, { features: "size" });
      assert.match(q.get("file"), /-houses\.csv$/);
      await page.reload();
      await told(page).getByText("houses.csv").waitFor({ timeout: 5_000 });
      await lab.close(page);
    });

    test("a word in a column of numbers is shown its line", async () => {
      const page = await openTable();
      await choose(page, csv("houses.csv", HOUSES));
      const words = HOUSES.replace(/^(.*\n.*\n.*\n)[^,]*/, "$1cheap");
      await page.locator(".drop input[type=file]").setInputFiles(csv("words.csv", words));
      await page.getByText(/line 4.*price.*cheap|price.*line 4.*cheap/i).first().waitFor({ timeout: 5_000 });
      await lab.close(page);
    });

    test("200 MB are refused by their size, unread", async () => {
      const path = join(folder, "huge.csv");
      const huge = await openFile(path, "w");
      await huge.truncate(200_000_000);
      await huge.close();
      const page = await openTable();
      await choose(page, csv("houses.csv", HOUSES));
      const good = await lab.query(page, (q) => q.has("file"));
      await lab.bar(page).play.click();
      await page.evaluate(() => {
        globalThis.read = 0;
        for (const name of ["arrayBuffer", "text", "stream", "slice", "bytes"]) {
          const was = Blob.prototype[name];
          if (was) Blob.prototype[name] = function (...all) { globalThis.read += 1; return was.apply(this, all); };
        }
      });
      const began = Date.now();
      await page.locator(".drop input[type=file]").setInputFiles(path);
      const toast = page.getByRole("log", { name: "News" }).getByText(/huge\.csv.*200 MB.*32 MB/);
      await toast.waitFor();
      const took = Date.now() - began;
      console.log(`200 MB refused after ${took} ms`);
      assert.ok(took < 2_000, `${took} ms`);
      assert.equal(await page.evaluate(() => globalThis.read), 0);
      const { step } = await lab.reading(page);
      await lab.steps(page, step + 5);
      assert.equal((await lab.query(page, () => true)).get("file"), good.get("file"));
      await lab.close(page);
    });
  });

  test("points that are painted are a table: a line is fitted to them, and a reload finds them", async () => {
    const page = await lab.openLab(browser, site);
    await page.getByText("your table", { exact: true }).first().click();
    await page.getByRole("button", { name: "or paint points" }).click();
    const paper = page.locator(".gd-painted .hands__paper");
    const box = await paper.boundingBox();
    await page.getByText("paint 3 points or more").waitFor();
    // y = −x from corner to corner, with y upwards.
    for (const share of [0.2, 0.35, 0.5, 0.65, 0.8]) await page.mouse.click(box.x + box.width * share, box.y + box.height * share);
    await page.getByRole("button", { name: "Fit these points" }).click();
    await page.getByText(/painted\.csv: 5 rows, 2 columns/).waitFor();
    await lab.query(page, (query) => /painted\.csv/.test(query.get("file") ?? ""));
    assert.deepEqual(await violations(page), []);
    await page.reload();
    await page.getByText(/painted\.csv: 5 rows, 2 columns/).waitFor();
    await lab.bar(page).play.click();
    await lab.steps(page, 300);
    const { loss } = await lab.pause(page);
    assert.ok(lab.number(loss) < 1e-3, `the points lie on a line: ${loss}`);
    await lab.close(page);
  });
});
