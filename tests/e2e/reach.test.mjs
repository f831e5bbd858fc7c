// Everyone reaches everything: by keyboard and screen reader, on a small screen, in both languages, without a network,
// below a path.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "./a11y.mjs";
import { launch, open, picture, started } from "./browser.mjs";
import * as lab from "./lab.mjs";
import { serve } from "./server.mjs";

const LABS = 65;
const BUILT = ["gradient-descent", "batch", "convolution", "cnn", "adversarial", "gan", "gan-critic", "gan-studio"];

describe("reach", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch({ webgpu: false }), serve()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /** Ends all animations, so that no contrast is measured while something fades. */
  const still = (page) => page.evaluate(() => document.getAnimations().forEach((a) => a.finish?.()));

  async function scan(page, where, found) {
    await still(page);
    found.push(...(await violations(page)).map((line) => `${where}: ${line}`));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found.push(`${where}: ${over} px wider than the window`);
  }

  const languages = { en: "EN", zh: "中文" };

  async function speak(page, language) {
    await page.getByRole("button", { name: languages[language], exact: true }).click();
    await page.waitForFunction((code) => document.documentElement.dataset.lang === code, language);
  }

  /** Every page state: language × theme; `look` is called in each. */
  async function each(page, width, look) {
    for (const language of ["en", "zh"]) {
      await speak(page, language);
      for (const scheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: scheme });
        await lab.frames(page, 2);
        await look(`${language}-${scheme}-${width}`);
      }
    }
  }

  for (const width of [1280, 390]) {
    const size = { width, height: width === 390 ? 844 : 800 };

    test(`the map, ${width} px wide: no violations in any language and theme`, async () => {
      const [page, found] = [await open(browser, site.url, size), []];
      await started(page);
      await each(page, width, async (state) => {
        await scan(page, `home ${state}`, found);
        await picture(page, `home-${state}`);
      });
      assert.deepEqual(found, []);
      await lab.close(page);
    });

    test(`the lab, ${width} px wide: no violations in any language and theme`, async () => {
      const [page, found] = [await lab.openLab(browser, site, "optimiser=adam&balls=1,2", size), []];
      await lab.stepTo(page, 12);
      const panes = width === 390 ? ["lesson", "plots", "controls"] : [null];
      await each(page, width, async (state) => {
        for (const pane of panes) {
          if (pane) await page.locator(`#tab-${pane}`).click();
          const name = pane ? `${state}-${pane}` : state;
          await lab.frames(page, 2);
          await scan(page, `lab ${name}`, found);
          await picture(page, `lab-${name}`);
        }
      });
      assert.deepEqual(found, []);
      await lab.close(page);
    });

    test(`the lab with a table, with what is wrong said, ${width} px wide: no violations`, async () => {
      const [page, found] = [await lab.openLab(browser, site, "", size), []];
      await page.locator(".formula input").fill("x^^2");
      await page.locator(".formula__caret").waitFor();
      await scan(page, "bad formula", found);
      await picture(page, `lab-bad-formula-${width}`);
      await page.getByText("your table").click();
      await page.locator(".drop").waitFor();
      await scan(page, "no file yet", found);
      const rows = Array.from({ length: 30 }, (_, i) => `${3 * i - ((i * i) % 7)},${(i * 3) % 17},${(i * 5) % 8}`);
      const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
      const input = page.locator(".drop input[type=file]");
      await input.setInputFiles(file("rows.csv", ["y,a,b", ...rows].join("\n")));
      await page.locator(".fig--fit tbody tr").nth(2).waitFor({ state: "attached" });
      if (width === 390) await page.locator("#tab-plots").click();
      await lab.stepTo(page, 5);
      await scan(page, "table", found);
      await picture(page, `lab-table-${width}`);
      await page.getByRole("figure", { name: /^Loss by step/ }).getByRole("button", { name: "As table" }).click();
      await input.setInputFiles(file("empty.csv", ""));
      await page.locator(".drop .ctl__error").waitFor();
      await scan(page, "bad file, losses as table", found);
      await page.goto(lab.address(site, "task=table&target=y&features=a&file=0000000000000000-gone.csv"));
      await page.locator(".toast").waitFor();
      await scan(page, "toast", found);
      await picture(page, `lab-toast-${width}`);
      assert.deepEqual(found, []);
      await lab.close(page);
    });
  }

  test("nothing is wider than the smallest phone", async () => {
    const page = await open(browser, site.url, { width: 360, height: 740 });
    await started(page);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const found = {};
    for (const language of ["en", "zh"]) {
      await speak(page, language);
      found[`home ${language}`] = await wide();
    }
    await page.goto(lab.address(site));
    await lab.shown(page);
    for (const language of ["en", "zh"]) {
      await speak(page, language);
      for (const pane of ["lesson", "plots", "controls"]) {
        await page.locator(`#tab-${pane}`).click();
        await lab.frames(page, 2);
        found[`lab ${language} ${pane}`] = await wide();
      }
    }
    assert.deepEqual(Object.entries(found).filter(([, over]) => over > 0), []);
    await lab.close(page);
  });

  test("on a narrow screen everything is in reach: backend, seed and speed too", async () => {
    const page = await lab.openLab(browser, site, "", { width: 390, height: 844 });
    await lab.bar(page).play.click();
    await lab.steps(page, 5);
    await lab.pause(page);
    await page.getByRole("tab", { name: "Controls" }).click();
    const rail = page.locator("#controls");
    const seen = {
      speed: await rail.getByRole("combobox", { name: "Speed" }).isVisible(),
      seed: await rail.getByRole("textbox", { name: "Seed", exact: true }).isVisible(),
      badge: await rail.getByRole("button", { name: /GPU|CPU/ }).isVisible(),
    };
    assert.deepEqual(seen, { speed: true, seed: true, badge: true });
    await lab.close(page);
  });

  test("the whole lab is used by keyboard alone", async () => {
    const page = await lab.openLab(browser, site);
    // Every stop of the Tab key: in the order of the page, each seen, and out again.
    const stops = [];
    for (let i = 0; i < 120; i += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const name = element.getAttribute("aria-label") ?? element.textContent.trim();
        return { name: name || element.id || element.className, tag: element.tagName, area: box.width * box.height, ring, type: element.type };
      });
      if (!stop) break;
      stops.push(stop);
    }
    assert.ok(stops.length > 20 && stops.length < 120, `${stops.length} stops, and the page is left at the end`);
    assert.match(stops[0].name, /Skip to the stage/);
    for (const name of [/^Start x = /, /^Play$/, /^Reset$/, /^One step$/, /^中文$/, /^Copy link$/, /^From 1.5$/]) {
      assert.ok(stops.some((stop) => name.test(stop.name)), `${name} is no stop`);
    }
    assert.deepEqual(stops.filter((stop) => stop.area === 0).map((stop) => stop.name), [], "stops that are not seen");
    await lab.close(page);
  });

  test("the map lists 65 labs; those not built yet are no links and cannot be opened", async () => {
    const page = await open(browser, site.url);
    await started(page);
    const spots = page.locator("main .spot");
    assert.equal(await spots.count(), LABS);
    const built = await spots.filter({ has: page.locator("a") }).evaluateAll((all) => all.map((spot) => spot.id.replace("lab-", "")));
    assert.deepEqual(built, BUILT);
    const waiting = spots.filter({ hasNot: page.locator("a") });
    assert.equal(await waiting.count(), LABS - BUILT.length);
    assert.equal(await waiting.filter({ hasText: "not built yet" }).count(), LABS - BUILT.length);
    assert.equal(await waiting.locator("button, [tabindex], [role=link]").count(), 0);
    const first = (await waiting.first().getAttribute("id")).replace("lab-", "");
    await page.locator(`#lab-${first} .place`).click();
    assert.equal(new URL(page.url()).search, "");
    const links = await page.locator("a[href^='?lab=']").evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))]);
    assert.deepEqual(links.sort(), BUILT.map((id) => `?lab=${id}`).sort());

    for (const unknown of [first, "no-such-lab", ""]) {
      await page.goto(`${site.url}?lab=${unknown}`);
      await started(page);
      assert.equal(await page.locator("main .spot").count(), LABS, `?lab=${unknown} shows the map`);
      assert.equal(await page.locator("main.lab").count(), 0);
    }
    await page.goto(site.url);
    await started(page);
    await page.locator("#lab-gradient-descent a").click();
    await lab.shown(page);
    await page.goBack();
    await spots.first().waitFor({ state: "attached" });
    await page.goForward();
    await lab.shown(page);
    await page.getByRole("link", { name: "Course map" }).click();
    await spots.first().waitFor({ state: "attached" });
    assert.match(await page.locator("#lab-gradient-descent").textContent(), /opened/, "the map remembers");
    await lab.close(page);
  });

  test("the map finds labs by the words of the notes", async () => {
    const page = await open(browser, site.url);
    await started(page);
    await page.keyboard.press("/");
    await page.keyboard.type("RMSProp");
    await page.getByRole("status").filter({ hasText: /passage/ }).waitFor();
    const found = page.getByRole("region", { name: "Passages found" });
    await found.getByRole("link").first().click();
    await lab.shown(page);
    await lab.close(page);
  });

  test("below a path, the lab computes", async () => {
    const below = await serve("/some/sub/path/");
    const page = await lab.openLab(browser, below);
    await lab.bar(page).play.click();
    await lab.steps(page, 20);
    const workers = page.workers().map((worker) => worker.url());
    assert.deepEqual(workers, [`${below.url}worker_loader.js`]);
    assert.ok(new URL(page.url()).pathname === "/some/sub/path/");
    await lab.close(page);
    await below.close();
  });

  test("without a network, after the first visit, the lab opens and computes", async () => {
    // A server that is gone, not a switch of the browser's: a service worker may fetch past that.
    const gone = await serve();
    const page = await lab.openLab(browser, gone, "", { serviceWorkers: "allow" });
    await lab.kept(page);
    await gone.close();
    await page.reload();
    await lab.shown(page);
    assert.equal(await page.evaluate(() => fetch("./not-in-the-list.txt").then(() => "came", () => "no network")), "no network");
    await lab.bar(page).play.click();
    await lab.steps(page, 20);
    // That fetch was meant to fail.
    page.problems = page.problems.filter((problem) => !/not-in-the-list|ERR_CONNECTION_REFUSED|ERR_FAILED/.test(problem));
    await lab.close(page);
  });

  test("a worker that cannot start is said, not waited for", async () => {
    const page = await open(browser, "about:blank");
    await page.route("**/worker-*", (route) => route.abort());
    await page.goto(lab.address(site));
    await page.getByRole("log", { name: "News" }).getByText(/\S+ \S+ \S+/).waitFor({ timeout: 5_000 });
    await page.context().close();
  });

  test("nobody’s motion is forced: with reduced motion nothing moves by itself", async () => {
    const page = await open(browser, "about:blank");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(site.url);
    await started(page);
    await lab.frames(page, 5);
    const live = () => page.locator(".live").evaluate((live) => live.innerHTML);
    const first = await live();
    await lab.frames(page, 20);
    assert.equal(await live(), first);
    const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length);
    assert.equal(moving, 0);
    await page.context().close();
  });

  test("on paper the lesson stands whole", async () => {
    const page = await lab.openLab(browser, site);
    const sections = page.locator(".lesson__sec");
    assert.equal(await sections.count(), 1);
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction(() => document.querySelectorAll(".lesson__sec").length === 13);
    await page.emulateMedia({ media: "screen" });
    await page.waitForFunction(() => document.querySelectorAll(".lesson__sec").length === 1);
    await lab.close(page);
  });

  for (const [width, height] of [[1920, 1080], [3840, 2160]]) {
    test(`at ${width} px nothing is cut off`, async () => {
      for (const [locale, scheme] of [["en", "light"], ["zh-CN", "dark"]]) {
        const page = await lab.openLab(browser, site, "optimiser=adam", { width, height, locale, scheme });
        await lab.bar(page).play.click();
        await lab.steps(page, 60);
        await lab.pause(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await picture(page, `lab-${locale.slice(0, 2)}-${scheme}-${width}`);
        await lab.close(page);
      }
    });
  }
});
