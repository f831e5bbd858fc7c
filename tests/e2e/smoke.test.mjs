// The site starts from the root and from under a path, with nothing in the console and no request to another host.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open, picture, started } from "./browser.mjs";
import { kept } from "./lab.mjs";
import { serve } from "./server.mjs";

for (const base of ["/", "/some/sub/path/"]) {
  describe(`the site under ${base}`, () => {
    let browser, site;
    before(async () => {
      [browser, site] = await Promise.all([launch(), serve(base)]);
    });
    after(() => Promise.all([browser?.close(), site?.close()]));

    test("starts without errors and without requests to other hosts", async () => {
      const page = await open(browser, site.url);
      await started(page);
      await picture(page, base === "/" ? "start" : "start-sub-path");
      assert.deepEqual(page.problems, []);
      assert.deepEqual(page.foreign, []);
    });

    test("opens again without a network", async () => {
      const gone = await serve(base);
      const page = await open(browser, gone.url, { serviceWorkers: "allow" });
      await started(page);
      await kept(page);
      await gone.close();
      await page.reload();
      await started(page);
      assert.deepEqual(page.foreign, []);
    });
  });
}
