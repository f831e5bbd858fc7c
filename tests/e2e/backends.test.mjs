// The same lab on the GPU and on the CPU: the badge says which and why, both train, both come to the same numbers; a run moves
// from one to the other and outlives the loss of a GPU.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

const FORMULA = "f=(1-x)%5E2%2B10*(y-x%5E2)%5E2&scatter=2&optimiser=adam";
const STEPS = 60;
/** Most that a number may differ, relative to the largest of its kind. */
const WITHIN = 1e-3;
// 40 rows: y = 4 + 3a − 2b with a little noise.
const TABLE = [
  "y,a,b",
  ...Array.from({ length: 40 }, (_, i) => {
    const [a, b] = [((i * 17) % 29) / 7, ((i * 11) % 23) * 40];
    return [4 + 3 * a - 0.05 * b + Math.sin(i) / 5, a, b].join(",");
  }),
].join("\n");

describe("backends", () => {
  let site, gpu, cpu;
  before(async () => {
    [site, gpu, cpu] = await Promise.all([serve(), launch({ webgpu: true }), launch({ webgpu: false })]);
  });
  after(() => Promise.all([gpu?.close(), cpu?.close(), site?.close()]));

  const badge = (page) => page.getByRole("button", { name: /^(GPU|CPU)$/ });

  const popover = (page) => page.locator(".popover:popover-open");

  /** What stands behind the badge, once it says `expected`. */
  async function why(page, expected, patience = 15_000) {
    await badge(page).click();
    await popover(page).getByText(expected).waitFor({ timeout: patience });
    const text = await popover(page).locator("p").last().innerText();
    await page.keyboard.press("Escape");
    return text.replace(/\s+/g, " ");
  }

  /** Chooses a backend behind the badge. */
  async function choose(page, name) {
    await badge(page).click();
    await popover(page).getByText(name, { exact: true }).last().click();
    await page.keyboard.press("Escape");
  }

  const runsOn = (page, where) => page.getByRole("button", { name: where, exact: true }).waitFor({ timeout: 15_000 });

  async function trains(page) {
    const before = lab.number((await lab.reading(page)).loss);
    await lab.bar(page).play.click();
    const after = await lab.steps(page, 80);
    assert.ok(lab.number(after.loss) < before / 4, `${before} → ${after.loss} in ${after.step} steps`);
    await lab.pause(page);
  }

  test("&backend=gpu: the badge says GPU and names the adapter, and it trains", async () => {
    const page = await lab.openLab(gpu, site, `${FORMULA}&backend=gpu`);
    assert.equal(await badge(page).innerText(), "GPU");
    const text = await why(page, /You chose the GPU/);
    assert.match(text, /WebGPU: \S+/);
    console.log(`in the browser: ${text}`);
    await trains(page);
    await lab.close(page);
  });

  test("without an adapter the badge says CPU and why, and it trains", async () => {
    const page = await lab.openLab(cpu, site, FORMULA);
    assert.equal(await badge(page).innerText(), "CPU");
    await why(page, /has WebGPU but found no graphics card/);
    await trains(page);
    await lab.close(page);
  });

  test("a browser that does not know WebGPU is told apart from one without an adapter", async () => {
    // The worker's own view of the browser, without what newer ones have.
    const forget = 'Object.defineProperty(WorkerNavigator.prototype, "gpu", { get: () => undefined });\n';
    const prepare = (page) =>
      page.route("**/worker_loader.js", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: forget + (await answer.text()) });
      });
    const page = await lab.openLab(cpu, site, FORMULA, { prepare });
    assert.equal(await badge(page).innerText(), "CPU");
    await why(page, /offers no WebGPU/);
    await trains(page);
    await lab.close(page);
  });

  test("a software adapter is called one", async () => {
    const page = await lab.openLab(gpu, site, FORMULA);
    await why(page, /swiftshader/i);
    await why(page, /played by software, on the cores of the CPU/);
    await lab.close(page);
  });

  test("&backend=cpu keeps to the CPU where there is a GPU, also when the address is written", async () => {
    const page = await lab.openLab(gpu, site, `${FORMULA}&backend=cpu`);
    assert.equal(await badge(page).innerText(), "CPU");
    await why(page, /You chose the CPU/);
    await trains(page);
    const rate = page.getByRole("textbox", { name: /^Learning rate/ });
    await rate.fill("0.1");
    await rate.press("Enter");
    const q = await lab.query(page, { lr_adam: "0.1" });
    assert.equal(q.get("backend"), "cpu");
    await lab.close(page);
  });

  /** "About 0.004 ms … would need 0.8 ms" → [0.004, 0.8] */
  const costs = (text) => [...text.matchAll(/([\d.]+) (?:ms|毫秒)/g)].map(([, ms]) => Number(ms));

  test("left to itself it runs where a step takes less, and says what it takes on both", async () => {
    const page = await lab.openLab(gpu, site, FORMULA);
    // Before anything is measured there is a frame, and a reader may already run it.
    await lab.bar(page).play.click();
    // A GPU in software is slow to measure beside a run.
    const text = await why(page, /ms a step/, 60_000);
    const [here, there] = costs(text);
    const where = await badge(page).innerText();
    // A GPU must be faster by half to be moved to: this small step is about as long on both.
    const close = where === "CPU" && /too little less to move there/.test(text);
    assert.ok(0 < here && here < (close ? 1.6 * there : there), text);
    assert.match(text, close || where === "CPU" ? /on the CPU\. .*GPU.* (would need|is estimated at)/ : /on the GPU.* the CPU would need/);
    console.log(`left to itself: ${text}`);
    const before = await lab.reading(page);
    await lab.steps(page, before.step + 20);
    await lab.close(page);
  });

  test("the reason is said in Chinese, too", async () => {
    const page = await lab.openLab(gpu, site, FORMULA, { locale: "zh-CN" });
    const text = await why(page, /一步约/, 60_000);
    assert.equal(costs(text).length, 2, text);
    console.log(`left to itself: ${text}`);
    await lab.close(page);
  });

  test("the reader moves a run to the GPU and to the CPU, and it goes on from where it is", async () => {
    const page = await lab.openLab(gpu, site, FORMULA);
    await lab.stepTo(page, 30);
    const before = await lab.rest(page);
    for (const [name, key] of [["GPU", "gpu"], ["CPU", "cpu"]]) {
      await choose(page, name);
      await runsOn(page, name);
      await why(page, `You chose the ${name}`);
      const moved = await lab.rest(page);
      assert.deepEqual(moved, before, `on the ${name} it is the same run`);
      await lab.query(page, { backend: key });
    }
    await lab.bar(page).step.click();
    assert.equal((await lab.steps(page, 31)).step, 31);
    await choose(page, "Auto");
    await why(page, /ms a step/, 60_000);
    await lab.query(page, (q) => !q.has("backend"));
    assert.equal((await lab.rest(page)).step, 31);
    await lab.close(page);
  });

  /** Opens the lab with a hand on the worker's devices: `globalThis.devices`, and `globalThis.refuse` for no more of them. */
  function openHeld(query) {
    const hand = `
      const request = GPUAdapter.prototype.requestDevice;
      globalThis.devices = [];
      GPUAdapter.prototype.requestDevice = async function (...args) {
        if (globalThis.refuse) throw new Error("no more devices");
        const device = await request.apply(this, args);
        globalThis.devices.push(device);
        return device;
      };`;
    const prepare = (page) =>
      page.route("**/worker_loader.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: hand + (await response.text()) });
      });
    return lab.openLab(gpu, site, query, { prepare });
  }

  const inWorker = (page, act) => page.workers()[0].evaluate(act);
  const destroy = () => globalThis.devices.at(-1).destroy();
  const said = async (page) => Number((await lab.bar(page).happened.getByText(/goes on from step/).innerText()).match(/from step (\d+)/)[1]);

  test("a run outlives the loss of its GPU: it goes on from a moment ago, on the GPU opened anew", async () => {
    const page = await openHeld(`${FORMULA}&backend=gpu`);
    await lab.bar(page).play.click();
    const first = await lab.steps(page, 60);
    // Longer than the run may be without having been saved.
    await page.waitForTimeout(7_000);
    const before = await lab.reading(page);
    await inWorker(page, destroy);
    await lab.bar(page).happened.getByText(/goes on from step/).waitFor({ timeout: 15_000 });
    const step = await said(page);
    const lost = before.step - step;
    console.log(`lost at step ${before.step} or a little later, goes on from step ${step}`);
    assert.ok(step > first.step, `from step ${step}, of ${first.step} and then ${before.step}`);
    assert.equal(await inWorker(page, () => globalThis.devices.length), 2);
    assert.equal(await badge(page).innerText(), "GPU");
    assert.ok(await lab.playing(page), "it runs on");
    const after = await lab.steps(page, before.step + 20);
    assert.ok(lab.number(after.loss) <= lab.number(first.loss), `${first.loss} → ${after.loss}, ${lost} steps lost`);
    await lab.close(page);
  });

  test("a run at rest loses nothing, and where no GPU opens any more the CPU goes on", async () => {
    const page = await openHeld(`${FORMULA}&backend=gpu`);
    await lab.stepTo(page, 40);
    const before = await lab.rest(page);
    await page.waitForTimeout(1_500);
    await inWorker(page, () => {
      globalThis.refuse = true;
      globalThis.devices.at(-1).destroy();
    });
    await lab.bar(page).step.click();
    await lab.bar(page).happened.getByText(/goes on from step/).waitFor({ timeout: 15_000 });
    assert.equal(await said(page), 40);
    await runsOn(page, "CPU");
    await why(page, /the GPU cannot be used/);
    assert.deepEqual(await lab.rest(page), before, "nothing is lost");
    await lab.bar(page).step.click();
    assert.equal((await lab.steps(page, 41)).step, 41);
    await lab.query(page, (q) => !q.has("backend"));
    await lab.close(page);
  });

  test("a GPU that is lost again and again is not opened for ever", async () => {
    const page = await openHeld(`${FORMULA}&backend=gpu`);
    await lab.bar(page).play.click();
    await lab.steps(page, 20);
    await inWorker(page, destroy);
    await lab.bar(page).happened.getByText(/(goes on|starts again) from step/).waitFor({ timeout: 15_000 });
    await page.waitForTimeout(500);
    await inWorker(page, destroy);
    await runsOn(page, "CPU");
    const now = await lab.reading(page);
    await lab.steps(page, now.step + 100);
    await lab.close(page);
  });

  test("&backend=gpu without a GPU says so", async () => {
    const page = await open(cpu, lab.address(site, "backend=gpu"));
    await lab.bar(page).happened.getByText(/found no graphics card/).waitFor({ timeout: 10_000 });
    await lab.close(page);
  });

  /** Every number of a file of numbers: column → values. */
  function columns(text) {
    const [head, ...rows] = text.trim().split("\n").map((line) => line.split(","));
    return new Map(head.map((name, i) => [name, rows.map((row) => row[i])]));
  }

  /** All numbers of two files agree, each within a thousandth of the largest of its column. */
  function agree(one, other) {
    const [a, b] = [columns(one), columns(other)];
    assert.deepEqual([...a.keys()], [...b.keys()]);
    let most = 0;
    for (const [name, values] of a) {
      const found = b.get(name);
      assert.equal(found.length, values.length, name);
      const numbers = values.map(Number);
      if (numbers.some(Number.isNaN)) {
        assert.deepEqual(found, values);
        continue;
      }
      const largest = Math.max(...numbers.map(Math.abs));
      numbers.forEach((value, i) => (most = Math.max(most, Math.abs(value - Number(found[i])) / largest)));
    }
    assert.ok(most <= WITHIN, `they differ by ${most} of the largest`);
    return most;
  }

  async function run(where, query, prepare = () => {}) {
    const page = await lab.openLab(gpu, site, query);
    assert.equal(await badge(page).innerText(), where);
    await prepare(page);
    await lab.stepTo(page, STEPS);
    await lab.rest(page);
    const files = [await lab.numbersOf(page, /^Loss by step/), await lab.numbersOf(page, /^Surface/)];
    const { rows } = await lab.reading(page);
    await lab.close(page);
    return { files, rows };
  }

  test("a formula: after the same steps the GPU has the CPU's numbers", async () => {
    const [one, other] = [await run("GPU", `${FORMULA}&backend=gpu`), await run("CPU", `${FORMULA}&backend=cpu`)];
    const most = one.files.map((file, i) => agree(file, other.files[i]));
    console.log(`formula, ${STEPS} steps: GPU and CPU differ by ${Math.max(...most).toExponential(1)} of the largest`);
  });

  test("a table: after the same steps the GPU has the CPU's numbers", async () => {
    const drop = async (page) => {
      await page.getByText("your table").click();
      await page.locator(".drop input[type=file]").setInputFiles({ name: "t.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
      await page.locator(".fig--fit tbody tr").nth(2).waitFor();
      await lab.rest(page);
    };
    const [one, other] = [await run("GPU", "backend=gpu", drop), await run("CPU", "backend=cpu", drop)];
    const most = one.files.map((file, i) => agree(file, other.files[i]));
    const weights = ({ rows }) => ["name,now,best", ...rows.map((row) => row.map((cell) => cell.replace("−", "-")).join(","))].join("\n");
    most.push(agree(weights(one), weights(other)));
    console.log(`table, ${STEPS} steps: GPU and CPU differ by ${Math.max(...most).toExponential(1)} of the largest`);
  });

  test("a page that is not secure says that this is why, and works", async () => {
    const browser = await launch({ webgpu: true, more: ["--host-resolver-rules=MAP grasp.test 127.0.0.1"] });
    try {
      const elsewhere = { ...site, url: site.url.replace("127.0.0.1", "grasp.test") };
      const page = await lab.openLab(browser, elsewhere, FORMULA);
      assert.equal(await page.evaluate(() => isSecureContext), false);
      await runsOn(page, "CPU");
      await why(page, /https/i);
      await trains(page);
      assert.deepEqual(page.problems, []);
    } finally {
      await browser.close();
    }
  });
});
