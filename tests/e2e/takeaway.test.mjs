// What is taken away comes back: runs step for step, weights bit for bit.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("taking away", () => {
  let cpu, site;
  before(async () => {
    [cpu, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([cpu?.close(), site?.close()]));

  const open = (page) => page.getByRole("tab", { name: /^(Take away|带走)/ }).click();
  async function download(page, name) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
  }
  async function bring(page, index, file) {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.locator(".takeaway").getByRole("button", { name: "Open…" }).nth(index).click(),
    ]);
    await chooser.setFiles({ name: file.name, mimeType: "application/octet-stream", buffer: file.bytes });
  }

  test("a run with changes on its way is saved, and opened elsewhere runs again digit for digit", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&seed=31&scatter=4");
    await lab.stepTo(page, 20);
    await page.getByRole("combobox", { name: /In focus/ }).selectOption({ label: "Adam" });
    const rate = page.locator("input[type=text], input:not([type])").and(page.getByRole("textbox", { name: /Learning rate/ }));
    await rate.fill("0.2");
    await rate.press("Enter");
    await lab.query(page, { lr_adam: "0.2" });
    await page.evaluate(() => document.activeElement?.blur());
    for (let i = 0; i < 15; i += 1) await page.keyboard.press("ArrowRight");
    await lab.steps(page, 35);
    const there = await lab.rest(page);
    const digits = await lab.numbersOf(page, /Loss by step/);
    await open(page);
    const file = await download(page, "Save JSON");
    assert.equal(file.name, "gradient-descent-run.json");
    const told = JSON.parse(file.bytes.toString());
    assert.deepEqual([told.grasp, told.lab, told.seed, told.steps], [1, "gradient-descent", 31, 35]);
    assert.deepEqual(told.changes.map((change) => [change.step, change.params.lr_adam]).at(-1), [20, "0.2"]);
    await lab.close(page);

    const other = await lab.openLab(cpu, site, "backend=cpu&f=x%5E2");
    await open(other);
    await bring(other, 0, file);
    await lab.steps(other, 35);
    await other.getByText(/run again to step 35/).waitFor();
    assert.deepEqual(await lab.rest(other), there);
    assert.equal(await lab.numbersOf(other, /Loss by step/), digits);
    const query = await lab.query(other, { seed: "31", lr_adam: "0.2", scatter: "4" });
    assert.equal(query.get("f"), null);
    await bring(other, 0, { name: "x.json", bytes: Buffer.from('{"grasp":1,"lab":"gan"') });
    await other.getByText(/expected a run saved by Grasp/).first().waitFor();
    assert.deepEqual(await lab.rest(other), there, "nothing is lost");
    await lab.close(other);
  });

  test("weights are saved as safetensors and taken in again; others are refused in words", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu");
    await lab.stepTo(page, 25);
    const there = await lab.reading(page);
    await open(page);
    const file = await download(page, "Save safetensors");
    const length = Number(file.bytes.readBigUInt64LE());
    const header = JSON.parse(file.bytes.subarray(8, 8 + length).toString());
    assert.deepEqual([header["adam.x"].dtype, header["adam.x"].shape], ["F32", [16]]);
    assert.equal(header.__metadata__["grasp.step"], "25");
    const [begin] = header["adam.x"].data_offsets;
    const x = file.bytes.readFloatLE(8 + length + begin);
    const adam = there.rows.find(([name]) => /Adam/.test(name));
    assert.ok(Math.abs(x - lab.number(adam[2])) < 1e-3, `${x} in the file, ${adam[2]} on the page`);

    await lab.bar(page).reset.click();
    await page.waitForFunction(() => document.querySelector(".runbar__count b").textContent.trim().endsWith("0"));
    await bring(page, 1, file);
    await page.getByText(/\d+ tensors taken/).waitFor();
    const again = await lab.rest(page);
    assert.deepEqual([again.step, again.rows], [0, there.rows], "the places are those that were saved");
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowRight");
    await lab.steps(page, 1);
    const on = await lab.rest(page);
    const wrong = Buffer.from(file.bytes);
    wrong.write("[17]", 8 + file.bytes.subarray(8).indexOf("[16]"));
    await bring(page, 1, { name: "wrong.safetensors", bytes: wrong });
    await page.getByText(/shape does not fit/).first().waitFor();
    assert.deepEqual(await lab.rest(page), on, "the run stays where it is");
    await lab.close(page);
  });

  test("curves as CSV, the code to embed, and no obstacle to a reader", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu");
    await lab.stepTo(page, 3);
    await open(page);
    const { bytes } = await download(page, "Save CSV");
    const rows = bytes.toString().trim().split("\n");
    assert.equal(rows[0], "panel,curve,index,x,y");
    assert.equal(rows.filter((row) => row.startsWith("losses,adam,")).length, 4);
    assert.match(await page.locator(".takeaway__code").innerText(), /<iframe src="http[^"]+embed=1"/);
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
