// A digit written on paper, seen by the camera: asked for first, read like one that is drawn, and everything works without.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

/** A film of one frame, for the camera that Chromium makes up: grey paper with an upright stroke of a pen, 320 × 240 (YUV4MPEG2, 4:2:0). */
function film() {
  const [width, height] = [320, 240];
  const light = Buffer.alloc(width * height, 190);
  for (let y = 50; y < 190; y += 1) light.fill(40, y * width + 153, y * width + 167);
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, colour]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

describe("the camera", () => {
  let seeing, blind, site, folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "camera-"));
    await writeFile(join(folder, "one.y4m"), film());
    const more = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${join(folder, "one.y4m")}`];
    [seeing, blind, site] = await Promise.all([launch({ webgpu: false, more }), launch({ webgpu: false }), serve()]);
  });
  after(async () => {
    await Promise.all([seeing?.close(), blind?.close(), site?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function opened(browser) {
    const page = await open(browser, `${site.url}?lab=cnn&batch=32&seed=5&backend=cpu`);
    await page.waitForFunction(() => /%/.test(document.querySelector("[data-metric=test_accuracy]")?.textContent ?? ""), null, { timeout: 20_000 });
    return page;
  }

  /** How many cameras the page holds. */
  const held = (page) => page.locator("video").evaluateAll((all) => all.filter((video) => video.srcObject?.active).length);

  test("a picture is taken when it is asked for, and the digit on it is read", async () => {
    const page = await opened(seeing);
    await lab.bar(page).speed.selectOption({ index: 3 });
    await lab.bar(page).play.click();
    await lab.steps(page, 300, 90_000);
    await lab.pause(page);
    assert.equal(await held(page), 0, "off until it is asked for");
    const camera = page.getByRole("group", { name: "a digit on paper" });
    await camera.getByRole("button", { name: "Use the camera" }).click();
    const take = camera.getByRole("button", { name: "Take picture" });
    await take.click({ timeout: 20_000 });
    assert.equal(await held(page), 1);
    const yours = page.locator(".fig", { hasText: "Your digit" });
    await yours.getByText(/Read as 1, probability \d+ %/).waitFor();
    assert.deepEqual(await violations(page), []);
    await camera.getByRole("button", { name: "Stop" }).click();
    await camera.getByRole("button", { name: "Use the camera" }).waitFor();
    assert.equal(await held(page), 0);
    await lab.close(page);
  });

  test("without a camera it says so, and the pad still reads", async () => {
    const page = await opened(blind);
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.getByText(/(may not use the camera|No camera was found).*everything else works without/).waitFor();
    const pad = page.locator(".cnn-hand canvas").first();
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 8 });
    await page.mouse.up();
    await page.locator(".fig", { hasText: "Your digit" }).getByText(/Read as \d, probability/).waitFor();
    assert.deepEqual(await violations(page), []);
    await lab.close(page);
  });
});
