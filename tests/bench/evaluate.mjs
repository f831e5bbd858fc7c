// Rows become numbers.
import { open as openPage } from "./pages.mjs";
import { best, better, measure, ratio } from "./measure.mjs";
import { median } from "./stats.mjs";

/** Kinds of rows that stand on the times of a workload on a backend. */
const TIMED = ["step", "replay", "share"];

/** Workloads whose steps do not build on each other. */
const UNCHAINED = ["matmul", "matmul256", "conv"];

/** Measures what the rows need, each workload and backend once. Resolves to `{ rows, adapter }`. */
export async function evaluate(world, wanted, engines, plan) {
  const measured = new Map();
  const groups = new Set(wanted.filter(({ kind }) => TIMED.includes(kind)).map(({ workload, backend }) => `${workload} ${backend}`));
  const timed = async (row) => {
    const key = `${row.workload} ${row.backend}`;
    if (!measured.has(key)) {
      const start = Date.now();
      // What is left of the time, shared by what is left to measure; a quick one may take a little more than its share.
      const left = groups.size - measured.size;
      const group = plan.total === Infinity ? Infinity : Math.max(5_000, (1.3 * (world.until - start)) / left);
      // Without a wait, what nobody reads is not computed by every engine: only steps that build on each other count.
      const replayed = wanted.some(({ kind, workload, backend }) => kind === "replay" && workload === row.workload && backend === row.backend);
      const packed = replayed || (plan.rounds > 5 && !UNCHAINED.includes(row.workload));
      // Where a row names its peer, a quick run measures the others only if that one cannot.
      const spare = ({ name }) => !plan.peers && row.against && name !== "ours" && name !== row.against;
      const asked = engines[row.backend].map((engine) => (spare(engine) ? { ...engine, instead: row.against } : engine));
      measured.set(key, await measure(world, row.workload, asked, { ...plan, packed, group, trajectory: Math.min(plan.trajectory, group / 6) }));
      console.error(`bench: ${key}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
    }
    return measured.get(key);
  };
  const kinds = {
    step: async (row) => against(row, await timed(row), "each"),
    replay: async (row) => against(row, await timed(row), "packed"),
    share: async (row) => share(world, row, await timed(row), plan),
    calls: (row) => calls(world, row, plan),
    growth: (row) => growth(world, row, plan),
    native: (row) => native(world, row),
  };
  const rows = [];
  for (const row of wanted) {
    let outcome;
    try {
      outcome = await kinds[row.kind](row);
    } catch (error) {
      outcome = { note: String(error.message ?? error).split("\n")[0] };
    }
    rows.push({ row: row.row, ours: null, peers: {}, ratio: null, interval: null, bar: row.bar, meets: false, note: "", ...outcome });
  }
  return { rows, adapter: await adapter(world) };
}

/** Ours beside the peers, by the times in `list` ("each": waited for after every step; "packed": after many). */
function against(row, results, list) {
  const [ours] = results;
  const peers = {};
  const notes = [];
  for (const peer of results.slice(1)) {
    const ms = (list) => (peer[list].length ? median(peer[list]) : null);
    const one = { ms: list === "packed" && peer.each.length ? median(better(peer)) : ms(list), each: ms("each"), packed: ms("packed"), k: peer.k, first: peer.first };
    peers[peer.name] = peer.cannot ? { cannot: peer.cannot } : one;
    if (peer.cannot) notes.push(`${peer.name} cannot: ${peer.cannot}`);
    if (peer.note) notes.push(`${peer.name}: ${peer.note}`);
    else if (peer.agreed < 20) notes.push(`${peer.name}: losses agree over ${peer.agreed} steps`);
  }
  if (ours.cannot) return { peers, note: [ours.cannot, ...notes].join("; ") };
  const times = (peer) => (list === "packed" ? better(peer) : peer.each);
  const chosen = best(results, row.against, times);
  const mine = { ours: median(ours[list]), packed: ours.together, first: ours.first, kernels: ours.kernels };
  if (!chosen) return { ...mine, peers, note: ["no peer to be held to", ...notes].join("; ") };
  if (row.against && chosen.name !== row.against) notes.push(`held to ${chosen.name} instead`);
  const { ratio: value, interval } = ratio(times(chosen), ours[list]);
  return { ...mine, peers, best: chosen.name, ratio: value, interval, meets: value >= row.bar, note: notes.join("; ") };
}

/** Our product or convolution as a part of what the core's 4-lane arithmetic gives, both measured in turn. */
async function share(world, row, results, plan) {
  const [ours] = results;
  if (ours.cannot) return { note: ours.cannot };
  const page = await openPage(world, { engine: "ours", backend: "cpu" });
  const flop = await page.evaluate((workload) => bench.flop(workload), row.workload);
  await page.evaluate((workload) => bench.open(workload), row.workload);
  const shares = [], peaks = [], times = [];
  for (let round = 0; round < plan.rounds; round++) {
    const peak = Math.max(...(await page.evaluate((budget) => bench.peak(budget), plan.budget)));
    const ms = median(await page.evaluate(([slice, budget]) => bench.time(1, slice, budget), [plan.slice, plan.budget]));
    peaks.push(peak);
    times.push(ms);
    shares.push(flop / ms / 1e6 / peak);
  }
  await page.close();
  const value = median(shares);
  const note = `peak ${median(peaks).toFixed(1)} GFLOP/s, ours ${(flop / median(times) / 1e6).toFixed(1)}`;
  return { ours: median(times), ratio: value, interval: [Math.min(...shares), Math.max(...shares)], meets: value >= row.bar, note };
}

const NONE = ["createBuffer", "createBindGroup", "writeBuffer", "createComputePipeline", "createComputePipelineAsync"];

/** API calls of our steady step, each its own submission; the peers' beside it in a full run. */
async function calls(world, row, plan) {
  const count = async (engine, backend, steps) => {
    const page = await openPage(world, { engine, backend, hooks: true });
    try {
      await page.evaluate((workload) => bench.open(workload), row.workload);
      return await page.evaluate((steps) => bench.calls(steps), steps);
    } finally {
      await page.close();
    }
  };
  const peers = {};
  const told = plan.peers ? [["jax-js", "jax"], ["TF.js", "tf"]] : [];
  for (const [name, engine] of told) peers[name] = await count(engine, "webgpu", 3).catch((error) => ({ cannot: String(error.message).split("\n")[0] }));
  try {
    const made = await count("ours", "gpu", 20);
    const dispatches = made.dispatchWorkgroups ?? 0;
    const wasted = NONE.filter((name) => made[name] > 0);
    const meets = dispatches <= row.bar && wasted.length === 0 && (made.submit ?? 0) <= 1;
    const note = `${dispatches} dispatches, ${made.submit ?? 0} submit${wasted.map((name) => `, ${made[name]} ${name}`).join("")}`;
    return { ours: dispatches, calls: made, peers, meets, note };
  } catch (error) {
    return { peers, note: String(error.message).replace(/^page\.evaluate: /, "").split("\n")[0] };
  }
}

/** What a collected heap may gain by chance: lists of the engine that runs it, code that it compiles on the way. */
const HEAP_SLACK = 200_000;
/** On the CPU in any case; on a GPU, where an adapter in software may need minutes for it, as many as the time allows. */
const LONG_RUN = 100_000;
const LEAST_ON_GPU = 1_000;

/** JS heap after collection, wasm memory, and GPU buffers: before and after 10⁵ steps. */
async function growth(world, row, plan) {
  const page = await openPage(world, { engine: "ours", backend: row.backend, hooks: row.backend === "gpu" });
  try {
    await page.evaluate((workload) => bench.open(workload), row.workload);
    const session = await page.context().newCDPSession(page);
    const look = async () => {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return { heap: usedSize, ...(await page.evaluate(() => bench.memory())) };
    };
    // Warm: staging buffers, code and lists that are made once.
    await page.evaluate(() => bench.steps(2_000, 100, 10_000));
    const before = await look();
    const steps = await page.evaluate(([steps, limit]) => bench.steps(steps, 100, limit), [LONG_RUN, plan.growth]);
    const after = await look();
    const grown = Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]]));
    const flat = grown.heap <= HEAP_SLACK && grown.wasm <= 0 && grown.gpu <= 0;
    const note = `after ${steps} steps: heap ${grown.heap >= 0 ? "+" : ""}${grown.heap}, wasm +${grown.wasm}, GPU +${grown.gpu} bytes`;
    const enough = steps >= (row.backend === "gpu" ? LEAST_ON_GPU : LONG_RUN);
    const short = steps < LONG_RUN ? "; time was up" : "";
    return { ours: grown.heap + grown.wasm + grown.gpu, steps, grown, meets: flat && enough, note: note + short };
  } finally {
    await page.close();
  }
}

/** Beside burn, natively: its own program measures, in rounds in turn as well. */
function native({ native }, row) {
  if (native.missing) return { note: native.missing };
  const { ours, peers, note } = native.run(row.workload);
  if (!ours.length) return { note };
  const shown = Object.fromEntries(Object.entries(peers).map(([name, times]) => [name, { ms: median(times) }]));
  const peer = peers["burn-wgpu"];
  if (!peer) return { ours: median(ours), peers: shown, note: note || "no peer to be held to" };
  const { ratio: value, interval } = ratio(peer, ours);
  return { ours: median(ours), peers: shown, best: "burn-wgpu", ratio: value, interval, meets: value >= row.bar, note };
}

async function adapter(world) {
  const page = await openPage(world, { engine: "ours", backend: "gpu" });
  const name = await page.evaluate(() => bench.adapter());
  await page.close();
  return name;
}
