// The reader's own notes: opened, read, kept, and nothing of them leaves or runs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open, picture, started } from "./browser.mjs";
import { close, frames } from "./lab.mjs";
import { serve } from "./server.mjs";

// Attacks, each of which would call `hit`, or ask for something elsewhere.
const ATTACKS = [
  "<script>hit()</script>",
  "<img src=x onerror=hit()>",
  "<svg/onload=hit()>",
  "[link](javascript:hit())",
  "![picture](https://elsewhere.example/p.png)",
  '<iframe src="javascript:hit()"></iframe>',
  "$\\text{<img src=x onerror=hit()>}$",
  "</section></main><img src=x onerror=hit()>",
].join("\n\n");

const chapter = (n) => `
## ${n}. 第 ${n} 讲

### 线性模型 ${n}

对样本 $(x_{${n}}, y_{${n}})$，损失是 $L(w) = \\sum_{i=1}^{N} (y_i - w^\\top x_i)^2$，其中**权重：**$w \\in \\mathbb{R}^d$。
${"机器学习就是让机器具备找函数的能力，先定函数集，再定好坏，最后找最好的那一个。".repeat(14)}

$$
\\begin{aligned}
\\nabla L(w) &= -2 \\sum_{i} (y_i - w^\\top x_i)\\, x_i \\\\
w_{t+1} &= w_t - \\eta \\nabla L(w_t)
\\end{aligned}
$$

- 学习率 $\\eta_{${n}}$ 太大会发散
- 太小会慢
  1. 先试 $10^{-1}$
  2. 再试 $10^{-${(n % 9) + 1}}$

| 方法 | 更新 |
| --- | --- |
| 动量 | $v \\leftarrow \\lambda v - \\eta g$ |

![](课程.assets/图-${n}.png)

#### 小结 ${n}

${"这一节的要点是把梯度、学习率与损失的关系看清楚。".repeat(12)}
`;

/** Notes of at least so many bytes. */
function notes(bytes) {
  let text = `# 机器学习\n\n${ATTACKS}\n\n## Adagrad\n\n按 $\\sigma$ 分别调。\n`;
  for (let n = 1; Buffer.byteLength(text) < bytes; n += 1) text += chapter(n);
  return text;
}

const file = (name, text) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });

