// In class: a frame in another page, controls out of sight, slides, keys.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

describe("teaching", () => {
  let cpu, site;
  before(async () => {
    [cpu, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([cpu?.close(), site?.close()]));

  test("embedded, there is the stage, the run bar and a way out; the frame tells its height", async () => {
    // A page of somebody else's, from another origin.
    const src = lab.address(site, "backend=cpu&embed=1&lr_gd=0.01");
    const html = `<!doctype html><iframe title="lab" src="${src}" style="width:860px;height:300px"></iframe>`;
    const host = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(html)).listen(0, "127.0.0.1");
    await once(host, "listening");
    const context = await cpu.newContext({ viewport: { width: 900, height: 900 }, serviceWorkers: "block" });
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.heights = [];
      addEventListener("message", (event) => event.data?.grasp === "height" && window.heights.push(event.data.height));
    });
    await page.goto(`http://127.0.0.1:${host.address().port}/`);
    await page.waitForFunction(() => window.heights.at(-1) > 300, null, { timeout: 20_000 });
    const frame = page.frames()[1];
    await frame.waitForFunction(() => /\d/.test(document.querySelector("[data-metric=loss]")?.textContent ?? ""));
    for (const hidden of [".topbar", ".lesson", ".controls", ".drawer"]) assert.equal(await frame.locator(hidden).isVisible(), false, hidden);
    await frame.locator(".runbar__play").click();
    await frame.waitForFunction(() => Number(document.querySelector(".runbar__count b").textContent.replace(/\D/g, "")) > 20);
    const way = await frame.locator(".embed__open").getAttribute("href");
    assert.match(way, /lab=gradient-descent/);
    assert.doesNotMatch(way, /embed/);
    const height = await page.evaluate(() => window.heights.at(-1));
    const needed = await frame.evaluate(() => document.querySelector(".app--embed").scrollHeight);
    assert.ok(Math.abs(height - needed) < 4, `${height} told, ${needed} needed`);
    await context.close();
    host.close();
  });

  test("a control is hidden by a press, stays hidden in the address, and comes back", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&hide=scatter");
    const rail = page.locator(".controls");
    assert.equal(await rail.getByText("Scattered balls").count(), 0);
    await page.getByRole("tab", { name: /Take away/ }).click();
    const hide = page.locator(".takeaway__hide");
    await hide.getByRole("button", { name: "In focus" }).click();
    await lab.query(page, { hide: "scatter,optimiser" });
    assert.equal(await rail.getByText("In focus", { exact: true }).count(), 0);
    await hide.getByRole("button", { name: "Scattered balls" }).click();
    await rail.getByText("Scattered balls").first().waitFor();
    await lab.close(page);
  });

  test("slides show one section large, page keys turn them, Escape ends them", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu", { width: 1440, height: 900 });
    await page.locator(".lesson h2").waitFor();
    await page.getByRole("button", { name: "Slides" }).click();
    await lab.query(page, { slides: "1" });
    assert.equal(await page.locator(".controls").isVisible(), false);
    const first = await page.locator(".lesson h2").innerText();
    const large = await page.locator(".lesson h2").evaluate((h) => parseFloat(getComputedStyle(h).fontSize));
    assert.ok(large >= 28, `${large} px`);
    await page.keyboard.press("PageDown");
    await page.waitForFunction((first) => document.querySelector(".lesson h2").textContent !== first, first);
    await page.keyboard.press("PageUp");
    await page.waitForFunction((first) => document.querySelector(".lesson h2").textContent === first, first);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.locator(".controls").waitFor();
    await lab.close(page);
  });

  test("? lists the keys; single keys can be turned off, and stay off", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu");
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await list.waitFor();
    assert.deepEqual(await violations(page), []);
    await list.getByRole("checkbox").uncheck();
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("?");
    await lab.frames(page, 20);
    assert.equal((await lab.reading(page)).step, 0);
    assert.equal(await list.isVisible(), false);
    await page.reload();
    await lab.shown(page);
    await page.keyboard.press("ArrowRight");
    await lab.frames(page, 20);
    assert.equal((await lab.reading(page)).step, 0, "it is remembered");
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await list.getByRole("checkbox").check();
    await list.getByRole("button", { name: "Close" }).click();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("ArrowRight");
    await lab.steps(page, 1);
    await lab.close(page);
  });

  test("what the address holds and the lab does not know is said and passed over; a later version too", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu&lr_gd=0.02&colour=red&v=2");
    await page.getByText(/does not know.*colour, v=2/).first().waitFor();
    assert.equal((await lab.query(page, { lr_gd: "0.02" })).get("lr_gd"), "0.02");
    await lab.close(page);
  });

  test("a prediction that was answered is remembered in this browser", async () => {
    const page = await lab.openLab(cpu, site, "backend=cpu");
    await page.locator(".predict__opt").first().click();
    await page.waitForFunction(() => document.querySelectorAll(".steps a.done").length === 1);
    await page.reload();
    await lab.shown(page);
    await page.waitForFunction(() => document.querySelectorAll(".steps a.done").length === 1);
    await lab.close(page);
  });
});
