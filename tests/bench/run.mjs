// The comparison: `node run.mjs --pkg FOLDER [--native PROGRAM | --no-native REASON] [--quick] [--json] [--peers] [--only TEXT]…`
// Prints what it does on stderr, the table on stdout, and with --json one last line on stdout.
import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { launch } from "./pages.mjs";
import { ENGINES, ROWS } from "./rows.mjs";
import { evaluate } from "./evaluate.mjs";
import { table, write } from "./report.mjs";
import { serve } from "./server.mjs";

const { values: options } = parseArgs({
  options: {
    pkg: { type: "string" },
    native: { type: "string" },
    "no-native": { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    write: { type: "string" },
  },
});

/**
 * ms. A quick run has about ten minutes for all rows; what is slow gives fewer steps, not more time. `peers`: measure them
 * also where we have nothing to compare yet, and those with threads.
 */
const QUICK = { rounds: 5, slice: 20, budget: 150, warm: 150, trajectory: 4_000, slowest: 400, patience: 60_000, growth: 20_000, peers: false, total: 390_000 };
const FULL = { rounds: 15, slice: 50, budget: 400, warm: 1_000, trajectory: 60_000, slowest: 2_000, patience: 300_000, growth: 600_000, peers: true, total: Infinity };

const plan = { ...(options.quick ? QUICK : FULL), ...(options.peers && { peers: true }) };
const wanted = ROWS.filter(({ row }) => !options.only || options.only.some((text) => row.includes(text)));
const before = loadavg()[0];
const [first, server] = await Promise.all([launch(), serve(options.pkg)]);
const world = { browser: first, origin: server.origin, until: Date.now() + plan.total, native: native() };
const engines = Object.fromEntries(Object.entries(ENGINES).map(([backend, list]) => [backend, list.filter(({ beside }) => plan.peers || !beside)]));
const { rows, adapter } = await evaluate(world, wanted, engines, plan);
const version = world.browser.version();
await Promise.all([world.browser.kill(), server.close()]);

const report = {
  rows,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? "?"}, adapter ${adapter}, Chromium ${version}, load ${before.toFixed(1)} … ${loadavg()[0].toFixed(1)}`,
  date: new Date().toISOString().slice(0, 10),
  method: `ms a step, waited for, one thread; ${plan.rounds} rounds in turn; ratio of medians with 95 % bootstrap interval; losses compared over up to 20 steps`,
};
console.log(table(report));
if (options.write) await write(options.write, report);
if (options.json) console.log(JSON.stringify(report));

/** What the native program measured: a list of `{ workload, ours: [ms], peers: { name: [ms] } }`, or why there is none. */
function native() {
  if (!options.native) return { missing: options["no-native"] ?? "not asked for" };
  return {
    run: (workload) => {
      const rounds = options.quick ? ["5", "200"] : ["15", "1000"];
      const done = spawnSync(options.native, [workload, ...rounds], { encoding: "utf8", timeout: plan.patience * 3, stdio: ["ignore", "pipe", "pipe"] });
      const line = done.stdout?.split("\n").findLast((line) => line.startsWith("{"));
      if (done.status !== 0 || !line) throw new Error(`${(done.stderr ?? "").trim().split("\n").at(-1) || done.error || `exit ${done.status}`}`.slice(0, 200));
      return JSON.parse(line);
    },
  };
}