describe("the reader's own notes", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  const prepare = (page) =>
    page.addInitScript(() => {
      globalThis.hits = 0;
      globalThis.hit = () => (globalThis.hits += 1);
      // From the moment the browser has the file to the paint that shows a screen of text with formulas.
      addEventListener("change", (event) => {
        if (event.target.type !== "file") return;
        const taken = performance.now();
        const look = () => {
          const math = document.querySelector(".note__body math")?.getBoundingClientRect();
          if (math?.height > 0) requestAnimationFrame(() => setTimeout(() => (globalThis.shownAfter = performance.now() - taken)));
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true });
    });

  async function openNotes(options = {}) {
    const page = await open(browser, `${site.url}?notes`, { prepare, ...options });
    await started(page);
    return page;
  }

  const input = (page) => page.locator("input[type=file]").first();
  const whole = (page) => page.waitForFunction(() => /formulas|公式/.test(document.querySelector(".reader__head p")?.textContent ?? ""), null, { timeout: 30_000 });

  test("1.3 MB are on the screen within a second, whole a little later, and nothing in them runs", async (t) => {
    const page = await openNotes();
    const text = notes(1_300_000);
    // As a reader does who looks before choosing: the thread that reads is there by then.
    await page.waitForTimeout(1_000);
    await input(page).setInputFiles(file("讲义.md", text));
    await page.waitForFunction(() => globalThis.shownAfter > 0, null, { timeout: 20_000 });
    const took = await page.evaluate(() => globalThis.shownAfter);
    await whole(page);
    t.diagnostic(`first screen after ${took.toFixed(0)} ms, for ${Buffer.byteLength(text)} bytes`);
    assert.ok(took < 1_000, `first screen after ${took} ms`);

    const found = await page.evaluate(() => ({
      outline: document.querySelectorAll(".outline li").length,
      sections: document.querySelectorAll(".note").length,
      empty: [...document.querySelectorAll(".note__body")].filter((body) => !body.textContent.trim()).length,
      math: document.querySelectorAll(".note math").length,
      source: document.querySelectorAll(".note .tex").length,
      evil: document.querySelectorAll(".note :is(script, iframe, [onerror], [onload]), .note a[href^='javascript'], .note img").length,
      hits: globalThis.hits,
      tables: document.querySelectorAll(".note table").length,
    }));
    const headings = text.match(/^#{1,6} /gm).length;
    const chapters = text.match(/^## \d/gm).length;
    assert.equal(found.outline, headings);
    assert.equal(found.sections, headings);
    assert.equal(found.math, 8 * chapters + 1 + 1);
    assert.equal(found.source, 0);
    assert.equal(found.tables, chapters);
    assert.deepEqual([found.evil, found.hits], [0, 0]);
    // Only chapters, whose text stands in their parts.
    assert.equal(found.empty, chapters);
    await close(page);
  });

  test("a heading leads to its lab, the outline to its heading, and the address says where one is", async () => {
    const page = await openNotes();
    await input(page).setInputFiles(file("讲义.md", notes(60_000)));
    await whole(page);
    await page.getByRole("searchbox").fill("线性模型 7");
    const line = page.locator(".outline li:not([hidden]) a");
    assert.deepEqual(await line.allTextContents(), ["机器学习", "7. 第 7 讲", "线性模型 7"]);
    await line.last().click();
    await page.waitForFunction(() => {
      const top = document.getElementById("s-线性模型-7").getBoundingClientRect().top;
      return top > 0 && top < 120;
    });
    await page.waitForFunction(() => decodeURIComponent(location.hash) === "#s-线性模型-7");
    assert.equal(await page.locator(".outline [aria-current]").textContent(), "线性模型 7");
    await page.getByRole("searchbox").fill("");

    const fold = page.locator(".outline .fold").first();
    await fold.press("Enter");
    assert.equal(await page.locator(".outline li:not([hidden])").count(), 1);
    await fold.press("Enter");

    await page.locator("#s-adagrad a.labchip[href='?lab=gradient-descent']").click();
    await page.locator(".lab").waitFor();
    assert.ok(page.url().endsWith("?lab=gradient-descent") || page.url().includes("?lab=gradient-descent&"));
    await page.goBack();
    await page.locator(".note math").first().waitFor({ state: "attached" });
    await close(page);
  });

  test("a reload finds the notes where they were read, until they are forgotten", async () => {
    const page = await openNotes();
    await input(page).setInputFiles(file("讲义.md", notes(200_000)));
    await whole(page);
    await page.locator(".outline a", { hasText: "小结 20" }).first().click();
    await page.waitForFunction(() => decodeURIComponent(location.hash) === "#s-小结-20");
    await page.reload();
    await whole(page);
    await page.waitForFunction(() => {
      const place = document.getElementById("s-小结-20").getBoundingClientRect();
      return place.bottom > 0 && place.top < innerHeight;
    });
    await page.getByRole("button", { name: "Forget these notes" }).click();
    await page.getByRole("heading", { name: "Read your own notes" }).waitFor();
    await page.waitForFunction(async () => {
      const cache = await caches.open("grasp-files");
      return (await cache.keys()).length === 0;
    });
    await page.reload();
    await started(page);
    await page.getByRole("heading", { name: "Read your own notes" }).waitFor();
    await close(page);
  });

  test("what is no notes gets a sentence, and what is open stays", async () => {
    const page = await openNotes();
    for (const [name, bytes, words] of [
      ["a.pdf", Buffer.from("%PDF-1.7\n\0"), /this is a PDF/],
      ["empty.md", Buffer.alloc(0), /empty/],
      ["large.md", Buffer.alloc(40_000_000, 97), /up to 32 MB/],
    ]) {
      await input(page).setInputFiles({ name, mimeType: "text/plain", buffer: bytes });
      await page.locator(".drop .ctl__error", { hasText: words }).waitFor();
    }
    await input(page).setInputFiles(file("讲义.md", notes(20_000)));
    await whole(page);
    await input(page).setInputFiles({ name: "b.pdf", mimeType: "text/plain", buffer: Buffer.from("%PDF-1.7") });
    await page.locator(".toast", { hasText: /PDF/ }).waitFor();
    assert.equal(await page.locator("h1").first().textContent(), "讲义.md");
    assert.ok((await page.locator(".note math").count()) > 10);
    await close(page);
  });

  for (const width of [1280, 390]) {
    test(`${width} px wide: no violations in any language and theme`, async () => {
      const page = await openNotes({ width, height: width === 390 ? 844 : 800 });
      const found = [];
      const scan = async (where) => {
        for (const [language, button] of [["en", "EN"], ["zh", "中文"]]) {
          await page.getByRole("button", { name: button, exact: true }).click();
          await page.waitForFunction((code) => document.documentElement.dataset.lang === code, language);
          for (const scheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme: scheme });
            await frames(page, 2);
            await page.evaluate(() => document.getAnimations().forEach((a) => a.finish?.()));
            const state = `${where} ${language}-${scheme}-${width}`;
            found.push(...(await violations(page)).map((line) => `${state}: ${line}`));
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) found.push(`${state}: ${over} px wider than the window`);
            await picture(page, `notes-${where}-${language}-${scheme}-${width}`);
          }
        }
      };
      await scan("empty");
      await input(page).setInputFiles(file("讲义.md", notes(12_000)));
      await whole(page);
      await scan("open");
      if (width === 390) {
        await page.getByRole("button", { name: "目录" }).click();
        await page.locator(".outline a").first().waitFor({ state: "visible" });
        await scan("outline");
      }
      assert.deepEqual(found, []);
      await close(page);
    });
  }
});
