// The accessibility scan.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations on the page as it stands, one line each; empty when there are none. */
export async function violations(page, options = {}) {
  // Evaluated by the browser's debugger, to which the content security policy does not apply.
  await page.evaluate(axe);
  const found = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  return found.violations.map((rule) => `${rule.id} (${rule.impact}): ${rule.help}: ${rule.nodes.map((n) => n.target).join(" | ")}`);
}
