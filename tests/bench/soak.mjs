// A tab left to itself: a lab runs as fast as it can for so many minutes; what its processes hold, how far it came and whether the page
// answered. node tests/bench/soak.mjs [minutes] [query]; needs dist/.
import { readdirSync, readFileSync } from "node:fs";
import { launch, open } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";

const [minutes = "30", query = "lab=gan-studio&backend=gpu"] = process.argv.slice(2);

/** Resident memory of this browser's processes by kind, in MB; other browsers on the machine do not count. */
function held() {
  const all = { renderer: 0, gpu: 0 };
  const read = (pid, file) => readFileSync(`/proc/${pid}/${file}`, "latin1");
  const parent = (pid) => Number(/PPid:\s+(\d+)/.exec(read(pid, "status"))?.[1] ?? 0);
  const own = (pid) => {
    while (pid > 1 && pid !== process.pid) pid = parent(pid);
    return pid === process.pid;
  };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const kind = /--type=(renderer|gpu-process)/.exec(read(pid, "cmdline"))?.[1];
      if (!kind || !own(Number(pid))) continue;
      const resident = Number(/VmRSS:\s+(\d+)/.exec(read(pid, "status"))?.[1] ?? 0) / 1024;
      all[kind === "renderer" ? "renderer" : "gpu"] += resident;
    } catch {
      // It has ended meanwhile.
    }
  }
  return all;
}

const site = await serve();
const browser = await launch({ webgpu: query.includes("backend=gpu") });
const page = await open(browser, `${site.url}?${query}`, {
  prepare: (page) =>
    page.addInitScript(() => {
      globalThis.tasks = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.tasks.push(Math.round(entry.duration));
      }).observe({ type: "longtask", buffered: true });
    }),
});
await page.locator(".runbar__play").click();
for (let minute = 0; minute <= Number(minutes); minute++) {
  const now = await page.evaluate(() => {
    const tasks = globalThis.tasks.splice(0);
    const heap = Math.round((globalThis.performance.memory?.usedJSHeapSize ?? 0) / (1 << 20));
    return {
      step: document.querySelector(".runbar__count b").textContent,
      badge: [...document.querySelectorAll("button")].find((button) => /^(GPU|CPU)$/.test(button.textContent.trim()))?.textContent ?? "",
      heap,
      tasks: tasks.length,
      longest: Math.max(0, ...tasks),
    };
  });
  const asked = performance.now();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const answered = Math.round(performance.now() - asked);
  const { renderer, gpu } = held();
  console.log(
    `${minute} min: step ${now.step}, ${renderer.toFixed(0)} MB renderer, ${gpu.toFixed(0)} MB GPU process, ${now.heap} MB page heap, ${now.tasks} long tasks (longest ${now.longest} ms), two frames in ${answered} ms ${now.badge} ${page.problems.join("; ")}`,
  );
  if (minute < Number(minutes)) await page.waitForTimeout(60_000);
}
await browser.close();
await site.close();
