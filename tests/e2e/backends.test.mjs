// The same lab on the GPU and on the CPU: the badge says which, both train, and both come to the same numbers.
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

  async function why(page) {
    await badge(page).click();
    const text = await page.locator(".popover:popover-open").innerText();
    await page.keyboard.press("Escape");
    return text.replace(/\s+/g, " ");
  }

  async function trains(page) {
    const before = lab.number((await lab.reading(page)).loss);
    await lab.bar(page).play.click();
    const after = await lab.steps(page, 80);
    assert.ok(lab.number(after.loss) < before / 4, `${before} → ${after.loss} in ${after.step} steps`);
    await lab.pause(page);
  }

  test("with WebGPU the badge says GPU and names the adapter, and it trains", async () => {
    const page = await lab.openLab(gpu, site, FORMULA);
    assert.equal(await badge(page).innerText(), "GPU");
    const text = await why(page);
    assert.match(text, /WebGPU: \S+/);
    console.log(`in the browser: ${text}`);
    await trains(page);
    await lab.close(page);
  });

  test("without WebGPU the badge says CPU and why, and it trains", async () => {
    const page = await lab.openLab(cpu, site, FORMULA);
    assert.equal(await badge(page).innerText(), "CPU");
    assert.match(await why(page), /no WebGPU/);
    await trains(page);
    await lab.close(page);
  });

  test("&backend=cpu keeps to the CPU where there is a GPU, also when the address is written", async () => {
    const page = await lab.openLab(gpu, site, `${FORMULA}&backend=cpu`);
    assert.equal(await badge(page).innerText(), "CPU");
    assert.match(await why(page), /you chose the CPU/);
    await trains(page);
    const rate = page.getByRole("textbox", { name: /^Learning rate/ });
    await rate.fill("0.1");
    await rate.press("Enter");
    const q = await lab.query(page, { lr_adam: "0.1" });
    assert.equal(q.get("backend"), "cpu");
    await lab.close(page);
  });

  test("&backend=gpu without a GPU says so", async () => {
    const page = await open(cpu, lab.address(site, "backend=gpu"));
    await lab.bar(page).happened.getByText(/GPU/).waitFor({ timeout: 10_000 });
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
    const [one, other] = [await run("GPU", FORMULA), await run("CPU", `${FORMULA}&backend=cpu`)];
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
    const [one, other] = [await run("GPU", "", drop), await run("CPU", "backend=cpu", drop)];
    const most = one.files.map((file, i) => agree(file, other.files[i]));
    const weights = ({ rows }) => ["name,now,best", ...rows.map((row) => row.map((cell) => cell.replace("−", "-")).join(","))].join("\n");
    most.push(agree(weights(one), weights(other)));
    console.log(`table, ${STEPS} steps: GPU and CPU differ by ${Math.max(...most).toExponential(1)} of the largest`);
  });
});
